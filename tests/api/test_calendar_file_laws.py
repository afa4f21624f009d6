"""What a file says stays said; what nobody may see stays unseen; what is newer comes in, what is older does not."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.test_calendar_files import SIMPLE, Files, calendar
from tests.factories.calendar import NOON, make_event, make_participant, make_type
from tests.factories.directory import make_account, make_contact
from tests.factories.world import Program, World
from tournee.calendar.models import Event, Participant, Privacy
from tournee.change_log.models import Change

FULL = """UID:1@x
SUMMARY:Call
DTSTART:20260310T090000Z
DTEND:20260310T100000Z
LOCATION:12 rue des Lilas
GEO:45.75;4.85
DESCRIPTION:Bring samples
CLASS:CONFIDENTIAL
TRANSP:TRANSPARENT
STATUS:TENTATIVE
CATEGORIES:Visit,Other
URL:https://example.org/x
CONFERENCE;VALUE=URI:https://meet.example.org/1
ORGANIZER;CN=Boss:mailto:boss@example.org
ATTENDEE;CN=Zoe;PARTSTAT=ACCEPTED;X-ODD=1:mailto:zoe@example.org
ATTENDEE;CN=Room;CUTYPE=ROOM:mailto:room@example.org
X-ODD;X-P=1:kept
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT15M
DESCRIPTION:x
END:VALARM"""


@pytest.fixture
def files(world: World, program: type[Program]) -> Files:
    return Files(program(world.rep))


def test_fields_become_the_product_s_and_the_rest_goes_out_again(files: Files, world: World) -> None:
    make_type(world.rep)
    files.take(calendar(FULL))
    (item,) = files.items()
    detail = files.ask("GET", f"/events/{item['id']}").json()
    assert (detail["privacy"], detail["busy"], detail["status"]) == ("private", False, "tentative")
    assert detail["type"]["name"] in {"Visit", "Visite"}
    assert detail["other_address"] == {"address": "12 rue des Lilas", "latitude": 45.75, "longitude": 4.85}
    assert [(one["email"], one["answer"]) for one in detail["participants"]] == [("zoe@example.org", "accepted")]
    assert [one["minutes_before"] for one in detail["alerts"]] == [15]
    text = files.export()
    for line in FULL.splitlines():
        if line != "DESCRIPTION:x":
            assert line in text.replace("\r\n", "\n"), line


def test_people_are_found_by_their_addresses(files: Files, world: World) -> None:
    contact = make_contact(world.organisation, make_account(world.organisation), email="Zoe@example.org")
    type(contact).objects.of(world.organisation.pk).filter(pk=contact.pk).update(email_key="zoe@example.org")
    text = FULL + f"\nATTENDEE;PARTSTAT=DECLINED:mailto:{world.colleague.email.upper()}"
    files.take(calendar(text))
    people = Participant.objects.of(world.organisation.pk)
    found = {(one.member_id, one.contact_id, str(one.answer)) for one in people}
    assert found == {(None, contact.pk, "accepted"), (world.colleague.pk, None, "declined")}


def test_a_newer_file_changes_what_differs(files: Files, world: World) -> None:
    files.take(calendar(SIMPLE))
    files.ask("PATCH", f"/events/{files.items()[0]['id']}", {"notes": "mine"})
    newer = SIMPLE.replace("T100000Z", "T110000Z") + "\nSEQUENCE:1"
    assert files.counts(calendar(newer), "?preview=true") == (0, 1, 0, 0)
    assert files.counts(calendar(newer)) == (0, 1, 0, 0)
    (item,) = files.items()
    assert (item["end"], item["version"]) == ("2026-03-10T12:00:00+01:00", 3)
    line = Change.objects.filter(kind="event.imported").order_by("-number")[0]
    assert "ends_at" in line.changes
    assert files.counts(calendar(SIMPLE)) == (0, 0, 1, 0)
    assert files.items()[0]["end"] == "2026-03-10T12:00:00+01:00"


def test_a_change_made_here_outlives_the_same_file(files: Files) -> None:
    files.take(calendar(SIMPLE))
    files.ask("PATCH", f"/events/{files.items()[0]['id']}", {"subject": "Mine"})
    assert files.counts(calendar(SIMPLE)) == (0, 0, 1, 0)
    assert files.items()[0]["subject"] == "Mine"


SERIES = """UID:s@x
SUMMARY:S
DTSTART;TZID=Europe/Paris:20260302T090000
DTEND;TZID=Europe/Paris:20260302T100000
RRULE:FREQ=WEEKLY;COUNT=4"""
OWN = """UID:s@x
SUMMARY:Moved
RECURRENCE-ID;TZID=Europe/Paris:20260309T090000
DTSTART;TZID=Europe/Paris:20260310T090000
DTEND;TZID=Europe/Paris:20260310T100000"""
CANARY = """UID:canary@x
SUMMARY:canary
DTSTART:20260302T090000Z
RRULE:FREQ=WEEKLY;COUNT=3
CLASS:PRIVATE
DESCRIPTION:canary
X-CANARY:canary"""
OWN_CANARY = """UID:canary@x
SUMMARY:canary
RECURRENCE-ID:20260309T090000Z
DTSTART:20260310T090000Z
CLASS:PRIVATE
ATTENDEE;CN=canary:mailto:canary@example.org
LOCATION:canary"""


def test_an_occurrence_alone_leaves_the_others_alone(files: Files) -> None:
    files.take(calendar(SERIES))
    assert files.counts(calendar(OWN)) == (0, 1, 0, 0)
    starts = [one["start"][:10] for one in files.items()]
    assert starts == ["2026-03-02", "2026-03-10", "2026-03-16", "2026-03-23"]
    assert files.counts(calendar(SERIES + "\nSEQUENCE:1")) == (0, 1, 0, 0)
    assert [one["start"][:10] for one in files.items()] == ["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23"]


def test_a_series_that_changes_too_often_is_told_and_not_taken(files: Files) -> None:
    daily = "UID:d@x\nSUMMARY:D\nDTSTART:20260101T080000Z\nRRULE:FREQ=DAILY"
    named = [f"2026{month:02}{day:02}" for month in (2, 3) for day in range(1, 27)]
    changes = [f"UID:d@x\nRECURRENCE-ID;RANGE=THISANDFUTURE:{day}T080000Z\nDTSTART:{day}T090000Z" for day in named]
    told = files.take(calendar(daily, *changes))
    assert [(one["what"], one["code"]) for one in told["items"]] == [("unreadable", "not_divisible")]
    assert files.take(calendar(daily, *changes[:50]))["unreadable"] == 0


def test_an_occurrence_deleted_here_stays_away(files: Files) -> None:
    files.take(calendar(SERIES))
    (first, *_rest) = files.items()
    files.ask("DELETE", f"/events/{first['id']}?recurrence_id=2026-03-09T09:00&scope=this")
    assert files.counts(calendar(SERIES)) == (0, 0, 1, 0)
    assert len(files.items()) == 3


def test_the_series_comes_after_its_occurrence(files: Files) -> None:
    files.take(calendar(OWN))
    assert files.counts(calendar(SERIES, OWN)) == (0, 1, 0, 0)
    assert [one["start"][:10] for one in files.items()] == ["2026-03-02", "2026-03-10", "2026-03-16", "2026-03-23"]


def test_a_deleted_event_comes_back(files: Files) -> None:
    files.take(calendar(SERIES, OWN))
    files.ask("DELETE", f"/events/{files.items()[0]['id']}")
    assert files.items() == []
    assert files.counts(calendar(SERIES, OWN)) == (1, 0, 0, 0)
    assert len(files.items()) == 4


def test_a_cancellation_keeps_the_event_as_cancelled(files: Files) -> None:
    files.take(calendar(FULL))
    cancel = calendar("UID:1@x\nDTSTART:20260310T090000Z\nSEQUENCE:1", head="METHOD:CANCEL\r\n")
    assert files.counts(cancel) == (0, 1, 0, 0)
    (item,) = files.items()
    assert (item["status"], item["subject"]) == ("cancelled", "Call")
    assert files.counts(cancel) == (0, 0, 1, 0)
    unknown = calendar("UID:2@x\nDTSTART:20260310T090000Z", head="METHOD:CANCEL\r\n")
    assert files.take(unknown)["items"][0]["code"] == "cancels_nothing"


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("nothing", 422, "not_a_calendar"),
        ("", 422, "not_a_calendar"),
        (calendar(SIMPLE, head="METHOD:REPLY\r\n"), 422, "an_answer"),
        ("x" * 10_000_001, 413, "too_large"),
        ("BEGIN:VCALENDAR\r\n" + "BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 25_001, 413, "too_many_components"),
    ],
    ids=["text", "empty", "answer", "large", "many"],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_file_that_cannot_be_taken_is_refused_in_words(
    files: Files, text: str, status: int, code: str, language: str
) -> None:
    headers = {"Accept-Language": language}
    answer = files.client.post("/api/v1/calendar/import", text.encode(), content_type="text/calendar", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert ("fichier" in answer.json()["detail"]) == (language == "fr")


def test_others_private_events_go_out_as_busy_time_in_every_occurrence(
    files: Files, world: World, program: type[Program]
) -> None:
    files.take(calendar(CANARY, OWN_CANARY))
    theirs = Files(program(world.colleague))
    text = theirs.export(owner=str(world.rep.pk))
    assert "canary" not in text.lower()
    assert text.count("BEGIN:VEVENT") == 2
    assert "canary" in files.export()
    other = Files(program(world.other_rep)).export(owner=str(world.rep.pk))
    assert "BEGIN:VEVENT" not in other


def test_one_private_occurrence_goes_out_as_busy_time(files: Files, world: World, program: type[Program]) -> None:
    files.take(calendar(SERIES, OWN.replace("Moved", "canary") + "\nCLASS:PRIVATE"))
    text = Files(program(world.colleague)).export(owner=str(world.rep.pk))
    assert "canary" not in text
    assert "SUMMARY:S\r\n" in text


def test_an_import_for_another_is_in_his_calendar(files: Files, world: World, program: type[Program]) -> None:
    manager = Files(program(world.manager))
    assert manager.counts(calendar(SIMPLE), f"?owner={world.rep.pk}") == (1, 0, 0, 0)
    assert Event.objects.of(world.organisation.pk).get().owner_id == world.rep.pk
    Event.objects.of(world.organisation.pk).update(privacy=Privacy.PRIVATE)
    told = manager.take(calendar(SIMPLE + "\nSEQUENCE:3\nDESCRIPTION:x"), f"?owner={world.rep.pk}")
    assert told["items"][0]["code"] == "not_allowed"


def test_a_meeting_of_a_colleague_in_which_one_takes_part_is_not_doubled(files: Files, world: World) -> None:
    event = make_event(world.colleague, NOON, uid="1@x")
    make_participant(event, member=world.rep)
    assert files.counts(calendar(SIMPLE)) == (0, 0, 1, 0)


def test_a_window_takes_series_whole_and_leaves_others_out(files: Files) -> None:
    files.take(calendar(SERIES, SIMPLE.replace("0310", "0210")))
    text = files.export(start="2026-03-15", end="2026-03-20")
    assert "RRULE:FREQ=WEEKLY;COUNT=4" in text
    assert "SUMMARY:Call" not in text
    assert "BEGIN:VEVENT" not in files.export(start="2026-04-15", end="2026-05-20")
    wrong = files.ask("GET", "/calendar/export", {"start": "2026-05-15", "end": "x"})
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["end"])


texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30).map(str.strip).filter(bool)
alerts: st.SearchStrategy[Any] = st.lists(
    st.builds(dict, minutes_before=st.sampled_from([0, 5, 60, 1440]), channel=st.sampled_from(["in_app", "email"])),
    max_size=3,
    unique_by=str,
)
events = st.fixed_dictionaries(
    {
        "subject": texts.map(lambda text: " ".join(text.split())).filter(bool),
        "start": st.sampled_from(["2026-03-02T09:00", "2026-10-25T00:30", "2026-07-01T23:30"]),
        "time_zone": st.sampled_from(["Europe/Paris", "America/Phoenix", "UTC", "Australia/Lord_Howe"]),
    },
    optional={
        "notes": texts,
        "privacy": st.sampled_from(["normal", "private"]),
        "busy": st.booleans(),
        "other_address": st.fixed_dictionaries(
            {"address": texts, "latitude": st.floats(-90, 90), "longitude": st.floats(-180, 180)}
        ),
        "alerts": alerts,
        "recurrence": st.sampled_from(
            [["RRULE:FREQ=WEEKLY;COUNT=5"], ["RRULE:FREQ=MONTHLY;BYDAY=-1FR"], ["RRULE:FREQ=DAILY;UNTIL=20261105"]]
        ),
        "participants": st.just([{"email": "guest@example.org", "name": 'Guest, "the" first'}]),
    },
)
OF_THE_ROW = ("id", "created_at", "updated_at", "version", "owner", "can_edit", "uid")


def said(detail: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in detail.items() if name not in OF_THE_ROW}
    kept["participants"] = [{**one, "id": ""} for one in kept["participants"]]
    kept["alerts"] = sorted((one["minutes_before"], one["channel"]) for one in kept["alerts"])
    return kept


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(sent=events)
def test_what_goes_out_comes_in_as_it_was(
    sent: dict[str, Any], files: Files, world: World, program: type[Program]
) -> None:
    Event.objects.of(world.organisation.pk).delete()
    made = files.ask("POST", "/events", sent)
    assert made.status_code == 201, made.content
    text = files.export()
    before = said(files.ask("GET", f"/events/{made.json()['id']}").json())
    Event.objects.of(world.organisation.pk).delete()
    assert files.counts(text) == (1, 0, 0, 0)
    (row,) = Event.objects.of(world.organisation.pk)
    assert said(files.ask("GET", f"/events/{row.pk}").json()) == before
