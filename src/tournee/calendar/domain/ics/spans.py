"""When an event is: its start, its end and which occurrence it stands for."""

from datetime import datetime, time, timedelta

from tournee.values.time_range import LAST_YEAR

from .content_lines import name_of
from .faults import BadEvent
from .model import When
from .parts import Parts
from .primitives import ONE_DAY, BadValue, read_duration
from .zones import Zones

_NEEDS_NO_START = frozenset({"REPLY", "CANCEL", "DECLINECOUNTER", "REFRESH", "COUNTER"})


def read_span(parts: Parts, zones: Zones, *, method: str, home_zone: str) -> tuple[When, When]:
    """Start and end; the end is exclusive and not before the start. Raises BadEvent."""
    start = _start(parts, zones, method)
    start, end = _ordered(parts, start, _end(parts, start, zones), home_zone)
    if end.wall.year > LAST_YEAR:
        raise BadEvent("year_out_of_range")
    return _whole_days(parts, start, end)


def _start(parts: Parts, zones: Zones, method: str) -> When:
    line = parts.once.get("DTSTART")
    if line is None or not line.value.strip():
        return _stand_in(parts, zones, method)
    try:
        return zones.when(line, repeats=parts.in_series, repairs=parts.repairs)
    except BadValue as error:
        raise BadEvent("bad_start") from error


def _stand_in(parts: Parts, zones: Zones, method: str) -> When:
    """An answer or a cancellation may leave out when (RFC 5546 §3.2.3, §3.2.5)."""
    stamp = parts.stamp("DTSTAMP")
    named = recurrence_id(parts, zones) or (When(stamp.replace(tzinfo=None), "UTC") if stamp else None)
    if method not in _NEEDS_NO_START or named is None:
        raise BadEvent("start_missing")
    parts.repairs.append("start_missing")
    return named


def _end(parts: Parts, start: When, zones: Zones) -> When:
    line = parts.once.get("DTEND")
    if line is not None and line.value.strip():
        try:
            end = zones.when(line, repeats=parts.in_series, repairs=parts.repairs)
        except BadValue as error:
            raise BadEvent("bad_end") from error
        return _alike(parts, start, end)
    if "DURATION" in parts.once:
        return _after(parts, start)
    # RFC 5545 §3.6.1: a date lasts its day, a time no time at all.
    return start.later(ONE_DAY) if start.all_day else start


def _after(parts: Parts, start: When) -> When:
    try:
        days, exact = read_duration(parts.once["DURATION"].value)
        # Days can be counted in hours; part of a day makes it the whole.
        return start.later(days + exact // ONE_DAY * ONE_DAY) if start.all_day else start.later(days, exact)
    except (BadValue, OverflowError) as error:
        raise BadEvent("bad_duration") from error


def _alike(parts: Parts, start: When, end: When) -> When:
    if start.all_day == end.all_day:
        return end
    parts.repairs.append("end_of_another_kind")
    if isinstance(end.wall, datetime):
        whole = end.wall.time() == time.min
        return When(end.wall.date() + (timedelta() if whole else ONE_DAY))
    return When(datetime.combine(end.wall, time.min), start.zone)


def _ordered(parts: Parts, start: When, end: When, home_zone: str) -> tuple[When, When]:
    if start.all_day:
        if end.wall < start.wall:
            parts.repairs.append("end_before_start")
        # Many programs give a single day as its own end.
        return start, end if end.wall > start.wall else start.later(ONE_DAY)
    back = start.instant(home_zone) - end.instant(home_zone)
    if back <= timedelta():
        return start, end
    # Two hours of one day were put in the wrong fields; anything else could mean too much.
    if back > ONE_DAY or parts.in_series:
        raise BadEvent("ends_before_start")
    parts.repairs.append("end_before_start")
    return end, start


def _whole_days(parts: Parts, start: When, end: When) -> tuple[When, When]:
    """Exchange writes days as midnights, and says so."""
    said = any(
        name_of(text) == "X-MICROSOFT-CDO-ALLDAYEVENT" and text.upper().endswith("TRUE") for text in parts.others
    )
    if not said or parts.in_series:
        return start, end
    if not isinstance(start.wall, datetime) or not isinstance(end.wall, datetime) or end.wall <= start.wall:
        return start, end
    if start.zone != end.zone or any(moment.time() != time.min for moment in (start.wall, end.wall)):
        return start, end
    return When(start.wall.date()), When(end.wall.date())


def recurrence_id(parts: Parts, zones: Zones) -> When | None:
    """The occurrence that the event replaces. Raises BadEvent."""
    line = parts.once.get("RECURRENCE-ID")
    if line is None:
        return None
    try:
        return zones.when(line, repeats=True, repairs=parts.repairs)
    except BadValue as error:
        raise BadEvent("bad_recurrence_id") from error
