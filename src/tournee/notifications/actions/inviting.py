"""Tell people by mail what they are invited to: what is due follows from what each of them was last told.

What was told and the mails that tell it commit together, so that a crash neither loses a mail nor doubles one.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils import timezone

from tournee.calendar.actions import answering
from tournee.calendar.actions.people import organised_here
from tournee.calendar.models import Event, Participant
from tournee.change_log import queries as change_log
from tournee.change_log.origin import Origin
from tournee.organisations.models import Member

from ..domain.invitation import NOTHING, WHOLE, Method, Telling, View, tellings, told_after
from ..models import Invitation, InvitedEvent
from .inviting_files import shown_of, since_when
from .inviting_mail import post
from .inviting_parts import Family, Guest, digest_of_times, end_of, guests_of, read_family, views_of

# Whoever brings events from elsewhere brings what people there already know.
SILENT = frozenset({Origin.IMPORT, Origin.SYNC})


@transaction.atomic
def send_invitations(*, organisation_id: UUID, event_id: UUID, now: datetime | None = None) -> int:
    """Put into the outbox what people do not yet know about an event or series. Returns how many mails.

    Calling it again sends nothing again, and after several changes each person gets one mail about all of them.
    """
    now = now or timezone.now()
    event_id = _of_series(organisation_id, event_id)
    family = read_family(organisation_id, event_id)
    known = InvitedEvent.objects.of(organisation_id).filter(event_id=event_id).first()
    if known is None:
        if family.master is None or not organised_here(family.master) or not guests_of(family):
            return 0
        known = _new(organisation_id, family.master)
    # One worker at a time; what changed meanwhile is read now.
    known = InvitedEvent.objects.of(organisation_id).select_for_update().get(pk=known.pk)
    return _Round(known, read_family(organisation_id, event_id), now).run()


def send_invitations_of_many(*, organisation_id: UUID, event_ids: Collection[UUID]) -> None:
    """As `send_invitations`, for each of them to which anybody is or was invited; one that fails stops no other.

    Raises ExceptionGroup of what failed, once all others are done.
    """
    faults: list[Exception] = []
    for event_id in _with_people(organisation_id, event_ids):
        try:
            send_invitations(organisation_id=organisation_id, event_id=event_id)
        except Exception as error:  # noqa: BLE001 -- raised below
            faults.append(error)
    if faults:
        raise ExceptionGroup("invitations", faults)


def _with_people(organisation_id: UUID, event_ids: Collection[UUID]) -> list[UUID]:
    places = Participant.objects.of(organisation_id)
    own = places.filter(event_id__in=event_ids).values_list("event_id", flat=True)
    of_occurrences = places.filter(event__series_id__in=event_ids).values_list("event__series_id", flat=True)
    told = InvitedEvent.objects.of(organisation_id).filter(event_id__in=event_ids).values_list("event_id", flat=True)
    found = {*own, *of_occurrences, *told}
    return [event_id for event_id in event_ids if event_id in found]


def _of_series(organisation_id: UUID, event_id: UUID) -> UUID:
    series = Event.objects.of(organisation_id).filter(pk=event_id).values_list("series_id", flat=True).first()
    return series or event_id


def _new(organisation_id: UUID, master: Event) -> InvitedEvent:
    return InvitedEvent.objects.of(organisation_id).get_or_create(
        organisation_id=organisation_id,
        event_id=master.pk,
        defaults={"ends_at": end_of(master), "shown": shown_of(master)},
    )[0]


@dataclass
class _Due:
    """What one person is to be told."""

    invitation: Invitation
    view: View
    mails: list[Telling]


class _Round:
    """One event's turn."""

    def __init__(self, known: InvitedEvent, family: Family, now: datetime) -> None:
        self.known, self.family, self.now = known, family, now
        changes = change_log.changes_of_subject(known.organisation_id, known.event_id).filter(number__gt=known.number)
        self.changes = list(changes.exclude(kind=answering.ANSWERED))
        self.is_first = not known.number

    def run(self) -> int:
        """Returns how many mails went into the outbox."""
        found = self.due()
        if self.is_silent():
            for one in found:
                one.mails = []
        self.ask_anew(found)
        writer = self.writer()
        count = 0
        for one in found:
            count += len(one.mails)
            for telling in one.mails:
                post(
                    self.known,
                    self.family,
                    one.invitation,
                    view=one.view,
                    telling=telling,
                    now=self.now,
                    written_by=writer,
                )
            self.keep(one)
        self.keep_event()
        return count

    def is_silent(self) -> bool:
        """Whether all that happened came from elsewhere: it is taken as told."""
        if self.changes:
            return all(change.source in SILENT for change in self.changes)
        master = self.family.master
        return self.is_first and master is not None and master.imported_at is not None

    def due(self) -> list[_Due]:
        """Everybody who was told something or is to be, with what is due."""
        invitations = {one.address: one for one in Invitation.objects.of(self.organisation_id).filter(event=self.known)}
        guests = guests_of(self.family)
        keys = list({**invitations, **guests})
        views = views_of(self.family, keys, now=self.now)
        found = []
        for key in keys:
            invitation = invitations.get(key) or self.invitation_of(key, guests[key])
            guest = guests.get(key)
            if guest is None and self.takes_part(key):
                # The calendar has become his, or he has no access any more.
                continue
            if guest is not None:
                invitation.email, invitation.name = guest.email.text, guest.name[:160]
                invitation.language, invitation.time_zone = guest.language, guest.time_zone
            found.append(_Due(invitation, views[key], []))
        for one in found:
            one.mails = self.mails_to(one)
        return found

    def takes_part(self, key: str) -> bool:
        return not self.family.over and any(self.family.places(row, key) for row in self.family.rows)

    @property
    def organisation_id(self) -> UUID:
        return self.known.organisation_id

    def invitation_of(self, key: str, guest: Guest) -> Invitation:
        return Invitation(
            organisation_id=self.organisation_id,
            event=self.known,
            address=key,
            email=guest.email.text,
            member_id=guest.member_id,
            language=guest.language,
            told_at=self.now,
        )

    def mails_to(self, one: _Due) -> list[Telling]:
        if self.actors() == {one.invitation.member_id}:
            # He did it himself.
            return []
        due = tellings(told_to(one.invitation), one.view, now=self.now)
        if not due and self.wants_it_again(one):
            return [Telling(Method.REQUEST, (WHOLE,))]
        return due

    def wants_it_again(self, one: _Due) -> bool:
        places = [place for row in self.family.rows for place in self.family.places(row, one.invitation.address)]
        asked = max((place.refresh_wanted_at for place in places if place.refresh_wanted_at), default=None)
        return asked is not None and asked > one.invitation.told_at and bool(one.view.whole)

    def actors(self) -> set[UUID | None]:
        return {change.actor_id for change in self.changes}

    def writer(self) -> Member | None:
        """The one who wrote, where a single person did."""
        actors = {change.actor_id: change.actor for change in self.changes}
        return next(iter(actors.values())) if len(actors) == 1 else None

    def ask_anew(self, found: Collection[_Due]) -> None:
        """What was answered to other times counts no more."""
        places = [place.pk for one in found for telling in one.mails for place in self.places_asked_anew(one, telling)]
        if places and answering.ask_anew(organisation_id=self.organisation_id, place_ids=places):
            self.family = read_family(self.organisation_id, self.known.event_id)

    def places_asked_anew(self, one: _Due, telling: Telling) -> list[Participant]:
        key, master = one.invitation.address, self.family.master
        if telling.method is Method.CANCEL or master is None:
            return []
        whole = WHOLE in telling.anew
        # The occurrences go by other names once their series has moved: by their times it is seen which stayed.
        known = {part.when for part in told_to(one.invitation).apart.values()}
        rows = [master] if whole else []
        for row in self.family.overrides:
            moved = digest_of_times(row) not in known if whole else row.recurrence_id in telling.anew
            if moved and row.ends_at > self.now:
                rows.append(row)
        return [place for row in rows for place in self.family.places(row, key)]

    def keep(self, one: _Due) -> None:
        """Note what the person has been told."""
        invitation, before = one.invitation, told_to(one.invitation)
        after = told_after(before, one.view, now=self.now)
        if invitation._state.adding and after == NOTHING:  # noqa: SLF001 -- documented
            return
        if before.whole is None and after.whole is not None and self.family.master is not None:
            invitation.since = since_when(self.family.master, self.now)
        invitation.told = msgspec.to_builtins(after)
        if one.mails:
            invitation.told_at = self.now
        invitation.save()

    def keep_event(self) -> None:
        """Note what has been dealt with, and what a cancellation would say."""
        known, master = self.known, self.family.master
        known.number = max([known.number, *(change.number for change in self.changes)])
        if master is not None:
            known.shown, known.ends_at = shown_of(master), end_of(master)
        known.save(update_fields=["number", "shown", "ends_at"])


def told_to(invitation: Invitation) -> View:
    """What the person was last told."""
    return msgspec.convert(invitation.told or {}, View)


def forget_invitations(*, organisation_id: UUID, before: datetime) -> int:
    """Forget what people were told of events that were over by then; returns how many events."""
    return (
        InvitedEvent.objects.of(organisation_id)
        .filter(ends_at__lt=before)
        .delete()[1]
        .get("notifications.InvitedEvent", 0)
    )
