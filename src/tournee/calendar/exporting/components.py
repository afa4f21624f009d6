"""An event's row as a component of a file; what the file that brought it said beyond the row is said again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tournee.values.time_zone import zone

from ..domain.ics import Alarm, Component, Notice, Person, When, alarm_of, notice_of
from ..domain.ics.content_lines import name_of
from ..domain.series import read_written
from ..models import Answer, Channel, Event, Participant, Privacy, Status
from . import kept as foreign

_ANSWERS = {Answer.ACCEPTED: "ACCEPTED", Answer.TENTATIVE: "TENTATIVE", Answer.DECLINED: "DECLINED"}
# An event of a file without its series is kept in one made for it; one occurrence alone makes a series, too.
SINGLE, PARTS = "single", "parts"
# What stands for a person without an address, who must be named by a URI all the same.
NOBODY = "invalid:nomail"


def component_of(event: Event, *, language: str) -> Component:
    """The row, read with its details; of a series, the whole; of an occurrence, it alone."""
    kept: Mapping[str, Any] = event.kept or {}
    start, end = _span(event)
    plain = Component(
        uid=event.uid,
        start=start,
        end=end,
        recurrence_id=_named(event),
        recurrence=event.as_series.recurrence if event.recurrence and kept.get("form") != SINGLE else None,
        sequence=event.sequence,
        stamp=event.updated_at,
        created=foreign.moment_of(kept.get("created")) or event.created_at,
        modified=event.updated_at,
        summary=foreign.full_text(kept, "summary", event.subject),
        description=foreign.full_text(kept, "description", event.notes),
        location=foreign.full_text(kept, "location", event.address),
        geo=(event.latitude, event.longitude) if event.latitude is not None and event.longitude is not None else None,
        url=kept.get("url", ""),
        conference=kept.get("conference", ""),
        status=_status(event, kept),
        classification=_classification(event, kept),
        transparent=not event.busy,
        categories=_categories(event, kept, language),
        comments=tuple(kept.get("comments", ())),
        organizer=_organizer(event, kept),
        attendees=_attendees(event, kept),
        parameters=foreign.told_parameters(kept),
        others=(*_own_lines(event), *_other_lines(event, kept)),
    )
    return _with_alarms(plain, event, kept)


def _span(event: Event) -> tuple[When, When]:
    if event.starts_on is not None and event.ends_on is not None:
        return When(event.starts_on), When(event.ends_on)
    return _when(event.starts_at, event.time_zone), _when(event.ends_at, event.time_zone)


def _when(moment: datetime, name: str) -> When:
    shown = When(moment.astimezone(zone(name)).replace(tzinfo=None, fold=0), name)
    # An hour that the clock shows twice is its first: the second has no local time of its own.
    return shown if shown.instant(name) == moment else When(moment.astimezone(UTC).replace(tzinfo=None), "UTC")


def _named(event: Event) -> When | None:
    if event.series is None:
        return None
    moment = read_written(event.recurrence_id)
    return When(moment, event.series.time_zone) if isinstance(moment, datetime) else When(moment)


def _status(event: Event, kept: Mapping[str, Any]) -> str:
    if event.status == Status.CONFIRMED and "status" in kept:
        return ""
    return event.status.upper()


def _classification(event: Event, kept: Mapping[str, Any]) -> str:
    told = kept.get("class", "")
    if event.privacy == Privacy.PRIVATE:
        return told if told not in {"", "PUBLIC"} else "PRIVATE"
    return told if told == "PUBLIC" else ""


def _categories(event: Event, kept: Mapping[str, Any], language: str) -> tuple[str, ...]:
    told = tuple(kept.get("categories", ()))
    if (str(event.type_id) if event.type_id else None) == kept.get("type"):
        return told
    # The type that the file named is no longer the event's.
    others = () if kept.get("type") else told
    return (event.type.name_in(language), *others) if event.type else others


def _organizer(event: Event, kept: Mapping[str, Any]) -> Person | None:
    if told := kept.get("organizer"):
        return foreign.person_of(told)
    return Person.at(event.owner.email, event.owner.name) if event.participants.all() else None


def _attendees(event: Event, kept: Mapping[str, Any]) -> tuple[Person, ...]:
    told = foreign.people_of(kept)
    taken = {foreign.key_of(one): one for one in foreign.guests(told)}
    rest = tuple(one for one in told if one not in taken.values())
    return (*(_attendee(one, taken) for one in event.participants.all()), *rest)


def _attendee(one: Participant, told: Mapping[str, Person]) -> Person:
    address, name = _address_and_name(one)
    answer = _ANSWERS.get(Answer(one.answer), "")
    known = told.get(address.casefold()) if address else None
    if known is not None:
        same = answer_of(known) == one.answer
        return known if same else replace(known, answer=answer or "NEEDS-ACTION")
    contact = ((foreign.CONTACT, (str(one.contact_id),)),) if one.contact_id else ()
    person = Person.at(address, name, role="REQ-PARTICIPANT", answer=answer or "NEEDS-ACTION")
    return replace(person, uri=person.uri if address else NOBODY, parameters=contact)


def answer_of(person: Person) -> Answer:
    """PARTSTAT in the product's words."""
    return next((answer for answer, word in _ANSWERS.items() if word == person.answer), Answer.NONE)


def _address_and_name(one: Participant) -> tuple[str, str]:
    if one.member:
        return one.member.email, one.member.name
    if one.contact:
        return one.contact.email or one.email, one.name
    return one.email, one.name


def _own_lines(event: Event) -> tuple[str, ...]:
    """The product's fields that iCalendar has no property for."""
    told = ((foreign.ACCOUNT, event.account_id), (foreign.OPPORTUNITY, event.opportunity_id))
    lines = [f"{name}:{value}" for name, value in told if value]
    spoken = _span(event)[0]
    if spoken.zone != event.time_zone and (event.all_day is False or event.time_zone != event.owner.time_zone):
        lines.append(f"{foreign.ZONE}:{event.time_zone}")
    return tuple(lines)


def _other_lines(event: Event, kept: Mapping[str, Any]) -> tuple[str, ...]:
    lines = tuple(kept.get("others", ()))
    _full, taken = kept.get("description") or (event.notes, event.notes)
    # The description in HTML would still say what the plain one no longer does.
    return lines if taken == event.notes else tuple(line for line in lines if name_of(line) != "X-ALT-DESC")


def _with_alarms(component: Component, event: Event, kept: Mapping[str, Any]) -> Component:
    wanted = {(Notice(one.minutes_before, one.at_time), one.channel) for one in event.alerts.all()}
    alarms: list[Alarm] = []
    for alarm in foreign.alarms_of(kept):
        known = alert_of(alarm, component, event.owner.time_zone)
        if known is None or known in wanted:
            alarms.append(alarm)
            wanted.discard(known or (Notice(0), ""))
    made = sorted(wanted, key=lambda one: (-one[0].minutes_before, str(one[0].at_time), one[1]))
    return replace(component, alarms=(*alarms, *(_made(notice, channel) for notice, channel in made)))


def alert_of(alarm: Alarm, component: Component, home_zone: str) -> tuple[Notice, str] | None:
    """The product's alert for an alarm, with its channel; None for one that it cannot hold."""
    notice = notice_of(alarm, component, home_zone)
    if notice is None:
        return None
    told = next((text.partition(":")[2].strip() for text in alarm.others if name_of(text) == foreign.CHANNEL), "")
    usual = Channel.EMAIL if alarm.action == "EMAIL" else Channel.IN_APP
    return notice, told if told in Channel.values else usual


def _made(notice: Notice, channel: str) -> Alarm:
    alarm = alarm_of(notice)
    if channel == Channel.IN_APP:
        return alarm
    return Alarm(alarm.action, alarm.offset, others=(f"{foreign.CHANNEL}:{channel}",))
