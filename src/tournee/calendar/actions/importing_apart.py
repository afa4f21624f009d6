"""Large files are taken in by a process of their own: all requests share one interpreter, and would wait meanwhile."""

import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime
from threading import BoundedSemaphore
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings

from tournee.organisations.models import Member
from tournee.values.outage import Outage, StorageFailed

from .importing import import_calendar, owner_of, preview_calendar
from .importing_plan import Line, Outcome
from .importing_texts import FILE_REASONS, MOST_OCTETS, refused_file

COMMAND = "take_in_calendar"
# Octets. Up to here a process takes longer to start than the file to be taken in.
AT_HAND = 300_000
# Seconds; the work itself is bounded by importing_plan.PATIENCE, and waits for other writers.
LONGEST = 300
# Side by side; others wait for their turn.
_turns = BoundedSemaphore(2)


class Failed(RuntimeError):
    """The process ended without an answer."""


def take_in(*, by: Member, owner_id: UUID, data: bytes, preview: bool = False) -> Outcome:
    """As `import_calendar` or `preview_calendar`, in this process or in one of its own. Raises what they raise."""
    owner_of(by, owner_id)
    if len(data) <= AT_HAND or len(data) > MOST_OCTETS or not settings.LARGE_FILES_APART:
        return (preview_calendar if preview else import_calendar)(by=by, owner_id=owner_id, data=data)
    with _turns:
        return _read(_run(["--by", str(by.pk), "--owner", str(owner_id), *(["--preview"] if preview else [])], data))


def _run(arguments: list[str], data: bytes) -> Mapping[str, Any]:
    command = [sys.executable, "-m", "django", COMMAND, *arguments]
    # What goes wrong there is written where the server writes it.
    done = subprocess.run(command, input=data, stdout=subprocess.PIPE, timeout=LONGEST, check=False)  # noqa: S603 -- ours
    if done.returncode != 0:
        raise Failed(f"{COMMAND} ended with {done.returncode}")
    found: dict[str, Any] = msgspec.json.decode(done.stdout.splitlines()[-1])
    return found


def answer_of(outcome: Outcome) -> bytes:
    """One line of JSON."""
    lines = [(one.what, one.title, one.starts and one.starts.isoformat(), one.uid, one.code) for one in outcome.lines]
    return msgspec.json.encode({"lines": lines})


def refusal_of(code: str) -> bytes:
    """The same for a file that is refused as a whole."""
    return msgspec.json.encode({"refused": code})


def outage_answer(outage: Outage) -> bytes:
    """The same where the disk or the database did not do its part."""
    return msgspec.json.encode({"outage": outage})


def _read(answer: Mapping[str, Any]) -> Outcome:
    if "outage" in answer:
        raise StorageFailed(Outage(answer["outage"]))
    if code := answer.get("refused"):
        if code not in FILE_REASONS:
            raise Failed(f"{COMMAND} refused: {code}")
        raise refused_file(code)
    return Outcome(
        [Line(what, title, _starts(starts), uid, code) for what, title, starts, uid, code in answer["lines"]]
    )


def _starts(text: str | None) -> datetime | date | None:
    if not text:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
