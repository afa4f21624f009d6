"""The events of a window, as the grid asks for them: bare rows, one query a table, work that grows with the answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tournee.organisations import queries as organisations
from tournee.organisations.models import Member
from tournee.values.refusal import Invalid

from . import feed_sql, series_feed
from .domain.window import Window
from .feed_rows import Around, Kind, Person, Place, Row
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


# `_make` without its check of the length, which the statements' columns give.
_row: Callable[[tuple[Any, ...]], Row] = partial(tuple.__new__, Row)
_person: Callable[[tuple[Any, ...]], Person] = partial(tuple.__new__, Person)
_place: Callable[[tuple[Any, ...]], Place] = partial(tuple.__new__, Place)
# So many series are expanded for one window at most.
MOST_SERIES = 20_000
_REFERENCES = tuple(map(Row._fields.index, ("owner_id", "account_id", "opportunity_id")))


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
    wide = _narrowed(viewer, wanted)
    base = _after(feed_sql.touches(wide, window), after)
    owners = _owners(viewer, wanted)
    own, own_series = (one.among("e.owner_id", owners) if owners is not None else one for one in (base, wide))
    many, _series = _read([feed_sql.short(own, window)], limit + 1)
    # The rest is little, or nothing: apart from the many, it spares these a merge in the database.
    rest = [feed_sql.long(own, window), feed_sql.repeating(own_series, window)]
    if owners is not None and (wanted.owner_ids is None or viewer.pk in wanted.owner_ids):
        # His invitations, but for those that the calendars he reads hold already.
        others, other_series = (one.among("NOT e.owner_id", owners) for one in (base, wide))
        rest.append(feed_sql.invited(feed_sql.short(others, window), viewer, window))
        rest.append(feed_sql.takes_part(feed_sql.long(others, window), viewer))
        rest.append(feed_sql.invited_to(feed_sql.repeating(other_series, window), viewer))
    few, series = _read(rest, limit + 1 + MOST_SERIES)
    repeated = _from(series_feed.rows(viewer.organisation_id, series, window), after)
    found = sorted([*many, *few, *repeated], key=_by_start) if few or repeated else many
    return list(map(_row, found[:limit])), len(found) > limit


def _read(branches: Sequence[Condition], most: int) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Events, and apart from them series with their lines at the end."""
    lines = len(branches) > 1
    found = feed_sql.read(*feed_sql.events(branches, most, with_lines=lines), most)
    if not lines:
        return found, []
    return [row[:-1] for row in found if not row[-1]], [row for row in found if row[-1]]


def _from(found: list[Row], after: Cursor | None) -> list[Row]:
    if after is None:
        return found
    place = feed_sql.as_read(after.starts_at), feed_sql.as_read(after.id)
    return [row for row in found if (row.starts_at, row.id) > place]


def _by_start(row: tuple[Any, ...]) -> tuple[Any, Any]:
    return row[5], row[0]


def around(organisation_id: UUID, found: Sequence[Row]) -> Around:
    """What those rows refer to: the people, the types, and in one more query the names of all else."""
    if not found:
        return Around({}, {}, {}, {}, {})
    split = {row.series_id for row in found} - {None}
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
        zones=dict(feed_sql.read(*feed_sql.zones(organisation_id, split))) if split else {},
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


def _after(condition: Condition, after: Cursor | None) -> Condition:
    if after is None:
        return condition
    later = "(e.starts_at > %s OR (e.starts_at = %s AND e.id > %s))"
    return condition.also(later, after.starts_at, after.starts_at, after.id)


def _narrowed(viewer: Member, wanted: Filter) -> Condition:
    condition = Condition().also("e.organisation_id = %s", viewer.organisation_id).also("e.deleted_at IS NULL")
    if wanted.account_id:
        condition = condition.also("e.account_id = %s", wanted.account_id)
    if wanted.opportunity_id:
        condition = condition.also("e.opportunity_id = %s", wanted.opportunity_id)
    if wanted.type_ids:
        condition = condition.among("e.type_id", wanted.type_ids)
    if wanted.tells_content:
        # To find a private event by its account would tell what "busy" hides.
        condition = feed_sql.tells(condition, viewer)
    return condition
