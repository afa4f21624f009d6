"""What every write of an event shares: what was sent goes in, what changed comes out, is saved and logged."""

from collections.abc import Collection, Container, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tournee.change_log.actions import Entry, record_all
from tournee.organisations import queries as organisations
from tournee.organisations.models import DoubleBooking, Member
from tournee.values.place import BadPlace, Place

from .. import queries
from ..domain.changes import difference
from ..domain.event_times import BadTimes, EventTimes, read_times
from ..domain.series import wall_start
from ..double_booking import clashes
from ..errors import bad_times, double_booked
from ..models import Event, Participant, Privacy
from . import alerts, people
from .checking import Problems, account_and_opportunity, owner_for
from .log_lines import log
from .repeating import put_recurrence, take_recurrence

TIMES = ("start", "end", "all_day", "time_zone")
WRITTEN = (
    "subject", "owner_id", "all_day", "starts_on", "ends_on", "starts_at", "ends_at", "is_long", "time_zone", "privacy",
    "busy", "type_id", "account_id", "opportunity_id", "notes", "address", "latitude", "longitude", "recurrence",
    "series_ends_at", "deleted_at",
)  # fmt: skip
MOVED = {"owner_id", "all_day", "starts_on", "ends_on", "starts_at", "ends_at", "time_zone"}
NOT_LOGGED = ("is_long", "series_ends_at")
# What makes an invitation another one (RFC 5546, 2.1.4).
SIGNIFICANT = MOVED - {"owner_id"} | {"recurrence", "address", "latitude", "longitude"}
SAVED = (*WRITTEN, "uid", "sequence", "series_id", "recurrence_id", "version", "updated_at")
ONLY_WHOLE_SERIES = _("One occurrence cannot repeat by itself. Change this and the following ones, or all of them.")


def change(problems: Problems, event: Event, by: Member, sent: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Change the fields of one row that were sent, and save it if any differs. Returns what changed.

    Raises Invalid, Conflict.
    """
    before, rhythm = written(event), event.as_series.rhythm
    take(problems, event, by, sent, current=event.times)
    check_private(problems, event, by)
    if event.series_id is None:
        put_recurrence(event, take_recurrence(problems, event.as_series, sent, at=wall_start(event.times)))
    problems.refuse()
    changes = difference(before, written(event))
    if MOVED & changes.keys() or "busy" in changes:
        refuse_double_booking(event)
    members = people.members_on(event) if sent.get("participants") is not None else frozenset()
    changes |= put_around(problems, event, by, sent)
    if not changes:
        return {}
    ask_anew(event, by, before, other_rhythm=event.as_series.rhythm != rhythm)
    save(event, changes)
    if "participants" in changes:
        tell_uninvited(event, by, members - people.members_on(event))
    if {"starts_at", "series_ends_at"} & changes.keys():
        tell_participants_when(event)
    return changes


def check_private(problems: Problems, event: Event, by: Member) -> None:
    """Nobody hides an event in somebody else's calendar from himself."""
    if event.privacy == Privacy.PRIVATE and event.owner_id != by.pk:
        problems.add("privacy", _("Only its owner can make an event private."))


def save(event: Event, changes: Container[str]) -> None:
    """Save a row's next version."""
    event.version += 1
    if any(name in changes for name in SIGNIFICANT):
        event.sequence += 1
    event.save(update_fields=[name.removesuffix("_id") if name != "recurrence_id" else name for name in SAVED])


def put_into_trash(event: Event, by: Member) -> None:
    """Delete it, with the occurrences of its own rows if it is a series, so that it can be restored as it was."""
    event.deleted_at = timezone.now()
    _occurrences_of(event).update(deleted_at=event.deleted_at)
    save(event, ())
    log("event.deleted", event, by, {"subject": [event.subject, None]})


def take_out_of_trash(event: Event, by: Member) -> None:
    """Bring back what `put_into_trash` took."""
    _occurrences_of(event).filter(deleted_at=event.deleted_at).update(deleted_at=None)
    event.deleted_at = None
    save(event, ())
    log("event.restored", event, by, {})


def _occurrences_of(event: Event) -> QuerySet[Event]:
    return Event.objects.of(event.organisation_id).filter(series=event)


def tell_participants_when(event: Event) -> None:
    """Keep the copy of its start by which a person's invitations are found."""
    Participant.objects.of(event.organisation_id).filter(event=event).update(event_starts_at=event.found_at)


def log_change(
    event: Event, by: Member, changes: Mapping[str, Any], *, former_owner: UUID, kind: str | None = None
) -> None:
    """Log what became of an event, or of one occurrence under its series' id: moved when only that changed."""
    kept = {name: values for name, values in changes.items() if name not in NOT_LOGGED}
    moved = changes.keys() <= MOVED | {*NOT_LOGGED, "recurrence_id"}
    occurrence = event.recurrence_id if event.series_id is not None else ""
    kind = kind or ("event.moved" if moved else "event.changed")
    log(kind, event, by, kept, former_owner=former_owner, recurrence_id=occurrence)


def tell_uninvited(event: Event, by: Member, member_ids: Collection[UUID]) -> None:
    """Those who no longer take part hear that it has left their calendars: they may see nothing of it any more."""
    entries = [Entry(people.UNINVITED, event.pk, owner_id=member_id) for member_id in sorted(member_ids)]
    record_all(entries, organisation_id=event.organisation_id, by_id=by.pk)


def ask_anew(event: Event, by: Member, before: Mapping[str, Any], *, other_rhythm: bool = False) -> None:
    """Where an event has other times than `written` gave before, let the answers to those go; not when it is over."""
    moved = other_rhythm or any(getattr(event, name) != before[name] for name in MOVED - {"owner_id"})
    ends = (before["series_ends_at"] or before["ends_at"], event.series_ends_at or event.ends_at)
    if moved and max(ends) > timezone.now():
        people.forget_answers(event, by)


def written(event: Event) -> dict[str, Any]:
    """What people write of an event, as it is now."""
    return {name: getattr(event, name) for name in WRITTEN}


def take(problems: Problems, event: Event, by: Member, sent: Mapping[str, Any], *, current: EventTimes | None) -> None:
    """Put the API's fields into the event, unsaved; what is wrong with them into `problems`. Raises Invalid."""
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
    event.times = times


def put_around(problems: Problems, event: Event, by: Member, sent: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Store the participants and alerts that were sent. Returns what changed. Raises Invalid."""
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


def refuse_double_booking(event: Event) -> None:
    """Raises Conflict where the organisation allows no two busy events of one person at one time.

    What the owner has been invited to counts once he has said yes.
    """
    owner = event.owner
    if not event.busy or owner.organisation.double_booking != DoubleBooking.REFUSE:
        return
    # Two bookings of one hour at once: the second waits here, then sees the first.
    organisations.lock_member(owner)
    if any(one.taking.is_sure for one in clashes(event, [owner], now=timezone.now())):
        raise double_booked()
