"""What a failure to send means, and when to try again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(minutes=15)
GIVEN_UP_AFTER = timedelta(hours=24)
# A pause is up to a quarter longer, so that what failed together does not come back together.
JITTER = 0.25


class NotSent(Exception):
    """The ancestor of what a carrier says when a letter has not left. `words` are the server's own."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class TryLater(NotSent):
    """The server did not take the letter now: nothing was sent."""


class ServerUnreachable(TryLater):
    """The server let nobody in: other letters need not be tried either."""


class NeverRetry(NotSent):
    """The server, or the address itself, refuses this letter for good."""


class OutcomeUnknown(NotSent):
    """The letter was handed over and no answer came: it may have arrived."""


class NoServer(NotSent):
    """No mail server is configured."""


@dataclass(frozen=True, slots=True)
class NextTry:
    """When to try again; None: it is given up."""

    at: datetime | None


def next_try(tries: int, *, since: datetime, now: datetime, chance: float) -> NextTry:
    """After that many tries, the first at `since`; `chance` from 0 up to 1 is drawn by the caller."""
    # 2 ** 20 minutes is beyond the longest pause by far, and a number of tries may be any.
    pause = min(FIRST_PAUSE * 2 ** min(max(tries - 1, 0), 20), LONGEST_PAUSE)
    at = now + min(pause * (1 + JITTER * chance), LONGEST_PAUSE)
    return NextTry(at if at - since <= GIVEN_UP_AFTER else None)


def server_says(code: int, words: bytes | str) -> NotSent:
    """The fault that an SMTP answer names (RFC 5321 §4.2.1): 4xx may yet go well, 5xx will not."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    said = " ".join(f"{code} {text}".split())[:500]
    return NeverRetry(said) if 500 <= code <= 599 else TryLater(said)
