"""Calendars as files by API: what comes in, what goes out, and what whoever may not see it gets."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.world import Program, World

YEAR = {"start": "2026-01-01", "end": "2027-01-01", "time_zone": "Europe/Paris"}


def calendar(*events: str, head: str = "") -> str:
    body = "".join(f"BEGIN:VEVENT\r\nDTSTAMP:20260101T000000Z\r\n{one.strip()}\r\nEND:VEVENT\r\n" for one in events)
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n{head}{body}END:VCALENDAR\r\n"
    return "\r\n".join(line.strip() for line in text.splitlines() if line.strip()) + "\r\n"


SIMPLE = "UID:1@x\nSUMMARY:Call\nDTSTART:20260310T090000Z\nDTEND:20260310T100000Z"


class Files:
    """A person's program that sends and fetches files."""

    def __init__(self, ask: Program) -> None:
        self.ask, self.client = ask, ask.client

    def send(self, text: str, query: str = "") -> Any:
        return self.client.post(f"/api/v1/calendar/import{query}", text.encode(), content_type="text/calendar")

    def take(self, text: str, query: str = "") -> dict[str, Any]:
        answer = self.send(text, query)
        assert answer.status_code == 200, answer.content
        return dict(answer.json())

    def counts(self, text: str, query: str = "") -> tuple[int, int, int, int]:
        told = self.take(text, query)
        return told["new"], told["changed"], told["unchanged"], told["unreadable"]

    def items(self, **query: Any) -> list[dict[str, Any]]:
        answer = self.ask("GET", "/events", {**YEAR, **query})
        assert answer.status_code == 200, answer.content
        return list(answer.json()["items"])

    def export(self, **query: Any) -> str:
        answer = self.ask("GET", "/calendar/export", query)
        assert answer.status_code == 200, answer.content
        return str(answer.content.decode()).replace("\r\n ", "")


@pytest.fixture
def files(world: World, program: type[Program]) -> Files:
    return Files(program(world.rep))


def test_a_file_comes_in_and_is_there(files: Files) -> None:
    assert files.counts(calendar(SIMPLE)) == (1, 0, 0, 0)
    (item,) = files.items()
    assert (item["subject"], item["start"], item["end"]) == (
        "Call",
        "2026-03-10T10:00:00+01:00",
        "2026-03-10T11:00:00+01:00",
    )


def test_the_same_file_again_changes_nothing(files: Files) -> None:
    files.take(calendar(SIMPLE))
    (before,) = files.items()
    assert files.counts(calendar(SIMPLE)) == (0, 0, 1, 0)
    assert files.items() == [before]


def test_a_preview_tells_and_writes_nothing(files: Files) -> None:
    told = files.take(calendar(SIMPLE, "UID:2@x\nSUMMARY:Broken"), "?preview=true")
    assert [(one["title"], one["what"], one["code"]) for one in told["items"]] == [
        ("Broken", "unreadable", "start_missing"),
        ("Call", "new", ""),
    ]
    assert files.items() == []


def test_a_form_may_hold_the_file(files: Files) -> None:
    upload = SimpleUploadedFile("a.ics", calendar(SIMPLE).encode(), content_type="text/calendar")
    answer = files.client.post("/api/v1/calendar/import", {"file": upload})
    assert (answer.status_code, answer.json()["new"]) == (200, 1)


def test_what_went_out_comes_in_as_known(files: Files) -> None:
    series = {"recurrence": ["RRULE:FREQ=WEEKLY"], "time_zone": "Europe/Paris", "alerts": [{"minutes_before": 15}]}
    made = files.ask("POST", "/events", {"subject": "Round", "start": "2026-03-02T09:00", **series}).json()
    files.ask("PATCH", f"/events/{made['id']}?recurrence_id=2026-03-09T09:00&scope=this", {"start": "2026-03-09T11:00"})
    text = files.export()
    assert files.counts(text) == (0, 0, 1, 0)
