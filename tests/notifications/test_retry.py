"""When a letter is tried again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.notifications.domain.retry import NeverRetry, TryLater, next_try, server_says

START = datetime(2026, 11, 24, 12, tzinfo=UTC)
chances = st.floats(0, 1, exclude_max=True)


@given(st.integers(1, 10_000), chances)
def test_a_pause_is_between_a_minute_and_a_quarter_of_an_hour(tries: int, chance: float) -> None:
    at = next_try(tries, since=START, now=START, chance=chance).at
    assert at is not None
    assert timedelta(minutes=1) <= at - START <= timedelta(minutes=15)


@given(st.integers(1, 100), chances)
def test_pauses_do_not_become_shorter(tries: int, chance: float) -> None:
    first, second = (next_try(count, since=START, now=START, chance=chance).at for count in (tries, tries + 1))
    assert first is not None
    assert second is not None
    assert second >= first


def test_pauses_double_until_a_quarter_of_an_hour() -> None:
    pauses = [next_try(tries, since=START, now=START, chance=0).at for tries in range(1, 7)]
    assert [(at - START) // timedelta(minutes=1) for at in pauses if at] == [1, 2, 4, 8, 15, 15]


def test_what_failed_together_comes_back_apart() -> None:
    assert len({next_try(2, since=START, now=START, chance=chance / 10).at for chance in range(10)}) == 10


@given(chances)
def test_it_is_given_up_after_a_day_and_not_before(chance: float) -> None:
    now, tries = START, 0
    while (again := next_try(tries := tries + 1, since=START, now=now, chance=chance)).at is not None:
        now = again.at
    assert timedelta(hours=23, minutes=44) <= now - START <= timedelta(hours=24)


@pytest.mark.parametrize(
    ("code", "kind"), [(421, TryLater), (450, TryLater), (499, TryLater), (550, NeverRetry), (554, NeverRetry)]
)
def test_the_servers_code_says_whether_to_try_again(code: int, kind: type) -> None:
    fault = server_says(code, b"5.1.1 No such user\r\n here")
    assert type(fault) is kind
    assert fault.words == f"{code} 5.1.1 No such user here"


def test_the_servers_words_are_kept_within_bounds_whatever_they_are() -> None:
    assert len(server_says(550, b"\xff" * 5000).words) == 500
