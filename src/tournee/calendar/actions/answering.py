"""Answers to invitations: by mail, by a link, or in the application; to the whole, or to one occurrence alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tournee.organisations.models import Member
from tournee.values.refusal import NotAllowed

from .. import queries
from ..domain.recurrence import Moment
from ..domain.series import written
from ..models import Answer, Event, Participant
from . import copying
from .checking import Problems
from .log_lines import log

ANSWERED = "event.answered"
LONGEST_COMMENT = 1000


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, when it came, and the moment that its mail tells; `sequence` is the version that was answered, None
    for whoever saw the present one."""

    answer: str
    comment: str
    at: datetime
    stamp: datetime | None = None
    sequence: int | None = None


def address_of(participant: Participant) -> str:
    """Where he is written to now: a colleague's or a contact's own address before the one that was noted."""
    person = participant.member or participant.contact
    return (person.email if person else "") or participant.email


def name_of(participant: Participant) -> str:
    """What he is called now."""
    person = participant.member or participant.contact
    return (person.name if person else "") or participant.name


def people_on(organisation_id: UUID, row_ids: Collection[UUID]) -> list[Participant]:
    """Who takes part in these rows, in their order."""
    found = Participant.objects.of(organisation_id).filter(event_id__in=row_ids)
    return list(found.select_related("member", "contact").order_by("position", "id"))


@transaction.atomic
def answer_invitation(*, event_id: UUID, by: Member, answer: str, comment: str = "", recurrence_id: str = "") -> Event:
    """A member answers for himself. Raises NotVisible, NotAllowed for whoever takes no part, Invalid."""
    problems = Problems()
    problems.choice("answer", answer, [one for one in Answer.values if one != Answer.NONE])
    said = problems.text("comment", comment, most=LONGEST_COMMENT)
    problems.refuse()
    shown = queries.occurrence(by, event_id, recurrence_id) if recurrence_id else queries.event(by, event_id)
    given = Given(answer, said, timezone.now(), timezone.now())
    if put_answer(shown.organisation_id, event_id, by.email, recurrence_id, given, by=by) is None:
        raise NotAllowed(_("You do not take part in this event."), code="not_invited")
    return shown


@transaction.atomic
def put_answer(
    organisation_id: UUID,
    event_id: UUID,
    address: str,
    recurrence_id: str,
    given: Given,
    *,
    by: Member | None = None,
) -> bool | None:
    """Note what the person of that address answers, to the whole ("") or to one occurrence, of which no other date
    hears. Returns whether anything changed; None where there is no such event, occurrence or person on it."""
    events = Event.objects.of(organisation_id).select_for_update().filter(deleted_at__isnull=True)
    master = events.filter(pk=event_id, series__isnull=True).first()
    if master is None:
        return None
    if not recurrence_id:
        return _answer_whole(master, address.casefold(), given, by)
    moment = _moment(master, recurrence_id)
    return None if moment is None else _answer_one(master, moment, address.casefold(), given, by)


def _moment(master: Event, recurrence_id: str) -> Moment | None:
    if not master.recurrence:
        return None
    try:
        return master.as_series.named(recurrence_id)
    except (ValueError, OverflowError):
        return None


def _answer_whole(master: Event, key: str, given: Given, by: Member | None) -> bool | None:
    rows = [master, *copying.overrides_of(master).select_for_update()]
    places = places_of(rows, key)
    if not places:
        return None
    was = next((place.answer for place in places if place.event_id == master.pk), None)
    changed = False
    for row in rows:
        # The past keeps its answers, and so does an occurrence that was answered by itself.
        follows = row.pk == master.pk or (row.ends_at > given.at)
        for place in (one for one in places if one.event_id == row.pk and follows):
            if row.pk == master.pk or was is None or place.answer == was:
                changed |= _put(place, row, given)
    if changed:
        _log(master, places[0], was or Answer.NONE, given, by)
    return changed


def _answer_one(master: Event, moment: Moment, key: str, given: Given, by: Member | None) -> bool | None:
    own = copying.overrides_of(master).select_for_update().filter(recurrence_id=written(moment)).first()
    series = master.as_series
    if own is None and not series.has(moment):
        return None
    places = places_of([own or master], key)
    if not places:
        return None
    was, same = places[0].answer, (places[0].answer, places[0].comment) == (given.answer, given.comment)
    if own is None:
        if same:
            return False
        own = copying.own_row(master, moment, series.at(moment))
        places = places_of([own], key)
    changed = max(_put(place, own, given) for place in places)
    if changed:
        _log(master, places[0], was, given, by, recurrence_id=own.recurrence_id)
    return changed


def places_of(rows: Collection[Event], key: str) -> list[Participant]:
    """The participants of these rows that are written to at that address (casefolded)."""
    found = people_on(next(iter(rows)).organisation_id, [row.pk for row in rows])
    return [one for one in found if key and address_of(one).casefold() == key]


def _put(place: Participant, row: Event, given: Given) -> bool:
    changed = (place.answer, place.comment) != (given.answer, given.comment)
    place.answer, place.comment, place.answer_stamp = given.answer, given.comment, given.stamp
    place.answered_sequence = row.sequence if given.sequence is None else min(given.sequence, row.sequence)
    if changed or place.answered_at is None:
        place.answered_at = given.at
    place.save(update_fields=["answer", "comment", "answered_at", "answer_stamp", "answered_sequence"])
    return changed


def _log(
    master: Event, place: Participant, was: str, given: Given, by: Member | None, *, recurrence_id: str = ""
) -> None:
    who = name_of(place) or address_of(place)
    changes: dict[str, list[Any]] = {"participant": [who, who], "answer": [was, given.answer]}
    if given.comment:
        changes["comment"] = [None, given.comment]
    log(ANSWERED, master, by, changes, recurrence_id=recurrence_id)


def note_asked(*, organisation_id: UUID, place_ids: Collection[UUID], sequence: int) -> None:
    """A mail with that SEQUENCE asks these participants: answers to earlier ones come too late."""
    Participant.objects.of(organisation_id).filter(pk__in=place_ids).update(asked_sequence=sequence)


def ask_anew(*, organisation_id: UUID, place_ids: Collection[UUID]) -> int:
    """The event has other times than these participants knew: what they answered counts no more, unless they answered
    to the new ones already. Returns how many answers went."""
    found = Participant.objects.of(organisation_id).filter(pk__in=place_ids).exclude(answer=Answer.NONE)
    stale = [
        one.pk
        for one in found.select_related("event")
        if one.answered_sequence is None or one.answered_sequence < one.event.sequence
    ]
    there = Participant.objects.of(organisation_id).filter(pk__in=stale)
    return there.update(answer=Answer.NONE, comment="", answered_at=None, answer_stamp=None, answered_sequence=None)
