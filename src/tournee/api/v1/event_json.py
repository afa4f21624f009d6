"""Events as the API writes them: from bare rows for a window, from a record for one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, pgettext_lazy

from tournee.calendar import permissions
from tournee.calendar.feed import Kind, Person, Row
from tournee.calendar.models import ActivityType, Event, Participant
from tournee.calendar.queries import takes_part
from tournee.change_log.models import Change
from tournee.organisations import queries as organisations
from tournee.organisations.models import Member
from tournee.values.time_zone import zone

Json = dict[str, Any]
DASHED = 36
BUSY = pgettext_lazy("a private event, to others", "Busy")


def identifier(raw: Any) -> str | None:
    """An id as PostgreSQL (with dashes) or SQLite (32 digits) gives it, as text with dashes."""
    if raw is None:
        return None
    text = raw if isinstance(raw, str) else str(raw)
    return text if len(text) == DASHED else f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


@lru_cache(maxsize=16_384)
def _written(raw: str | datetime, tz: ZoneInfo) -> str:
    moment = raw if isinstance(raw, datetime) else datetime.fromisoformat(raw)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(tz).isoformat("T", "auto")


def _day(raw: Any) -> str:
    return raw.isoformat() if isinstance(raw, date) else str(raw)


class WindowWriter:
    """Writes the rows of a window for one viewer, in the query's zone, or each event's own.

    A window repeats itself: what stands in many rows (owners, accounts) is written once and put into each.
    """

    def __init__(
        self,
        viewer: Member,
        types: Iterable[ActivityType | Kind],
        people: Mapping[Any, list[Person]],
        display: ZoneInfo | None,
        language: str,
    ) -> None:
        self.viewer_id = str(viewer.pk)
        self.editable = organisations.editable_calendars(viewer)
        self.types = {one.id: _type(one, language) for one in types}
        self.people = people
        self.display = display
        self.busy_word = str(BUSY)
        self._owners: dict[Any, _Owner] = {}
        self._accounts: dict[Any, tuple[Json, Json | None]] = {}
        self._zones: dict[str, ZoneInfo] = {}

    def event(self, row: Row) -> Json:
        """One item; others' private events as busy time."""
        owner = self._owners.get(row.owner_id) or self._owner(row)
        people = self.people.get(row.id, ())
        private = row.privacy == "private"
        hidden = private and not owner.is_viewer and not self._takes_part(people)
        start, end = self._times(row)
        account, place = (None, None) if hidden else self._where(row)
        return {
            "id": identifier(row.id),
            "subject": self.busy_word if hidden else row.subject,
            "start": start,
            "end": end,
            "all_day": bool(row.all_day),
            "time_zone": row.time_zone,
            "recurrence_id": None,
            "status": row.status,
            "owner": owner.written,
            "type": None if hidden else self.types.get(row.type_id),
            "account": account,
            "opportunity": None if hidden else _opportunity(row),
            "place": place,
            "privacy": row.privacy,
            "busy": bool(row.busy),
            "participants": [] if hidden else [_person(one) for one in people],
            "version": row.version,
            "can_edit": owner.is_viewer or (owner.is_editable and not private),
            "hidden": hidden,
        }

    def _takes_part(self, people: Sequence[Person]) -> bool:
        return any(identifier(one.member_id) == self.viewer_id for one in people)

    def _owner(self, row: Row) -> "_Owner":
        owner_id = str(identifier(row.owner_id))
        written = {"id": owner_id, "name": row.owner_name}
        owner = _Owner(written, owner_id == self.viewer_id, UUID(owner_id) in self.editable)
        return self._owners.setdefault(row.owner_id, owner)

    def _where(self, row: Row) -> tuple[Json | None, Json | None]:
        account, place = None, None
        if row.account_id:
            known = self._accounts.get(row.account_id)
            if known is None:
                known = self._accounts[row.account_id] = _account(row), _account_place(row)
            account, place = known
        if row.address or row.latitude is not None:
            place = {"address": row.address, "latitude": row.latitude, "longitude": row.longitude, "source": "event"}
        return account, place

    def _times(self, row: Row) -> tuple[str, str]:
        if row.all_day:
            return _day(row.starts_on), _day(row.ends_on)
        tz = self.display or self._zones.get(row.time_zone)
        if tz is None:
            tz = self._zones[row.time_zone] = zone(row.time_zone)
        return _written(row.starts_at, tz), _written(row.ends_at, tz)


class _Owner(NamedTuple):
    """Whose calendar it is, as written, and what the viewer may do in it."""

    written: Json
    is_viewer: bool
    is_editable: bool


def _type(kind: ActivityType | Kind, language: str) -> Json:
    french, english = kind.name_fr or kind.name_en, kind.name_en or kind.name_fr
    return {
        "id": identifier(kind.id),
        "name": french if language.startswith("fr") else english,
        "colour": kind.colour,
        "icon": kind.icon,
        "is_video": bool(kind.is_video),
    }


def _account(row: Row) -> Json:
    return {"id": identifier(row.account_id), "name": row.account_name, "city": row.account_city}


def _account_place(row: Row) -> Json | None:
    address = one_line(row.account_street, row.account_postcode, row.account_city)
    if not address and row.account_latitude is None:
        return None
    return {
        "address": address,
        "latitude": row.account_latitude,
        "longitude": row.account_longitude,
        "source": "account",
    }


def _opportunity(row: Row) -> Json | None:
    if not row.opportunity_id:
        return None
    return {"id": identifier(row.opportunity_id), "name": row.opportunity_name}


def one_line(street: str | None, postcode: str | None, city: str | None) -> str:
    """An address as one line: "12 rue des Lilas, 69003 Lyon"."""
    town = f"{postcode or ''} {city or ''}".strip()
    return ", ".join(part for part in (street, town) if part)


def _person(one: Person) -> dict[str, Any]:
    if one.member_id:
        kind, name, email = "user", one.member_name or one.name, one.member_email or one.email
    elif one.contact_id:
        kind, email = "contact", one.email
        name = f"{one.contact_given_name or ''} {one.contact_family_name or ''}".strip() or one.name
    else:
        kind, name, email = "address", one.name, one.email
    return {
        "id": identifier(one.id),
        "kind": kind,
        "user_id": identifier(one.member_id),
        "contact_id": identifier(one.contact_id),
        "email": email,
        "name": name,
        "answer": one.answer,
    }


def event_detail(viewer: Member, event: Event, *, language: str, display: ZoneInfo | None = None) -> dict[str, Any]:
    """One event, read with its details; as busy time when it is another's private one."""
    people = [_row_of(one) for one in event.participants.all()]
    row = _event_row(event)
    types = [event.type] if event.type else []
    item = WindowWriter(viewer, types, {row.id: people}, display, language).event(row)
    hidden = permissions.is_hidden_from(viewer, event, participates=takes_part(viewer, event))
    own_place = bool(event.address) or event.latitude is not None
    item |= {
        "notes": "" if hidden else event.notes,
        "alerts": [] if hidden else [_alert(one) for one in event.alerts.all()],
        "other_address": (
            {"address": event.address, "latitude": event.latitude, "longitude": event.longitude}
            if own_place and not hidden
            else None
        ),
        "uid": "" if hidden else event.uid,
        "created_at": event.created_at.isoformat(),
        "updated_at": event.updated_at.isoformat(),
    }
    return item


def _alert(alert: Any) -> dict[str, Any]:
    return {
        "id": str(alert.pk),
        "minutes_before": alert.minutes_before,
        "at_time": alert.at_time.isoformat("minutes") if alert.at_time else None,
        "channel": alert.channel,
    }


def _event_row(event: Event) -> Row:
    account, opportunity = event.account, event.opportunity
    read: Callable[[str], Any] = lambda name: getattr(account, name) if account else None  # noqa: E731 -- seven columns
    return Row(
        event.pk, event.subject, event.all_day, event.starts_on, event.ends_on, event.starts_at, event.ends_at,
        event.time_zone, event.status, event.owner_id, event.owner.name, event.type_id, event.account_id, read("name"),
        read("city"), read("street"), read("postcode"), read("latitude"), read("longitude"), event.opportunity_id,
        opportunity.name if opportunity else None, event.address, event.latitude, event.longitude, event.privacy,
        event.busy, event.version,
    )  # fmt: skip


def _row_of(one: Participant) -> Person:
    member, contact = one.member, one.contact
    return Person(
        one.event_id,
        one.pk,
        one.member_id,
        member.name if member else None,
        member.email if member else None,
        one.contact_id,
        contact.given_name if contact else None,
        contact.family_name if contact else None,
        one.email,
        one.name,
        one.answer,
    )


def history(changes: Iterable[Change], *, by_owner: bool = True) -> list[dict[str, Any]]:
    """Lines of the change log, newest first, as a page shows them; not to its owner alone: none from the time when
    the record was private."""
    unknown = gettext("someone who has left")
    lines: list[dict[str, Any]] = []
    for change in changes:
        opened = not by_owner and change.changes.get("privacy", [None])[0] == "private"
        lines.append(
            {
                "number": change.number,
                "at": change.at.isoformat(),
                "by": {"id": str(change.actor_id), "name": change.actor.name or unknown} if change.actor else None,
                "kind": change.kind,
                "changes": {"privacy": change.changes["privacy"]} if opened else change.changes,
            }
        )
        if opened:
            break
    return lines
