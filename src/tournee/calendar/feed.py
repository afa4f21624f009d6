"""The events of a window, as the grid asks for them: few queries, bare rows, work that grows with what is shown.

Read with a cursor of our own: building model instances, or letting Django convert each column, costs more than all the
rest. The SQL is still Django's, and still goes through the gate's conditions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tournee.organisations import queries as organisations
from tournee.organisations.models import Member
from tournee.values.refusal import Invalid

from .domain.window import LONG, WIDEST_OFFSET, Window
from .models import Event, Participant, Privacy

IDS_A_QUERY = 5_000


@dataclass(frozen=True, slots=True)
class Filter:
    """What the viewer wants to see; an empty one leaves all that he may. Owners are joined by OR, the rest by AND."""

    owner_ids: Sequence[UUID] | None = None
    account_id: UUID | None = None
    opportunity_id: UUID | None = None
    type_ids: Sequence[UUID] = field(default_factory=tuple)

    @property
    def tells_content(self) -> bool:
        """Whether passing the filter says more of an event than when it is."""
        return bool(self.account_id or self.opportunity_id or self.type_ids)


class Row(NamedTuple):
    """One event as the database holds it: ids as UUID or 32 hexadecimal digits, moments as datetime or UTC text."""

    id: Any
    subject: str
    all_day: Any
    starts_on: Any
    ends_on: Any
    starts_at: Any
    ends_at: Any
    time_zone: str
    status: str
    owner_id: Any
    owner_name: str
    type_id: Any
    account_id: Any
    account_name: str | None
    account_city: str | None
    account_street: str | None
    account_postcode: str | None
    account_latitude: float | None
    account_longitude: float | None
    opportunity_id: Any
    opportunity_name: str | None
    address: str
    latitude: float | None
    longitude: float | None
    privacy: str
    busy: Any
    version: int


COLUMNS = (
    "id", "subject", "all_day", "starts_on", "ends_on", "starts_at", "ends_at", "time_zone", "status", "owner_id",
    "owner__name", "type_id", "account_id", "account__name", "account__city", "account__street", "account__postcode",
    "account__latitude", "account__longitude", "opportunity_id", "opportunity__name", "address", "latitude",
    "longitude", "privacy", "busy", "version",
)  # fmt: skip


class Person(NamedTuple):
    """One participant as the database holds it."""

    event_id: Any
    id: Any
    member_id: Any
    member_name: str | None
    member_email: str | None
    contact_id: Any
    contact_given_name: str | None
    contact_family_name: str | None
    email: str
    name: str
    answer: str


PEOPLE = (
    "event_id", "id", "member_id", "member__name", "member__email", "contact_id", "contact__given_name",
    "contact__family_name", "email", "name", "answer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of a page: where the next one goes on."""

    starts_at: datetime
    id: UUID

    @classmethod
    def read(cls, starts_at: str, event_id: str) -> "Cursor":
        """From the texts of a row. Raises Invalid."""
        try:
            moment = datetime.fromisoformat(starts_at)
            return cls(moment if moment.tzinfo else moment.replace(tzinfo=UTC), UUID(event_id))
        except ValueError as error:
            raise Invalid(_("This cursor cannot be used. Start again from the first page.")) from error


def rows(
    viewer: Member, window: Window, wanted: Filter, *, limit: int, after: Cursor | None = None
) -> tuple[list[Row], bool]:
    """Events in the window by start and id, `limit` at most, and whether there are more.

    Four queries at most, whatever the number of events. Others' private events come whole: who shows them hides them.
    """
    selections = [_own_selection(viewer, wanted)]
    if wanted.owner_ids is None or viewer.pk in wanted.owner_ids:
        selections.append(_invitations(viewer, window))
    found: dict[Any, Row] = {}
    for selection in selections:
        for part in (_short(selection, window), _long(selection, window)):
            page = _narrow(part.filter(lies_in(window)), viewer, wanted, after).order_by("starts_at", "id")[: limit + 1]
            found.update((row[0], Row._make(row)) for row in _bare(page.values_list(*COLUMNS)))
    ordered = sorted(found.values(), key=lambda row: (row.starts_at, row.id))
    return ordered[:limit], len(ordered) > limit


def people(organisation_id: UUID, event_ids: Sequence[Any]) -> dict[Any, list[Person]]:
    """The participants of those events, by event id as `rows` gives it, in their order."""
    by_event: dict[Any, list[Person]] = {}
    for first in range(0, len(event_ids), IDS_A_QUERY):
        some = Participant.objects.of(organisation_id).filter(event_id__in=event_ids[first : first + IDS_A_QUERY])
        for row in _bare(some.order_by("event_id", "position", "id").values_list(*PEOPLE)):
            by_event.setdefault(row[0], []).append(Person._make(row))
    return by_event


def _own_selection(viewer: Member, wanted: Filter) -> QuerySet[Event]:
    reach = organisations.readable_calendars(viewer)
    events = Event.objects.of(viewer.organisation_id)
    if wanted.owner_ids is not None:
        return events.filter(owner_id__in=reach.narrow(wanted.owner_ids))
    if reach.ids is None and not wanted.tells_content:
        # The index begins with the owner: naming all of them keeps the window bounded.
        return events.filter(owner_id__in=list(organisations.members_visible_to(viewer).values_list("id", flat=True)))
    return events.filter(reach.where("owner_id"))


def _invitations(viewer: Member, window: Window) -> QuerySet[Event]:
    places = Participant.objects.of(viewer.organisation_id).filter(
        member=viewer, event_starts_at__lt=window.span.end + WIDEST_OFFSET
    )
    longest_back = window.span.start - WIDEST_OFFSET - LONG
    ids = places.filter(event_starts_at__gte=longest_back).values("event_id")
    return Event.objects.of(viewer.organisation_id).filter(pk__in=ids)


def _short(events: QuerySet[Event], window: Window) -> QuerySet[Event]:
    return events.filter(
        is_long=False,
        starts_at__gte=window.span.start - WIDEST_OFFSET - LONG,
        starts_at__lt=window.span.end + WIDEST_OFFSET,
    )


def _long(events: QuerySet[Event], window: Window) -> QuerySet[Event]:
    return events.filter(
        is_long=True,
        ends_at__gt=window.span.start - WIDEST_OFFSET,
        starts_at__lt=window.span.end + WIDEST_OFFSET,
    )


def _narrow(events: QuerySet[Event], viewer: Member, wanted: Filter, after: Cursor | None) -> QuerySet[Event]:
    events = events.filter(deleted_at__isnull=True)
    if wanted.account_id:
        events = events.filter(account_id=wanted.account_id)
    if wanted.opportunity_id:
        events = events.filter(opportunity_id=wanted.opportunity_id)
    if wanted.type_ids:
        events = events.filter(type_id__in=wanted.type_ids)
    if wanted.tells_content:
        # To find a private event by its account would tell what "busy" hides.
        mine = Participant.objects.of(viewer.organisation_id).filter(member=viewer).values("event_id")
        events = events.filter(Q(privacy=Privacy.NORMAL) | Q(owner=viewer) | Q(pk__in=mine))
    if after:
        events = events.filter(Q(starts_at__gt=after.starts_at) | Q(starts_at=after.starts_at, id__gt=after.id))
    return events


def lies_in(window: Window) -> Q:
    """The exact condition that the index's wider one leaves to check."""
    start, end = window.span.start, window.span.end
    timed = Q(all_day=False, starts_at__lt=end) & (Q(ends_at__gt=start) | Q(starts_at__gte=start))
    return timed | Q(all_day=True, starts_on__lt=window.last_day, ends_on__gt=window.first_day)


def _bare(rows_wanted: QuerySet[Any, Any]) -> Iterable[tuple[Any, ...]]:
    try:
        sql, parameters = rows_wanted.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
