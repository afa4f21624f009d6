"""Write what a file brings: new rows by a few statements, changed ones one by one, and their lines in the log."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import Any

from tournee.change_log.actions import Entry, record_all
from tournee.organisations.models import Member

from ..domain.changes import difference
from ..models import Alert, Event, Participant
from . import alerts
from .importing_drafts import Draft, Guest
from .people import key_of

KIND = "event.imported"
BATCH, PORTION = 200, 1_000
# What says where a row came from, and is no change of the event.
NOT_LOGGED = frozenset({"kept", "imported_at", "sequence", "is_long", "series_ends_at"})
TIMES = ("all_day", "starts_on", "ends_on", "starts_at", "ends_at", "is_long", "time_zone")


@dataclass(slots=True)
class Bundle:
    """Rows to be made, to be saved and to be removed."""

    made: list[tuple[Event, Draft]] = field(default_factory=list)
    changed: list[tuple[Event, Draft]] = field(default_factory=list)
    removed: list[Event] = field(default_factory=list)
    # Series out of the trash: their occurrences come, too.
    restored: list[Event] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def add(self, other: "Bundle") -> None:
        """Do that, too."""
        for name in self.__slots__:
            getattr(self, name).extend(getattr(other, name))


@dataclass(slots=True)
class Writing:
    """Writes bundles, one after the other, inside the caller's transaction."""

    owner: Member
    now: datetime
    entries: list[Entry] = field(default_factory=list)

    def take(self, bundle: Bundle) -> None:
        """All of it but the lines of the log."""
        events = Event.objects.of(self.owner.organisation_id)
        if bundle.removed:
            events.filter(pk__in=[one.pk for one in bundle.removed]).delete()
        for master in bundle.restored:
            events.filter(series=master).update(deleted_at=None)
        for row, draft in bundle.changed:
            _save(row, draft, self.now)
        # By portions: a few series can have thousands of occurrences of their own.
        for some in batched(bundle.made, PORTION):
            self._insert(some)
        self.entries += bundle.entries

    def _insert(self, made: Sequence[tuple[Event, Draft]]) -> None:
        for event, _draft in made:
            event.imported_at = self.now
        # Series before what belongs to them; a portion's own series came first.
        for whole in (True, False):
            rows = [event for event, _draft in made if (event.series_id is None) is whole]
            Event.objects.bulk_create(rows, batch_size=BATCH)
        people = [one for event, draft in made for one in _participants(event, draft.people or ())]
        Participant.objects.bulk_create(people, batch_size=BATCH)
        told = [_alert(event, one) for event, draft in made for one in draft.alerts]
        Alert.objects.bulk_create(told, batch_size=BATCH)

    def log(self, by: Member) -> None:
        """The lines of the log, the last of all: whoever else writes in the organisation waits for their numbers."""
        record_all(self.entries, organisation_id=self.owner.organisation_id, by_id=by.pk, at=self.now)


def put(event: Event, draft: Draft, more: Mapping[str, Any]) -> None:
    """Put a draft's fields into a row, unsaved."""
    event.times = draft.times
    for name, value in {**draft.values, **draft.links, **more}.items():
        setattr(event, name, value)


def entry(event: Event, changes: dict[str, list[Any]]) -> Entry:
    """The line of the log; of an occurrence, under its series."""
    kept = {name: values for name, values in changes.items() if name not in NOT_LOGGED}
    if event.series_id is not None:
        kept["recurrence_id"] = [event.recurrence_id, event.recurrence_id]
    return Entry(KIND, event.series_id or event.pk, event.owner_id, kept)


def fields_of(event: Event, draft: Draft) -> dict[str, Any]:
    """The row's values of what a draft speaks of."""
    names = (*TIMES, *draft.values, *draft.links, "recurrence", "series_ends_at", "deleted_at")
    return {name: getattr(event, name) for name in names}


def around_changes(event: Event, draft: Draft) -> dict[str, list[Any]]:
    """How people, their answers and the alerts differ from a row read with its details."""
    changes: dict[str, list[Any]] = {}
    if draft.people is not None:
        present = sorted([one.email or one.name, str(one.answer)] for one in event.participants.all())
        coming = sorted([one.place.email or one.place.name, str(one.answer)] for one in draft.people)
        changes |= difference({"participants": present}, {"participants": coming})
    if draft.alerts:
        told = sorted([one.minutes_before, str(one.at_time or ""), str(one.channel)] for one in event.alerts.all())
        wanted = sorted([one.minutes_before, str(one.at_time or ""), str(one.channel)] for one in draft.alerts)
        changes |= difference({"alerts": told}, {"alerts": wanted})
    return changes


def _save(event: Event, draft: Draft, now: datetime) -> None:
    event.version += 1
    event.imported_at = now
    event.save()
    if draft.people is not None:
        _put_people(event, draft.people)
    if draft.alerts:
        alerts.put_alerts(event, list(draft.alerts))


def _put_people(event: Event, guests: Sequence[Guest]) -> None:
    participants = Participant.objects.of(event.organisation_id).filter(event=event)
    present = {key_of(one): one for one in participants}
    wanted = {one.place.key: one for one in guests}
    participants.exclude(pk__in=[one.pk for key, one in present.items() if key in wanted]).delete()
    for row in _participants(event, guests):
        known = present.get(key_of(row))
        if known is None:
            row.save(force_insert=True)
            continue
        told = {"answer": row.answer, "name": row.name, "position": row.position, "event_starts_at": event.found_at}
        participants.filter(pk=known.pk).update(**told)


def _participants(event: Event, guests: Iterable[Guest]) -> Iterable[Participant]:
    for position, guest in enumerate(guests):
        place = guest.place
        yield Participant(
            organisation_id=event.organisation_id,
            event=event,
            member_id=place.member_id,
            contact_id=place.contact_id,
            email=place.email,
            name=place.name,
            answer=guest.answer,
            # Whoever sent the file has asked them: no import writes to anybody.
            asked_sequence=event.sequence,
            position=position,
            event_starts_at=event.found_at,
        )


def _alert(event: Event, one: alerts.Wanted) -> Alert:
    return Alert(organisation_id=event.organisation_id, event=event, **one._asdict())
