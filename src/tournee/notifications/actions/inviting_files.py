"""The calendar part of an invitation: the event as the person's own calendar program takes it (RFC 5546)."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from tournee.calendar.actions.answering import address_of, name_of
from tournee.calendar.domain import ics
from tournee.calendar.domain.ics import Component, Person, When
from tournee.calendar.domain.recurrence import BadRule, Moment, from_moment, next_start
from tournee.calendar.domain.series import Series, read_written, written
from tournee.calendar.models import Answer, Event, Participant, Privacy, Status
from tournee.organisations.models import Member
from tournee.values.email_address import BadAddress, EmailAddress
from tournee.values.time_zone import zone

from ..domain.invitation import WHOLE, View
from .inviting_parts import Family, as_the_series_has_it, place_of

PARTSTAT = {
    Answer.NONE: "NEEDS-ACTION",
    Answer.ACCEPTED: "ACCEPTED",
    Answer.TENTATIVE: "TENTATIVE",
    Answer.DECLINED: "DECLINED",
}


@dataclass(frozen=True, slots=True)
class Version:
    """What a mail says besides the event: its SEQUENCE, its moment, and who wrote in the owner's stead, if anybody."""

    sequence: int
    stamp: datetime
    written_by: Member | None = None


def request_file(family: Family, view: View, names: Sequence[str], since: str, version: Version) -> bytes:
    """What a REQUEST holds: the whole with all that differs in it for this person, or the occurrences named."""
    return ics.request(_components(family, view, names, since, version), stamp=version.stamp)


def _components(family: Family, view: View, names: Sequence[str], since: str, version: Version) -> Iterable[Component]:
    assert family.master is not None  # noqa: S101 -- for mypy: nobody is invited to what is gone
    master = family.master
    if WHOLE not in names:
        shown = list(names)
    else:
        yield _whole(family, master, view, since, version)
        shown = [name for name in view.apart if name >= since]
    for name in shown:
        row = family.row(name)
        if row is not None:
            yield _component(family, row, version, name)
        elif (usual := as_the_series_has_it(master, name)) is not None:
            yield _component(family, usual, version, name)


def _whole(family: Family, master: Event, view: View, since: str, version: Version) -> Component:
    component = _component(family, master, version)
    if not master.recurrence:
        return component
    series = _from(master.as_series, since)
    excluded = {*series.recurrence.excluded, *(read_written(name) for name in view.excluded)}
    times = series.times
    return replace(
        component,
        start=_when(times.span.start, times.time_zone),
        end=_when(times.span.end, times.time_zone),
        recurrence=replace(series.recurrence, excluded=tuple(excluded)),
    )


def since_when(master: Event, now: datetime) -> str:
    """From which occurrence on somebody is invited who is told now: none of those that are over."""
    if not master.recurrence or master.ends_at > now:
        return ""
    found = _next(master.as_series, (now - (master.ends_at - master.starts_at)).astimezone(UTC))
    return written(found) if found is not None else ""


def _next(series: Series, after: datetime) -> Moment | None:
    wall: Moment = after.astimezone(zone(series.times.time_zone)).replace(tzinfo=None)
    if series.times.all_day and isinstance(wall, datetime):
        wall = wall.date()
    return next_start(series.recurrence, series.first, series.times.time_zone, wall)


def _from(series: Series, since: str) -> Series:
    """The series from that occurrence on; all of it where no rule could begin there."""
    if not since:
        return series
    moment = read_written(since)
    if isinstance(moment, datetime) == series.times.all_day:
        return series
    first = next_start(series.recurrence, series.first, series.times.time_zone, moment)
    if first is None or first == series.first:
        return series
    try:
        rest = from_moment(series.recurrence, series.first, series.times.time_zone, first)
    except BadRule:
        return series
    return Series(series.at(first), rest)


def _component(family: Family, row: Event, version: Version, name: str = WHOLE) -> Component:
    assert family.master is not None  # noqa: S101 -- for mypy, as above
    master, times = family.master, row.times
    people_of = family.row(name) or master
    return Component(
        uid=master.uid,
        start=_when(times.span.start, times.time_zone),
        end=_when(times.span.end, times.time_zone),
        recurrence_id=_named(master, name),
        recurrence=master.as_series.recurrence if master.recurrence and not name else None,
        sequence=version.sequence,
        stamp=version.stamp,
        created=master.created_at,
        modified=row.updated_at,
        summary=row.subject,
        description=row.notes,
        location=place_of(row),
        geo=(row.latitude, row.longitude) if row.latitude is not None and row.longitude is not None else None,
        status="TENTATIVE" if row.status == Status.TENTATIVE else "CONFIRMED",
        classification="PRIVATE" if row.privacy == Privacy.PRIVATE else "",
        transparent=not row.busy,
        organizer=_organizer(master.owner, version.written_by),
        attendees=tuple(attendee for one in family.people.get(people_of.pk, ()) for attendee in _attendee(one)),
    )


def _named(master: Event, name: str) -> When | None:
    if not name:
        return None
    moment = read_written(name)
    return When(moment, master.time_zone if isinstance(moment, datetime) else None)


def _organizer(owner: Member, written_by: Member | None) -> Person:
    person = Person.at(owner.email, owner.name)
    if written_by is None or written_by.pk == owner.pk:
        return person
    return replace(person, parameters=(("SENT-BY", (f"mailto:{written_by.email}",)),))


def _attendee(participant: Participant) -> Iterable[Person]:
    try:
        address = EmailAddress.parse(address_of(participant)).text
    except BadAddress:
        # Somebody known by his name alone breaks nobody's invitation.
        return
    answer = PARTSTAT[Answer(participant.answer)]
    name = name_of(participant)
    yield Person.at(address, name, role="REQ-PARTICIPANT", answer=answer, rsvp=answer == "NEEDS-ACTION")


def _when(moment: Any, zone_name: str) -> When:
    if not isinstance(moment, datetime):
        return When(moment)
    local = moment.astimezone(zone(zone_name))
    if local.fold:
        # The second showing of an hour has no wall time of its own.
        return When(moment.astimezone(UTC).replace(tzinfo=None), "UTC")
    return When(local.replace(tzinfo=None), zone_name)


def shown_of(master: Event) -> dict[str, Any]:
    """What a cancellation says, kept for when the event itself is gone."""
    times = master.times
    start, end = _when(times.span.start, times.time_zone), _when(times.span.end, times.time_zone)
    return {
        "uid": master.uid,
        "subject": master.subject,
        "start": [start.wall.isoformat(), start.zone],
        "end": [end.wall.isoformat(), end.zone],
        "time_zone": master.time_zone,
        "place": place_of(master),
        "private": master.privacy == Privacy.PRIVATE,
        "owner_id": str(master.owner_id),
        "organizer": [master.owner.email, master.owner.name],
    }


def cancel_file(shown: dict[str, Any], family: Family, names: Sequence[str], to: Person, version: Version) -> bytes:
    """What a CANCEL holds: the whole, or the occurrences named."""
    parts = [_cancelled(shown, family, name, version) for name in names]
    return ics.cancellation(parts, to=[to], stamp=version.stamp)


def _cancelled(shown: dict[str, Any], family: Family, name: str, version: Version) -> Component:
    start, end = (_read(shown[side]) for side in ("start", "end"))
    length = end.instant("UTC") - start.instant("UTC")
    frame = Component(
        uid=shown["uid"],
        start=start,
        end=end,
        sequence=version.sequence,
        stamp=version.stamp,
        summary=shown["subject"],
        location=shown["place"],
        organizer=Person.at(*shown["organizer"]),
    )
    if not name:
        return frame
    moment = read_written(name)
    at = When(moment, shown["time_zone"] if isinstance(moment, datetime) else None)
    usual = as_the_series_has_it(family.master, name) if family.master else None
    if usual is not None:
        begins, ends = (_when(side, usual.time_zone) for side in (usual.times.span.start, usual.times.span.end))
    else:
        begins, ends = at, at.later(length if at.all_day else length * 0, length)
    return replace(frame, start=begins, end=ends, recurrence_id=at)


def _read(pair: Sequence[Any]) -> When:
    return When(read_written(pair[0]), pair[1])


def first_shown(master: Event, since: str) -> Event:
    """The first occurrence that somebody is told of, not to be saved."""
    if not master.recurrence or not since:
        return master
    first = copy(master)
    first.times = _from(master.as_series, since).times
    return first


def occurrence_part(family: Family, row: Event, name: str, version: Version) -> Component:
    """An event, or one occurrence of a series, as a component."""
    return _component(family, row, version, name)
