"""The events of a window, as the grid asks for them: bare rows, one query a table, work that grows with the answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tournee.organisations import queries as organisations
from tournee.organisations.models import Member
from tournee.values.refusal import Invalid

from . import feed_sql
from .domain.window import Window
from .feed_sql import Condition


@dataclass(frozen=True, slots=True)
class Filter:
    """What the viewer wants to see; an empty one: everything he may. Owners are joined by OR, the rest by AND."""

    owner_ids: Sequence[UUID] | None = None
    account_id: UUID | None = None
    opportunity_id: UUID | None = None
    type_ids: Sequence[UUID] = field(default_factory=tuple)

    @property
    def tells_content(self) -> bool:
        """Whether passing the filter says more of an event than when it is."""
        return bool(self.account_id or self.opportunity_id or self.type_ids)


class Row(NamedTuple):
    """One event as the database holds it: ids as texts with or without dashes, moments as datetime or UTC text, dates
    as date or text, truths as bool or 0 and 1."""

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
    type_id: Any
    account_id: Any
    opportunity_id: Any
    address: str
    latitude: float | None
    longitude: float | None
    privacy: str
    busy: Any
    version: int


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


class Place(NamedTuple):
    """One account as the database holds it: its name, and where it is."""

    id: Any
    name: str
    city: str
    street: str
    postcode: str
    latitude: float | None
    longitude: float | None


class Kind(NamedTuple):
    """One activity type as the database holds it."""

    id: Any
    name_fr: str
    name_en: str
    colour: str
    icon: str
    is_video: Any


# `_make` without its check of the length, which the statements' columns give.
_row: Callable[[tuple[Any, ...]], Row] = partial(tuple.__new__, Row)
_person: Callable[[tuple[Any, ...]], Person] = partial(tuple.__new__, Person)
_place: Callable[[tuple[Any, ...]], Place] = partial(tuple.__new__, Place)
_REFERENCES = tuple(map(Row._fields.index, ("owner_id", "account_id", "opportunity_id")))


@dataclass(frozen=True, slots=True)
class Around:
    """What rows refer to, each by its id as the rows give it; participants by their event's."""

    people: Mapping[Any, Sequence[Person]]
    owners: Mapping[Any, str]
    accounts: Mapping[Any, Place]
    opportunities: Mapping[Any, str]
    kinds: Mapping[Any, Kind]


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

    Others' private events come whole: who shows them hides them.
    """
    base = _narrowed(viewer, window, wanted, after)
    owners = _owners(viewer, wanted)
    own = base.among("e.owner_id", owners) if owners is not None else base
    found = _first([feed_sql.short(own, window)], limit + 1)
    # The rest is little, or nothing: apart from the many, it spares these a merge in the database.
    rest = [feed_sql.long(own, window)]
    if owners is not None and (wanted.owner_ids is None or viewer.pk in wanted.owner_ids):
        # His invitations, but for those that the calendars he reads hold already.
        others = base.among("NOT e.owner_id", owners)
        rest.append(feed_sql.invited(feed_sql.short(others, window), viewer, window))
        rest.append(feed_sql.takes_part(feed_sql.long(others, window), viewer))
    if more := _first(rest, limit + 1):
        found = sorted([*found, *more], key=_by_start)
    return list(map(_row, found[:limit])), len(found) > limit


def _first(branches: Sequence[Condition], most: int) -> list[tuple[Any, ...]]:
    return feed_sql.read(*feed_sql.events(branches, most), most)


def _by_start(row: tuple[Any, ...]) -> tuple[Any, Any]:
    return row[5], row[0]


def around(organisation_id: UUID, found: Sequence[Row]) -> Around:
    """What those rows refer to: the people, the types, and in one more query the names of all else."""
    if not found:
        return Around({}, {}, {}, {}, {})
    owners, accounts, opportunities = ({row[place] for row in found} - {None} for place in _REFERENCES)
    asked = feed_sql.named(organisation_id, accounts=accounts, opportunities=opportunities, members=owners)
    named = {row[0]: row for row in feed_sql.read(*asked)}
    return Around(
        people=_people(organisation_id, [row.id for row in found]),
        owners={one: named[one][1] for one in owners},
        # Those that are still there: others may remove one between two queries.
        accounts={one: _place(named[one]) for one in accounts & named.keys()},
        opportunities={one: named[one][1] for one in opportunities & named.keys()},
        kinds={row[0]: Kind._make(row) for row in feed_sql.read(*feed_sql.kinds(organisation_id))},
    )


def _people(organisation_id: UUID, event_ids: Sequence[Any]) -> dict[Any, list[Person]]:
    by_event: dict[Any, list[Person]] = {}
    for row in feed_sql.read(*feed_sql.people(organisation_id, event_ids)):
        by_event.setdefault(row[0], []).append(_person(row))
    return by_event


def _owners(viewer: Member, wanted: Filter) -> list[UUID] | None:
    """Whose calendars are read; None where it need not be said, because everybody's are and another index serves."""
    reach = organisations.readable_calendars(viewer)
    if wanted.owner_ids is not None:
        return reach.narrow(wanted.owner_ids)
    if reach.ids is not None:
        return list(reach.ids)
    if wanted.account_id or wanted.opportunity_id:
        return None
    # The index begins with the owner: naming all of them keeps the window bounded.
    return list(organisations.members_visible_to(viewer).order_by().values_list("id", flat=True))


def _narrowed(viewer: Member, window: Window, wanted: Filter, after: Cursor | None) -> Condition:
    condition = Condition().also("e.organisation_id = %s", viewer.organisation_id).also("e.deleted_at IS NULL")
    condition = feed_sql.touches(condition, window)
    if wanted.account_id:
        condition = condition.also("e.account_id = %s", wanted.account_id)
    if wanted.opportunity_id:
        condition = condition.also("e.opportunity_id = %s", wanted.opportunity_id)
    if wanted.type_ids:
        condition = condition.among("e.type_id", wanted.type_ids)
    if wanted.tells_content:
        # To find a private event by its account would tell what "busy" hides.
        condition = feed_sql.tells(condition, viewer)
    if after:
        later = "(e.starts_at > %s OR (e.starts_at = %s AND e.id > %s))"
        condition = condition.also(later, after.starts_at, after.starts_at, after.id)
    return condition
