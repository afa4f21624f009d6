"""Which other busy events of its people an event lies over: what the organisation is warned of, or refuses."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tournee.organisations.models import Member
from tournee.values.time_range import DateRange, TimeRange

from .domain.availability import whole_days
from .domain.event_times import ONE_DAY
from .domain.window import WIDEST_OFFSET
from .free_busy import Taking, takings
from .models import Event

# So far ahead a series is compared with what its people have planned.
LOOKED_AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Clash:
    """What a member has already at a time that the event takes."""

    member_id: UUID
    taking: Taking


def clashes(event: Event, members: Sequence[Member], *, now: datetime) -> list[Clash]:
    """By person and time; of a series, in the year to come. Nothing for an event that takes no time. Two queries."""
    wanted = _coming(event, now) if event.busy else []
    if not wanted:
        return []
    instants = [_instants(one, "UTC") for one in wanted]
    # All-day events lie elsewhere in each zone.
    start, end = min(one.start for one in instants), max(one.end for one in instants)
    within = TimeRange(start - WIDEST_OFFSET, end + WIDEST_OFFSET)
    taken: dict[UUID, list[Taking]] = defaultdict(list)
    for one in takings(members, within, except_id=event.series_id or event.pk):
        taken[one.member_id].append(one)
    return [
        Clash(member.pk, one)
        for member in members
        for one in _overlapping(taken[member.pk], [_instants(span, member.time_zone) for span in wanted])
    ]


def _coming(event: Event, now: datetime) -> list[TimeRange | DateRange]:
    if not event.recurrence:
        return [event.times.span]
    start = max(event.starts_at, now)
    within = TimeRange(start, start + LOOKED_AHEAD)
    series = event.as_series
    found = series.between(within, DateRange(within.start.date(), within.end.date() + ONE_DAY))
    return [series.at(one.recurrence_id).span for one in found]


def _instants(span: TimeRange | DateRange, zone_name: str) -> TimeRange:
    return whole_days(span, zone_name) if isinstance(span, DateRange) else span


def _overlapping(taken: Iterable[Taking], wanted: Sequence[TimeRange]) -> Iterator[Taking]:
    """Those that share time with one of the wanted spans, by start; both are walked once."""
    ordered = sorted(wanted, key=lambda span: span.start)
    longest = max(span.duration for span in ordered)
    first = 0
    for one in sorted(taken, key=lambda each: each.span.start):
        while first < len(ordered) and ordered[first].start + longest <= one.span.start and longest:
            first += 1
        place = first
        while place < len(ordered) and ordered[place].start < one.span.end:
            if ordered[place].overlaps(one.span):
                yield one
                break
            place += 1
