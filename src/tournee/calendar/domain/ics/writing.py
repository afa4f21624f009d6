"""Values into an iCalendar file that every calendar program takes (RFC 5545)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal

from ..recurrence import counted_as_elsewhere
from .alarms import alarm_lines
from .content_lines import Line, Parameters
from .folding import folded
from .model import Component, Item, When
from .people import person_line
from .primitives import escape, write_moment
from .zone_writing import zone_lines

_PRODUCT = "-//Tournee//Tournee//EN"


def write(
    items: Iterable[Item],
    *,
    stamp: datetime,
    method: str = "",
    name: str = "",
    zone: str | None = None,
    others: Iterable[str] = (),
) -> bytes:
    """The file. `stamp` (aware) is its moment, for events that have no DTSTAMP; `others` as in Calendar.

    No text in a component, whatever it holds, makes a line of its own.
    """
    components = [component for item in items for component in item.components]
    head: tuple[Line | str, ...] = (
        *("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN"),
        *([Line("METHOD", (), method)] if method else []),
        *([Line("X-WR-CALNAME", (), escape(name))] if name else []),
        *([Line("X-WR-TIMEZONE", (), zone)] if zone else []),
        *others,
    )
    return folded((*head, *_bodies(components, stamp), "END:VCALENDAR"))


def _bodies(components: list[Component], stamp: datetime) -> Iterator[Line | str]:
    for used, (first, last) in sorted(_zones_used(components).items()):
        yield from zone_lines(used, first, last)
    for component in components:
        yield from _event(component, stamp)


def _zones_used(components: Iterable[Component]) -> dict[str, tuple[int, int | None]]:
    """Per zone the first and the last year in which its clock is told, None for a series."""
    years: dict[str, list[int]] = defaultdict(list)
    endless: set[str] = set()
    for component in components:
        for when in (component.start, component.end, component.recurrence_id):
            if when is not None and when.zone not in {None, "UTC"} and not when.all_day:
                years[str(when.zone)].append(when.wall.year)
        if component.recurrence and component.start.zone:
            endless.add(component.start.zone)
    return {zone: (min(used), None if zone in endless else max(used)) for zone, used in years.items()}


def _event(component: Component, stamp: datetime) -> Iterator[Line | str]:
    yield "BEGIN:VEVENT"
    yield Line("UID", (), component.uid)
    kept = dict(component.parameters)
    for line in (*_times(component, stamp), *_texts(component)):
        more = kept.get(line.name, ())
        yield Line(line.name, (*line.parameters, *more), line.value) if more else line
    yield from _repeats(component)
    if component.organizer:
        yield person_line("ORGANIZER", component.organizer)
    for person in component.attendees:
        yield person_line("ATTENDEE", person)
    yield from component.others
    for alarm in component.alarms:
        yield from alarm_lines(alarm, component.summary)
    yield "END:VEVENT"


def _times(component: Component, stamp: datetime) -> Iterator[Line]:
    yield Line("DTSTAMP", (), _instant(component.stamp or stamp))
    yield _moment("DTSTART", component.start)
    # RFC 5545 §3.8.2.2: an end is later than its start, or is not told.
    if component.end != component.start:
        yield _moment("DTEND", component.end)
    if component.recurrence_id:
        onward: Parameters = (("RANGE", ("THISANDFUTURE",)),) if component.this_and_future else ()
        yield _moment("RECURRENCE-ID", component.recurrence_id, onward)
    yield Line("SEQUENCE", (), str(component.sequence))
    if component.created:
        yield Line("CREATED", (), _instant(component.created))
    if component.modified:
        yield Line("LAST-MODIFIED", (), _instant(component.modified))


def _instant(moment: datetime) -> str:
    return write_moment(moment.astimezone(UTC))


def _moment(name: str, when: When, more: Parameters = ()) -> Line:
    if when.all_day:
        return Line(name, (("VALUE", ("DATE",)), *more), write_moment(when.wall))
    if when.zone == "UTC":
        return Line(name, more, write_moment(when.wall) + "Z")
    zone: Parameters = (("TZID", (when.zone,)),) if when.zone else ()
    return Line(name, (*zone, *more), write_moment(when.wall))


def _texts(component: Component) -> Iterator[Line]:
    told = (
        ("SUMMARY", escape(component.summary)),
        ("DESCRIPTION", escape(component.description)),
        ("LOCATION", escape(component.location)),
        ("GEO", ";".join(map(_decimal, component.geo or ()))),
        ("URL", component.url),
        ("STATUS", component.status),
        ("CLASS", component.classification),
        ("TRANSP", "TRANSPARENT" if component.transparent else "OPAQUE"),
        ("CATEGORIES", ",".join(map(escape, component.categories))),
        *(("COMMENT", escape(comment)) for comment in component.comments),
    )
    yield from (Line(name, (), value) for name, value in told if value)
    if component.conference:
        yield Line("CONFERENCE", (("VALUE", ("URI",)),), component.conference)


def _repeats(component: Component) -> Iterator[str]:
    zone = component.start.zone
    # An occurrence does not repeat: its series does.
    if component.recurrence is None or component.recurrence_id is not None:
        return
    recurrence = counted_as_elsewhere(component.recurrence, component.start.wall)
    yield from recurrence.lines(zone=zone, all_day=component.all_day)


def _decimal(number: float) -> str:
    # A float may come as 1e-05, which GEO does not know.
    return format(Decimal(repr(number)), "f")
