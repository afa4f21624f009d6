"""Plan, change, move, delete and restore events."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tournee.change_log.actions import Entry, record, record_all
from tournee.organisations import queries as organisations
from tournee.organisations.errors import not_allowed
from tournee.organisations.models import DoubleBooking, Member
from tournee.values.place import BadPlace, Place
from tournee.values.time_range import DateRange, TimeRange

from .. import permissions, queries
from ..domain.changes import difference
from ..domain.event_times import BadTimes, EventTimes, read_times
from ..domain.window import LONG
from ..errors import bad_times, double_booked
from ..models import Event, Participant, Privacy
from . import alerts, people
from .checking import Problems, account_and_opportunity, check_version, owner_for

TIMES = ("start", "end", "all_day", "time_zone")
WRITTEN = (
    "subject", "owner_id", "all_day", "starts_on", "ends_on", "starts_at", "ends_at", "is_long", "time_zone", "privacy",
    "busy", "type_id", "account_id", "opportunity_id", "notes", "address", "latitude", "longitude", "deleted_at",
)  # fmt: skip
MOVED = {"owner_id", "all_day", "starts_on", "ends_on", "starts_at", "ends_at", "time_zone"}
NOT_LOGGED = ("is_long",)


@transaction.atomic
def create_event(*, by: Member, sent: Mapping[str, Any]) -> Event:
    """Plan an event from the API's fields (`subject` and `start` at least). Raises Invalid, NotAllowed, Conflict."""
    event = Event(organisation_id=by.organisation_id, owner=by)
    event.uid = f"{event.pk}@tournee"
    problems = Problems()
    wanted = dict(sent)
    wanted.setdefault("subject", "")
    _take(problems, event, by, wanted, current=None)
    if event.owner_id != by.pk and event.privacy == Privacy.PRIVATE:
        problems.add("privacy", _("Only its owner can make an event private."))
    problems.refuse()
    _refuse_double_booking(event)
    event.save(force_insert=True)
    _put_around(problems, event, by, wanted)
    _log("event.created", event, by, {"subject": [None, event.subject]})
    return event


@transaction.atomic
def update_event(*, event_id: UUID, by: Member, sent: Mapping[str, Any], if_version: int | None = None) -> Event:
    """Change the fields that were sent, and those alone. Raises NotVisible, NotAllowed, Stale, Invalid, Conflict."""
    event = _locked(by, event_id)
    check_version(event.version, if_version)
    before = _written(event)
    problems = Problems()
    _take(problems, event, by, sent, current=_times_of(event))
    if event.privacy == Privacy.PRIVATE and event.owner_id != by.pk:
        problems.add("privacy", _("Only its owner can make an event private."))
    problems.refuse()
    changes = difference(before, _written(event))
    if MOVED & changes.keys() or "busy" in changes:
        _refuse_double_booking(event)
    members = people.members_on(event) if sent.get("participants") is not None else frozenset()
    changes |= _put_around(problems, event, by, sent)
    if not changes:
        return event
    _save(event)
    if "participants" in changes:
        _tell_uninvited(event, by, members - people.members_on(event))
    if "starts_at" in changes:
        Participant.objects.of(event.organisation_id).filter(event=event).update(event_starts_at=event.starts_at)
    kind = "event.moved" if changes.keys() <= MOVED | set(NOT_LOGGED) else "event.changed"
    _log(kind, event, by, changes, former_owner=before["owner_id"])
    return event


@transaction.atomic
def delete_event(*, event_id: UUID, by: Member, if_version: int | None = None) -> None:
    """Put an event into the trash. Raises NotVisible, NotAllowed, Stale."""
    event = _locked(by, event_id)
    check_version(event.version, if_version)
    event.deleted_at = timezone.now()
    _save(event)
    _log("event.deleted", event, by, {"subject": [event.subject, None]})


@transaction.atomic
def restore_event(*, event_id: UUID, by: Member, if_version: int | None = None) -> Event:
    """Take an event out of the trash as it was. Raises NotVisible, NotAllowed, Stale, Conflict."""
    event = _locked(by, event_id, in_trash=True)
    check_version(event.version, if_version)
    _refuse_double_booking(event)
    event.deleted_at = None
    _save(event)
    _log("event.restored", event, by, {})
    return event


def _locked(by: Member, event_id: UUID, *, in_trash: bool = False) -> Event:
    queries.event(by, event_id, in_trash=in_trash)
    event = Event.objects.of(by.organisation_id).select_for_update().get(pk=event_id)
    if not permissions.may_edit(by, event):
        raise not_allowed()
    return event


def _save(event: Event) -> None:
    event.version += 1
    event.save(update_fields=[name.removesuffix("_id") for name in WRITTEN] + ["version", "updated_at"])


def _log(kind: str, event: Event, by: Member, changes: Mapping[str, Any], *, former_owner: UUID | None = None) -> None:
    kept = {name: values for name, values in changes.items() if name not in NOT_LOGGED}
    if former_owner and former_owner != event.owner_id:
        # Whoever reads only the former owner's calendar must hear that the event has left it.
        record(
            "event.left", organisation_id=event.organisation_id, subject_id=event.pk, owner_id=former_owner, by_id=by.pk
        )
    record(
        kind,
        organisation_id=event.organisation_id,
        subject_id=event.pk,
        owner_id=event.owner_id,
        by_id=by.pk,
        changes=kept,
    )


def _tell_uninvited(event: Event, by: Member, member_ids: Collection[UUID]) -> None:
    # They may see nothing of the event any more, and must hear that it has left their calendars.
    entries = [Entry(people.UNINVITED, event.pk, owner_id=member_id) for member_id in sorted(member_ids)]
    record_all(entries, organisation_id=event.organisation_id, by_id=by.pk)


def _written(event: Event) -> dict[str, Any]:
    return {name: getattr(event, name) for name in WRITTEN}


def _times_of(event: Event) -> EventTimes:
    if event.starts_on is not None and event.ends_on is not None:
        return EventTimes(DateRange(event.starts_on, event.ends_on), event.time_zone)
    return EventTimes(TimeRange(event.starts_at, event.ends_at), event.time_zone)


def _take(problems: Problems, event: Event, by: Member, sent: Mapping[str, Any], *, current: EventTimes | None) -> None:
    if "subject" in sent:
        event.subject = problems.text("subject", sent["subject"], most=255, required=True)
    if "notes" in sent:
        event.notes = problems.text("notes", sent["notes"], most=20_000)
    if sent.get("owner_id"):
        owner = owner_for(problems, by, sent["owner_id"])
        if owner is not None:
            event.owner = owner
    if sent.get("privacy") is not None:
        event.privacy = problems.choice("privacy", sent["privacy"], Privacy.values)
    if sent.get("busy") is not None:
        event.busy = bool(sent["busy"])
    _take_type(problems, event, by, sent)
    fields = {"account_id": event.account_id}
    account_and_opportunity(problems, by, sent, fields)
    if "account_id" in sent and "opportunity_id" not in sent and sent["account_id"] != event.account_id:
        fields["opportunity_id"] = None
    for name, value in fields.items():
        setattr(event, name, value)
    _take_place(problems, event, sent)
    if current is None or any(name in sent for name in TIMES):
        _take_times(problems, event, by, sent, current)


def _take_type(problems: Problems, event: Event, by: Member, sent: Mapping[str, Any]) -> None:
    if "type_id" not in sent or sent["type_id"] == event.type_id:
        return
    event.type_id = wanted = sent["type_id"]
    if wanted is not None:
        types = queries.activity_types(by, active_only=True)
        problems.found("type_id", lambda: types.filter(pk=wanted).first())


def _take_place(problems: Problems, event: Event, sent: Mapping[str, Any]) -> None:
    if "other_address" not in sent:
        return
    place = sent["other_address"] or {}
    event.address = problems.text("other_address", place.get("address"), most=300)
    event.latitude, event.longitude = place.get("latitude"), place.get("longitude")
    if (event.latitude is None) != (event.longitude is None):
        problems.add("other_address", _("Give both latitude and longitude, or neither."))
    elif event.latitude is not None and event.longitude is not None:
        try:
            Place(event.latitude, event.longitude)
        except BadPlace:
            problems.add("other_address", _("Latitude lies between -90 and 90, longitude between -180 and 180."))


def _take_times(
    problems: Problems, event: Event, by: Member, sent: Mapping[str, Any], current: EventTimes | None
) -> None:
    try:
        times = read_times(sent, current=current, home_zone=by.time_zone)
    except BadTimes as error:
        refusal = bad_times(error)
        # A program must be able to tell a skipped or repeated hour from other bad input.
        refusal.fields = {**problems.fields, **refusal.fields}
        raise refusal from error
    event.time_zone, event.all_day = times.time_zone, times.all_day
    event.starts_at, event.ends_at = times.starts_at, times.ends_at
    event.is_long = times.ends_at - times.starts_at > LONG
    event.starts_on, event.ends_on = None, None
    if isinstance(times.span, DateRange):
        event.starts_on, event.ends_on = times.span.start, times.span.end


def _put_around(problems: Problems, event: Event, by: Member, sent: Mapping[str, Any]) -> dict[str, list[Any]]:
    changes: dict[str, list[Any]] = {}
    if sent.get("participants") is not None:
        wanted = people.read_people(problems, by, sent["participants"])
        problems.refuse()
        before, after = people.put_people(event, wanted)
        changes |= difference({"participants": before}, {"participants": after})
    if sent.get("alerts") is not None:
        wanted_alerts = alerts.read_alerts(problems, sent["alerts"])
        problems.refuse()
        alerts_before, alerts_after = alerts.put_alerts(event, wanted_alerts)
        changes |= difference({"alerts": alerts_before}, {"alerts": alerts_after})
    return changes


def _refuse_double_booking(event: Event) -> None:
    owner = event.owner
    if not event.busy or owner.organisation.double_booking != DoubleBooking.REFUSE or event.all_day:
        return
    # Two bookings of one hour at once: the second waits here, then sees the first.
    organisations.lock_member(owner)
    taken = queries.busy_elsewhere(owner=owner, starts_at=event.starts_at, ends_at=event.ends_at, except_id=event.pk)
    if taken.filter(all_day=False).exists():
        raise double_booked()
