"""What an imported component becomes: an event's fields, its people and its alerts, not yet compared with anything."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext, override

from tournee.directory import queries as directory
from tournee.directory.models import Contact
from tournee.organisations import queries as organisations
from tournee.organisations.models import Member
from tournee.values.text import fold
from tournee.values.time_range import BadRange, DateRange, TimeRange
from tournee.values.time_zone import zone_names

from .. import queries
from ..domain.event_times import EventTimes
from ..domain.ics import Component, Item, Person
from ..domain.recurrence import BadRule, Frequency, Moment, Recurrence, Rule, TooDense
from ..domain.series import Series, wall_start
from ..exporting import alert_of, answer_of
from ..exporting import kept as foreign
from . import alerts
from .people import Wanted as Place

_BY_THE_DAY = frozenset({Frequency.DAILY, Frequency.WEEKLY, Frequency.MONTHLY, Frequency.YEARLY})


class Unfit(ValueError):
    """The component says something that this calendar cannot hold; `code` is one of importing_texts.REASONS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Guest(NamedTuple):
    """A participant to be, with the answer that the file tells."""

    place: Place
    answer: str


@dataclass(frozen=True, slots=True)
class Draft:
    """`values` by column. `links` are columns that the file need not speak of: what is not in it stays as it is.

    So do the people when they are None, and the alerts when there are none.
    """

    times: EventTimes
    values: Mapping[str, Any]
    links: Mapping[str, Any]
    people: tuple[Guest, ...] | None
    alerts: tuple[alerts.Wanted, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Whom and what a file may mean, looked up once for all its events."""

    owner: Member
    zone: str
    untitled: str
    types: Mapping[str, UUID]
    members: Mapping[str, Member]
    contacts: Mapping[str, Contact]
    accounts: frozenset[UUID]
    opportunities: Mapping[UUID, UUID]


def surroundings(by: Member, owner: Member, items: Iterable[Item], floating: str | None) -> Surroundings:
    """Six queries, whatever the number of events."""
    parts = [part for item in items for part in item.components]
    addresses = {one.address.casefold() for part in parts for one in part.attendees} - {""}
    contacts = directory.contacts_by_address(by, addresses)
    named = _ids(foreign.contact_named(one) for part in parts for one in part.attendees)
    known = directory.contacts_visible_to(by).filter(pk__in=named) if named else ()
    accounts = _ids(foreign.own_line(part, foreign.ACCOUNT) for part in parts)
    opportunities = _ids(foreign.own_line(part, foreign.OPPORTUNITY) for part in parts)
    members = organisations.members_visible_to(by).filter(is_active=True) if addresses else ()
    with override(owner.language):
        untitled = gettext("Untitled")
    return Surroundings(
        owner=owner,
        zone=floating or owner.time_zone,
        untitled=untitled,
        types=_types(by),
        members={one.email.casefold(): one for one in members},
        contacts={**contacts, **{str(one.pk): one for one in known}},
        accounts=frozenset(_found(directory.accounts_visible_to(by), accounts)),
        opportunities=dict(
            directory.opportunities_visible_to(by).filter(pk__in=opportunities).values_list("pk", "account_id")
            if opportunities
            else ()
        ),
    )


def _found(rows: Any, ids: set[UUID]) -> Iterable[UUID]:
    return rows.filter(pk__in=ids).values_list("pk", flat=True) if ids else ()


def _ids(texts: Iterable[str]) -> set[UUID]:
    found = set()
    for text in texts:
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found


def _types(by: Member) -> dict[str, UUID]:
    named: dict[str, UUID] = {}
    for one in queries.activity_types(by, active_only=True):
        for name in (one.name_fr, one.name_en):
            if name:
                named.setdefault(fold(name), one.pk)
    return named


def draft(component: Component, around: Surroundings, *, name: str = "", repeats: Series | None = None) -> Draft:
    """`name` is the occurrence's, `repeats` the series of a whole one. Raises Unfit."""
    times = repeats.times if repeats else times_of(component, around)
    subject = foreign.subject_of(component.summary, around.untitled)
    type_id = next((found for one in component.categories if (found := around.types.get(fold(one)))), None)
    latitude, longitude = component.geo or (None, None)
    values = {
        "subject": subject,
        "sequence": component.sequence,
        "status": foreign.status_of(component),
        "privacy": foreign.privacy_of(component),
        "busy": not component.transparent,
        "notes": foreign.notes_of(component.description),
        "address": foreign.address_of(component.location),
        "latitude": latitude,
        "longitude": longitude,
        "kept": foreign.kept_of(component, subject=subject, name=name, type_id=type_id),
    }
    links = {"type_id": type_id} if type_id else {}
    return Draft(
        times, values, links | _records(component, around), _people(component, around), _alerts(component, around)
    )


def times_of(component: Component, around: Surroundings) -> EventTimes:
    """When it is. Raises Unfit."""
    start, end = component.start, component.end
    told = foreign.own_line(component, foreign.ZONE)
    zone = told if told in zone_names() else ""
    try:
        if component.all_day:
            return EventTimes(DateRange(start.wall, end.wall), zone or around.owner.time_zone)
        span = TimeRange(start.instant(around.zone), end.instant(around.zone))
    except (BadRange, OverflowError) as error:
        raise Unfit("year_out_of_range") from error
    return EventTimes(span, zone or start.zone or around.zone)


def series_of(component: Component, around: Surroundings) -> Series:
    """The component with what repeats it; nothing does for a single one. Raises Unfit."""
    times = times_of(component, around)
    recurrence = component.recurrence or Recurrence()
    first = wall_start(times)
    if recurrence and first != component.start.wall and times.time_zone == (component.start.zone or around.zone):
        recurrence = _keeping_hour(recurrence, component.start.wall)
    return Series(times, recurrence)


def _keeping_hour(recurrence: Recurrence, wall: Moment) -> Recurrence:
    """A first start that a clock change skips is shown at another hour: the rules go on at the one that was written."""
    if not isinstance(wall, datetime):
        return recurrence
    return replace(recurrence, rules=tuple(_at(rule, wall.time()) for rule in recurrence.rules))


def _at(rule: Rule, hour: time) -> Rule:
    if rule.freq not in _BY_THE_DAY:
        return rule
    return replace(rule, by_hour=rule.by_hour or (hour.hour,), by_minute=rule.by_minute or (hour.minute,))


def stored(series: Series) -> dict[str, Any]:
    """The columns of what repeats. Raises Unfit."""
    try:
        text = series.text
        # As it will be read: a rule that is too dense once in local time must not be stored.
        ends_at = Series.read(text, series.times).ends_at if text else None
    except TooDense as error:
        raise Unfit("rule_too_dense") from error
    except (BadRule, BadRange, OverflowError) as error:
        raise Unfit("bad_recurrence") from error
    return {"recurrence": text, "series_ends_at": ends_at}


def _records(component: Component, around: Surroundings) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for account_id in _ids([foreign.own_line(component, foreign.ACCOUNT)]) & around.accounts:
        found["account_id"] = account_id
    for opportunity_id in _ids([foreign.own_line(component, foreign.OPPORTUNITY)]) & around.opportunities.keys():
        if found.setdefault("account_id", around.opportunities[opportunity_id]) == around.opportunities[opportunity_id]:
            found["opportunity_id"] = opportunity_id
    return found


def _people(component: Component, around: Surroundings) -> tuple[Guest, ...]:
    guests: dict[tuple[str, object], Guest] = {}
    for person in foreign.guests(component.attendees):
        place = _place(person, around)
        if place is not None:
            guests.setdefault(place.key, Guest(place, answer_of(person)))
    return tuple(guests.values())


def _place(person: Person, around: Surroundings) -> Place | None:
    contact = around.contacts.get(foreign.contact_named(person))
    address = person.address
    member = None if contact else around.members.get(address.casefold())
    if member is not None:
        return Place(member.pk, None, member.email, member.name)
    contact = contact or around.contacts.get(address.casefold())
    if contact is not None:
        return Place(None, contact.pk, contact.email, contact.name)
    return Place(None, None, address, " ".join(person.name.split())[:160]) if address else None


def _alerts(component: Component, around: Surroundings) -> tuple[alerts.Wanted, ...]:
    found = set()
    for alarm in component.alarms:
        known = alert_of(alarm, component, around.owner.time_zone)
        if known and known[0].minutes_before <= alerts.LONGEST:
            notice, channel = known
            found.add(alerts.Wanted(notice.minutes_before, notice.at_time, channel))
    soonest = sorted(found, key=lambda one: (one.minutes_before, one.channel, str(one.at_time)))
    return tuple(soonest[: alerts.MOST])
