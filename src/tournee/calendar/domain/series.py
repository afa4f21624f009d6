"""An event that repeats: the times of its first occurrence, and what repeats them."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from tournee.values.time_range import BadRange, DateRange, TimeRange
from tournee.values.time_zone import zone

from .event_times import EventTimes
from .recurrence import (
    Moment,
    Occurrence,
    Recurrence,
    Rule,
    counterpart,
    is_start,
    last_start,
    next_start,
    occurrences,
    shifted,
)

# The end of what never ends, so that an index has something to compare.
FOREVER = datetime(9999, 12, 31, tzinfo=UTC)
# To find the end of a COUNT of thousands of years takes milliseconds, which a file of many such series adds up.
FORESEEN = 100
INSTANT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Series:
    """`times` are those of the first occurrence, which belongs to the series whatever the rule says (RFC 5545)."""

    times: EventTimes
    recurrence: Recurrence

    @classmethod
    def read(cls, text: str, times: EventTimes) -> "Series":
        """From stored lines. Raises BadRule, TooDense."""
        return cls(times, _parsed(text, times.time_zone, times.all_day))

    @property
    def text(self) -> str:
        """Its lines as they are stored; "" when nothing repeats."""
        lines = self.recurrence.lines(zone=self.times.time_zone, all_day=self.times.all_day)
        return "\n".join(lines) if self.recurrence else ""

    @property
    def first(self) -> Moment:
        """Where it begins, in local time."""
        return wall_start(self.times)

    @property
    def rhythm(self) -> tuple[str, ...]:
        """By which rules it repeats, wherever they end."""
        return tuple(replace(rule, until=None, count=None).text for rule in self.recurrence.rules)

    @property
    def length(self) -> timedelta:
        """Of each occurrence: elapsed time, or whole days."""
        return self.times.ends_at - self.times.starts_at

    @property
    def ends_at(self) -> datetime:
        """When its last occurrence ends; FOREVER if there is no last one in FORESEEN years.

        Only an index asks: the occurrences of every window stop where COUNT or UNTIL say.
        """
        last = last_start(self.recurrence, self.first, self.times.time_zone, years=FORESEEN)
        if last is None:
            return FOREVER
        longest = max((length for _, length in self.recurrence.lengths), default=self.length)
        try:
            return self.at(last).starts_at + max(longest, self.length)
        except (BadRange, OverflowError):
            # Past the years that the calendar shows.
            return FOREVER

    @property
    def is_empty(self) -> bool:
        """Whether every occurrence was left out."""
        return next_start(self.recurrence, self.first, self.times.time_zone, self.first) is None

    def between(self, span: TimeRange, days: DateRange) -> list[Occurrence]:
        """Occurrences that touch a stretch of time, by start; those that last all day, its days."""
        return self._between(days.start, days.end) if self.times.all_day else self._between(span.start, span.end)

    def _between(self, after: Moment, before: Moment) -> list[Occurrence]:
        zone_name = self.times.time_zone
        return occurrences(self.recurrence, self.first, zone_name, length=self.length, after=after, before=before)

    def has(self, moment: Moment) -> bool:
        """Whether an occurrence begins at that local time."""
        return is_start(self.recurrence, self.first, self.times.time_zone, moment)

    def named(self, raw: str) -> Moment:
        """The local time that a text means: RFC 3339 with an offset, a local time or a date. Raises ValueError."""
        moment = datetime.fromisoformat(raw) if len(raw) > 10 else date.fromisoformat(raw)
        if self.times.all_day:
            return moment.date() if isinstance(moment, datetime) else moment
        if not isinstance(moment, datetime):
            raise ValueError(raw)
        if moment.tzinfo is None:
            return moment
        # By its instant: a local time that a clock change skips is shown as another.
        found = [one for one in self._between(moment, moment + INSTANT) if one.start == moment]
        return found[0].recurrence_id if found else moment.astimezone(zone(self.times.time_zone)).replace(tzinfo=None)

    def at(self, moment: Moment) -> EventTimes:
        """The times of the occurrence that begins at a local time."""
        if moment == self.first:
            return self.times
        if not isinstance(moment, datetime):
            return replace(self.times, span=DateRange(moment, moment + self.length))
        # A skipped local time is read with the offset before the change, a repeated one is the first (RFC 5545, 3.3.5).
        start = moment.replace(tzinfo=zone(self.times.time_zone)).astimezone(UTC)
        return replace(self.times, span=TimeRange(start, start + self._length_at(moment)))

    def _length_at(self, moment: Moment) -> timedelta:
        return dict(self.recurrence.lengths).get(moment, self.length)

    def counterpart(self, move: "Move", moment: Moment) -> Moment:
        """Where an occurrence is found once the series has moved: the fourth Tuesday becomes the fourth Wednesday."""
        recurrence = _in_local_time(self.recurrence, self.times.time_zone)
        later = counterpart(recurrence, self.first, move.by, moment) if move.by else moment
        return _with_hour(later, move.hour) if move.changes_kind else later

    def moved(self, move: "Move") -> "Series":
        """All of it, each occurrence as far as the one that was moved."""
        recurrence = _in_local_time(self.recurrence, self.times.time_zone)
        recurrence = shifted(recurrence, self.first, move.by)
        if move.changes_kind:
            recurrence = _at_hour(recurrence, move.hour)
        return Series(_times_from(move.of(self.first), move.length, move.time_zone), recurrence)


@dataclass(frozen=True, slots=True)
class Move:
    """How far one occurrence was moved in local time, and what it became: at an `hour`, or all day (None)."""

    by: timedelta
    length: timedelta
    time_zone: str
    changes_kind: bool
    hour: time | None

    @classmethod
    def between(cls, moment: Moment, to: EventTimes) -> "Move":
        """From the local time of an occurrence to other times."""
        target = wall_start(to)
        changes_kind = isinstance(moment, datetime) != isinstance(target, datetime)
        by = _midnight(target) - _midnight(moment) if changes_kind else _gap(moment, target)
        hour = target.time() if isinstance(target, datetime) else None
        return cls(by, to.ends_at - to.starts_at, to.time_zone, changes_kind, hour)

    def of(self, moment: Moment) -> Moment:
        """Where an occurrence goes."""
        later = moment + self.by
        return _with_hour(later, self.hour) if self.changes_kind else later


class Scope(StrEnum):
    """Which occurrences of a series are meant."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


def written(moment: Moment) -> str:
    """A local time as `recurrence_id` holds it."""
    return moment.isoformat("T", "seconds") if isinstance(moment, datetime) else moment.isoformat()


def read_written(text: str) -> Moment:
    """The local time that `recurrence_id` holds."""
    return datetime.fromisoformat(text) if len(text) > 10 else date.fromisoformat(text)


def wall_start(times: EventTimes) -> Moment:
    """The local time at which an event begins, or its first day."""
    start = times.span.start
    if not isinstance(start, datetime):
        return start
    return start.astimezone(zone(times.time_zone)).replace(tzinfo=None)


@lru_cache(maxsize=4096)
def _parsed(text: str, zone_name: str, all_day: bool) -> Recurrence:
    return Recurrence.parse(text.split("\n"), zone=zone_name, all_day=all_day)


def _midnight(moment: Moment) -> datetime:
    return datetime.combine(moment, time.min)


def _gap(before: Moment, after: Moment) -> timedelta:
    if isinstance(before, datetime) and isinstance(after, datetime):
        return after - before
    return _midnight(after) - _midnight(before)


def _in_local_time(recurrence: Recurrence, zone_name: str) -> Recurrence:
    """The same, its last moments no longer tied to the instants that they are in that zone."""
    return replace(recurrence, rules=tuple(_until_in_local_time(rule, zone_name) for rule in recurrence.rules))


def _until_in_local_time(rule: Rule, zone_name: str) -> Rule:
    if not isinstance(rule.until, datetime) or rule.until.tzinfo is None:
        return rule
    return replace(rule, until=rule.until.astimezone(zone(zone_name)).replace(tzinfo=None))


def _with_hour(moment: Moment, hour: time | None) -> Moment:
    if hour is None:
        return moment.date() if isinstance(moment, datetime) else moment
    return datetime.combine(moment, hour)


def _at_hour(recurrence: Recurrence, hour: time | None) -> Recurrence:
    """The same days at another hour, or without one."""
    extra, excluded = (
        tuple(sorted({_with_hour(one, hour) for one in moments})) for moments in (recurrence.extra, recurrence.excluded)
    )
    return Recurrence(tuple(_rule_at_hour(rule, hour) for rule in recurrence.rules), extra, excluded)


def _rule_at_hour(rule: Rule, hour: time | None) -> Rule:
    until = rule.until
    if until is not None:
        # The last day stays the last day.
        until = datetime.combine(until, time(23, 59, 59)) if hour else _with_hour(until, None)
    return replace(rule, until=until, by_hour=(), by_minute=(), by_second=())


def _times_from(first: Moment, length: timedelta, zone_name: str) -> EventTimes:
    if isinstance(first, datetime):
        start = first.replace(tzinfo=zone(zone_name)).astimezone(UTC)
        return EventTimes(TimeRange(start, start + length), zone_name)
    return EventTimes(DateRange(first, first + length), zone_name)
