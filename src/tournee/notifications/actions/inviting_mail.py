"""One mail to one person about an event, from what is due to the outbox."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import translation

from tournee.calendar.actions import answering
from tournee.calendar.domain.ics import Person, When
from tournee.calendar.domain.series import FOREVER, read_written
from tournee.calendar.models import Answer, Event, Participant
from tournee.calendar.phrases import repetition
from tournee.organisations.models import Member
from tournee.values.email_address import EmailAddress

from ..domain.invitation import WHOLE, Method, Telling, View
from ..domain.letter import CalendarPart
from ..models import Invitation, InvitedEvent
from ..wording import when
from .inviting_files import Version, cancel_file, first_shown, request_file, shown_of, since_when
from .inviting_letters import Said, content_of, subject_of
from .inviting_links import link_for
from .inviting_parts import Family, as_the_series_has_it, digest_of_times, end_of, place_of
from .outbox import put_into_outbox

KIND = "invitation"
# So many days are named in words; the calendar part names all.
DAYS_NAMED = 20


def post(
    known: InvitedEvent,
    family: Family,
    invitation: Invitation,
    *,
    view: View,
    telling: Telling,
    now: datetime,
    written_by: Member | None,
) -> None:
    """Write it in the person's language and put it into the outbox; counts it in the unsaved `invitation`."""
    sender = family.master.owner if family.master else _owner(known)
    with translation.override(invitation.language):
        if telling.method is Method.CANCEL:
            said, file, until = _cancellation(known, family, invitation, telling, now)
        else:
            said, file, until = _request(family, invitation, view=view, telling=telling, now=now, written_by=written_by)
        subject, content = subject_of(said), content_of(said, CalendarPart(telling.method, file.decode()))
    invitation.mails += 1
    if invitation._state.adding:  # noqa: SLF001 -- documented
        invitation.save(force_insert=True)
    put_into_outbox(
        organisation_id=invitation.organisation_id,
        kind=KIND,
        recipient=EmailAddress(invitation.email),
        recipient_name=invitation.name,
        subject=subject,
        content=content,
        dedupe_key=f"{KIND}:{invitation.pk}:{invitation.mails}",
        sender=sender,
        confidential=known.shown.get("private", False) or bool(family.master and family.master.privacy == "private"),
        useful_until=None if until >= FOREVER else until,
        now=now,
    )


def _owner(known: InvitedEvent) -> Member | None:
    owner_id = known.shown.get("owner_id")
    owners = Member.objects.filter(organisation_id=known.organisation_id)
    return owners.filter(pk=UUID(owner_id)).first() if owner_id else None


def _request(
    family: Family,
    invitation: Invitation,
    *,
    view: View,
    telling: Telling,
    now: datetime,
    written_by: Member | None,
) -> tuple[Said, bytes, datetime]:
    assert family.master is not None  # noqa: S101 -- for mypy: nobody is invited to what is gone
    names = telling.names
    if telling.is_new:
        invitation.since = since_when(family.master, now) if WHOLE in names else ""
    shown = [row for name in names if (row := _row(family, name)) is not None]
    invitation.sequence = max([invitation.sequence, *(row.sequence for row in shown)])
    places = _places(family, invitation, names)
    answering.note_asked(
        organisation_id=invitation.organisation_id,
        place_ids=[place.pk for place in places],
        sequence=invitation.sequence,
    )
    version = Version(invitation.sequence, now.replace(microsecond=0), written_by)
    file = request_file(family, view, names, invitation.since, version)
    answered = bool(places) and all(place.answer != Answer.NONE for place in places)
    said = _asked(family.master, invitation, telling, shown, asks=not answered)
    return said, file, max(end_of(row) for row in shown)


def _asked(master: Event, invitation: Invitation, telling: Telling, shown: list[Event], *, asks: bool) -> Said:
    """What a REQUEST about these rows says to a person."""
    names, whole = telling.names, WHOLE in telling.names
    first = first_shown(master, invitation.since) if whole else shown[0]
    return Said(
        news="new" if telling.is_new else "changed",
        subject=shown[0].subject,
        days=_days([first] if whole else shown, invitation),
        repeats=repetition(master.as_series) if whole and master.recurrence else "",
        zone=invitation.time_zone or master.time_zone if not master.all_day else "",
        place=place_of(shown[0]),
        notes=shown[0].notes,
        organiser=master.owner.name,
        organiser_address=master.owner.email,
        link=link_for(invitation, names[0] if len(names) == 1 else WHOLE, digest_of_times(shown[0])),
        is_partial=not whole and bool(master.recurrence),
        asks=asks,
    )


def _row(family: Family, name: str) -> Event | None:
    if not name or family.master is None:
        return family.master
    return family.row(name) or as_the_series_has_it(family.master, name)


def _places(family: Family, invitation: Invitation, names: tuple[str, ...]) -> list[Participant]:
    """The person's places in what a mail asks about: the whole stands for every occurrence of it."""
    rows = family.rows if WHOLE in names else [row for name in names if (row := family.row(name)) is not None]
    return [place for row in rows for place in family.places(row, invitation.address)]


def _days(rows: list[Event], invitation: Invitation) -> tuple[str, ...]:
    spans = [(row.times.span, invitation.time_zone or row.time_zone) for row in rows[:DAYS_NAMED]]
    return tuple(when(span.start, span.end, zone) for span, zone in spans)


def _cancellation(
    known: InvitedEvent, family: Family, invitation: Invitation, telling: Telling, now: datetime
) -> tuple[Said, bytes, datetime]:
    shown = shown_of(family.master) if family.master else known.shown
    current = family.master.sequence if family.master else 0
    sequence = max(current, invitation.sequence + 1)
    # Whoever is invited again gets a version after this one.
    invitation.sequence = sequence + 1 if WHOLE in telling.names else sequence
    version = Version(sequence, now.replace(microsecond=0))
    to = Person.at(invitation.email, invitation.name)
    file = cancel_file(shown, family, telling.names, to, version)
    said = Said(
        news="cancelled",
        subject=shown["subject"],
        days=_cancelled_days(shown, family, telling, invitation),
        zone="" if len(shown["start"][0]) <= 10 else invitation.time_zone or shown["time_zone"],
        place=shown["place"],
        organiser=shown["organizer"][1],
        organiser_address=shown["organizer"][0],
        is_partial=WHOLE not in telling.names,
    )
    return said, file, max(known.ends_at, end_of(family.master) if family.master else known.ends_at)


def _cancelled_days(shown: dict[str, Any], family: Family, telling: Telling, invitation: Invitation) -> tuple[str, ...]:
    rows = [_row(family, name) for name in telling.names]
    if all(rows):
        return _days([row for row in rows if row], invitation)
    zone = invitation.time_zone or shown["time_zone"]
    moments = [read_written(name or shown["start"][0]) for name in telling.names]
    return tuple(when(_aware(one, shown), _aware(one, shown), zone) for one in moments)


def _aware(moment: Any, shown: dict[str, Any]) -> Any:
    return When(moment, shown["time_zone"]).instant("UTC") if isinstance(moment, datetime) else moment
