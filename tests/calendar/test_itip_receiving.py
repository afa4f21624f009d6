"""What guests' mail programs send back, and what becomes of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.factories.calendar import make_participant
from tests.factories.world import World
from tournee.calendar import actions
from tournee.calendar.actions import accept_proposal, answer_invitation, decline_proposal, receive_itip
from tournee.calendar.actions.answering import note_asked
from tournee.calendar.actions.itip import RESULTS
from tournee.calendar.domain import ics
from tournee.calendar.domain.ics import BadFile, Component, Person, When
from tournee.calendar.domain.series import Scope
from tournee.calendar.models import Event, ExtraAnswer, Participant, Proposal
from tournee.change_log.models import Change
from tournee.organisations.models import Member
from tournee.values.refusal import Conflict, Invalid, NotAllowed, NotVisible

pytestmark = pytest.mark.django_db
GUEST = "jean.roux@client.example"
PARIS = "Europe/Paris"
FIRST = datetime.fromisoformat("2027-01-05T09:00")
STAMP = datetime(2026, 12, 1, 8, tzinfo=UTC)


def plan(owner: Member, *, rule: str = "", people: Any = None, **fields: Any) -> Event:
    sent = {"subject": "Visite", "start": FIRST.isoformat(), "time_zone": PARIS, **fields}
    sent["participants"] = people if people is not None else [{"email": GUEST, "name": "Jean Roux"}]
    return actions.create_event(by=owner, sent=sent | ({"recurrence": [f"RRULE:{rule}"]} if rule else {}))


def component(event: Event, weeks: int | None = None, sequence: int = 0) -> Component:
    start = FIRST + timedelta(weeks=weeks or 0)
    return Component(
        uid=event.uid,
        start=When(start, PARIS),
        end=When(start + timedelta(hours=1), PARIS),
        recurrence_id=When(start, PARIS) if weeks is not None else None,
        sequence=sequence,
        organizer=Person.at(event.owner.email),
    )


def reply(
    event: Event,
    answer: str = "ACCEPTED",
    *,
    weeks: int | None = None,
    person: str = GUEST,
    sender: str | None = None,
    sequence: int = 0,
    minute: int = 0,
    comment: str = "",
    **options: Any,
) -> str:
    """Has it received; returns what became of it."""
    data = ics.reply(
        component(event, weeks, sequence),
        person=options.pop("as_person", None) or Person.at(person),
        answer=answer,
        comment=comment,
        stamp=STAMP + timedelta(minutes=minute),
    )
    return receive(event, data, person if sender is None else sender, **options)


def receive(event: Event, data: bytes, sender: str, **options: Any) -> str:
    (outcome,) = receive_itip(organisation_id=event.organisation_id, message=data, sender=sender, **options)
    assert outcome.result in RESULTS
    return outcome.result


def answers(event: Event) -> dict[str, str]:
    """By occurrence."""
    found = Participant.objects.of(event.organisation_id).values_list("event__recurrence_id", "answer")
    return dict(found)


def test_a_reply_is_the_answer_and_the_log_says_so(world: World) -> None:
    event = plan(world.rep)
    assert reply(event, "DECLINED", comment="En congé") == "taken"
    place = Participant.objects.of(event.organisation_id).get()
    assert (place.answer, place.comment) == ("declined", "En congé")
    assert place.answered_at is not None
    line = Change.objects.filter(kind="event.answered").get()
    assert (line.subject_id, line.owner_id, line.actor_id, line.source) == (event.pk, world.rep.pk, None, "mail")
    assert line.changes["answer"] == ["none", "declined"]
    assert reply(event, "DECLINED", comment="En congé", minute=1) == "unchanged"


def test_the_event_s_own_version_stays(world: World) -> None:
    event = plan(world.rep)
    reply(event)
    kept = Event.objects.of(event.organisation_id).get()
    assert (kept.version, kept.sequence) == (event.version, event.sequence)


def test_the_sender_must_be_the_attendee(world: World) -> None:
    event = plan(world.rep)
    assert reply(event, sender="evil@client.example") == "not_from_attendee"
    assert reply(event, sender="no address") == "not_from_attendee"
    assert answers(event) == {"": "none"}
    assert reply(event, sender=GUEST.upper()) == "taken"


def test_whoever_was_not_invited_is_listed_and_no_more(world: World) -> None:
    event = plan(world.rep)
    assert reply(event, person="x@client.example", comment="Me too") == "extra"
    assert reply(event, "DECLINED", person="X@client.example", minute=1) == "extra"
    extra = ExtraAnswer.objects.of(event.organisation_id).get()
    assert (extra.email, extra.answer) == ("x@client.example", "declined")
    assert [one.email for one in Participant.objects.of(event.organisation_id)] == [GUEST]


def test_somebody_sent_instead_is_listed_with_who_sent_him(world: World) -> None:
    event = plan(world.rep)
    delegating = replace(Person.at(GUEST), parameters=(("DELEGATED-TO", ("mailto:deputy@client.example",)),))
    assert reply(event, "DELEGATED", as_person=delegating) == "extra"
    extra = ExtraAnswer.objects.of(event.organisation_id).get()
    assert (extra.email, extra.instead_of, extra.answer) == ("deputy@client.example", GUEST, "none")
    assert answers(event) == {"": "none"}


@pytest.mark.parametrize(
    ("sequence", "minute", "result"), [(1, 5, "stale"), (2, 1, "stale"), (2, 5, "taken"), (3, 2, "taken")]
)
def test_an_answer_to_an_earlier_version_or_before_another_is_passed_over(
    world: World, sequence: int, minute: int, result: str
) -> None:
    event = plan(world.rep)
    place = Participant.objects.of(event.organisation_id).get()
    note_asked(organisation_id=event.organisation_id, place_ids=[place.pk], sequence=2)
    assert reply(event, "ACCEPTED", sequence=2, minute=2) == "taken"
    assert reply(event, "DECLINED", sequence=sequence, minute=minute) == result
    assert answers(event) == {"": "declined" if result == "taken" else "accepted"}


def test_lesson_7_answering_one_occurrence_touches_no_other_date(world: World) -> None:
    event = plan(world.rep, rule="FREQ=WEEKLY")
    assert reply(event, "DECLINED", weeks=2) == "taken"
    assert answers(event) == {"": "none", "2027-01-19T09:00:00": "declined"}
    own = Event.objects.of(event.organisation_id).get(series=event)
    assert (own.subject, own.times) == ("Visite", event.as_series.at(datetime.fromisoformat(own.recurrence_id)))


def test_lesson_6_a_reply_to_one_occurrence_leaves_the_series_as_it_was(world: World) -> None:
    event = plan(world.rep, rule="FREQ=WEEKLY")
    before = Event.objects.of(event.organisation_id).values().get(pk=event.pk)
    reply(event, "ACCEPTED", weeks=1)
    assert Event.objects.of(event.organisation_id).values().get(pk=event.pk) == before


def test_an_answer_to_the_series_reaches_what_was_answered_alike(world: World) -> None:
    event = plan(world.rep, rule="FREQ=WEEKLY")
    reply(event, "DECLINED", weeks=2)
    start = (FIRST + timedelta(weeks=3)).isoformat()
    actions.update_occurrences(
        event_id=event.pk, recurrence_id=start, scope=Scope.THIS, by=world.rep, sent={"subject": "x"}
    )
    reply(event, "ACCEPTED", minute=1)
    assert answers(event) == {
        "": "accepted",
        "2027-01-19T09:00:00": "declined",
        "2027-01-26T09:00:00": "accepted",
    }


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_an_occurrence_is_found_on_any_clock(world: World, zone: str) -> None:
    event = plan(world.rep, rule="FREQ=WEEKLY")
    named = When(FIRST + timedelta(weeks=1), PARIS).on_clocks_of(zone)
    data = ics.reply(
        replace(component(event, 1), recurrence_id=named), person=Person.at(GUEST), answer="ACCEPTED", stamp=STAMP
    )
    assert receive(event, data, GUEST) == "taken"
    assert answers(event)["2027-01-12T09:00:00"] == "accepted"


def test_unknown_events_and_occurrences_are_told_apart_from_nothing(world: World) -> None:
    event = plan(world.rep, rule="FREQ=WEEKLY")
    elsewhere = replace(component(event), uid="nobody@knows")
    data = ics.reply(elsewhere, person=Person.at(GUEST), answer="ACCEPTED", stamp=STAMP)
    assert receive(event, data, GUEST) == "unknown_event"
    off = replace(component(event), recurrence_id=When(FIRST + timedelta(days=1), PARIS))
    data = ics.reply(off, person=Person.at(GUEST), answer="ACCEPTED", stamp=STAMP)
    assert receive(event, data, GUEST) == "unknown_event"
    (outcome,) = receive_itip(
        organisation_id=world.stranger.organisation_id,
        message=ics.reply(component(event), person=Person.at(GUEST), answer="ACCEPTED", stamp=STAMP),
        sender=GUEST,
    )
    assert outcome.result == "unknown_event"
    assert set(answers(event).values()) == {"none"}


def test_a_deleted_event_takes_no_answer(world: World) -> None:
    event = plan(world.rep)
    actions.delete_event(event_id=event.pk, by=world.rep)
    assert reply(event) == "unknown_event"


def test_where_two_calendars_hold_it_the_answer_goes_where_the_guest_is(world: World) -> None:
    event, other = plan(world.rep, people=[]), plan(world.colleague)
    Event.objects.of(event.organisation_id).filter(pk=event.pk).update(uid="shared@tournee")
    Event.objects.of(event.organisation_id).filter(pk=other.pk).update(uid="shared@tournee")
    other.refresh_from_db()
    assert reply(other) == "taken"


def test_a_comment_is_kept_without_control_characters_and_cut(world: World) -> None:
    event = plan(world.rep)
    reply(event, comment="a\x07b" + "x" * 2000)
    place = Participant.objects.of(event.organisation_id).get()
    assert (place.comment[:2], len(place.comment)) == ("ab", 1000)


BOMBS = [
    b"",
    b"no calendar",
    b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 5_000,
    b"X" * 2_000_000,
]


@pytest.mark.parametrize("data", BOMBS, ids=range(len(BOMBS)))
def test_what_is_no_message_is_refused(world: World, data: bytes) -> None:
    with pytest.raises(BadFile):
        receive_itip(organisation_id=world.organisation.pk, message=data, sender=GUEST)


def test_an_invitation_of_others_is_no_answer(world: World) -> None:
    event = plan(world.rep)
    data = ics.request([replace(component(event), attendees=(Person.at(GUEST),))], stamp=STAMP)
    assert receive(event, data, GUEST) == "not_an_answer"


# Another time


def propose(event: Event, hour: int = 14, *, weeks: int | None = None, sequence: int = 0, person: str = GUEST) -> str:
    part = component(event, weeks, sequence)
    start = FIRST.replace(hour=hour) + timedelta(weeks=weeks or 0)
    data = ics.counter(
        part,
        person=Person.at(person),
        start=When(start, PARIS),
        end=When(start + timedelta(hours=2), PARIS),
        comment="Plutôt l’après-midi",
        stamp=STAMP,
    )
    return receive(event, data, person)


def test_a_proposal_waits_for_the_owner_and_moves_nothing(world: World) -> None:
    event = plan(world.rep)
    assert propose(event) == "proposed"
    proposal = Proposal.objects.of(event.organisation_id).get()
    assert (proposal.email, proposal.comment, proposal.verdict) == (GUEST, "Plutôt l’après-midi", "open")
    assert Event.objects.of(event.organisation_id).get().starts_at == event.starts_at
    assert propose(event, 15) == "proposed"
    assert Proposal.objects.of(event.organisation_id).count() == 1


def test_accepting_a_proposal_moves_the_event(world: World) -> None:
    event = plan(world.rep)
    propose(event)
    proposal = Proposal.objects.of(event.organisation_id).get()
    accept_proposal(event_id=event.pk, proposal_id=proposal.pk, by=world.manager)
    moved = Event.objects.of(event.organisation_id).get()
    assert (moved.starts_at.hour, moved.ends_at - moved.starts_at) == (13, timedelta(hours=2))
    with pytest.raises(Conflict):
        accept_proposal(event_id=event.pk, proposal_id=proposal.pk, by=world.rep)


def test_accepting_a_proposal_for_one_occurrence_moves_that_one(world: World) -> None:
    event = plan(world.rep, rule="FREQ=WEEKLY")
    propose(event, weeks=1)
    proposal = Proposal.objects.of(event.organisation_id).get()
    accept_proposal(event_id=event.pk, proposal_id=proposal.pk, by=world.rep)
    own = Event.objects.of(event.organisation_id).get(series=event)
    assert (own.recurrence_id, own.starts_at.hour) == ("2027-01-12T09:00:00", 13)
    assert Event.objects.of(event.organisation_id).get(pk=event.pk).starts_at == event.starts_at


def test_only_those_who_may_change_the_event_decide(world: World) -> None:
    event = plan(world.rep)
    propose(event)
    proposal = Proposal.objects.of(event.organisation_id).get()
    for who, refusal in ((world.colleague, NotAllowed), (world.other_rep, NotVisible), (world.stranger, NotVisible)):
        with pytest.raises(refusal):
            decline_proposal(event_id=event.pk, proposal_id=proposal.pk, by=who)
    decline_proposal(event_id=event.pk, proposal_id=proposal.pk, by=world.rep)
    assert Proposal.objects.of(event.organisation_id).get().verdict == "declined"


def test_nobody_proposes_for_another_nor_uninvited(world: World) -> None:
    event = plan(world.rep)
    assert propose(event, person="x@client.example") == "extra"
    assert Proposal.objects.of(event.organisation_id).count() == 0


def test_a_request_to_be_told_again_is_noted(world: World) -> None:
    event = plan(world.rep)
    data = ics.reply(component(event), person=Person.at(GUEST), answer="", stamp=STAMP)
    data = data.replace(b"METHOD:REPLY", b"METHOD:REFRESH")
    assert receive(event, data, "x@client.example") == "not_from_attendee"
    assert receive(event, data, GUEST) == "refreshed"
    assert Participant.objects.of(event.organisation_id).get().refresh_wanted_at is not None


# In the application


def test_a_member_answers_for_himself(world: World) -> None:
    event = plan(world.rep, rule="FREQ=WEEKLY", people=[{"user_id": world.colleague.pk}])
    answer_invitation(event_id=event.pk, by=world.colleague, answer="accepted")
    answer_invitation(
        event_id=event.pk,
        by=world.colleague,
        answer="declined",
        comment="Congé",
        recurrence_id="2027-01-12T09:00:00",
    )
    assert answers(event) == {"": "accepted", "2027-01-12T09:00:00": "declined"}
    assert Change.objects.filter(kind="event.answered", actor=world.colleague).count() == 2


def test_nobody_answers_for_another(world: World) -> None:
    event = plan(world.rep, people=[{"user_id": world.colleague.pk}])
    with pytest.raises(NotAllowed):
        answer_invitation(event_id=event.pk, by=world.manager, answer="accepted")
    with pytest.raises(NotVisible):
        answer_invitation(event_id=event.pk, by=world.stranger, answer="accepted")
    with pytest.raises(Invalid):
        answer_invitation(event_id=event.pk, by=world.colleague, answer="none")


def test_undoing_a_change_of_the_series_keeps_the_answers_that_came_meanwhile(world: World) -> None:
    event = plan(world.rep, rule="FREQ=WEEKLY")
    changed = actions.update_occurrences(
        event_id=event.pk,
        recurrence_id=FIRST.isoformat(),
        scope=Scope.ALL,
        by=world.rep,
        sent={"subject": "x"},
    )
    reply(event, comment="Bien")
    assert changed.step_id is not None
    actions.undo_step(step_id=changed.step_id, by=world.rep)
    place = Participant.objects.of(event.organisation_id).get()
    assert (place.answer, place.comment) == ("accepted", "Bien")


def test_the_past_keeps_its_answers(world: World) -> None:
    event = plan(world.rep, rule="FREQ=WEEKLY")
    reply(event, "ACCEPTED", weeks=1)
    own = Event.objects.of(event.organisation_id).get(series=event)
    Participant.objects.of(event.organisation_id).filter(event=own).update(answer="none")
    reply(event, "DECLINED", minute=1, received_at=own.ends_at + timedelta(minutes=1))
    assert answers(event) == {"": "declined", own.recurrence_id: "none"}


def test_a_contact_is_known_by_its_present_address(world: World) -> None:
    event = plan(world.rep, people=[])
    make_participant(event, member=world.colleague, answered_at=timezone.now())
    assert reply(event, person=world.colleague.email) == "taken"
