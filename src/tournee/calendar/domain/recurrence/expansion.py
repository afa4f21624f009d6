"""When the occurrences of a series start, in a window, whatever its distance from the first one."""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from operator import attrgetter
from typing import NamedTuple

from .days import LAST_DAY, LAST_YEAR
from .errors import TooDense
from .layout import Layout
from .moments import Moment, wall
from .series import Recurrence
from .walls import instants_of, later, wall_of

MOST_STARTS = 50_000
# Wall times and instants are brought into different orders by clock changes, at most of a day (Apia, 2011).
MARGIN = timedelta(hours=26)


class Occurrence(NamedTuple):
    """`recurrence_id` is the wall start by the rule; `start` and `end` are UTC instants, or dates if all day."""

    recurrence_id: Moment
    start: Moment
    end: Moment


def starts(recurrence: Recurrence, first: Moment, zone: str | None, after: Moment, before: Moment) -> list[Moment]:
    """Wall starts from `after` up to, not including, `before`: sorted, unique, in the form of `first` (DTSTART).

    Raises TooDense when more than MOST_STARTS lie in the window.
    """
    low, high = _bound(after, first), _bound(before, first)
    layout = Layout(recurrence, first, zone)
    found: list[Moment] = []
    if layout.at_least(low.toordinal(), high.toordinal()) > MOST_STARTS:
        raise TooDense("too_many")
    for some in layout.pieces(low.toordinal(), high.toordinal()):
        found.extend(some)
        if len(found) > MOST_STARTS:
            raise TooDense("too_many")
    return found[bisect_left(found, low) : bisect_left(found, high)]


def last_start(recurrence: Recurrence, first: Moment, zone: str | None, *, years: int = LAST_YEAR) -> Moment | None:
    """The last wall start; None when the series never ends, or goes on so many `years` after it began.

    The last of a large COUNT is found by counting year by year up to it: whoever need not know it says so by `years`.
    A series without any start left answers `first`.
    """
    if not all(rule.ends for rule in recurrence.rules):
        return None
    layout = Layout(recurrence, first, zone)
    far = min(first.toordinal() + years * 366, LAST_DAY)
    return None if far < LAST_DAY and layout.outlasts(far) else layout.last(far) or first


def next_start(recurrence: Recurrence, first: Moment, zone: str | None, after: Moment) -> Moment | None:
    """The earliest wall start at or after a moment, or None."""
    low = _bound(after, first)
    return next((start for start in Layout(recurrence, first, zone).next(low.toordinal()) if start >= low), None)


def is_start(recurrence: Recurrence, first: Moment, zone: str | None, moment: Moment) -> bool:
    """Whether an occurrence starts at that wall moment."""
    day = moment.toordinal()
    return moment in Layout(recurrence, first, zone).days(day, day)


def starts_among(
    recurrence: Recurrence, first: Moment, zone: str | None, moments: Iterable[Moment]
) -> frozenset[Moment]:
    """Those of the wall moments at which an occurrence starts."""
    layout = Layout(recurrence, first, zone)
    return frozenset(one for one in moments if one in layout.days(one.toordinal(), one.toordinal()))


def occurrences(
    recurrence: Recurrence, first: Moment, zone: str | None, *, length: timedelta, after: Moment, before: Moment
) -> list[Occurrence]:
    """Occurrences that touch the window between two aware instants or two dates, by start.

    Whole days lie between their midnights in UTC, for which a date stands too. `length` is elapsed time for timed
    series, whole days for dates. A wall time that a clock change skips is read with the offset before it, one shown
    twice is its first (RFC 5545, 3.3.5). A floating series (zone None) counts in UTC. Raises TooDense.
    """
    lengths = dict(recurrence.lengths)
    reach = max((length, *lengths.values()))
    if not isinstance(first, datetime):
        begins, ends = _dates(after, before)
        found = starts(recurrence, first, zone, _back(begins, reach), ends)
        listed = [Occurrence(start, start, later(start, lengths.get(start, length))) for start in found]
        return [one for one in listed if one.end > begins or one.start >= begins]
    low, high = _aware(after), _aware(before)
    name = zone or "UTC"
    found = starts(recurrence, first, zone, wall_of(low, name, -reach - MARGIN), wall_of(high, name, MARGIN))
    listed = []
    for start, instant in zip(found, instants_of(found, zone), strict=True):
        end = later(instant, lengths.get(start, length) if lengths else length)
        if instant < high and (end > low or instant >= low):
            listed.append(Occurrence(start, instant, end))
    return sorted(listed, key=_by_start)


_by_start = attrgetter("start")


def _bound(moment: Moment, first: Moment) -> Moment:
    if isinstance(first, datetime):
        return wall(moment).replace(tzinfo=None)
    return moment.date() if isinstance(moment, datetime) else moment


def _aware(moment: Moment) -> datetime:
    return wall(moment) if isinstance(moment, datetime) and moment.tzinfo else wall(moment).replace(tzinfo=UTC)


def _dates(after: Moment, before: Moment) -> tuple[date, date]:
    """The dates whose midnight in UTC lies between two moments."""
    low, high = _aware(after).astimezone(UTC), _aware(before).astimezone(UTC)
    return low.date(), later(high.date(), timedelta(days=high.time() > time.min))


def _back(day: date, by: timedelta) -> date:
    return date.fromordinal(max(1, day.toordinal() - by.days))
