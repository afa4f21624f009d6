"""What guests' mail programs send back (RFC 5546): answers, proposals of another time, and requests to be told again.

A message may say anything: only who sent it is believed, and only about himself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tournee.change_log.actions import record
from tournee.change_log.origin import Origin, coming_from
from tournee.organisations.models import Member
from tournee.values.email_address import BadAddress, EmailAddress
from tournee.values.text import has_control

from .. import permissions
from ..domain import ics
from ..domain.ics import Component, Message, Person, When
from ..domain.series import written
from ..models import Answer, Event, ExtraAnswer, Participant
from . import copying
from .answering import LONGEST_COMMENT, Given, address_of, places_of, put_answer
from .proposing import put_proposal

ANSWERS = {
    "ACCEPTED": Answer.ACCEPTED,
    "TENTATIVE": Answer.TENTATIVE,
    "DECLINED": Answer.DECLINED,
    "NEEDS-ACTION": Answer.NONE,
}
# A mail is about one event: what is larger was not written by a guest's program.
LIMITS = ics.Limits(octets=1_000_000, lines=20_000, components=200, people=500, overrides=100)
MOST_EXTRA = 50


class Outcome(NamedTuple):
    """What became of one answer: `result` is one of RESULTS."""

    uid: str
    recurrence_id: str
    email: str
    result: str


RESULTS = {
    "taken": "the answer stands",
    "unchanged": "it said what was known",
    "stale": "it answers an earlier version, or a newer answer is here",
    "unknown_event": "there is no such event or occurrence here",
    "not_from_attendee": "it speaks for somebody other than its sender",
    "extra": "its sender was not invited: shown to the owner, and no more",
    "proposed": "another time is proposed to the owner",
    "refreshed": "the invitation is sent again",
    "not_an_answer": "it is no answer to an invitation",
}


@dataclass(frozen=True, slots=True)
class _Letter:
    """A message on its way in. `sender` is "" where the caller vouches for whoever the message names."""

    organisation_id: UUID
    sender: str
    received_at: datetime
    by: Member | None

    def is_from(self, person: Person) -> bool:
        """Whether he speaks for himself."""
        return bool(person.address) and (not self.sender or self.sender == person.address.casefold())


def receive_itip(
    *,
    organisation_id: UUID,
    message: bytes | Message,
    sender: str,
    by: Member | None = None,
    received_at: datetime | None = None,
) -> list[Outcome]:
    """Take a message from the address `sender`; "" where whoever brings it vouches for the person that it names. With
    `by`, only what that member may edit or takes part in. Raises ics.BadFile for what is no calendar."""
    read = message if isinstance(message, Message) else ics.read_message(message, limits=LIMITS)
    letter = _Letter(organisation_id, _key(sender), received_at or timezone.now(), by)
    with coming_from(Origin.MAIL):
        if read.method == "REFRESH":
            return [_refresh(letter, part) for item in read.items for part in item.components]
        if read.method not in {"REPLY", "COUNTER"}:
            return [Outcome(item.uid, "", "", "not_an_answer") for item in read.items]
        parts = {_named(part.uid, part.recurrence_id): part for item in read.items for part in item.components}
        return [_take(letter, read.method, answer, parts) for answer in read.answers]


def _key(sender: str) -> str:
    if not sender:
        return ""
    try:
        return EmailAddress.parse(sender).key
    except BadAddress:
        # Nobody has it, and so it speaks for nobody.
        return "@"


def _named(uid: str, recurrence_id: When | None) -> tuple[str, str]:
    return uid, recurrence_id.wall.isoformat() if recurrence_id else ""


@transaction.atomic
def _take(letter: _Letter, method: str, answer: ics.Answer, parts: dict[tuple[str, str], Component]) -> Outcome:
    uid, name = _named(answer.uid, answer.recurrence_id)
    email = answer.person.address[:254]
    master = _event(letter, uid, email)
    found = _rows(master, answer.recurrence_id) if master else None
    if master is None or found is None:
        return Outcome(uid, name, email, "unknown_event")
    if not letter.is_from(answer.person):
        return Outcome(uid, name, email, "not_from_attendee")
    part = parts[uid, name] if method == "COUNTER" else None
    name, row = found
    return Outcome(uid, name, email, _result(letter, answer, part, _About(master, name, row)))


class _About(NamedTuple):
    """What is answered: the event or one occurrence, and the row whose people are meant."""

    master: Event
    name: str
    row: Event


def _result(letter: _Letter, answer: ics.Answer, counter: Component | None, about: _About) -> str:
    email = answer.person.address
    others = [] if about.name else copying.overrides_of(about.master)
    places = places_of([about.row, *others], email.casefold())
    if not places:
        return _extra(letter, about, answer)
    if _is_stale(answer, places):
        return "stale"
    if counter and _proposed(letter, answer, counter, about, places[0]):
        return "proposed"
    if answer.answer == "DELEGATED":
        return _delegated(letter, about, answer)
    given = Given(
        answer=ANSWERS[answer.answer],
        comment=_comment(answer.comment),
        at=letter.received_at,
        stamp=answer.stamp or letter.received_at,
        sequence=answer.sequence,
    )
    writer = letter.by if letter.by and letter.by.email.casefold() == email.casefold() else None
    changed = put_answer(letter.organisation_id, about.master.pk, email, about.name, given, by=writer)
    return "taken" if changed else "unchanged"


def _proposed(letter: _Letter, answer: ics.Answer, counter: Component, about: _About, place: Participant) -> bool:
    comment = _comment(answer.comment)
    return put_proposal(
        about.master, about.name, about.row, place, part=counter, comment=comment, received_at=letter.received_at
    )


def _event(letter: _Letter, uid: str, email: str) -> Event | None:
    """The event of that UID: where several calendars hold it, the one that the person is on."""
    events = Event.objects.of(letter.organisation_id).filter(uid=uid, series__isnull=True, deleted_at__isnull=True)
    found = [one for one in events.select_related("owner").order_by("id") if _may_take(letter, one)]
    on_it = [one for one in found if _is_on(one, email)]
    return next(iter(on_it or found), None)


def _is_on(master: Event, email: str) -> bool:
    return bool(email) and bool(places_of([master, *copying.overrides_of(master)], email.casefold()))


def _may_take(letter: _Letter, event: Event) -> bool:
    by = letter.by
    return by is None or permissions.may_edit(by, event) or _is_on(event, by.email)


def _rows(master: Event, recurrence_id: When | None) -> tuple[str, Event] | None:
    """The occurrence's name, and the row whose people are meant; None where the series has none there."""
    if recurrence_id is None:
        return "", master
    if not master.recurrence:
        return None
    series, told = master.as_series, recurrence_id.on_clocks_of(master.time_zone)
    try:
        moment = series.named(told.wall.isoformat())
    except ValueError:
        return None
    own = copying.overrides_of(master).filter(recurrence_id=written(moment)).first()
    if own is None and not series.has(moment):
        return None
    return written(moment), own or master


def _is_stale(answer: ics.Answer, places: Sequence[Participant]) -> bool:
    """Whether a later version was sent to him, or a later answer came (RFC 5546, 2.1.5)."""
    place = places[0]
    if place.asked_sequence is not None and answer.sequence < place.asked_sequence:
        return True
    return (
        answer.stamp is not None
        and place.answer_stamp is not None
        and answer.stamp < place.answer_stamp.replace(microsecond=0)
    )


def _comment(text: str) -> str:
    plain = "".join(letter for letter in text.strip() if not has_control(letter))
    return plain[:LONGEST_COMMENT]


def _extra(letter: _Letter, about: _About, answer: ics.Answer, instead_of: str = "") -> str:
    person, master = answer.person, about.master
    others = ExtraAnswer.objects.of(letter.organisation_id).filter(event=master)
    if others.exclude(email=person.address.casefold()).count() >= MOST_EXTRA:
        return "not_from_attendee"
    others.update_or_create(
        organisation_id=letter.organisation_id,
        event=master,
        recurrence_id=about.name,
        email=person.address.casefold(),
        defaults={
            "name": _comment(person.name)[:160],
            "answer": ANSWERS.get(answer.answer, Answer.NONE),
            "comment": _comment(answer.comment),
            "instead_of": instead_of or _told(person, "DELEGATED-FROM"),
            "received_at": letter.received_at,
        },
    )
    return "extra"


def _delegated(letter: _Letter, about: _About, answer: ics.Answer) -> str:
    """He sends somebody else: shown to the owner, who may invite that person or not."""
    told = _told(answer.person, "DELEGATED-TO")
    if not told:
        return "unchanged"
    other = ics.Answer(
        uid=answer.uid,
        recurrence_id=answer.recurrence_id,
        this_and_future=False,
        person=Person.at(told),
        answer="NEEDS-ACTION",
        comment=answer.comment,
        sequence=answer.sequence,
        stamp=answer.stamp,
    )
    return _extra(letter, about, other, instead_of=answer.person.address)


def _told(person: Person, parameter: str) -> str:
    """The first address of a parameter such as DELEGATED-TO, "" where there is none that could be written to."""
    values: Iterable[str] = next((values for name, values in person.parameters if name == parameter), ())
    return next((Person(value).address for value in values), "")


@transaction.atomic
def _refresh(letter: _Letter, part: Component) -> Outcome:
    """He has lost the invitation: it is due to be told again."""
    person = next((one for one in part.attendees if letter.is_from(one)), None)
    if person is None:
        return Outcome(part.uid, "", "", "not_from_attendee")
    master = _event(letter, part.uid, person.address)
    places = places_of([master], person.address.casefold()) if master else []
    if master is None or not places:
        return Outcome(part.uid, "", person.address, "unknown_event")
    there = Participant.objects.of(letter.organisation_id).filter(pk__in=[one.pk for one in places])
    there.update(refresh_wanted_at=letter.received_at)
    _log_refresh(master, address_of(places[0]))
    return Outcome(part.uid, "", person.address, "refreshed")


def _log_refresh(master: Event, address: str) -> None:
    record(
        "event.refresh_wanted",
        organisation_id=master.organisation_id,
        subject_id=master.pk,
        owner_id=master.owner_id,
        changes={"participant": [address, address]},
    )
