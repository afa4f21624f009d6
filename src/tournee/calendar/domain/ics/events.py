"""One VEVENT block into a Component."""

import re
from hashlib import sha256

from ..recurrence import BadRule, Recurrence, TooDense, counted_as_here
from .alarms import read_alarm
from .blocks import Block
from .content_lines import CONTROLS, LINK, Line, Parameters, name_of
from .faults import BadEvent
from .limits import Limits
from .model import Alarm, Component, Person, When
from .parts import Parts, sorted_lines
from .people import read_person
from .primitives import BadValue, split_texts, unescape
from .spans import read_span, recurrence_id
from .zones import Zones, uncut

# What is read of a property's parameters: the others are kept as they are.
_UNDERSTOOD = frozenset({"TZID", "VALUE", "RANGE"})
_NOT_KEPT = frozenset({"DURATION", "SEQUENCE", "ORGANIZER", "UID"})
_CONFERENCES = ("X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGCONFLINK")
_STATUSES = frozenset({"CONFIRMED", "TENTATIVE", "CANCELLED"})
_GEO = re.compile(r"\s*(-?\d{1,3}(?:\.\d{1,400})?)\s*\\?[;,]\s*(-?\d{1,3}(?:\.\d{1,400})?)\s*")
_PLACE = re.compile(r".*:geo:(-?\d{1,3}(?:\.\d{1,400})?),(-?\d{1,3}(?:\.\d{1,400})?)\s*", re.IGNORECASE | re.DOTALL)


def read_event(block: Block, zones: Zones, limits: Limits, *, method: str = "", home_zone: str = "UTC") -> Component:
    """Raises BadEvent; whatever else is wrong is mended, and `repairs` says so."""
    if not block.ended:
        raise BadEvent("broken_off")
    parts = sorted_lines(block, limits)
    start, end = read_span(parts, zones, method=method, home_zone=home_zone)
    summary = parts.text("SUMMARY")
    alarms = _alarms(block, summary, parts, limits)
    if len(parts.others) > limits.others:
        raise BadEvent("too_much_else")
    return Component(
        uid=_uid(block, parts, limits),
        start=start,
        end=end,
        recurrence_id=recurrence_id(parts, zones),
        this_and_future=_range(parts) == "THISANDFUTURE",
        recurrence=_recurrence(parts, start, zones, limits),
        sequence=_sequence(parts),
        stamp=parts.stamp("DTSTAMP"),
        created=parts.stamp("CREATED"),
        modified=parts.stamp("LAST-MODIFIED"),
        summary=summary,
        description=parts.text("DESCRIPTION"),
        location=parts.text("LOCATION"),
        geo=_geo(parts),
        url=parts.once["URL"].value.strip() if "URL" in parts.once else "",
        conference=_conference(parts),
        status=parts.word("STATUS") if parts.word("STATUS") in _STATUSES else "",
        classification=parts.word("CLASS"),
        transparent=_transparent(parts),
        categories=tuple(text for line in parts.many.get("CATEGORIES", ()) for text in split_texts(line.value)),
        comments=tuple(unescape(line.value).strip() for line in parts.many.get("COMMENT", ())),
        organizer=read_person(parts.once["ORGANIZER"]) if "ORGANIZER" in parts.once else None,
        attendees=_attendees(parts, limits),
        alarms=alarms,
        parameters=_parameters(parts),
        others=tuple(parts.others),
        repairs=tuple(dict.fromkeys(parts.repairs)),
    )


def _uid(block: Block, parts: Parts, limits: Limits) -> str:
    uid = parts.once["UID"].value.translate(CONTROLS).strip() if "UID" in parts.once else ""
    if len(uid) > limits.uid:
        raise BadEvent("uid_too_long")
    if uid:
        return uid
    # The same file must give the same event again, not a second one.
    parts.repairs.append("uid_missing")
    lines = sorted(line for line in block.lines if name_of(line) not in {"DTSTAMP", "UID"})
    return f"{sha256(chr(10).join(lines).encode()).hexdigest()[:32]}@file"


def _range(parts: Parts) -> str:
    line = parts.once.get("RECURRENCE-ID")
    return line.parameter("RANGE").upper() if line else ""


def _recurrence(parts: Parts, start: When, zones: Zones, limits: Limits) -> Recurrence | None:
    """None for an occurrence: what repeats is the series."""
    if not parts.repeats or "RECURRENCE-ID" in parts.once:
        return None
    # What the rules of an EXRULE leave out (RFC 2445) would be shown: better none than false ones.
    listed = sum(line.value.count(",") + 1 for name in ("RDATE", "EXDATE") for line in parts.many.get(name, ()))
    if "EXRULE" in parts.many or listed > limits.dates:
        raise BadEvent("bad_recurrence" if "EXRULE" in parts.many else "too_many_dates")
    try:
        lines = [_resolved(line, zones) for line in parts.repeats]
        read = counted_as_here(Recurrence.parse(lines, zone=start.zone, all_day=start.all_day), start.wall)
    except TooDense as error:
        raise BadEvent("rule_too_dense" if error.code == "too_dense" else "too_many_dates") from error
    except BadRule as error:
        raise BadEvent("bad_recurrence") from error
    return read or None


def _resolved(line: Line, zones: Zones) -> str:
    whole = uncut(line)
    zone = zones.named(whole.parameter("TZID")) if whole.parameter("TZID") else None
    return f"{whole.name};TZID={zone}:{whole.value}" if zone else f"{whole.name}:{whole.value}"


def _sequence(parts: Parts) -> int:
    value = parts.word("SEQUENCE")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def _geo(parts: Parts) -> tuple[float, float] | None:
    told = parts.once.get("GEO")
    found = _GEO.fullmatch(told.value) if told else None
    if found is None:
        places = (text for text in parts.others if name_of(text) == "X-APPLE-STRUCTURED-LOCATION")
        found = next((match for text in places if (match := _PLACE.fullmatch(text))), None)
    if found is None:
        return None
    place = (float(found[1]), float(found[2]))
    return place if abs(place[0]) <= 90 and abs(place[1]) <= 180 else None


def _conference(parts: Parts) -> str:
    if "CONFERENCE" in parts.once:
        return parts.once["CONFERENCE"].value.strip()
    told = (text.partition(":")[2].strip() for text in parts.others if name_of(text) in _CONFERENCES)
    return next((link for link in told if LINK.fullmatch(link)), "")


def _transparent(parts: Parts) -> bool:
    if word := parts.word("TRANSP"):
        return word == "TRANSPARENT"
    told = (text for text in parts.others if name_of(text) == "X-MICROSOFT-CDO-BUSYSTATUS")
    return any(text.upper().endswith("FREE") for text in told)


def _attendees(parts: Parts, limits: Limits) -> tuple[Person, ...]:
    lines = parts.many.get("ATTENDEE", [])
    if len(lines) > limits.people:
        raise BadEvent("too_many_people")
    return tuple(read_person(line) for line in lines)


def _alarms(block: Block, summary: str, parts: Parts, limits: Limits) -> tuple[Alarm, ...]:
    alarms: list[Alarm] = []
    for inner in block.blocks:
        if inner.name != "VALARM":
            parts.others += inner.flat()
            continue
        if len(alarms) == limits.alerts:
            raise BadEvent("too_many_alerts")
        try:
            alarms.append(read_alarm(inner, summary, limits))
        except BadValue:
            parts.repairs.append("alarm_unreadable")
            parts.others += inner.flat()
    return tuple(alarms)


def _parameters(parts: Parts) -> tuple[tuple[str, Parameters], ...]:
    several = ((name, parts.many[name][0]) for name in ("COMMENT", "CATEGORIES") if name in parts.many)
    kept = ((name, _unknown(line)) for name, line in (*parts.once.items(), *several) if name not in _NOT_KEPT)
    return tuple(sorted(pair for pair in kept if pair[1]))


def _unknown(line: Line) -> Parameters:
    return tuple(pair for pair in uncut(line).parameters if pair[0] not in _UNDERSTOOD)
