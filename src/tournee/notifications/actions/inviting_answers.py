"""What follows from answers: the owner hears of those that need him, and guests of what became of their proposals."""

from datetime import datetime, timedelta
from html import escape
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation

from tournee.calendar.actions.answering import address_of, name_of
from tournee.calendar.domain import ics
from tournee.calendar.domain.ics import Person
from tournee.calendar.models import Answer, Event, Participant, Privacy, Proposal, Verdict
from tournee.values.email_address import EmailAddress

from ..domain.letter import CalendarPart, Content
from .inviting_files import Version, occurrence_part
from .inviting_letters import kept_time
from .inviting_parts import Family, as_the_series_has_it, read_family
from .outbox import put_into_outbox
from .telling import tell_of_answer

# What is older was told, or the worker was away for so long that the calendar itself has told it.
TOLD_FOR = timedelta(days=7)


@transaction.atomic
def tell_of_answers(*, organisation_id: UUID, event_id: UUID, now: datetime | None = None) -> None:
    """Tell the owner of answers and proposals to an event that came of late, each once; and those whose proposals were
    declined. Calling it again tells nothing again."""
    since = (now or timezone.now()) - TOLD_FOR
    family = read_family(organisation_id, event_id)
    if family.master is None or family.over:
        return
    for row in family.rows:
        for place in family.people.get(row.pk, ()):
            if place.answered_at and place.answered_at > since and not _is_the_series_own(family, row, place):
                _tell_owner(family.master, row, place)
    for proposal in Proposal.objects.of(organisation_id).filter(event_id=event_id, received_at__gt=since):
        _follow(family, family.master, proposal)


def _is_the_series_own(family: Family, row: Event, place: Participant) -> bool:
    """Whether he gave that answer to the series, which tells it."""
    if family.master is None or row.pk == family.master.pk:
        return False
    whole = family.places(family.master, address_of(place).casefold())
    return any((one.answer, one.answered_at) == (place.answer, place.answered_at) for one in whole)


def _tell_owner(master: Event, row: Event, place: Participant) -> None:
    if place.answer != Answer.DECLINED or place.answered_at is None or place.member_id == master.owner_id:
        return
    span = row.times.span
    tell_of_answer(
        organisation_id=master.organisation_id,
        owner_id=master.owner_id,
        event_id=master.pk,
        answer="declined",
        name=name_of(place),
        email=address_of(place),
        answered_at=place.answered_at,
        comment=place.comment,
        recurrence_id=row.recurrence_id,
        start=span.start,
        end=span.end,
    )


def _follow(family: Family, master: Event, proposal: Proposal) -> None:
    if proposal.verdict == Verdict.DECLINED:
        _decline(family, master, proposal)
    if proposal.verdict != Verdict.OPEN:
        return
    span = proposal.times.span
    tell_of_answer(
        organisation_id=master.organisation_id,
        owner_id=master.owner_id,
        event_id=master.pk,
        answer="countered",
        name=proposal.name,
        email=proposal.email,
        answered_at=proposal.received_at,
        comment=proposal.comment,
        recurrence_id=proposal.recurrence_id,
        start=span.start,
        end=span.end,
    )


def _decline(family: Family, master: Event, proposal: Proposal) -> None:
    """The mail that says so, once."""
    name = proposal.recurrence_id
    row = (family.row(name) or as_the_series_has_it(master, name)) if name else master
    places = family.places(family.row(name) or master, proposal.email)
    if row is None or not places:
        return
    version = Version(max(row.sequence, proposal.sequence), proposal.decided_at or proposal.received_at)
    part = occurrence_part(family, row, name, version)
    file = ics.declined_counter(part, person=Person.at(proposal.email, proposal.name), stamp=version.stamp)
    contact, member = places[0].contact, places[0].member
    language = (member and member.language) or (contact and contact.language) or master.owner.organisation.language
    with translation.override(language):
        subject, text = kept_time(row.subject)
    put_into_outbox(
        organisation_id=master.organisation_id,
        kind="invitation",
        recipient=EmailAddress(proposal.email),
        recipient_name=proposal.name,
        subject=subject,
        content=Content(text, f"<p>{escape(text)}</p>", (CalendarPart("DECLINECOUNTER", file.decode()),)),
        dedupe_key=f"declined counter:{proposal.pk}",
        sender=master.owner,
        confidential=master.privacy == Privacy.PRIVATE,
        useful_until=row.ends_at,
    )
