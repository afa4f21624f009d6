"""Events as the API writes them: from bare rows for a window, from a record for one."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from django.utils.translation import gettext, pgettext_lazy

from tournee.calendar import permissions
from tournee.calendar.actions import UNINVITED
from tournee.calendar.domain.series import Series, read_written
from tournee.calendar.feed_rows import Around, Kind, Person, Place, Row
from tournee.calendar.models import Event, Participant
from tournee.calendar.phrases import repetition
from tournee.calendar.queries import takes_part
from tournee.change_log.models import Change
from tournee.organisations import queries as organisations
from tournee.organisations.models import Member
from tournee.values.time_zone import zone

from . import answers_json

Json = dict[str, Any]
DASHED = 36
# Said to those whose calendar it left, beside the line that tells the same to all.
OF_ONE_CALENDAR = {"event.left", "task.left", UNINVITED}
BUSY = pgettext_lazy("a private event, to others", "Busy")


def identifier(raw: Any) -> str | None:
    """An id as PostgreSQL (with dashes) or SQLite (32 digits) gives it, as text with dashes."""
    if raw is None:
        return None
    text = raw if isinstance(raw, str) else str(raw)
    return text if len(text) == DASHED else _dashed(text)


# A month is asked for again and again, and most of its ids stand in it more than once.
@lru_cache(maxsize=32_768)
def _dashed(text: str) -> str:
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


_zone = lru_cache(maxsize=1_024)(zone)


@lru_cache(maxsize=16_384)
def _written(raw: str | datetime, tz: ZoneInfo) -> str:
    moment = raw if isinstance(raw, datetime) else datetime.fromisoformat(raw)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(tz).isoformat("T", "auto")


def _day(raw: Any) -> str:
    return raw.isoformat() if isinstance(raw, date) else str(raw)


class PersonItem(msgspec.Struct, gc=False):
    """A participant of an item."""

    id: str | None
    kind: str
    user_id: str | None
    contact_id: str | None
    email: str
    name: str
    answer: str


class EventItem(msgspec.Struct, gc=False):
    """One event of a window: made faster than a dictionary, and of no concern to the garbage collector."""

    id: str | None
    subject: str
    start: str
    end: str
    all_day: bool
    time_zone: str
    recurrence_id: str | None
    status: str
    owner: msgspec.Raw
    type: msgspec.Raw | None
    account: msgspec.Raw | None
    opportunity: msgspec.Raw | None
    place: msgspec.Raw | None
    privacy: str
    busy: bool
    participants: list[PersonItem]
    version: int
    can_edit: bool
    hidden: bool


class WindowWriter:
    """Writes the rows of a window for one viewer, in the query's zone, or each event's own.

    A window repeats itself: what stands in many rows (owners, accounts) is written once and put into each.
    """

    def __init__(self, viewer: Member, around: Around, display: ZoneInfo | None, language: str) -> None:
        self.viewer_id = str(viewer.pk)
        self.editable = organisations.editable_calendars(viewer)
        self.people = around.people
        self.owners = {one: self._owner(one, name) for one, name in around.owners.items()}
        self.types = {one: _type(kind, language) for one, kind in around.kinds.items()}
        self.accounts = {one: _account(place) for one, place in around.accounts.items()}
        self.opportunities = {one: _named(one, name) for one, name in around.opportunities.items()}
        self.zones = around.zones
        self.display = display
        self.busy_word = str(BUSY)

    def event(self, row: Row) -> "EventItem":
        """One item; others' private events as busy time."""
        (
            event_id, subject, all_day, starts_on, ends_on, starts_at, ends_at, time_zone, status, owner_id, type_id,
            account_id, opportunity_id, address, latitude, longitude, privacy, busy, version,
            series_id, recurrence_id,
        ) = row  # fmt: skip
        owner = self.owners[owner_id]
        people = self.people.get(event_id, ())
        private = privacy == "private"
        hidden = private and not owner.is_viewer and not self._takes_part(people)
        if all_day:
            start, end = _day(starts_on), _day(ends_on)
        else:
            tz = self.display or _zone(time_zone)
            start, end = _written(starts_at, tz), _written(ends_at, tz)
        account, place = self.accounts.get(account_id, (None, None))
        place = _place(address, latitude, longitude, "event") if address or latitude is not None else place
        return EventItem(
            identifier(series_id or event_id),
            self.busy_word if hidden else subject,
            start,
            end,
            bool(all_day),
            time_zone,
            self._occurrence(row) if recurrence_id else None,
            status,
            owner.written,
            None if hidden else self.types.get(type_id),
            None if hidden else account,
            None if hidden else self.opportunities.get(opportunity_id),
            None if hidden else place,
            privacy,
            bool(busy),
            list(map(_person, people)) if people and not hidden else [],
            version,
            owner.is_viewer or (owner.is_editable and not private),
            hidden,
        )

    def _takes_part(self, people: Sequence[Person]) -> bool:
        return any(identifier(one.member_id) == self.viewer_id for one in people)

    def _owner(self, raw: Any, name: str) -> "_Owner":
        owner_id = str(identifier(raw))
        return _Owner(_named(raw, name), owner_id == self.viewer_id, UUID(owner_id) in self.editable)

    def _occurrence(self, row: Row) -> str:
        """Where an occurrence began by its rule, in the zone of its start."""
        moment = read_written(row.recurrence_id)
        if not isinstance(moment, datetime):
            return row.recurrence_id
        own = _zone(self.zones.get(row.series_id, row.time_zone))
        return _written(moment.replace(tzinfo=own).astimezone(UTC), self.display or _zone(row.time_zone))


class _Owner(NamedTuple):
    """Whose calendar it is, as written, and what the viewer may do in it."""

    written: msgspec.Raw
    is_viewer: bool
    is_editable: bool


# Keyed by all that they write: nothing can make an answer of theirs old.
@lru_cache(maxsize=1_024)
def _type(kind: Kind, language: str) -> msgspec.Raw:
    french, english = kind.name_fr or kind.name_en, kind.name_en or kind.name_fr
    known = {"id": identifier(kind.id), "name": french if language.startswith("fr") else english}
    return _raw({**known, "colour": kind.colour, "icon": kind.icon, "is_video": bool(kind.is_video)})


@lru_cache(maxsize=8_192)
def _account(account: Place) -> tuple[msgspec.Raw, msgspec.Raw | None]:
    named = _raw({"id": identifier(account.id), "name": account.name, "city": account.city})
    address = one_line(account.street, account.postcode, account.city)
    if not address and account.latitude is None:
        return named, None
    return named, _place(address, account.latitude, account.longitude, "account")


def _place(address: str, latitude: float | None, longitude: float | None, source: str) -> msgspec.Raw:
    return _raw({"address": address, "latitude": latitude, "longitude": longitude, "source": source})


@lru_cache(maxsize=8_192)
def _named(raw: Any, name: str) -> msgspec.Raw:
    return _raw({"id": identifier(raw), "name": name})


def _raw(value: Json) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(value))


def one_line(street: str | None, postcode: str | None, city: str | None) -> str:
    """An address as one line: "12 rue des Lilas, 69003 Lyon"."""
    town = f"{postcode or ''} {city or ''}".strip()
    return ", ".join(part for part in (street, town) if part)


def _person(one: Person) -> PersonItem:
    _, person_id, member_id, member_name, member_email, contact_id, given_name, family_name, email, name, answer = one
    if member_id:
        kind, name, email = "user", member_name or name, member_email or email
    elif contact_id:
        kind, name = "contact", f"{given_name or ''} {family_name or ''}".strip() or name
    else:
        kind = "address"
    return PersonItem(identifier(person_id), kind, identifier(member_id), identifier(contact_id), email, name, answer)


def event_detail(viewer: Member, event: Event, *, language: str, display: ZoneInfo | None = None) -> dict[str, Any]:
    """One event, read with its details; as busy time when it is another's private one."""
    row = _row(event)
    item = msgspec.structs.asdict(WindowWriter(viewer, _around(event), display, language).event(row))
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
        "participants": [] if hidden else _people(item["participants"], event),
        "uid": "" if hidden else event.uid,
        "recurrence": [] if hidden else lines_of(event).splitlines(),
        "recurrence_text": "" if hidden or not lines_of(event) else repetition(_series(event)),
        "created_at": event.created_at.isoformat(),
        "updated_at": event.updated_at.isoformat(),
    }
    return item | ({"proposals": [], "extra_answers": []} if hidden else answers_json.from_outside(viewer, event))


def _people(items: Sequence[PersonItem], event: Event) -> list[Json]:
    answers = [answers_json.given_by(one) for one in event.participants.all()]
    return [msgspec.structs.asdict(one) | given for one, given in zip(items, answers, strict=True)]


def lines_of(event: Event) -> str:
    """What repeats it; of an occurrence with a row of its own, its series."""
    return event.series.recurrence if event.series else event.recurrence


def _series(event: Event) -> Series:
    return event.series.as_series if event.series else event.as_series


def _alert(alert: Any) -> dict[str, Any]:
    return {
        "id": str(alert.pk),
        "minutes_before": alert.minutes_before,
        "at_time": alert.at_time.isoformat("minutes") if alert.at_time else None,
        "channel": alert.channel,
    }


def _row(event: Event) -> Row:
    return Row(
        event.pk, event.subject, event.all_day, event.starts_on, event.ends_on, event.starts_at, event.ends_at,
        event.time_zone, event.status, event.owner_id, event.type_id, event.account_id, event.opportunity_id,
        event.address, event.latitude, event.longitude, event.privacy, event.busy, event.version, event.series_id,
        event.recurrence_id,
    )  # fmt: skip


def _around(event: Event) -> Around:
    kind, account, opportunity = event.type, event.account, event.opportunity
    return Around(
        people={event.pk: [_person_of(one) for one in event.participants.all()]},
        owners={event.owner_id: event.owner.name},
        accounts={account.pk: Place._make(getattr(account, name) for name in Place._fields)} if account else {},
        opportunities={opportunity.pk: opportunity.name} if opportunity else {},
        kinds={kind.pk: Kind._make(getattr(kind, name) for name in Kind._fields)} if kind else {},
        zones={event.series_id: event.series.time_zone} if event.series else {},
    )


def _person_of(one: Participant) -> Person:
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
        if change.kind in OF_ONE_CALENDAR:
            continue
        opened = not by_owner and change.changes.get("privacy", [None])[0] == "private"
        lines.append(
            {
                "number": change.number,
                "at": change.at.isoformat(),
                "by": {"id": str(change.actor_id), "name": change.actor.name or unknown} if change.actor else None,
                "kind": change.kind,
                "source": change.source,
                "changes": {"privacy": change.changes["privacy"]} if opened else change.changes,
            }
        )
        if opened:
            break
    return lines
