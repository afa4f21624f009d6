"""VTIMEZONE: a zone as the file itself describes it (RFC 5545 §3.6.5), and the IANA zone that behaves alike."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from tournee.values.time_zone import places, zone_names

from ..recurrence import BadRule, Frequency, Recurrence, starts
from .blocks import Block
from .content_lines import Line, parse_line
from .faults import BadEvent
from .limits import Limits
from .primitives import BadValue, read_moment, read_offset
from .zone_names import fixed_zone, windows_zones

_WIDELY_USED = (
    "Europe/Paris",
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)
_WEEK = timedelta(days=7)
_MOST_OBSERVANCES = 200
_MOST_YEARS = 80


class BadZone(ValueError):
    """The VTIMEZONE tells no offsets that can be followed."""


@dataclass(frozen=True, slots=True)
class Onset:
    """The instant (naive, UTC) at which the offset changes."""

    at: datetime
    before: timedelta
    after: timedelta

    @property
    def wall(self) -> datetime:
        """What clocks show as they are changed."""
        return self.at + self.before


@dataclass(frozen=True, slots=True)
class CustomZone:
    """The offsets of a VTIMEZONE from the beginning of `first_year` to the end of `last_year`."""

    onsets: tuple[Onset, ...]
    first_year: int
    last_year: int

    def offset_at(self, at: datetime) -> timedelta:
        """At a naive instant in UTC."""
        index = bisect_right(self.onsets, at, key=lambda onset: onset.at)
        return self.onsets[index - 1].after if index else self.onsets[0].before

    def instant(self, wall: datetime) -> datetime:
        """The aware UTC instant of a wall time: a skipped one by the offset before, a repeated one the first."""
        index = bisect_right(self.onsets, wall, key=lambda onset: onset.wall)
        offset = self.onsets[0].before
        if index:
            last = self.onsets[index - 1]
            skipped = wall < last.wall + (last.after - last.before)
            offset = last.before if skipped else last.after
        return (wall - offset).replace(tzinfo=UTC)

    def changes(self) -> Iterator[datetime]:
        """The instants on both sides of each change."""
        for onset in self.onsets:
            if self.first_year <= onset.at.year <= self.last_year:
                yield onset.at
                yield onset.at - timedelta(seconds=1)

    def weeks(self) -> Iterator[datetime]:
        """An instant of each week, which tells zones apart whatever the hour of their changes."""
        at = datetime(self.first_year, 1, 1, 12)  # noqa: DTZ001 -- UTC, bare
        while at.year <= self.last_year:
            yield at
            at += _WEEK


def read_zone(block: Block, first_year: int, last_year: int, limits: Limits) -> CustomZone:
    """The block's offsets in the years used, 80 at most. Raises BadZone."""
    last_year = min(max(last_year, first_year), first_year + _MOST_YEARS)
    onsets: list[Onset] = []
    if len(block.blocks) > _MOST_OBSERVANCES:
        raise BadZone("observances")
    for part in block.blocks:
        if part.name in {"STANDARD", "DAYLIGHT"}:
            onsets += _onsets(part, first_year, last_year, limits)
        if len(onsets) > limits.dates:
            raise BadZone("onsets")
    if not onsets:
        raise BadZone("observances")
    return CustomZone(tuple(sorted(onsets, key=lambda onset: onset.at)), first_year, last_year)


def _onsets(part: Block, first_year: int, last_year: int, limits: Limits) -> list[Onset]:
    try:
        lines = [parse_line(text, limits) for text in part.lines]
        before = read_offset(_value(lines, "TZOFFSETFROM"))
        after = read_offset(_value(lines, "TZOFFSETTO"))
        first = read_moment(_value(lines, "DTSTART"))
        listed = [text for text, line in zip(part.lines, lines, strict=True) if line.name in {"RRULE", "RDATE"}]
        # Onsets are told by the clock, UNTIL in UTC (RFC 5545 §3.6.5).
        series = Recurrence.parse(listed, zone=None, all_day=False, ahead=before)
        walls = _walls(first, series, (first_year, last_year))
        return [Onset(wall - before, before, after) for wall in walls]
    except (BadEvent, BadValue, BadRule, OverflowError) as error:
        raise BadZone(str(error)) from error


def _walls(first: object, series: Recurrence, years: tuple[int, int]) -> list[datetime]:
    if not isinstance(first, datetime):
        raise BadZone("DTSTART")
    # Some programs write a Z that they do not mean.
    first = first.replace(tzinfo=None)
    if any(rule.freq is not Frequency.YEARLY for rule in series.rules):
        raise BadZone("RRULE")
    after = datetime(max(years[0] - 1, 1), 1, 1)  # noqa: DTZ001 -- walls are bare
    until = datetime(min(years[1] + 1, 9999), 1, 1)  # noqa: DTZ001 -- as above
    found = starts(series, first, None, after, until) if series else []
    return [first, *(wall for wall in found if isinstance(wall, datetime) and wall != first)]


def _value(lines: list[Line], name: str) -> str:
    return next((line.value for line in lines if line.name == name), "")


def matching_zone(custom: CustomZone, preferred: tuple[str, ...], *, hours: bool = True) -> str | None:
    """The IANA zone with the same offsets in all these years; `preferred` ones are tried first.

    Without `hours` it need not change at the same hour of the day. One that never changes is a place only where a
    place is preferred, or no plain offset will do.
    """
    told = [(at.replace(tzinfo=UTC), custom.offset_at(at)) for at in custom.weeks()]
    told += [(at.replace(tzinfo=UTC), custom.offset_at(at)) for at in custom.changes()] if hours else []
    offsets = {offset for _, offset in told}
    steady = fixed_zone(offsets.pop()) if len(offsets) == 1 else None
    named = tuple(name for name in preferred if name in zone_names())
    candidates = (*named, steady) if steady else (*named, *_candidates())
    return next((name for name in candidates if _agrees(_zone(name), told)), None)


@cache
def _zone(name: str) -> ZoneInfo:
    # zoneinfo keeps eight and reads the others from the disk again.
    return ZoneInfo(name)


def _agrees(zone: ZoneInfo, told: list[tuple[datetime, timedelta]]) -> bool:
    return all(at.astimezone(zone).utcoffset() == offset for at, offset in told)


def nearest_zone(custom: CustomZone, preferred: tuple[str, ...]) -> str:
    """The IANA zone that agrees most often, asked on twelve days; of two, the one whose offset is less far off."""
    weeks = tuple(custom.weeks())
    told = [(at.replace(tzinfo=UTC), custom.offset_at(at)) for at in weeks[:: max(len(weeks) // 12, 1)]]
    known = (*(name for name in preferred if name in zone_names()), *_candidates())
    return min(known, key=lambda name: _distance(_zone(name), told))


def _distance(zone: ZoneInfo, told: list[tuple[datetime, timedelta]]) -> tuple[int, timedelta]:
    apart = [abs((at.astimezone(zone).utcoffset() or timedelta()) - offset) for at, offset in told]
    return sum(bool(one) for one in apart), sum(apart, timedelta())


@cache
def _candidates() -> tuple[str, ...]:
    names = (*_WIDELY_USED, *windows_zones().values(), *places())
    return tuple(dict.fromkeys(name for name in names if name in zone_names()))
