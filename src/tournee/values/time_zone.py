"""IANA zones, and the hours that a clock change skips or repeats."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

# Registered in the IANA database, yet no place's civil time.
_NOT_PLACES = frozenset({"Factory", "localtime", "leapseconds", "posixrules"})


class UnknownZone(ValueError):
    """The name is not in the IANA time zone database."""


@dataclass(frozen=True)
class SkippedTime(ValueError):
    """No clock in the zone ever shows this local time: it was jumped over."""

    local: datetime
    zone: str


@dataclass(frozen=True)
class RepeatedTime(ValueError):
    """Clocks in the zone show this local time twice; `choices` are both instants, the earlier first."""

    local: datetime
    zone: str
    choices: tuple[datetime, datetime]


@cache
def zone_names() -> frozenset[str]:
    """Every name that `zone` accepts."""
    return frozenset(available_timezones()) - _NOT_PLACES


@cache
def places() -> tuple[str, ...]:
    """The zones to offer in a list: one per region and city, sorted; no aliases such as `EST5EDT`."""
    regions = (
        "Africa/",
        "America/",
        "Antarctica/",
        "Arctic/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    )
    return (*sorted(name for name in zone_names() if name.startswith(regions)), "UTC")


def zone(name: str) -> ZoneInfo:
    """The zone of that IANA name. Raises UnknownZone."""
    if name not in zone_names():
        raise UnknownZone(name)
    return ZoneInfo(name)


def local_instant(local: datetime, name: str) -> datetime:
    """The instant at which clocks in zone `name` show the naive `local`.

    Raises UnknownZone, SkippedTime, or RepeatedTime.
    """
    tz = zone(name)
    earlier, later = local.replace(tzinfo=tz, fold=0), local.replace(tzinfo=tz, fold=1)
    if earlier.utcoffset() == later.utcoffset():
        return earlier
    if _shows(earlier, local) and _shows(later, local):
        raise RepeatedTime(local, name, (_fixed(earlier), _fixed(later)))
    raise SkippedTime(local, name)


def _shows(moment: datetime, local: datetime) -> bool:
    return moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) == local.replace(fold=0)


def _fixed(moment: datetime) -> datetime:
    return moment.astimezone(UTC).astimezone(moment.tzinfo)
