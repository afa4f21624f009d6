"""Answers to invitations by the API."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.factories.calendar import make_proposal
from tests.factories.world import Program, World
from tournee.calendar import actions
from tournee.calendar.domain import ics
from tournee.calendar.domain.ics import Component, Person, When
from tournee.calendar.models import Event

pytestmark = pytest.mark.django_db
GUEST = "jean.roux@client.example"
FIRST = datetime.fromisoformat("2027-01-05T09:00")


@pytest.fixture
def event(world: World) -> Event:
    people = [{"email": GUEST, "name": "Jean"}, {"user_id": world.colleague.pk}]
    sent = {"subject": "Visit", "start": FIRST.isoformat(), "time_zone": "Europe/Paris", "participants": people}
    return actions.create_event(by=world.rep, sent={**sent, "recurrence": ["RRULE:FREQ=WEEKLY"]})


def reply(event: Event, answer: str = "DECLINED") -> str:
    start = When(FIRST, "Europe/Paris")
    part = Component(uid=event.uid, start=start, end=start, organizer=Person.at(event.owner.email))
    stamp = datetime(2026, 12, 1, tzinfo=UTC)
    return ics.reply(part, person=Person.at(GUEST), answer=answer, comment="Non", stamp=stamp).decode()


def post(program: Program, body: str, query: str = "") -> Any:
    return program.client.post(f"/api/v1/calendar/itip{query}", body, content_type="text/calendar; charset=utf-8")


def test_a_reply_that_is_posted_shows_on_the_event(program: type[Program], world: World, event: Event) -> None:
    answer = post(program(world.rep), reply(event))
    assert answer.json() == {"items": [{"uid": event.uid, "recurrence_id": "", "email": GUEST, "result": "taken"}]}
    shown = program(world.rep)("GET", f"/events/{event.pk}").json()["participants"]
    (jean,) = [one for one in shown if one["email"] == GUEST]
    assert (jean["answer"], jean["comment"], bool(jean["answered_at"])) == ("declined", "Non", True)


@pytest.mark.parametrize(
    ("who", "result"),
    [("manager", "taken"), ("colleague", "taken"), ("other_rep", "unknown_event"), ("stranger", "unknown_event")],
)
def test_only_those_concerned_bring_messages(
    program: type[Program], world: World, event: Event, who: str, result: str
) -> None:
    answer = post(program(getattr(world, who)), reply(event))
    assert [one["result"] for one in answer.json()["items"]] == [result]


def test_the_sender_that_is_told_is_held_to(program: type[Program], world: World, event: Event) -> None:
    answer = post(program(world.rep), reply(event), "?sender=evil@client.example")
    assert [one["result"] for one in answer.json()["items"]] == ["not_from_attendee"]


@pytest.mark.parametrize("body", ["", "x", "X" * 1_100_000])
def test_what_is_no_message_is_refused(program: type[Program], world: World, body: str) -> None:
    answer = post(program(world.rep), body)
    assert (answer.status_code, answer.json()["code"]) == (422, "not_a_message")


def test_a_member_answers_all_or_one_occurrence(program: type[Program], world: World, event: Event) -> None:
    ask = program(world.colleague)
    assert ask("PUT", f"/events/{event.pk}/answer", {"answer": "accepted"}).status_code == 200
    named = "2027-01-12T09:00:00%2B01:00"
    answer = ask("PUT", f"/events/{event.pk}/answer?recurrence_id={named}", {"answer": "declined", "comment": "x"})
    mine = [one for one in answer.json()["participants"] if one["user_id"] == str(world.colleague.pk)]
    assert [(one["answer"], one["comment"]) for one in mine] == [("declined", "x")]
    items = ask("GET", "/events", {"start": "2027-01-01", "end": "2027-01-21", "owner": str(world.rep.pk)}).json()
    answers = [[one["answer"] for one in item["participants"] if one["user_id"]] for item in items["items"]]
    assert answers == [["accepted"], ["declined"], ["accepted"]]


@pytest.mark.parametrize("body", [{"answer": "none"}, {"answer": "accepted", "comment": "x" * 1001}, {}])
def test_a_bad_answer_is_refused(program: type[Program], world: World, event: Event, body: dict[str, str]) -> None:
    assert program(world.colleague)("PUT", f"/events/{event.pk}/answer", body).status_code == 422


def test_proposals_are_shown_to_whoever_decides(program: type[Program], world: World, event: Event) -> None:
    proposal = make_proposal(event, recurrence_id="2027-01-12T09:00:00", comment="Later")
    (shown,) = program(world.rep)("GET", f"/events/{event.pk}").json()["proposals"]
    assert (shown["id"], shown["recurrence_id"]) == (str(proposal.pk), "2027-01-12T09:00:00+01:00")
    assert program(world.colleague)("GET", f"/events/{event.pk}").json()["proposals"] == []
    answer = program(world.rep)("PUT", f"/events/{event.pk}/proposals/{proposal.pk}")
    assert (answer.status_code, answer.json()["start"]) == (200, "2027-01-06T09:00:00+01:00")
    again = program(world.rep)("DELETE", f"/events/{event.pk}/proposals/{proposal.pk}")
    assert (again.status_code, again.json()["code"]) == (409, "moved_on")


def test_a_private_event_shows_no_answers_to_others(program: type[Program], world: World, event: Event) -> None:
    actions.update_event(
        event_id=event.pk, by=world.rep, sent={"privacy": "private", "participants": [{"email": GUEST}]}
    )
    post(program(world.rep), reply(event))
    make_proposal(event)
    shown = program(world.colleague)("GET", f"/events/{event.pk}").json()
    assert (shown["participants"], shown["proposals"], shown["extra_answers"]) == ([], [], [])
    answer = post(program(world.manager), reply(event, "ACCEPTED"))
    assert [one["result"] for one in answer.json()["items"]] == ["unknown_event"]
