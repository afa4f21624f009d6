"""When colleagues are taken, and when they work: of everybody in the organisation, and nothing but that.

The number of statements is fixed, whatever the people and their events.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, Value

from tournee.organisations.models import Member
from tournee.values.time_range import DateRange, TimeRange

from . import queries
from .domain.availability import Person, Spans, WorkingHours, cut, whole_days
from .domain.event_times import ONE_DAY, EventTimes
from .domain.recurrence import TooDense
from .domain.series import FOREVER, Series, written
from .domain.window import LONG, WIDEST_OFFSET
from .models import Answer, Event, Participant

_COLUMNS = (
    "id", "all_day", "starts_on", "ends_on", "starts_at", "ends_at", "time_zone", "recurrence", "series_id",
    "recurrence_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taking:
    """A busy event in somebody's time; of a series, one occurrence."""

    member_id: UUID
    # The row that holds it, and the name by which it is known: a series' id and which occurrence.
    row_id: UUID
    event_id: UUID
    recurrence_id: str
    span: TimeRange
    # Whether he owns it or said yes: more than that somebody would like to see him.
    is_sure: bool


class _Row(NamedTuple):
    member_id: UUID
    answer: str
    id: UUID
    all_day: bool
    starts_on: date | None
    ends_on: date | None
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    recurrence: str
    series_id: UUID | None
    recurrence_id: str

    @property
    def is_sure(self) -> bool:
        return self.answer == Answer.ACCEPTED

    @property
    def times(self) -> EventTimes:
        if self.starts_on is not None and self.ends_on is not None:
            return EventTimes(DateRange(self.starts_on, self.ends_on), self.time_zone)
        return EventTimes(TimeRange(self.starts_at, self.ends_at), self.time_zone)


def people(members: Iterable[Member], within: TimeRange, *, except_id: UUID | None = None) -> dict[UUID, Person]:
    """When each of some members of one organisation is taken and works, but for one event or series. Two queries."""
    asked = list(members)
    spans: dict[UUID, list[TimeRange]] = defaultdict(list)
    for one in takings(asked, within, except_id=except_id):
        spans[one.member_id].append(one.span)
    return {one.pk: Person(cut(spans[one.pk], within), working(one, within)) for one in asked}


def working(member: Member, within: TimeRange) -> Spans:
    """The hours that a member works."""
    days = frozenset(int(day) for day in member.work_days)
    return WorkingHours(days, member.work_start, member.work_end, member.time_zone).within(within)


def takings(members: Sequence[Member], within: TimeRange, *, except_id: UUID | None = None) -> list[Taking]:
    """What takes the time of some members of one organisation in a stretch: busy events that they own, and those to
    which they did not say no. All-day ones count in each person's own zone. Two queries.
    """
    zones = {one.pk: one.time_zone for one in members}
    if not members:
        return []
    organisation_id = members[0].organisation_id
    rows = _rows(organisation_id, zones, within)
    if except_id is not None:
        rows = [row for row in rows if except_id not in {row.id, row.series_id}]
    masters = {row.id for row in rows if row.recurrence}
    own = _own_names(organisation_id, masters) if masters else {}
    return [one for row in rows for one in _takings_of(row, zones[row.member_id], within, own)]


def _rows(organisation_id: UUID, member_ids: Collection[UUID], within: TimeRange) -> list[_Row]:
    owned = Event.objects.of(organisation_id).filter(owner_id__in=member_ids)
    places = Participant.objects.of(organisation_id).filter(member_id__in=member_ids).exclude(answer=Answer.DECLINED)
    in_time = Q(
        event_starts_at__gte=within.start - WIDEST_OFFSET - LONG, event_starts_at__lt=within.end + WIDEST_OFFSET
    )
    # Each branch has an index: apart, each is read by its own.
    as_owner = ("owner_id", Value(Answer.ACCEPTED.value), *_COLUMNS)
    branches: list[Any] = [owned.filter(one).values_list(*as_owner) for one in _touching(within, "")]
    through = zip((in_time, Q(), Q(event_starts_at=FOREVER)), _touching(within, "event__"), strict=True)
    as_guest = ("member_id", "answer", *(f"event__{name}" for name in _COLUMNS))
    branches += [places.filter(place & one).values_list(*as_guest) for place, one in through]
    first, *others = branches
    return [_Row._make(row) for row in first.union(*others, all=True)]


def _touching(within: TimeRange, to: str) -> tuple[Q, Q, Q]:
    """Busy events of ordinary length, long ones, and series that may touch a stretch."""
    first, end = within.start - WIDEST_OFFSET, within.end + WIDEST_OFFSET
    base = {"deleted_at__isnull": True, "busy": True, "status__in": queries.TAKING, "starts_at__lt": end}
    single = base | {"series_ends_at__isnull": True}
    short = single | {"is_long": False, "starts_at__gte": first - LONG, "ends_at__gt": first}
    long = single | {"is_long": True, "ends_at__gt": first}
    repeating = base | {"series_ends_at__gte": first}
    return tuple(Q(**{f"{to}{name}": value for name, value in one.items()}) for one in (short, long, repeating))  # type: ignore[return-value]  # three of them


def _own_names(organisation_id: UUID, masters: Collection[UUID]) -> dict[UUID, set[str]]:
    """By series, which occurrences have rows of their own."""
    names: dict[UUID, set[str]] = defaultdict(set)
    rows = Event.objects.of(organisation_id).filter(series_id__in=list(masters))
    for series_id, name in rows.values_list("series_id", "recurrence_id"):
        names[series_id].add(name)
    return names


def _takings_of(row: _Row, own_zone: str, within: TimeRange, own: Mapping[UUID, set[str]]) -> Iterator[Taking]:
    if not row.recurrence:
        span = _span(row.times.span, own_zone)
        if _touches(span, within):
            yield Taking(row.member_id, row.id, row.series_id or row.id, row.recurrence_id, span, row.is_sure)
        return
    days = DateRange(within.start.date() - ONE_DAY, within.end.date() + timedelta(days=2))
    series = Series.read(row.recurrence, row.times)
    try:
        found = series.between(within, days)
    except TooDense:
        # As the calendar shows it: not at all.
        return
    for one in found:
        name = written(one.recurrence_id)
        span = _span(_range(one.start, one.end), own_zone)
        if name not in own.get(row.id, ()) and _touches(span, within):
            yield Taking(row.member_id, row.id, row.id, name, span, row.is_sure)


def _range(start: date, end: date) -> TimeRange | DateRange:
    if isinstance(start, datetime) and isinstance(end, datetime):
        return TimeRange(start, end)
    return DateRange(start, end)


def _span(span: TimeRange | DateRange, own_zone: str) -> TimeRange:
    return whole_days(span, own_zone) if isinstance(span, DateRange) else span


def _touches(span: TimeRange, within: TimeRange) -> bool:
    """Moments take no time."""
    return span.start < within.end and within.start < span.end and span.start < span.end
