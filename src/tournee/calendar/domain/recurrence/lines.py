"""RRULE, RDATE and EXDATE as content lines of RFC 5545."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tournee.values.time_zone import zone_names

from .errors import BadRule, TooDense
from .moments import Moment, read_moment, write_moment
from .rule import Rule
from .walls import END_OF_DAY, instant_of, wall_of

if TYPE_CHECKING:
    from .series import Recurrence

# Moments listed by one series, before they are read.
MOST_LISTED = 250_000
_LINE = re.compile(r"\s*(RRULE|RDATE|EXDATE)((?:;[^:;]*)*):(.*)", re.IGNORECASE | re.DOTALL)
_LENGTH = re.compile(r"\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?")


@dataclass
class Reading:
    """What has been read of one series."""

    zone: str | None
    all_day: bool
    zone_named: Callable[[str], str | None]
    ahead: timedelta
    rules: list[Rule] = field(default_factory=list)
    extra: list[Moment] = field(default_factory=list)
    excluded: list[Moment] = field(default_factory=list)
    lengths: dict[Moment, timedelta] = field(default_factory=dict)

    def take(self, line: str) -> None:
        """Read one line; what is none of the three is passed over."""
        found = _LINE.match(line)
        if not found:
            return
        name, parameters, value = found[1].upper(), found[2], found[3].strip()
        if name == "RRULE":
            self.rules.append(self._rule(value))
            return
        if value.count(",") + len(self.extra) + len(self.excluded) > MOST_LISTED:
            raise TooDense("too_many")
        zone = self._zone_of(parameters)
        listed = [piece for piece in value.split(",") if piece.strip()]
        if name == "EXDATE":
            self.excluded.extend(self._wall(read_moment(piece), zone) for piece in listed)
        else:
            self.extra.extend(self._extra(piece, zone) for piece in listed)

    def _rule(self, value: str) -> Rule:
        rule = Rule.parse(value)
        if rule.until is None:
            return rule
        until = until_as_written(rule.until, self.zone, self.all_day)
        if self.zone is None and isinstance(rule.until, datetime) and rule.until.tzinfo and not self.all_day:
            until += self.ahead
        return replace(rule, until=until)

    def _zone_of(self, parameters: str) -> str | None:
        for parameter in parameters.split(";"):
            key, _, value = parameter.partition("=")
            if key.strip().upper() == "TZID":
                return self.zone_named(value.strip().strip('"')) or self.zone
        return self.zone

    def _wall(self, moment: Moment, zone: str | None) -> Moment:
        if not isinstance(moment, datetime):
            return moment
        if self.all_day:
            return moment.date()
        if moment.tzinfo is None:
            if zone == self.zone or zone is None:
                return moment
            moment = instant_of(moment, zone)
        return wall_of(moment, self.zone) if self.zone else moment.replace(tzinfo=None)

    def _extra(self, piece: str, zone: str | None) -> Moment:
        begins, slash, ends = piece.strip().partition("/")
        written = read_moment(begins)
        start = self._wall(written, zone)
        if slash:
            self.lengths[start] = _length(ends) if "P" in ends.upper() else self._until(ends, zone, start)
        return start

    def _until(self, ends: str, zone: str | None, start: Moment) -> timedelta:
        end = self._wall(read_moment(ends), zone)
        if not isinstance(start, datetime) or not isinstance(end, datetime):
            return timedelta(days=max(0, end.toordinal() - start.toordinal()))
        return max(timedelta(0), instant_of(end, self.zone) - instant_of(start, self.zone))


def _length(text: str) -> timedelta:
    found = _LENGTH.fullmatch(text.strip().upper())
    if not found:
        raise BadRule("date", text[:40])
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def read_lines(
    lines: Iterable[str],
    *,
    zone: str | None,
    all_day: bool,
    zone_named: Callable[[str], str | None] | None,
    ahead: timedelta,
) -> dict[str, Any]:
    """The arguments of a Recurrence. Raises BadRule, TooDense."""
    reading = Reading(zone, all_day, zone_named or _registered, ahead)
    for line in lines:
        reading.take(line)
    return {
        "rules": tuple(reading.rules),
        "extra": tuple(reading.extra),
        "excluded": tuple(reading.excluded),
        "lengths": tuple(reading.lengths.items()),
    }


def _registered(name: str) -> str | None:
    return name if name in zone_names() else None


def until_as_written(until: Moment, zone: str | None, all_day: bool) -> Moment:
    """UNTIL in the form that the series' own start demands (RFC 5545, 3.3.10): a date, a local time, or UTC."""
    if all_day:
        return until.date() if isinstance(until, datetime) else until
    if not isinstance(until, datetime):
        until = datetime.combine(until, END_OF_DAY)
    if zone is None:
        return until.replace(tzinfo=None)
    return until if until.tzinfo else instant_of(until, zone)


def write_lines(recurrence: "Recurrence", *, zone: str | None, all_day: bool) -> tuple[str, ...]:
    """Content lines, unfolded."""
    lines = []
    for rule in recurrence.rules:
        until = rule.until and until_as_written(rule.until, zone, all_day)
        lines.append(f"RRULE:{replace(rule, until=until).text}")
    lengths = dict(recurrence.lengths)
    periods = [moment for moment in recurrence.extra if moment in lengths]
    lines += _listed("RDATE", [moment for moment in recurrence.extra if moment not in lengths], zone)
    if periods:
        values = (f"{_written(moment, zone)}/{_written_length(lengths[moment])}" for moment in periods)
        lines.append(f"RDATE;VALUE=PERIOD{_tzid(zone)}:{','.join(values)}")
    return (*lines, *_listed("EXDATE", recurrence.excluded, zone))


def _listed(name: str, moments: Iterable[Moment], zone: str | None) -> list[str]:
    timed = [moment for moment in moments if isinstance(moment, datetime)]
    dates = [moment for moment in moments if not isinstance(moment, datetime)]
    lines = []
    if timed:
        lines.append(f"{name}{_tzid(zone)}:{','.join(_written(moment, zone) for moment in timed)}")
    if dates:
        lines.append(f"{name};VALUE=DATE:{','.join(map(write_moment, dates))}")
    return lines


def _tzid(zone: str | None) -> str:
    # UTC is no zone that a VTIMEZONE describes: its moments end in Z (RFC 5545, 3.2.19 and 3.3.5).
    return f";TZID={zone}" if zone and zone != "UTC" else ""


def _written(moment: Moment, zone: str | None) -> str:
    if zone == "UTC" and isinstance(moment, datetime):
        moment = moment.replace(tzinfo=UTC)
    return write_moment(moment)


def _written_length(length: timedelta) -> str:
    return f"PT{length.days * 86_400 + length.seconds}S"
