"""The statements of the feed, written by hand: the hottest reads of the product, on both databases.

Built by the ORM they would take longer to put together than to run. Ids go in as one list, so that a statement's text
is the same whatever their number, and come out as texts.
"""

# Every piece of a statement is one of this file's own texts; values are parameters.
# ruff: noqa: S608

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from tournee.organisations.models import Member

from .domain.event_times import ONE_DAY
from .domain.series import FOREVER
from .domain.window import LONG, WIDEST_OFFSET, Window
from .models import Privacy

# Columns of `feed.Row`, in its order; and below, of the others.
_ROW = (
    "e.id:id", "e.subject", "e.all_day:typed", "e.starts_on:typed", "e.ends_on:typed", "e.starts_at:typed",
    "e.ends_at:typed", "e.time_zone", "e.status", "e.owner_id:id", "e.type_id:id", "e.account_id:id",
    "e.opportunity_id:id", "e.address", "e.latitude", "e.longitude", "e.privacy", "e.busy:typed", "e.version",
    "e.series_id:id", "e.recurrence_id",
)  # fmt: skip
_ACCOUNT = ("r.id:id", "r.name", "r.city", "r.street", "r.postcode", "r.latitude", "r.longitude")
_NAMED = ("r.id:id", "r.name", "NULL", "NULL", "NULL", "NULL", "NULL")
_PERSON = (
    "p.event_id:id", "p.id:id", "p.member_id:id", "member.name", "member.email", "p.contact_id:id",
    "contact.given_name", "contact.family_name", "p.email", "p.name", "p.answer",
)  # fmt: skip
_KIND = ("kind.id:id", "kind.name_fr", "kind.name_en", "kind.colour", "kind.icon", "kind.is_video")


@dataclass
class Condition:
    """Parts joined by AND, and their parameters in order."""

    parts: list[str] = field(default_factory=list)
    parameters: list[Any] = field(default_factory=list)

    def also(self, part: str, *parameters: Any) -> "Condition":
        """With one more part."""
        return Condition([*self.parts, part], [*self.parameters, *map(_plain, parameters)])

    def given(self, other: "Condition") -> "Condition":
        """With the parameters of a condition whose text is in the last part, after that part's own."""
        return Condition(self.parts, [*self.parameters, *other.parameters])

    def among(self, column: str, ids: Iterable[Any]) -> "Condition":
        """With a column that is one of `ids`."""
        part, parameter = _among(column, ids)
        return self.also(part, parameter)

    @property
    def text(self) -> str:
        """As it stands after WHERE."""
        return " AND ".join(self.parts)


def short(base: Condition, window: Window) -> Condition:
    """Events of ordinary length: the index is read from 31 days before the window, whatever the history."""
    first, to_end = window.span.start - WIDEST_OFFSET, window.span.end + WIDEST_OFFSET
    bounded = base.also("NOT e.is_long AND e.series_ends_at IS NULL")
    bounded = bounded.also("e.starts_at >= %s AND e.starts_at < %s", first - LONG, to_end)
    # Seen in the index itself, without the row that it leads to.
    return bounded.also("e.ends_at >= %s", first)


def long(base: Condition, window: Window) -> Condition:
    """Events longer than 31 days, by an index of their own: a bound on their start would lead to the other one."""
    # Word for word the index's own condition: SQLite looks for nothing else.
    is_long = "e.is_long" if connection.vendor == "postgresql" else "e.is_long = 1"
    return base.also(f"{is_long} AND e.series_ends_at IS NULL").also(
        "e.ends_at > %s", window.span.start - WIDEST_OFFSET
    )


def repeating(base: Condition, window: Window) -> Condition:
    """Series of which an occurrence may touch the window."""
    ends = base.also("e.series_ends_at IS NOT NULL").also("e.series_ends_at >= %s", window.span.start - WIDEST_OFFSET)
    return ends.also("e.starts_at < %s", window.span.end + WIDEST_OFFSET)


def touches(base: Condition, window: Window) -> Condition:
    """The exact condition, which the indexes' wider ones leave to check. A moment belongs to what begins with it."""
    start, end = window.span.start, window.span.end
    return base.also(
        "((NOT e.all_day AND e.starts_at < %s AND (e.ends_at > %s OR e.starts_at >= %s))"
        " OR (e.all_day AND e.starts_on < %s AND e.ends_on > %s))",
        end, start, start, window.last_day, window.first_day,
    )  # fmt: skip


def invited(base: Condition, viewer: Member, window: Window) -> Condition:
    """Events of ordinary length that the viewer takes part in and that may touch the window."""
    from_start, to_end = window.span.start - WIDEST_OFFSET - LONG, window.span.end + WIDEST_OFFSET
    places = _places_of(viewer).also("p.event_starts_at >= %s AND p.event_starts_at < %s", from_start, to_end)
    return base.also(f"e.id IN (SELECT p.event_id FROM calendar_participant p WHERE {places.text})").given(places)


def invited_to(base: Condition, viewer: Member) -> Condition:
    """Series that the viewer takes part in: his places on them stand after all those on single events."""
    places = _places_of(viewer).also("p.event_starts_at = %s", FOREVER)
    return base.also(f"e.id IN (SELECT p.event_id FROM calendar_participant p WHERE {places.text})").given(places)


def takes_part(base: Condition, viewer: Member) -> Condition:
    """Events that the viewer takes part in, each asked about by itself."""
    place = _places_of(viewer).also("p.event_id = e.id")
    return base.also(f"EXISTS (SELECT 1 FROM calendar_participant p WHERE {place.text})").given(place)


def tells(base: Condition, viewer: Member) -> Condition:
    """Events of which the viewer sees more than that the time is taken."""
    mine = takes_part(Condition(), viewer)
    part = f"(e.privacy = %s OR e.owner_id = %s OR {mine.text})"
    return base.also(part, Privacy.NORMAL.value, viewer.pk).given(mine)


def _places_of(viewer: Member) -> Condition:
    return Condition().also("p.organisation_id = %s AND p.member_id = %s", viewer.organisation_id, viewer.pk)


def events(branches: Sequence[Condition], most: int, *, with_lines: bool = False) -> tuple[str, list[Any]]:
    """Events by start and id that fulfil one of the conditions, of which no two may hold for one event.

    Each with its series' lines at the end, if asked for.

    The reader takes `most` of them: said to SQLite, it would sort in a slower way.
    """
    columns = _columns((*_ROW, "e.recurrence") if with_lines else _ROW)
    union = " UNION ALL ".join(f"SELECT {columns} FROM calendar_event e WHERE {branch.text}" for branch in branches)
    parameters = [parameter for branch in branches for parameter in branch.parameters]
    # By the sixth column and the first: a union's rows have no table's names.
    statement = f"{union} ORDER BY 6, 1"
    if connection.vendor == "postgresql":
        return f"{statement} LIMIT %s", [*parameters, most]
    return statement, parameters


def own_rows(organisation_id: UUID, ids: Iterable[Any], window: Window) -> tuple[str, list[Any]]:
    """Of some series, the occurrences with rows of their own that would begin around the window."""
    condition = Condition().also("o.organisation_id = %s", organisation_id).among("o.series_id", ids)
    # Local times as text sort by time, and are at most a day from the window's.
    latest = window.last_day + 2 * ONE_DAY
    condition = condition.also("o.series_id IS NOT NULL AND o.recurrence_id < %s", latest.isoformat())
    columns = _columns(("o.series_id:id", "o.recurrence_id"))
    return f"SELECT {columns} FROM calendar_event o WHERE {condition.text}", condition.parameters


def named(
    organisation_id: UUID, *, accounts: Iterable[Any], opportunities: Iterable[Any], members: Iterable[Any]
) -> tuple[str, list[Any]]:
    """Ids and names of some records, in one statement, as each costs a walk to the server; of accounts, where they are.

    Not joined to the events: a planner that takes a window for empty reads small tables once for each of its rows.
    """
    selects, parameters = [], []
    # Accounts first: of a union, PostgreSQL takes the types from its first part.
    for table, names, ids in (
        ("directory_account", _ACCOUNT, accounts),
        ("directory_opportunity", _NAMED, opportunities),
        ("organisations_member", _NAMED, members),
    ):
        condition = Condition().also("r.organisation_id = %s", organisation_id).among("r.id", ids)
        selects.append(f"SELECT {_columns(names)} FROM {table} r WHERE {condition.text}")
        parameters += condition.parameters
    return " UNION ALL ".join(selects), parameters


def people(organisation_id: UUID, event_ids: Iterable[Any]) -> tuple[str, list[Any]]:
    """The participants of some events, each event's in their order."""
    condition = Condition().also("p.organisation_id = %s", organisation_id).among("p.event_id", event_ids)
    statement = (
        f"SELECT {_columns(_PERSON)} FROM calendar_participant p"
        " LEFT JOIN organisations_member member ON member.id = p.member_id"
        " LEFT JOIN directory_contact contact ON contact.id = p.contact_id"
        f" WHERE {condition.text} ORDER BY p.event_id, p.position"
    )
    return statement, condition.parameters


def zones(organisation_id: UUID, ids: Iterable[Any]) -> tuple[str, list[Any]]:
    """The zones of some series."""
    condition = Condition().also("e.organisation_id = %s", organisation_id).among("e.id", ids)
    return (
        f"SELECT {_columns(('e.id:id', 'e.time_zone'))} FROM calendar_event e WHERE {condition.text}",
        condition.parameters,
    )


def kinds(organisation_id: UUID) -> tuple[str, list[Any]]:
    """All activity types of an organisation."""
    condition = Condition().also("kind.organisation_id = %s", organisation_id)
    return f"SELECT {_columns(_KIND)} FROM calendar_activitytype kind WHERE {condition.text}", condition.parameters


def read(statement: str, parameters: Sequence[Any], most: int | None = None) -> list[tuple[Any, ...]]:
    """The rows that a statement finds, the first `most` of them."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall() if most is None else cursor.fetchmany(most)
    return found


def _columns(names: Sequence[str]) -> str:
    return ", ".join(map(_on_postgresql if connection.vendor == "postgresql" else _on_sqlite, names))


def _on_postgresql(name: str) -> str:
    return name.replace(":id", "::text").removesuffix(":typed")


def _on_sqlite(name: str) -> str:
    # Of a bare column Django's connection makes dates and truths, each by a call; of a term it gives what is stored.
    return f"+{name.removesuffix(':typed')}" if name.endswith(":typed") else name.removesuffix(":id")


def _among(column: str, ids: Iterable[Any]) -> tuple[str, str]:
    texts = [one.hex if isinstance(one, UUID) else one for one in ids]
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s::uuid[])", "{" + ",".join(texts) + "}"
    return f"{column} IN (SELECT value FROM json_each(%s))", msgspec.json.encode(texts).decode()


def as_read(value: UUID | datetime) -> Any:
    """An id or a moment as rows hold it."""
    plain = _plain(value)
    return str(plain) if isinstance(plain, UUID) else plain


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
