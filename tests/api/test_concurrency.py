"""Several people at once, on the served product: each loses nothing, and one of them is told."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from tests.api.conftest import Office

EVENT = {"subject": "Visit", "start": "2026-11-24T14:00:00+01:00"}


def at_once(office: Office, requests: list[tuple[str, str, str, Any, dict[str, str]]]) -> list[httpx.Response]:
    with ThreadPoolExecutor(len(requests)) as pool:
        sent = [
            pool.submit(office.call, who, method, path, body, **headers)
            for who, method, path, body, headers in requests
        ]
        return [one.result() for one in sent]


def statuses(answers: list[httpx.Response]) -> list[int]:
    return sorted(answer.status_code for answer in answers)


def test_of_two_changes_to_one_version_one_is_saved_and_one_is_told(office: Office) -> None:
    for number in range(5):
        event = office.call("north", "POST", "/events", EVENT).json()
        path, match = f"/events/{event['id']}", {"If_Match": '"1"'}
        answers = at_once(
            office,
            [
                ("north", "PATCH", path, {"subject": f"mine {number}"}, match),
                ("administrator", "PATCH", path, {"subject": f"theirs {number}"}, match),
            ],
        )
        assert statuses(answers) == [200, 412]
        saved = next(one.json() for one in answers if one.status_code == 200)
        told = next(one.json() for one in answers if one.status_code == 412)
        assert told["current"]["subject"] == saved["subject"]
        assert office.call("north", "GET", path).json()["version"] == 2


def test_the_same_holds_for_tasks_teams_types_and_filters(office: Office) -> None:
    made = {
        "/tasks": ({"subject": "Call"}, {"subject": "x"}),
        "/teams": ({"name": "Concurrent"}, {"name": "Concurrent 2"}),
        "/activity-types": ({"name_en": "Concurrent"}, {"name_fr": "x"}),
        "/saved-filters": ({"name": "Concurrent", "query": "view=week", "shared": True}, {"query": "view=day"}),
    }
    for path, (new, change) in made.items():
        record = office.call("administrator", "POST", path, new).json()
        request = ("administrator", "PATCH", f"{path}/{record['id']}", change, {"If_Match": '"1"'})
        assert statuses(at_once(office, [request, request])) == [200, 412], path


def test_of_eight_bookings_of_one_hour_one_is_made_where_two_are_refused(office: Office) -> None:
    office.call("administrator", "PATCH", "/organisation", {"double_booking": "refuse"})
    try:
        for day in range(1, 4):
            booking = {"subject": "Slot", "start": f"2027-01-0{day}T09:00:00Z", "owner_id": office.ids["south"]}
            answers = at_once(office, [("administrator", "POST", "/events", booking, {})] * 8)
            assert statuses(answers) == [201] + [409] * 7
            assert {one.json()["code"] for one in answers if one.status_code == 409} == {"double_booked"}
    finally:
        office.call("administrator", "PATCH", "/organisation", {"double_booking": "warn"})


def test_one_key_sent_eight_times_at_once_plans_one_event(office: Office) -> None:
    body = {"subject": "Once", "start": "2027-02-01T09:00:00Z"}
    answers = at_once(office, [("north", "POST", "/events", body, {"Idempotency_Key": "at-once"})] * 8)
    assert statuses(answers) == [201] * 8
    assert len({one.json()["id"] for one in answers}) == 1


def test_numbers_of_changes_have_no_gap_and_no_double(office: Office) -> None:
    before = office.call("administrator", "GET", "/changes?since=0&limit=1").json()["last"]
    writers = ["north", "south", "administrator"]
    at_once(office, [(writers[one % 3], "POST", "/tasks", {"subject": str(one)}, {}) for one in range(12)])
    found = office.call("administrator", "GET", f"/changes?since={before}&limit=500").json()
    assert [item["number"] for item in found["items"]] == list(range(before + 1, before + 13))
    assert found["last"] == before + 12
