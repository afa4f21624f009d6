"""When the occurrences of a series start, in a window, whatever its distance from the first one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .moments import Moment
from .series import Recurrence


@dataclass(frozen=True, slots=True)
class Occurrence:
    """`recurrence_id` is the wall start by the rule; `start` and `end` are UTC instants, or dates if all day."""

    recurrence_id: Moment
    start: Moment
    end: Moment


def starts(recurrence: Recurrence, first: Moment, zone: str | None, after: Moment, before: Moment) -> list[Moment]:
    """Wall starts from `after` up to, not including, `before`: sorted, unique, in the form of `first` (DTSTART).

    Raises TooDense when more than MOST_STARTS lie in the window.
    """
    raise NotImplementedError


def last_start(recurrence: Recurrence, first: Moment, zone: str | None) -> Moment | None:
    """The last wall start; None when the series never ends. A series without any start left answers `first`."""
    raise NotImplementedError


def next_start(recurrence: Recurrence, first: Moment, zone: str | None, after: Moment) -> Moment | None:
    """The earliest wall start at or after a moment, or None."""
    raise NotImplementedError


def is_start(recurrence: Recurrence, first: Moment, zone: str | None, moment: Moment) -> bool:
    """Whether an occurrence starts at that wall moment."""
    raise NotImplementedError


def occurrences(
    recurrence: Recurrence, first: Moment, zone: str | None, *, length: timedelta, after: datetime, before: datetime
) -> list[Occurrence]:
    """Occurrences that touch the window between two aware instants, by start (dates: its UTC dates).

    `length` is elapsed time for timed series, whole days for dates. A wall time that a clock change skips is read with
    the offset before it, one shown twice is its first (RFC 5545, 3.3.5). A floating series (zone None) counts in UTC.
    """
    raise NotImplementedError
