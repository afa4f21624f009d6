"""Events by API: windows, writes, refusals."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.factories.calendar import NOON, make_all_day, make_event, make_participant, make_type
from tests.factories.directory import make_account, make_contact, make_opportunity
from tests.factories.world import Program, World
from tournee.calendar.models import Event
from tournee.change_log.models import Change
from tournee.values.identifier import new_id

MONTH = {"start": "2026-11-01", "end": "2026-12-01"}


def subjects(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [item["subject"] for item in answer.json()["items"]]


def test_a_window_holds_what_touches_it(world: World, program: type[Program]) -> None:
    make_event(world.rep, datetime(2026, 10, 31, 22, tzinfo=UTC), hours=2, subject="ends in it")
    make_event(world.rep, datetime(2026, 10, 31, 22, tzinfo=UTC), hours=1, subject="ends as it begins")
    make_event(world.rep, NOON, subject="within")
    make_event(world.rep, datetime(2026, 11, 30, 23, tzinfo=UTC), subject="begins as it ends")
    make_event(world.rep, datetime(2026, 1, 1, tzinfo=UTC), hours=24 * 365, subject="spans it")
    make_event(world.rep, NOON, hours=0, subject="a moment")
    found = subjects(program(world.rep)("GET", "/events", {**MONTH, "time_zone": "Europe/Paris"}))
    assert found == ["spans it", "ends in it", "within", "a moment"]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Phoenix", "Pacific/Pago_Pago", "Europe/Paris"])
def test_an_all_day_event_is_its_dates_in_every_zone(world: World, program: type[Program], zone: str) -> None:
    make_all_day(world.rep, date(2026, 11, 24), subject="all day")
    ask = program(world.rep)
    for day, found in (("2026-11-23", []), ("2026-11-24", ["all day"]), ("2026-11-25", [])):
        after = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
        answer = ask("GET", "/events", {"start": day, "end": after, "time_zone": zone})
        assert subjects(answer) == found
    item = ask("GET", "/events", {"start": "2026-11-24", "end": "2026-11-25", "time_zone": zone}).json()["items"][0]
    assert (item["start"], item["end"], item["all_day"]) == ("2026-11-24", "2026-11-25", True)


def test_times_are_written_in_the_zone_asked_for(world: World, program: type[Program]) -> None:
    make_event(world.rep, NOON)
    ask = program(world.rep)
    own = ask("GET", "/events", MONTH).json()["items"][0]
    there = ask("GET", "/events", {**MONTH, "time_zone": "America/New_York"}).json()["items"][0]
    assert own["start"] == "2026-11-24T13:00:00+01:00"
    assert there["start"] == "2026-11-24T07:00:00-05:00"
    assert there["time_zone"] == "Europe/Paris"


def test_an_event_is_planned_with_all_its_fields(world: World, program: type[Program]) -> None:
    account = make_account(world.organisation)
    contact, opportunity = make_contact(world.organisation, account), make_opportunity(account)
    kind = make_type(world.rep, name_en="Visit")
    sent = {
        "subject": "Présentation ☕ مرحبا <b>",
        "start": "2026-11-24T14:00",
        "end": "2026-11-24T15:30",
        "time_zone": "Europe/Paris",
        "type_id": str(kind.pk),
        "account_id": str(account.pk),
        "opportunity_id": str(opportunity.pk),
        "participants": [
            {"user_id": str(world.colleague.pk)},
            {"contact_id": str(contact.pk)},
            {"email": "Guest@Example.COM", "name": "Guest"},
        ],
        "notes": "Bring samples",
        "other_address": {"address": "1 quai Perrache, Lyon", "latitude": 45.74, "longitude": 4.82},
        "privacy": "normal",
        "busy": False,
        "alerts": [{"minutes_before": 15}, {"minutes_before": 60, "channel": "email"}],
    }
    made = program(world.rep)("POST", "/events", sent)
    assert made.status_code == 201, made.content
    body = made.json()
    assert made["ETag"] == '"1"'
    assert body["start"] == "2026-11-24T14:00:00+01:00"
    assert body["place"] == {**sent["other_address"], "source": "event"}
    assert [one["kind"] for one in body["participants"]] == ["user", "contact", "address"]
    assert body["participants"][2]["email"] == "Guest@example.com"
    assert [one["minutes_before"] for one in body["alerts"]] == [60, 15]
    assert body["opportunity"]["name"] == opportunity.name
    assert body["type"]["name"] == "Visit"
    assert program(world.colleague)("GET", f"/events/{body['id']}").json()["can_edit"] is False


BAD = [
    ({"subject": ""}, "subject", "invalid"),
    ({"subject": "a\x00b"}, "subject", "invalid"),
    ({"subject": "x" * 256}, "subject", "invalid"),
    ({"notes": "n" * 20_001}, "notes", "invalid"),
    ({"end": "2026-11-24T13:00"}, "end", "invalid"),
    ({"time_zone": "Mars/Olympus"}, "time_zone", "unknown_zone"),
    ({"start": "9999-12-31T23:00"}, "start", "invalid"),
    ({"start": "2026-11-24"}, "start", "invalid"),
    ({"start": "tomorrow"}, "start", "invalid"),
    ({"start": "2026-03-29T02:30"}, "start", "time_skipped"),
    ({"start": "2026-10-25T02:30"}, "start", "time_repeated"),
    ({"all_day": True, "start": "2026-11-24", "end": "2026-11-24"}, "end", "invalid"),
    ({"account_id": str(new_id())}, "account_id", "invalid"),
    ({"account_id": "42"}, "account_id", "invalid"),
    ({"opportunity_id": str(new_id())}, "opportunity_id", "invalid"),
    ({"type_id": str(new_id())}, "type_id", "invalid"),
    ({"owner_id": str(new_id())}, "owner_id", "invalid"),
    ({"participants": [{"email": "nobody"}]}, "participants", "invalid"),
    ({"participants": [{"user_id": str(new_id())}]}, "participants", "invalid"),
    ({"other_address": {"address": "x", "latitude": 95, "longitude": 4}}, "other_address", "invalid"),
    ({"other_address": {"address": "x", "latitude": 45}}, "other_address", "invalid"),
    ({"privacy": "secret"}, "privacy", "invalid"),
    ({"colour": "red"}, "colour", "invalid"),
    ({"alerts": [{"minutes_before": -1}]}, "alerts.0.minutes_before", "invalid"),
    ({"alerts": [{"minutes_before": 1440, "at_time": "25:99"}]}, "alerts", "invalid"),
]


@pytest.mark.parametrize(("bad", "field", "code"), BAD, ids=[f"{one[1]}-{number}" for number, one in enumerate(BAD)])
def test_bad_input_is_named_beside_its_field_and_saves_nothing(
    world: World, program: type[Program], bad: dict[str, Any], field: str, code: str
) -> None:
    good = {"subject": "Visit", "start": "2026-11-24T14:00", "time_zone": "Europe/Paris"}
    answer = program(world.rep)("POST", "/events", {**good, **bad})
    assert answer.status_code == 422, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["code"] == code
    assert list(body["fields"]) == [field]
    assert not Event.objects.of(world.organisation.pk).exists()
    assert not Change.objects.exists()


def test_a_repeated_hour_offers_both_moments(world: World, program: type[Program]) -> None:
    ask = program(world.rep)
    sent = {"subject": "Night", "start": "2026-10-25T02:30", "time_zone": "Europe/Paris"}
    choices = ask("POST", "/events", sent).json()["choices"]
    assert choices == ["2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"]
    made = ask("POST", "/events", {**sent, "start": choices[1]})
    assert made.json()["start"] == choices[1]


def test_a_stale_write_is_told_and_shown_the_present_version(world: World, program: type[Program]) -> None:
    event = make_event(world.rep, subject="before")
    ask = program(world.rep)
    first = ask("PATCH", f"/events/{event.pk}", {"subject": "first"}, If_Match='"1"')
    second = ask("PATCH", f"/events/{event.pk}", {"subject": "second"}, If_Match='"1"')
    assert first["ETag"] == '"2"'
    assert second.status_code == 412
    assert (second.json()["code"], second.json()["current"]["subject"]) == ("stale_version", "first")
    assert ask("DELETE", f"/events/{event.pk}", If_Match='"1"').status_code == 412


def test_a_key_sent_twice_plans_one_event(world: World, program: type[Program]) -> None:
    ask = program(world.rep)
    sent = {"subject": "Once", "start": "2026-11-24T14:00+01:00"}
    first = ask("POST", "/events", sent, Idempotency_Key="k1")
    again = ask("POST", "/events", sent, Idempotency_Key="k1")
    other = ask("POST", "/events", {**sent, "subject": "Other"}, Idempotency_Key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert Event.objects.of(world.organisation.pk).count() == 1


def test_moving_the_start_keeps_the_length_and_the_rest(world: World, program: type[Program]) -> None:
    event = make_event(world.rep, hours=2, notes="kept")
    moved = program(world.rep)("PATCH", f"/events/{event.pk}", {"start": "2026-11-26T09:00:00+01:00"}).json()
    assert moved["end"] == "2026-11-26T11:00:00+01:00"
    assert moved["notes"] == "kept"
    kinds = list(Change.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["event.moved"]


def test_deleting_and_restoring(world: World, program: type[Program]) -> None:
    event = make_event(world.rep)
    ask = program(world.rep)
    assert ask("DELETE", f"/events/{event.pk}").status_code == 204
    assert ask("GET", f"/events/{event.pk}").status_code == 404
    assert subjects(ask("GET", "/events", MONTH)) == []
    restored = ask("PUT", f"/events/{event.pk}/restoration")
    assert restored.json()["version"] == 3
    assert ask("PUT", f"/events/{event.pk}/restoration").status_code == 404


def test_a_private_event_is_busy_to_others_by_every_path(world: World, program: type[Program]) -> None:
    account = make_account(world.organisation)
    event = make_event(
        world.rep, subject="Secret talk", privacy="private", account=account, notes="hush", address="Hidden street"
    )
    make_participant(event, email="guest@example.org", name="Guest")
    for viewer in (world.colleague, world.manager, world.administrator):
        ask = program(viewer)
        for path, query in (("/events", MONTH), (f"/events/{event.pk}", {}), (f"/events/{event.pk}/history", {})):
            text = ask("GET", path, query).content.decode()
            for secret in ("Secret", "hush", "Hidden", "guest", str(account.pk), account.name):
                assert secret not in text
        assert ask("GET", f"/events/{event.pk}").json()["subject"] == "Busy"
        assert subjects(ask("GET", "/events", {**MONTH, "account": str(account.pk)})) == []
        assert ask("PATCH", f"/events/{event.pk}", {"subject": "x"}).status_code == 403
    assert subjects(program(world.rep)("GET", "/events", MONTH)) == ["Secret talk"]


def test_a_participant_reads_what_he_is_invited_to(world: World, program: type[Program]) -> None:
    event = make_event(world.rep, subject="Joint visit", privacy="private")
    make_participant(event, member=world.other_rep)
    ask = program(world.other_rep)
    assert subjects(ask("GET", "/events", {**MONTH, "owner": "me"})) == ["Joint visit"]
    assert ask("GET", f"/events/{event.pk}").json()["can_edit"] is False
    assert subjects(program(world.other_manager)("GET", "/events", MONTH)) == []


def test_filters_are_joined_by_and_owners_by_or(world: World, program: type[Program]) -> None:
    account = make_account(world.organisation)
    make_event(world.rep, subject="a", account=account)
    make_event(world.rep, subject="b")
    make_event(world.colleague, subject="c", account=account)
    make_event(world.other_rep, subject="d", account=account)
    ask = program(world.manager)
    both = [str(world.rep.pk), str(world.colleague.pk), str(world.other_rep.pk)]
    assert sorted(subjects(ask("GET", "/events", {**MONTH, "owner": both}))) == ["a", "b", "c"]
    assert sorted(subjects(ask("GET", "/events", {**MONTH, "owner": both, "account": str(account.pk)}))) == ["a", "c"]
    assert sorted(subjects(ask("GET", "/events", {**MONTH, "owner": "team"}))) == ["a", "b", "c"]


def test_a_long_window_goes_on_by_cursor(world: World, program: type[Program]) -> None:
    for number in range(7):
        make_event(world.rep, NOON + timedelta(hours=number // 2), subject=str(number))
    ask, cursor, found = program(world.rep), None, []
    for _ in range(10):
        query = {**MONTH, "limit": 3, **({"cursor": cursor} if cursor else {})}
        body = ask("GET", "/events", query).json()
        found += [item["subject"] for item in body["items"]]
        cursor = body["next"]
        if cursor is None:
            break
    assert sorted(found) == [str(number) for number in range(7)]
    assert ask("GET", "/events", {**MONTH, "cursor": "nonsense"}).json()["code"] == "bad_cursor"


@pytest.mark.parametrize("events", [1, 30])
def test_a_window_asks_no_more_of_the_database_for_more_events(
    world: World, program: type[Program], django_assert_max_num_queries: Any, events: int
) -> None:
    for _ in range(events):
        make_participant(make_event(world.rep), member=world.colleague)
    ask = program(world.rep)
    ask("GET", "/events", MONTH)
    with django_assert_max_num_queries(10):
        ask("GET", "/events", MONTH)


def test_two_bookings_of_one_hour_are_refused_where_the_organisation_says_so(
    world: World, program: type[Program]
) -> None:
    world.organisation.double_booking = "refuse"
    world.organisation.save()
    make_event(world.rep)
    ask = program(world.rep)
    sent = {"subject": "Second", "start": "2026-11-24T12:30:00Z"}
    refused = ask("POST", "/events", sent)
    assert (refused.status_code, refused.json()["code"]) == (409, "double_booked")
    assert ask("POST", "/events", {**sent, "busy": False}).status_code == 201


def test_malformed_json_is_refused(world: World, program: type[Program]) -> None:
    ask = program(world.rep)
    answer = ask.client.post("/api/v1/events", "{nope", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
