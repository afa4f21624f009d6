"""What is planned, from the calendar's own tables."""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tournee.calendar.domain.recurrence import BadRule, Occurrence
from tournee.calendar.domain.series import written
from tournee.calendar.models import Alert, Answer, Event, Participant, Privacy, Status
from tournee.organisations.models import Member
from tournee.values.time_range import DateRange, TimeRange

from ...domain.due import Lead
from ...domain.occasion import Occasion

logger = logging.getLogger(__name__)
# Whole days end and begin up to so much apart from UTC's, by the person's zone.
ZONES_APART = timedelta(days=1)
# Few alerts come earlier than this: their events are looked for apart from the many.
USUAL_LEAD = timedelta(days=14)
LONGEST_LEAD = timedelta(days=367)


@dataclass(frozen=True, slots=True)
class Found:
    """An occurrence: the row that tells about it, the series it belongs to (or its own event), and when it is."""

    row: Event
    event_id: UUID
    recurrence_id: str
    start: date | datetime
    end: date | datetime


class CalendarOccasions:
    """The calendar of this installation."""

    def upcoming(
        self, organisation_id: UUID, *, after: datetime, before: datetime, event_ids: Collection[UUID] | None = None
    ) -> list[Occasion]:
        """As the port says."""
        events = {event.pk: event for event in _candidates(organisation_id, after, before, event_ids)}
        leads, people = _leads(organisation_id, events), _people(organisation_id, events)
        apart = _apart(organisation_id, [pk for pk, event in events.items() if event.recurrence])
        found = [
            one
            for event in events.values()
            for one in occurrences_of(
                event,
                after - ZONES_APART,
                before + longest(leads[event.pk]) + ZONES_APART,
                without=apart[event.pk],
            )
        ]
        origins = _origins(organisation_id, {one.event_id for one in found})
        able = _with_access(organisation_id)
        return [
            Occasion(
                row_id=one.row.pk,
                event_id=one.event_id,
                origin_id=origins[one.event_id],
                recurrence_id=one.recurrence_id,
                start=one.start,
                end=one.end,
                changed_at=one.row.updated_at,
                leads=tuple(leads[one.row.pk]),
                member_ids=_told(one.row.owner_id, people[one.row.pk]) & able,
                title=one.row.subject,
                place=_place(one.row),
                private=one.row.privacy == Privacy.PRIVATE,
            )
            for one in found
        ]

    def relatives(self, organisation_id: UUID, event_ids: Collection[UUID]) -> frozenset[UUID]:
        """As the port says."""
        known, new = frozenset[UUID](), frozenset(event_ids)
        while new:
            known |= new
            events = Event.objects.of(organisation_id)
            split = Q(split_from_id__isnull=False)
            parents = events.filter(split, pk__in=new).values_list("split_from_id", flat=True)
            children = events.filter(split, split_from_id__in=new).values_list("pk", flat=True)
            new = frozenset(one for one in (*parents, *children) if one is not None) - known
        return known


def longest(leads: Iterable[Lead]) -> timedelta:
    """How long before an occurrence its first alert comes."""
    return timedelta(minutes=max((lead.minutes_before for lead in leads), default=0))


def occurrences_of(event: Event, after: datetime, before: datetime, without: Collection[str] = ()) -> list[Found]:
    """What an event, or a series but for the occurrences named, holds in that span."""
    if event.recurrence:
        return [
            Found(event, event.pk, written(one.recurrence_id), one.start, one.end)
            for one in _expanded(event, after, before)
            if written(one.recurrence_id) not in without
        ]
    if event.ends_at <= after or event.starts_at >= before:
        return []
    start, end = _span(event)
    return [Found(event, event.series_id or event.pk, event.recurrence_id, start, end)]


def _span(event: Event) -> tuple[date | datetime, date | datetime]:
    if event.starts_on is not None and event.ends_on is not None:
        return event.starts_on, event.ends_on
    return event.starts_at, event.ends_at


def _expanded(event: Event, after: datetime, before: datetime) -> list[Occurrence]:
    days = DateRange(after.date(), before.date() + timedelta(days=1))
    try:
        return event.as_series.between(TimeRange(after, before), days)
    except BadRule:
        # Alerts of one series that nobody can expand stop no other's; its owner sees the fault in the calendar.
        logger.exception("the series %s cannot be expanded", event.pk)
        return []


def _candidates(
    organisation_id: UUID, after: datetime, before: datetime, event_ids: Collection[UUID] | None
) -> QuerySet[Event]:
    events = Event.objects.of(organisation_id).filter(deleted_at__isnull=True).exclude(status=Status.CANCELLED)
    if event_ids is not None:
        events = events.filter(Q(pk__in=list(event_ids)) | Q(series_id__in=list(event_ids)))
    else:
        # Named, so that the index of each calendar's window serves.
        members = Member.objects.filter(organisation_id=organisation_id)
        events = events.filter(owner_id__in=list(members.values_list("pk", flat=True)))
    alerts = Alert.objects.of(organisation_id).filter(event=OuterRef("pk"))
    early = alerts.filter(minutes_before__gt=USUAL_LEAD // timedelta(minutes=1))
    soon = Q(starts_at__lt=before + USUAL_LEAD + ZONES_APART) & Exists(alerts)
    later = Q(starts_at__lt=before + LONGEST_LEAD) & Exists(early)
    lasting = Q(ends_at__gt=after - ZONES_APART) | Q(series_ends_at__gt=after - ZONES_APART)
    alive = Q(series_id__isnull=True) | Q(series__deleted_at__isnull=True)
    return events.filter(lasting).filter(alive).filter(soon | later).select_related("account")


def _apart(organisation_id: UUID, series_ids: Collection[UUID]) -> dict[UUID, set[str]]:
    """The occurrences of those series that have a row of their own."""
    found: dict[UUID, set[str]] = defaultdict(set)
    if series_ids:
        rows = Event.objects.of(organisation_id).filter(series_id__in=series_ids)
        for series_id, recurrence_id in rows.values_list("series_id", "recurrence_id"):
            if series_id is not None:
                found[series_id].add(recurrence_id)
    return found


def _place(event: Event) -> str:
    if event.address or event.account is None:
        return event.address
    return f"{event.account.name}, {event.account.city}" if event.account.city else event.account.name


def _leads(organisation_id: UUID, rows: Collection[UUID]) -> dict[UUID, list[Lead]]:
    found: dict[UUID, list[Lead]] = defaultdict(list)
    alerts = Alert.objects.of(organisation_id).filter(event_id__in=rows)
    for event_id, minutes, hour, channel in alerts.values_list("event_id", "minutes_before", "at_time", "channel"):
        found[event_id].append(Lead(minutes, hour, channel))
    return found


def _people(organisation_id: UUID, rows: Collection[UUID]) -> dict[UUID, dict[UUID, str]]:
    found: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    places = Participant.objects.of(organisation_id).filter(event_id__in=rows, member_id__isnull=False)
    for event_id, member_id, answer in places.values_list("event_id", "member_id", "answer"):
        if member_id is not None:
            found[event_id][member_id] = answer
    return found


def _told(owner_id: UUID, answers: dict[UUID, str]) -> frozenset[UUID]:
    declined = {member_id for member_id, answer in answers.items() if answer == Answer.DECLINED}
    return frozenset({owner_id, *answers} - declined)


def _with_access(organisation_id: UUID) -> frozenset[UUID]:
    members = Member.objects.filter(organisation_id=organisation_id, is_active=True)
    return frozenset(members.values_list("pk", flat=True))


def _origins(organisation_id: UUID, event_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """For each event the first of the series that it was split from; one query for each split at most."""
    parents: dict[UUID, UUID | None] = {}
    asked = set(event_ids)
    while asked:
        parents.update(dict.fromkeys(asked))
        found = Event.objects.of(organisation_id).filter(pk__in=asked, split_from_id__isnull=False)
        parents.update(found.values_list("pk", "split_from_id"))
        asked = {parent for parent in parents.values() if parent} - parents.keys()
    return {event_id: _first(event_id, parents) for event_id in event_ids}


def _first(event_id: UUID, parents: dict[UUID, UUID | None]) -> UUID:
    seen = {event_id}
    while (parent := parents[event_id]) is not None and parent not in seen:
        seen.add(parent)
        event_id = parent
    return event_id
