"""Free and busy, free times and warnings by API: what they say, to whom, and what they never say."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.calendar import NOON, make_all_day, make_event, make_participant, make_series
from tests.factories.world import Program, World
from tournee.calendar.models import Participant
from tournee.organisations.models import Member

DAY = {"start": "2026-11-24", "end": "2026-11-25", "time_zone": "Europe/Paris"}
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Noon of 24 November 2026, for all that looks ahead."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


@pytest.fixture
def ask(world: World, program: type[Program]) -> Program:
    return program(world.rep)


def test_people_stand_side_by_side_in_the_order_asked_for(world: World, ask: Program) -> None:
    make_event(world.colleague)
    make_event(world.other_rep, NOON + HOUR)
    answer = ask("GET", "/free-busy", {**DAY, "user": [world.other_rep.pk, "me", world.colleague.pk, world.rep.pk]})
    assert answer.status_code == 200
    items = answer.json()["items"]
    assert [one["user"]["name"] for one in items] == ["Olga Other", "Rita Rep", "Carl Colleague"]
    assert [one["busy"] for one in items] == [
        [{"start": "2026-11-24T14:00:00+01:00", "end": "2026-11-24T15:00:00+01:00"}],
        [],
        [{"start": "2026-11-24T13:00:00+01:00", "end": "2026-11-24T14:00:00+01:00"}],
    ]
    assert items[0]["working"] == [{"start": "2026-11-24T08:00:00+01:00", "end": "2026-11-24T18:00:00+01:00"}]
    assert items[0]["time_zone"] == "Europe/Paris"


def test_busy_is_all_that_is_said_even_of_calendars_that_are_not_shared(world: World, ask: Program) -> None:
    world.organisation.calendar_sharing = "own"
    world.organisation.save()
    event = make_event(world.colleague, subject="Secret", notes="Secret", privacy="private", address="Secret")
    answer = ask("GET", "/free-busy", {**DAY, "user": world.colleague.pk})
    (item,) = answer.json()["items"]
    assert set(item) == {"user", "time_zone", "busy", "working"}
    assert item["busy"] == [{"start": "2026-11-24T13:00:00+01:00", "end": "2026-11-24T14:00:00+01:00"}]
    assert "Secret" not in answer.content.decode()
    assert str(event.pk) not in answer.content.decode()


def test_whoever_asks_for_nobody_means_himself(world: World, ask: Program) -> None:
    (item,) = ask("GET", "/free-busy", DAY).json()["items"]
    assert item["user"]["id"] == str(world.rep.pk)


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("free-busy", {"user": "nobody"}, "user"),
    ("free-busy", {"user": "019aaaaa-0000-7000-8000-000000000000"}, "user"),
    ("free-busy", {"end": "2027-01-26"}, "end"),
    ("free-busy", {"end": "2026-11-24"}, "end"),
    ("free-busy", {"start": "yesterday"}, "start"),
    ("free-busy", {"time_zone": "Mars/Olympus"}, "time_zone"),
    ("free-busy", {"except_event": "x"}, "except_event"),
    ("free-slots", {"user": "nobody"}, "user"),
    ("free-slots", {"start": "soon", "end": ""}, "start"),
    ("free-slots", {"start": "9999-12-31T00:00:00Z", "end": ""}, "start"),
    ("free-slots", {"start": "2026-11-25", "end": "2027-02-25"}, "end"),
    ("free-slots", {"minutes": 0}, "minutes"),
    ("free-slots", {"minutes": 1441}, "minutes"),
    ("free-slots", {"most": 51}, "most"),
]


@pytest.mark.parametrize(("path", "query", "field"), REFUSED, ids=str)
def test_what_cannot_be_asked_is_refused_beside_its_field(
    ask: Program, path: str, query: dict[str, Any], field: str
) -> None:
    asked = {name: value for name, value in {**DAY, **query}.items() if value != ""}
    answer = ask("GET", f"/{path}", asked)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field]), answer.content


@pytest.mark.parametrize("path", ["/free-busy", "/free-slots"])
def test_strangers_are_unknown(world: World, ask: Program, path: str) -> None:
    foreign = ask("GET", path, {**DAY, "user": world.stranger.pk})
    unknown = ask("GET", path, {**DAY, "user": "019aaaaa-0000-7000-8000-000000000000"})
    assert (foreign.status_code, foreign.json()) == (unknown.status_code, unknown.json()) == (422, unknown.json())


def test_fifty_people_at_most(world: World, ask: Program) -> None:
    answer = ask("GET", "/free-busy", {**DAY, "user": [str(world.rep.pk)] * 51})
    assert answer.status_code == 422
    assert answer.json()["fields"] == {"user": ["Ask for 50 people at most."]}


def test_an_event_is_left_out_only_for_whoever_sees_it(world: World, program: type[Program]) -> None:
    event = make_event(world.rep, privacy="private")
    asked = {**DAY, "user": str(world.rep.pk), "except_event": str(event.pk)}
    assert program(world.rep)("GET", "/free-busy", asked).json()["items"][0]["busy"] == []
    assert program(world.colleague)("GET", "/free-busy", asked).json()["items"][0]["busy"] != []


def test_the_statements_do_not_grow(world: World, ask: Program) -> None:
    def count(*members: Member) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert ask("GET", "/free-busy", {**DAY, "user": [one.pk for one in members]}).status_code == 200
        return len(captured)

    for member in (world.rep, world.colleague, world.other_rep, world.manager):
        make_series(member, participants=[{"user_id": world.manager.pk}])
        make_event(member)
    count(world.rep)
    assert count(world.rep) == count(world.rep, world.colleague, world.other_rep, world.manager) <= 5


# --- the next times that suit all
MONDAY = datetime(2027, 3, 1, tzinfo=UTC)
WEEK = {"start": "2027-03-01", "end": "2027-03-08", "time_zone": "Europe/Paris"}


def starts(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [one["start"] for one in answer.json()["items"]]


def test_the_next_times_that_suit_all(world: World, ask: Program) -> None:
    make_event(world.rep, MONDAY + 7 * HOUR, hours=1.2)
    make_event(world.colleague, MONDAY + 9 * HOUR, hours=7)
    make_all_day(world.colleague, datetime(2027, 3, 2, tzinfo=UTC).date())
    asked = {**WEEK, "user": ["me", str(world.colleague.pk)], "minutes": 30, "most": 3}
    assert starts(ask("GET", "/free-slots", asked)) == [
        "2027-03-01T09:15:00+01:00", "2027-03-01T17:00:00+01:00", "2027-03-01T17:30:00+01:00",
    ]  # fmt: skip
    assert starts(ask("GET", "/free-slots", {**asked, "minutes": 60, "most": 2})) == [
        "2027-03-01T17:00:00+01:00", "2027-03-03T08:00:00+01:00",
    ]  # fmt: skip
    Member.objects.filter(pk=world.colleague.pk).update(time_zone="America/New_York", work_start="08:30")
    assert starts(ask("GET", "/free-slots", {**asked, "minutes": 60, "most": 1})) == ["2027-03-01T17:00:00+01:00"]
    assert starts(ask("GET", "/free-slots", {**asked, "time_zone": "UTC", "most": 1})) == ["2027-03-01T16:00:00+00:00"]


def test_nothing_of_the_past_is_proposed(ask: Program) -> None:
    for asked in ({}, {"start": "2026-10-25"}):
        assert starts(ask("GET", "/free-slots", {**asked, "most": 2, "minutes": 240})) == [
            "2026-11-24T13:00:00+01:00", "2026-11-25T08:00:00+01:00",
        ]  # fmt: skip
    assert len(starts(ask("GET", "/free-slots", {"most": 50, "minutes": 300}))) == 20
    past = {"start": "2026-01-05", "end": "2026-01-10"}
    assert starts(ask("GET", "/free-slots", past)) == []


# --- what a write books twice
NEW = {"subject": "Second", "start": "2027-03-01T09:00", "end": "2027-03-01T10:00", "time_zone": "Europe/Paris"}


def warned(answer: Any) -> list[tuple[str, list[str]]]:
    assert answer.status_code in {200, 201}, answer.content
    return [(one["user"]["name"], [clash["subject"] for clash in one["clashes"]]) for one in answer.json()["warnings"]]


def test_a_write_tells_whom_it_books_twice(world: World, ask: Program) -> None:
    first = make_event(world.rep, MONDAY + 8.5 * HOUR, subject="Breakfast")
    make_event(world.colleague, MONDAY + 8 * HOUR, subject="Call")
    people = {"participants": [{"user_id": str(world.colleague.pk)}]}
    made = ask("POST", "/events", {**NEW, **people})
    assert warned(made) == [("Rita Rep", ["Breakfast"]), ("Carl Colleague", ["Call"])]
    (mine, _) = made.json()["warnings"]
    assert (mine["code"], mine["count"]) == ("double_booked", 1)
    assert mine["clashes"] == [
        {
            "id": str(first.pk),
            "recurrence_id": None,
            "subject": "Breakfast",
            "start": "2027-03-01T09:30:00+01:00",
            "end": "2027-03-01T10:30:00+01:00",
            "hidden": False,
        }
    ]
    path = f"/events/{made.json()['id']}"
    assert "warnings" not in ask("PATCH", path, {"notes": "x"}).json()
    assert warned(ask("PATCH", path, {"start": "2027-03-01T10:00"})) == [("Rita Rep", ["Breakfast"])]
    assert warned(ask("PATCH", path, {"start": "2027-03-01T10:30"})) == []
    assert warned(ask("PATCH", path, {"start": "2027-03-01T09:00", "busy": False})) == []


def test_a_declined_invitation_books_nobody_twice(world: World, ask: Program) -> None:
    make_event(world.colleague, MONDAY + 8 * HOUR)
    made = ask("POST", "/events", {**NEW, "participants": [{"user_id": str(world.colleague.pk)}]})
    assert warned(made) != []
    Participant.objects.of(world.organisation.pk).update(answer="declined")
    address = f"/events/{made.json()['id']}"
    assert warned(ask("PATCH", address, {"end": NEW["end"]})) == []
    # Other times ask him anew.
    assert warned(ask("PATCH", address, {"end": "2027-03-01T11:00"})) == warned(made)


@pytest.mark.parametrize("who", ["colleague", "other_rep"])
def test_what_one_may_not_know_is_busy_in_a_warning(world: World, ask: Program, who: str) -> None:
    # A private event of one whose calendar is shared, any of one whose is not.
    taken: Member = getattr(world, who)
    privacy = "private" if who == "colleague" else "normal"
    event = make_event(taken, MONDAY + 8 * HOUR, subject="Secret", privacy=privacy)
    answer = ask("POST", "/events", {**NEW, "participants": [{"user_id": str(taken.pk)}]})
    assert warned(answer) == [(taken.name, ["Busy"])]
    (clash,) = answer.json()["warnings"][0]["clashes"]
    assert (clash["hidden"], clash["id"], clash["recurrence_id"]) == (True, None, None)
    assert "Secret" not in answer.content.decode() and str(event.pk) not in answer.content.decode()


def test_an_organisation_that_says_nothing_says_nothing(world: World, ask: Program) -> None:
    world.organisation.double_booking = "off"
    world.organisation.save()
    make_event(world.rep, MONDAY + 8 * HOUR)
    assert warned(ask("POST", "/events", NEW)) == []


def test_a_series_is_compared_with_a_year_of_what_is_planned(world: World, ask: Program) -> None:
    monthly = make_series(world.rep, "FREQ=MONTHLY;BYDAY=1MO", start="2027-03-01T08:30:00Z", subject="Board")
    made = ask("POST", "/events", {**NEW, "recurrence": ["RRULE:FREQ=WEEKLY"]})
    (one,) = made.json()["warnings"]
    assert (one["count"], len(one["clashes"])) == (12, 5)
    assert {clash["id"] for clash in one["clashes"]} == {str(monthly.pk)}
    assert [clash["recurrence_id"] for clash in one["clashes"]][:2] == ["2027-03-01T09:30:00", "2027-04-05T09:30:00"]
    # All of it is looked at again where all of it is moved, and one where one is.
    path = f"/events/{made.json()['id']}?recurrence_id={quote('2027-03-08T09:00')}"
    assert warned(ask("PATCH", f"{path}&scope=this", {"start": "2027-03-08T15:00"})) == []
    later = f"/events/{made.json()['id']}?recurrence_id={quote('2027-03-15T09:00')}&scope=all"
    (again,) = ask("PATCH", later, {"end": "2027-03-15T10:30"}).json()["warnings"]
    assert again["count"] == one["count"]
    assert warned(ask("PATCH", later, {"start": "2027-03-15T10:30"})) == []


def test_a_series_that_is_changed_from_a_later_occurrence_is_compared_as_a_whole(world: World, ask: Program) -> None:
    make_event(world.rep, MONDAY + 8 * HOUR, subject="Board")
    made = ask("POST", "/events", {**NEW, "recurrence": ["RRULE:FREQ=WEEKLY;COUNT=2"]})
    last = f"/events/{made.json()['id']}?recurrence_id={quote('2027-03-08T09:00')}&scope=all"
    assert warned(ask("PATCH", last, {"end": "2027-03-08T10:30"})) == [("Rita Rep", ["Board"])]


def test_all_day_events_book_their_day(world: World, ask: Program) -> None:
    make_all_day(world.rep, datetime(2027, 3, 1, tzinfo=UTC).date(), subject="Fair")
    assert warned(ask("POST", "/events", NEW)) == [("Rita Rep", ["Fair"])]
    day = {"subject": "Holiday", "start": "2027-03-01", "all_day": True}
    assert warned(ask("POST", "/events", day)) == [("Rita Rep", ["Fair", "Second"])]


REFUSE: list[tuple[str, int]] = [("none", 201), ("tentative", 201), ("declined", 201), ("accepted", 409)]


@pytest.mark.parametrize(("answer", "status"), REFUSE)
def test_where_two_are_refused_an_invitation_counts_once_accepted(
    world: World, ask: Program, answer: str, status: int
) -> None:
    world.organisation.double_booking = "refuse"
    world.organisation.save()
    make_participant(make_event(world.colleague, MONDAY + 8 * HOUR), member=world.rep, answer=answer)
    found = ask("POST", "/events", NEW)
    assert found.status_code == status
    if status == 409:
        assert found.json()["code"] == "double_booked"


def test_where_two_are_refused_whole_days_and_series_count_and_colleagues_are_warned_of(
    world: World, ask: Program
) -> None:
    world.organisation.double_booking = "refuse"
    world.organisation.save()
    make_all_day(world.rep, datetime(2027, 3, 8, tzinfo=UTC).date())
    make_event(world.colleague, MONDAY + 8 * HOUR, subject="Call")
    assert ask("POST", "/events", {**NEW, "recurrence": ["RRULE:FREQ=WEEKLY"]}).status_code == 409
    made = ask("POST", "/events", {**NEW, "participants": [{"user_id": str(world.colleague.pk)}]})
    assert warned(made) == [("Carl Colleague", ["Call"])]
