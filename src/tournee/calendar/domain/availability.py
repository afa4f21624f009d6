"""Who is taken and who works when, and the next times that suit all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce

from tournee.values.time_range import DateRange, TimeRange
from tournee.values.time_zone import zone

from .event_times import ONE_DAY

type Spans = tuple[TimeRange, ...]

QUARTER = timedelta(minutes=15)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """On which days of the week (ISO 8601: 1 is Monday), from when to when, by the clocks of a zone."""

    days: frozenset[int]
    start: time
    end: time
    time_zone: str

    def within(self, stretch: TimeRange) -> Spans:
        """The hours worked in a stretch of time, in order."""
        tz = zone(self.time_zone)
        first, last = (moment.astimezone(tz).date() for moment in (stretch.start, stretch.end))
        days = (first + ONE_DAY * number for number in range((last - first).days + 1))
        return cut([self._on(day) for day in days if day.isoweekday() in self.days], stretch)

    def _on(self, day: date) -> TimeRange:
        # What a clock change skips is read with the offset before it (RFC 5545, 3.3.5).
        tz = zone(self.time_zone)
        start, end = (datetime.combine(day, clock, tz).astimezone(UTC) for clock in (self.start, self.end))
        return TimeRange(start, max(start, end))


@dataclass(frozen=True, slots=True)
class Person:
    """What counts of somebody when a time is looked for; `busy` and `working` are `merged`."""

    busy: Spans
    working: Spans


def whole_days(days: DateRange, time_zone: str) -> TimeRange:
    """From the first midnight to the last, by the clocks of a zone; where midnight is skipped, from the jump on."""
    tz = zone(time_zone)
    start, end = (datetime.combine(day, time.min, tz).astimezone(UTC) for day in (days.start, days.end))
    return TimeRange(start, end)


def merged(spans: Iterable[TimeRange]) -> Spans:
    """The same time in as few spans as can be, in order, in UTC; moments take none."""
    found: list[TimeRange] = []
    in_utc = ((span.start.astimezone(UTC), span.end.astimezone(UTC)) for span in spans)
    for start, end in sorted(pair for pair in in_utc if pair[0] < pair[1]):
        if found and start <= found[-1].end:
            if end > found[-1].end:
                found[-1] = TimeRange(found[-1].start, end)
        else:
            found.append(TimeRange(start, end))
    return tuple(found)


def cut(spans: Iterable[TimeRange], stretch: TimeRange) -> Spans:
    """What of them lies in a stretch, merged."""
    inside = ((max(one.start, stretch.start), min(one.end, stretch.end)) for one in spans)
    return merged(TimeRange(start, end) for start, end in inside if start < end)


def shared(left: Spans, right: Spans) -> Spans:
    """The time that lies in both; both are `merged`."""
    found: list[TimeRange] = []
    i = j = 0
    while i < len(left) and j < len(right):
        start, end = max(left[i].start, right[j].start), min(left[i].end, right[j].end)
        if start < end:
            found.append(TimeRange(start, end))
        if left[i].end <= right[j].end:
            i += 1
        else:
            j += 1
    return tuple(found)


def without(spans: Spans, taken: Spans) -> Spans:
    """What is left of spans when others are taken out; both are `merged`."""
    found: list[TimeRange] = []
    j = 0
    for span in spans:
        start = span.start
        while j < len(taken) and taken[j].end <= start:
            j += 1
        k = j
        while k < len(taken) and taken[k].start < span.end:
            if start < taken[k].start:
                found.append(TimeRange(start, taken[k].start))
            start = max(start, taken[k].end)
            k += 1
        if start < span.end:
            found.append(TimeRange(start, span.end))
    return tuple(found)


def free_slots(people: Sequence[Person], *, within: TimeRange, length: timedelta, most: int) -> list[TimeRange]:
    """The next times at which all work and none is busy, `most` at most, on quarter hours, none over another.

    Each is the earliest that fits after the one before it.
    """
    everybody = reduce(shared, [one.working for one in people], merged([within]))
    taken = merged(span for one in people for span in one.busy)
    found: list[TimeRange] = []
    for gap in without(everybody, taken):
        start = next_quarter(gap.start)
        while start + length <= gap.end:
            if len(found) == most:
                return found
            found.append(TimeRange(start, start + length))
            start = next_quarter(start + length)
    return found


def next_quarter(moment: datetime) -> datetime:
    """That moment, or the next at which clocks show a full quarter of an hour: the same moments in every zone."""
    late = (moment - EPOCH) % QUARTER
    return moment + (QUARTER - late) if late else moment
