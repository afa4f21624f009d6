"""The zones of one file: each TZID resolved once, by its name, else by what the file says of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from tournee.values.time_range import FIRST_YEAR, LAST_YEAR

from .blocks import Block
from .content_lines import Line
from .faults import BadEvent
from .limits import Limits
from .model import When
from .primitives import BadValue, read_moment
from .zone_names import city_zones, exact_zone, likely_zone
from .zone_rules import BadZone, CustomZone, matching_zone, nearest_zone, read_zone

_USE = re.compile(r'[^:"]{0,80};TZID=(?:"([^"]{0,255})"|([^":;]{1,255}))[^"]{0,255}:(\d{4})', re.IGNORECASE)
# A series without an end is looked at for some years of its zone.
_AHEAD = 2
_ANY_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Resolved:
    """`name` is the IANA zone, None where there is nothing to go by; `custom` has the instants when no zone agrees."""

    name: str | None
    custom: CustomZone | None = None
    repair: str = ""


class Zones:
    """Answers what a TZID of the file means."""

    def __init__(self, zones: Iterable[Block], events: Iterable[Block], home_zone: str, limits: Limits) -> None:
        self._limits = limits
        self._home = home_zone
        self._blocks: dict[str, Block] = {}
        for block in zones:
            self._blocks.setdefault(_tzid(block), block)
        self._years = _years_used(events) if self._blocks else {}
        self._resolved: dict[str, Resolved] = {}

    def resolve(self, tzid: str) -> Resolved:
        """Ask once, answer from memory after."""
        known = self._resolved.get(tzid)
        if known is None:
            known = self._resolved[tzid] = self._find(tzid)
        return known

    def named(self, tzid: str) -> str | None:
        """The IANA zone alone; the nearest where none agrees."""
        return self.resolve(tzid).name

    def when(self, line: Line, *, repeats: bool, repairs: list[str]) -> When:
        """The moment of a DTSTART and its like. What is guessed goes to `repairs`. Raises BadValue, BadEvent.

        What repeats needs the clocks of a place; one event in a zone like no other is an instant.
        """
        line = uncut(line)
        moment = read_moment(line.value)
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise BadEvent("year_out_of_range")
        if not isinstance(moment, datetime):
            return When(moment)
        if line.parameter("VALUE").upper() == "DATE":
            return When(moment.date())
        if moment.tzinfo is not None:
            return When(moment.astimezone(UTC).replace(tzinfo=None), "UTC")
        tzid = line.parameter("TZID")
        return self._local(moment, tzid, repeats=repeats, repairs=repairs) if tzid else When(moment)

    def _local(self, wall: datetime, tzid: str, *, repeats: bool, repairs: list[str]) -> When:
        known = self.resolve(tzid)
        if known.custom and not repeats:
            return When(known.custom.instant(wall).replace(tzinfo=None), "UTC")
        if known.repair:
            repairs.append(known.repair)
        return When(wall, known.name)

    def _find(self, tzid: str) -> Resolved:
        if name := exact_zone(tzid):
            return Resolved(name)
        block = self._blocks.get(tzid.strip())
        if block is not None and len(self._resolved) < self._limits.time_zones:
            try:
                return self._by_rules(tzid, block)
            except BadZone:
                pass
        name = likely_zone(tzid)
        if name is None:
            return Resolved(None, repair="zone_unknown")
        return Resolved(name, repair="" if name == "UTC" else "zone_guessed")

    def _by_rules(self, tzid: str, block: Block) -> Resolved:
        told = [line.partition(":")[2] for line in block.lines if line.upper().startswith("X-LIC-LOCATION")]
        for location in told:
            if name := exact_zone(location):
                return Resolved(name)
        years = self._years.get(tzid.strip()) or self._years.get("") or (_ANY_YEAR, _ANY_YEAR)
        custom = read_zone(block, *years, self._limits)
        preferred = (*city_zones(" ".join(tzid.split(")")[-1:])), *([self._home] if self._home else []))
        if name := matching_zone(custom, preferred):
            return Resolved(name)
        # Lotus, for one, changes the clock at two in autumn where Europe changes it at three.
        if name := matching_zone(custom, preferred, hours=False):
            return Resolved(name, repair="zone_guessed")
        return Resolved(nearest_zone(custom, preferred), custom, "zone_approximate")


def uncut(line: Line) -> Line:
    """The line with its whole TZID: one that was not quoted, as in TZID=(UTC+01:00) Paris, is cut at its colon."""
    rest, colon, moments = line.value.rpartition(":")
    if not colon or not line.parameter("TZID") or _or_none(moments.split(",", 1)[0]) is None:
        return line
    parameters = tuple(
        (name, (f"{values[0]}:{rest}",) if name == "TZID" else values) for name, values in line.parameters
    )
    return Line(line.name, parameters, moments)


def _or_none(text: str) -> date | None:
    try:
        return read_moment(text)
    except BadValue:
        return None


def _tzid(block: Block) -> str:
    line = next((line for line in block.lines if line[:4].upper() == "TZID"), "")
    return line.partition(":")[2].strip().strip('"')


def _years_used(events: Iterable[Block]) -> dict[str, tuple[int, int]]:
    """The first and last year of each TZID; under "" those of all."""
    years: dict[str, tuple[int, int]] = {}
    for block in events:
        ahead = _AHEAD if any(line[:5].upper() == "RRULE" for line in block.lines) else 0
        for line in block.lines:
            found = _USE.match(line) if ";" in line[:60] and line[:1] in "DREdre" else None
            if found is None:
                continue
            year = min(max(int(found[3]), FIRST_YEAR), LAST_YEAR)
            for tzid in ((found[1] or found[2]).strip(), ""):
                low, high = years.get(tzid, (year, year))
                years[tzid] = (min(low, year), max(high, year + ahead))
    return years
