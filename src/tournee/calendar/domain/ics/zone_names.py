"""What programs call a time zone, and which IANA zone they mean."""

import json
import re
from datetime import timedelta
from functools import cache
from pathlib import Path

from tournee.values.time_zone import places, zone_names

from .primitives import BadValue, read_offset

_LONGEST = 255
_COPY_NUMBER = re.compile(r"(?:[ -]\d{1,2}|\s*\(\d{1,2}\))$")
_OFFSET = re.compile(r"\(?(?:UTC|GMT|Z)?\s*([+-]\d{1,2})(?:[:.]?(\d\d))?\)?\s*(.*)", re.IGNORECASE | re.DOTALL)
_UTC = frozenset({"utc", "z", "gmt", "zulu", "(utc)", "etc/utc", "utc+00:00", "coordinated universal time", "utc+0"})
# Names that lists of zones show; they stand for places that the name does not tell.
_SHOWN = {
    "eastern time": "America/New_York",
    "central time": "America/Chicago",
    "mountain time": "America/Denver",
    "pacific time": "America/Los_Angeles",
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
    "atlantic time": "America/Halifax",
    "atlantic time (canada)": "America/Halifax",
    "arizona": "America/Phoenix",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
    "newfoundland": "America/St_Johns",
    "saskatchewan": "America/Regina",
    "indiana (east)": "America/Indiana/Indianapolis",
    "greenwich mean time": "Europe/London",
    "central european time": "Europe/Paris",
    "eastern european time": "Europe/Athens",
    "western european time": "Europe/Lisbon",
    "western/central europe": "Europe/Paris",
    "chennai": "Asia/Kolkata",
    "beijing": "Asia/Shanghai",
    "osaka": "Asia/Tokyo",
    "abu dhabi": "Asia/Dubai",
    "edinburgh": "Europe/London",
    "bern": "Europe/Zurich",
    "st. petersburg": "Europe/Moscow",
    "islamabad": "Asia/Karachi",
    "canberra": "Australia/Sydney",
    "wellington": "Pacific/Auckland",
    "brasilia": "America/Sao_Paulo",
    "west central africa": "Africa/Lagos",
}


@cache
def windows_zones() -> dict[str, str]:
    """Windows' key names to IANA's, from Unicode CLDR; the file beside this one names edition and licence."""
    table: dict[str, str] = json.loads(Path(__file__).with_name("windows_zones.json").read_text("utf-8"))["zones"]
    return table


def exact_zone(tzid: str) -> str | None:
    """The IANA zone that a name certainly stands for: IANA's own, with any prefix, or Windows'."""
    name = tzid[:_LONGEST].strip().strip('"').strip()
    return _known(name) or _known(_COPY_NUMBER.sub("", name))


def likely_zone(tzid: str) -> str | None:
    """The IANA zone that a shown name or an offset most likely means; to be asked once the file tells no rules."""
    name = tzid[:_LONGEST].strip().strip('"').strip()
    if name.lower() in _UTC or name.lower().endswith("/utc"):
        return "UTC"
    if found := exact_zone(name) or _folded().get(name.lower()):
        return found
    shown = _OFFSET.fullmatch(name)
    cities = shown[3] if shown else name
    return _city(cities) or (_fixed(shown) if shown and not cities else None)


def city_zones(text: str) -> tuple[str, ...]:
    """The zones of the cities that a shown name lists."""
    words = [word.strip().lower() for word in re.split(r"[,/&;]|\band\b", text[:200])]
    return tuple(zone for word in words if (zone := _SHOWN.get(word) or _cities().get(word)))


def _known(name: str) -> str | None:
    # A bare abbreviation such as EST says less than the rules that come with it.
    if name.lower() in _UTC:
        return None
    folded = name.lower().replace(" ", "_")
    if "/" in folded:
        parts = folded.split("/")
        for count in (3, 2):
            if found := _folded().get("/".join(parts[-count:])):
                return found if "/" in found else None
    return _windows_folded().get(name.lower())


def _city(text: str) -> str | None:
    plain = re.sub(r"\s*\((?:us & canada|us|canada)\)\s*$", "", text.strip(), flags=re.IGNORECASE).lower()
    return _SHOWN.get(plain) or next(iter(city_zones(text)), None)


def _fixed(shown: re.Match[str]) -> str | None:
    try:
        offset = read_offset(f"{shown[1][0]}{shown[1][1:]:0>2}{shown[2] or '00'}")
    except BadValue:
        return None
    return fixed_zone(offset)


def fixed_zone(offset: timedelta) -> str | None:
    """The zone that keeps this offset for ever, where IANA has one: whole hours from -12 to +14."""
    hours, rest = divmod(int(offset.total_seconds()), 3600)
    if rest or not -12 <= hours <= 14:
        return None
    # POSIX counts westward.
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


@cache
def _folded() -> dict[str, str]:
    return {name.lower(): name for name in zone_names()}


@cache
def _windows_folded() -> dict[str, str]:
    return {name.lower(): zone for name, zone in windows_zones().items()}


@cache
def _cities() -> dict[str, str]:
    return {name.rsplit("/", 1)[-1].replace("_", " ").lower(): name for name in places()}
