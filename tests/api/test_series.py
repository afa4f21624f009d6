"""Series by API: made, seen across clock changes, changed in part and as a whole, and every step undone."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.factories.world import Program, World
from tournee.change_log.models import Change

WEEKLY = ["RRULE:FREQ=WEEKLY"]
MARCH = {"start": "2026-03-01", "end": "2026-04-15", "time_zone": "Europe/Paris"}


class Calendar:
    """A person's calendar by API."""

    def __init__(self, ask: Program) -> None:
        self.ask = ask

    def plan(self, recurrence: list[str] | None = None, **fields: Any) -> dict[str, Any]:
        body = {"subject": "Round", "start": "2026-03-02T09:00", "end": "2026-03-02T10:00", "time_zone": "Europe/Paris"}
        answer = self.ask("POST", "/events", {**body, "recurrence": recurrence or WEEKLY, **fields})
        assert answer.status_code == 201, answer.content
        return dict(answer.json())

    def change(self, event: dict[str, Any], at: str, scope: str, **fields: Any) -> Any:
        answer = self.ask("PATCH", f"/events/{event['id']}?recurrence_id={quote(at)}&scope={scope}", fields)
        assert answer.status_code == 200, answer.content
        return answer

    def remove(self, event: dict[str, Any], at: str, scope: str) -> Any:
        answer = self.ask("DELETE", f"/events/{event['id']}?recurrence_id={quote(at)}&scope={scope}")
        assert answer.status_code == 204, answer.content
        return answer

    def undo(self, answer: Any) -> None:
        done = self.ask("PUT", f"/series-steps/{answer['Undo-Step']}/undoing")
        assert done.status_code == 200, done.content

    def items(self, **window: str) -> list[dict[str, Any]]:
        answer = self.ask("GET", "/events", {**MARCH, **window})
        assert answer.status_code == 200, answer.content
        return list(answer.json()["items"])

    def starts(self, **window: str) -> list[str]:
        return [item["start"][:16] for item in self.items(**window)]


@pytest.fixture
def calendar(world: World, program: type[Program]) -> Calendar:
    return Calendar(program(world.rep))


ALL = [f"2026-{day}T09:00" for day in ("03-02", "03-09", "03-16", "03-23", "03-30", "04-06", "04-13")]


def test_nine_stays_nine_across_the_clock_change(calendar: Calendar) -> None:
    made = calendar.plan()
    items = calendar.items()
    assert [item["start"] for item in items] == [f"{one}:00+0{1 if one < '2026-03-29' else 2}:00" for one in ALL]
    assert {item["id"] for item in items} == {made["id"]}
    assert [item["recurrence_id"] for item in items] == [item["start"] for item in items]
    there = calendar.items(time_zone="America/Phoenix")
    assert [item["start"][11:16] for item in there] == ["01:00"] * 4 + ["00:00"] * 3
    assert (made["recurrence"], made["recurrence_text"]) == (["RRULE:FREQ=WEEKLY"], "every week on Monday")


def test_days_of_a_series_are_dates_everywhere(calendar: Calendar) -> None:
    calendar.plan(["RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2"], start="2026-02-28", end="2026-03-01", all_day=True)
    for zone in ("Pacific/Kiritimati", "America/Phoenix"):
        assert [(one["start"], one["end"], one["recurrence_id"]) for one in calendar.items(time_zone=zone)] == [
            ("2026-03-31", "2026-04-01", "2026-03-31")
        ]


def test_one_occurrence_moves_and_its_slot_is_empty(calendar: Calendar) -> None:
    made = calendar.plan()
    answer = calendar.change(made, "2026-03-16T09:00", "this", start="2026-03-17T14:00", notes="moved")
    assert answer.json()["recurrence_id"] == "2026-03-16T09:00:00+01:00"
    assert answer.json()["id"] == made["id"]
    assert calendar.starts() == [*ALL[:2], "2026-03-17T14:00", *ALL[3:]]
    calendar.undo(answer)
    assert calendar.starts() == ALL


def test_an_occurrence_moved_over_the_edge_of_the_window_is_shown_where_it_is(calendar: Calendar) -> None:
    made = calendar.plan()
    calendar.change(made, "2026-03-16T09:00", "this", start="2026-05-05T14:00")
    assert calendar.starts() == ALL[:2] + ALL[3:]
    may = calendar.items(start="2026-05-05", end="2026-05-06")
    assert [(item["start"][:16], item["recurrence_id"][:16]) for item in may] == [
        ("2026-05-05T14:00", "2026-03-16T09:00")
    ]


def test_a_second_change_of_one_occurrence_needs_its_newest_version(calendar: Calendar) -> None:
    made = calendar.plan()
    path = f"/events/{made['id']}?recurrence_id={quote('2026-03-16T09:00')}&scope=this"
    seen = calendar.ask("GET", path)
    calendar.change(made, "2026-03-16T09:00", "this", notes="first")
    late = calendar.ask("PATCH", path, {"notes": "second"}, **{"If-Match": seen["ETag"]})
    assert late.status_code == 412
    assert late.json()["current"]["notes"] == "first"
    other = f"/events/{made['id']}?recurrence_id={quote('2026-03-23T09:00')}&scope=this"
    assert calendar.ask("PATCH", other, {"notes": "third"}, **{"If-Match": seen["ETag"]}).status_code == 200


def test_a_series_is_split_and_the_past_stays(calendar: Calendar) -> None:
    made = calendar.plan(notes="before")
    calendar.change(made, "2026-03-09T09:00", "this", notes="told in the past")
    calendar.change(made, "2026-04-06T09:00", "this", notes="mine")
    answer = calendar.change(made, "2026-03-23T09:00", "following", start="2026-03-24T10:30", subject="Later")
    later = answer.json()
    assert later["id"] != made["id"]
    assert calendar.starts() == [*ALL[:3], *(f"2026-{day}T10:30" for day in ("03-24", "03-31", "04-07", "04-14"))]
    assert [item["subject"] for item in calendar.items()] == ["Round"] * 3 + ["Later"] * 4
    moved = calendar.ask("GET", f"/events/{later['id']}?recurrence_id={quote('2026-04-07T10:30')}").json()
    assert moved["notes"] == "mine"
    calendar.undo(answer)
    assert calendar.starts() == ALL
    kept = calendar.ask("GET", f"/events/{made['id']}?recurrence_id={quote('2026-04-06T09:00')}").json()
    assert kept["notes"] == "mine"


def test_all_occurrences_move_with_those_that_were_changed(calendar: Calendar) -> None:
    made = calendar.plan(["RRULE:FREQ=WEEKLY;BYDAY=MO"])
    calendar.change(made, "2026-03-09T09:00", "this", notes="only notes")
    calendar.change(made, "2026-03-16T09:00", "this", start="2026-03-20T18:00")
    answer = calendar.change(made, "2026-03-23T09:00", "all", start="2026-03-24T08:00")
    assert calendar.starts() == [
        "2026-03-03T08:00", "2026-03-10T08:00", "2026-03-20T18:00", "2026-03-24T08:00", "2026-03-31T08:00",
        "2026-04-07T08:00", "2026-04-14T08:00",
    ]  # fmt: skip
    calendar.undo(answer)
    assert calendar.starts() == [*ALL[:2], "2026-03-20T18:00", *ALL[3:]]


def test_what_one_occurrence_has_of_its_own_stays_when_all_change(calendar: Calendar) -> None:
    made = calendar.plan()
    calendar.change(made, "2026-03-09T09:00", "this", notes="own", participants=[{"email": "one@guest.example"}])
    calendar.change(
        made, "2026-03-02T09:00", "all", notes="all", subject="New", participants=[{"email": "all@guest.example"}]
    )
    own = calendar.ask("GET", f"/events/{made['id']}?recurrence_id={quote('2026-03-09T09:00')}").json()
    assert (own["notes"], own["subject"]) == ("own", "New")
    assert [one["email"] for one in own["participants"]] == ["one@guest.example", "all@guest.example"]


@pytest.mark.parametrize(("scope", "left"), [("this", ALL[:2] + ALL[3:]), ("following", ALL[:2]), ("all", [])])
def test_occurrences_are_deleted_and_come_back(calendar: Calendar, scope: str, left: list[str]) -> None:
    made = calendar.plan()
    calendar.change(made, "2026-04-06T09:00", "this", notes="own")
    answer = calendar.remove(made, "2026-03-16T09:00", scope)
    assert calendar.starts() == left
    calendar.undo(answer)
    assert calendar.starts() == ALL
    own = calendar.ask("GET", f"/events/{made['id']}?recurrence_id={quote('2026-04-06T09:00')}").json()
    assert own["notes"] == "own"


def test_a_deleted_occurrence_stays_away_when_another_changes(calendar: Calendar) -> None:
    made = calendar.plan()
    calendar.remove(made, "2026-03-16T09:00", "this")
    calendar.change(made, "2026-03-23T09:00", "this", start="2026-03-23T11:00")
    calendar.change(made, "2026-03-02T09:00", "all", subject="New")
    assert calendar.starts() == [*ALL[:2], "2026-03-23T11:00", *ALL[4:]]


def test_a_series_without_occurrences_goes_into_the_trash(calendar: Calendar) -> None:
    made = calendar.plan(["RRULE:FREQ=DAILY;COUNT=2"])
    calendar.remove(made, "2026-03-02T09:00", "this")
    calendar.remove(made, "2026-03-03T09:00", "this")
    assert calendar.ask("GET", f"/events/{made['id']}").status_code == 404
    assert calendar.ask("PUT", f"/events/{made['id']}/restoration").status_code == 200


def test_a_step_cannot_be_undone_over_a_later_change(calendar: Calendar) -> None:
    made = calendar.plan()
    answer = calendar.change(made, "2026-03-16T09:00", "all", subject="First")
    calendar.change(made, "2026-03-16T09:00", "all", subject="Second")
    assert calendar.ask("PUT", f"/series-steps/{answer['Undo-Step']}/undoing").status_code == 412
    assert {item["subject"] for item in calendar.items()} == {"Second"}


def test_steps_are_undone_one_after_the_other(calendar: Calendar) -> None:
    made = calendar.plan()
    first = calendar.change(made, "2026-03-16T09:00", "all", subject="First")
    second = calendar.change(made, "2026-03-16T09:00", "this", start="2026-03-17T09:00")
    third = calendar.remove(made, "2026-03-23T09:00", "this")
    for step in (third, second, first):
        calendar.undo(step)
    assert calendar.starts() == ALL
    assert {item["subject"] for item in calendar.items()} == {"Round"}


def test_a_single_event_begins_and_ends_to_repeat(calendar: Calendar) -> None:
    made = calendar.plan(["RRULE:FREQ=DAILY;COUNT=3"])
    path = f"/events/{made['id']}"
    assert len(calendar.starts()) == 3
    assert calendar.ask("PATCH", path, {"recurrence": []}).json()["recurrence"] == []
    assert calendar.starts() == ["2026-03-02T09:00"]
    assert calendar.ask("PATCH", path, {"recurrence": ["RRULE:FREQ=DAILY;COUNT=2"]}).status_code == 200
    assert calendar.starts() == ["2026-03-02T09:00", "2026-03-03T09:00"]


def test_dates_added_and_left_out_are_kept_and_honoured(calendar: Calendar) -> None:
    calendar.plan(["RRULE:FREQ=WEEKLY;COUNT=3", "RDATE;TZID=Europe/Paris:20260304T090000", "EXDATE:20260309T080000Z"])
    assert calendar.starts() == ["2026-03-02T09:00", "2026-03-04T09:00", "2026-03-16T09:00"]


@pytest.mark.parametrize(
    "lines",
    [
        ["RRULE:FREQ=SECONDLY"], ["RRULE:FREQ=NEVER"], ["RRULE:BYDAY=MO"], ["nonsense"],
        ["RRULE:FREQ=WEEKLY;BYDAY=XX"], ["RRULE:FREQ=DAILY"] * 101,
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_is_refused_beside_its_field(calendar: Calendar, lines: list[str]) -> None:
    body = {"subject": "Bomb", "start": "2026-03-02T09:00", "time_zone": "Europe/Paris", "recurrence": lines}
    answer = calendar.ask("POST", "/events", body)
    assert answer.status_code == 422, answer.content
    assert list(answer.json()["fields"]) == ["recurrence"]
    assert calendar.items() == []


def test_an_occurrence_that_is_none_is_not_found(calendar: Calendar) -> None:
    made = calendar.plan()
    for at in ("2026-03-03T09:00", "nonsense", "9999-12-31T23:59:59Z", "2026-03-02", "\0"):
        for method in ("GET", "PATCH", "DELETE"):
            path = f"/events/{made['id']}?recurrence_id={quote(at)}"
            answer = calendar.ask(method, path, {} if method == "PATCH" else None)
            assert answer.status_code in {404, 422}, (at, method, answer.status_code)
    assert calendar.starts() == ALL


def test_pages_of_a_window_hold_each_occurrence_once(calendar: Calendar) -> None:
    calendar.plan(["RRULE:FREQ=DAILY;COUNT=20"])
    calendar.plan(["RRULE:FREQ=DAILY;COUNT=20"])
    found: list[tuple[str, str]] = []
    cursor: str | None = ""
    while cursor is not None:
        more = {"cursor": cursor} if cursor else {}
        page = calendar.ask("GET", "/events", {**MARCH, "limit": 7, **more}).json()
        found += [(item["id"], item["start"]) for item in page["items"]]
        cursor = page["next"]
    assert len(found) == len(set(found)) == 40
    assert [start for _, start in found] == sorted(start for _, start in found)


def test_a_colleague_sees_a_private_series_as_busy(world: World, program: type[Program]) -> None:
    calendar = Calendar(program(world.rep))
    made = calendar.plan(privacy="private", notes="secret")
    calendar.change(made, "2026-03-16T09:00", "this", notes="own secret", subject="Doctor")
    boss = program(world.manager)
    text = boss("GET", "/events", MARCH).content.decode()
    assert "Round" not in text and "Doctor" not in text and "secret" not in text
    one = boss("GET", f"/events/{made['id']}?recurrence_id={quote('2026-03-16T09:00')}").json()
    assert (one["hidden"], one["notes"], one["recurrence"]) == (True, "", [])
    assert boss("PATCH", f"/events/{made['id']}?recurrence_id={quote('2026-03-16T09:00')}", {}).status_code == 403


def test_who_is_invited_to_one_occurrence_sees_that_one(world: World, program: type[Program]) -> None:
    calendar = Calendar(program(world.rep))
    made = calendar.plan()
    calendar.change(made, "2026-03-16T09:00", "this", participants=[{"user_id": str(world.other_rep.pk)}])
    guest = Calendar(program(world.other_rep))
    assert guest.starts() == ["2026-03-16T09:00"]
    assert guest.ask("GET", f"/events/{made['id']}").status_code == 404
    calendar.change(made, "2026-03-02T09:00", "all", participants=[{"user_id": str(world.other_rep.pk)}])
    assert guest.starts() == ALL


def test_the_history_of_a_series_tells_which_occurrence(calendar: Calendar) -> None:
    made = calendar.plan()
    calendar.change(made, "2026-03-16T09:00", "this", start="2026-03-17T14:00")
    lines = list(Change.objects.filter(subject_id=made["id"]).order_by("number").values_list("kind", "changes"))
    assert [kind for kind, _ in lines] == ["event.created", "event.moved"]
    assert lines[1][1]["recurrence_id"] == ["2026-03-16T09:00:00", "2026-03-16T09:00:00"]


def test_a_fourth_tuesday_becomes_the_fourth_wednesday_with_its_own_notes(calendar: Calendar) -> None:
    made = calendar.plan(["RRULE:FREQ=MONTHLY;BYDAY=4TU"], start="2026-02-24T09:00", end="2026-02-24T10:00")
    window = {"start": "2026-02-01", "end": "2026-08-01"}
    assert [one[:10] for one in calendar.starts(**window)] == [
        "2026-02-24", "2026-03-24", "2026-04-28", "2026-05-26", "2026-06-23", "2026-07-28",
    ]  # fmt: skip
    calendar.change(made, "2026-07-28T09:00", "this", notes="own")
    calendar.change(made, "2026-02-24T09:00", "all", start="2026-02-25T09:00")
    found = calendar.items(**window)
    assert [one["start"][:10] for one in found] == [
        "2026-02-25", "2026-03-25", "2026-04-22", "2026-05-27", "2026-06-24", "2026-07-22",
    ]  # fmt: skip
    own = calendar.ask("GET", f"/events/{made['id']}?recurrence_id={quote('2026-07-22T09:00')}").json()
    assert own["notes"] == "own"
