"""Invitations, answers and cancellations between mail programs (RFC 5546)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar
import pytest

from tournee.calendar.domain.ics import (
    Alarm,
    Component,
    Person,
    When,
    cancellation,
    counter,
    declined_counter,
    is_newer,
    read_message,
    reply,
    request,
)
from tournee.calendar.domain.recurrence import Frequency, Recurrence, Rule

PARIS = "Europe/Paris"
STAMP = datetime(2026, 11, 24, 8, tzinfo=UTC)
LATER = STAMP + timedelta(minutes=1)
FIRST = When(datetime.fromisoformat("2026-12-07T09:00"), PARIS)
SECOND = When(datetime.fromisoformat("2026-12-14T09:00"), PARIS)
CHIEF = Person.at("lea.martin@exemple.example", "Léa Martin", role="CHAIR", answer="ACCEPTED")
GUEST = Person.at("jean.roux@client.example", "Jean Roux", role="REQ-PARTICIPANT", answer="NEEDS-ACTION", rsvp=True)
OTHER = Person.at("nora@client.example", "Nora", answer="DECLINED")
HOUR = timedelta(hours=1)
SERIES = Component(
    uid="serie-1@exemple.example",
    start=FIRST,
    end=FIRST.later(timedelta(), HOUR),
    recurrence=Recurrence((Rule(Frequency.WEEKLY, count=4),)),
    sequence=2,
    summary="Point de tournée",
    description="Notes à lire",
    location="Lyon",
    organizer=CHIEF,
    attendees=(CHIEF, GUEST, OTHER),
    alarms=(Alarm("DISPLAY", -timedelta(minutes=15)),),
    others=("X-OWNER-ONLY:secret",),
)
MOVED = replace(
    SERIES,
    recurrence=None,
    recurrence_id=SECOND,
    start=When(datetime.fromisoformat("2026-12-15T10:00"), PARIS),
    end=When(datetime.fromisoformat("2026-12-15T11:00"), PARIS),
    sequence=3,
)


def only(data: bytes) -> Component:
    (item,) = read_message(data, home_zone=PARIS).items
    (component,) = item.components
    return component


def test_an_invitation_holds_the_series_and_what_differs() -> None:
    octets = request([SERIES, MOVED], stamp=STAMP)
    message = read_message(octets, home_zone=PARIS)
    assert (message.method, message.answers) == ("REQUEST", ())
    (item,) = message.items
    assert item.master and item.master.recurrence == SERIES.recurrence
    assert item.master.attendees == SERIES.attendees
    assert item.master.organizer == CHIEF
    assert (item.master.sequence, item.master.stamp) == (2, STAMP)
    assert [(one.recurrence_id, one.start) for one in item.overrides] == [(SECOND, MOVED.start)]
    assert octets.count(b"BEGIN:VTIMEZONE") == 1
    for line in (b"METHOD:REQUEST", b"UID:serie-1@exemple.example", b"SEQUENCE:2", b"DTSTAMP:20261124T080000Z"):
        assert b"\r\n" + line + b"\r\n" in octets
    assert b"ATTENDEE;CN=Jean Roux;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:" in octets.replace(
        b"\r\n ", b""
    )


def test_an_invitation_keeps_the_owner_s_alerts_and_unread_lines_at_home() -> None:
    octets = request([SERIES], stamp=STAMP)
    assert b"VALARM" not in octets
    assert b"secret" not in octets


def test_one_occurrence_is_invited_to_and_cancelled_alone() -> None:
    assert only(request([MOVED], stamp=STAMP)).recurrence_id == SECOND
    octets = cancellation([replace(MOVED, sequence=4)], to=[GUEST], stamp=STAMP)
    message = read_message(octets)
    (item,) = message.items
    assert (message.method, item.master) == ("CANCEL", None)
    (gone,) = item.overrides
    assert (gone.recurrence_id, gone.status, gone.sequence) == (SECOND, "CANCELLED", 4)
    assert gone.attendees == (GUEST,)
    assert b"FREQ=WEEKLY" not in octets and b"Notes" not in octets


def test_an_occurrence_never_carries_the_rule_of_its_series() -> None:
    octets = request([replace(SERIES, recurrence_id=SECOND)], stamp=STAMP)
    assert b"FREQ=WEEKLY" not in octets


def test_an_answer_speaks_of_one_person_and_one_event() -> None:
    octets = reply(MOVED, person=GUEST, answer="TENTATIVE", comment="Peut-être,\nà voir", stamp=LATER)
    message = read_message(octets, home_zone=PARIS)
    (answer,) = message.answers
    assert message.method == "REPLY"
    assert (answer.uid, answer.recurrence_id, answer.sequence, answer.stamp) == (SERIES.uid, SECOND, 3, LATER)
    assert (answer.person.address, answer.answer) == ("jean.roux@client.example", "TENTATIVE")
    assert answer.comment == "Peut-être,\nà voir"
    component = only(octets)
    assert (component.organizer, len(component.attendees)) == (CHIEF, 1)
    assert b"RSVP" not in octets and b"Notes" not in octets and b"Nora" not in octets


def test_a_counter_proposes_another_time_and_is_declined() -> None:
    start = When(datetime.fromisoformat("2026-12-16T14:00"), PARIS)
    octets = counter(
        MOVED, person=GUEST, start=start, end=start.later(timedelta(), HOUR), comment="Plutôt mercredi", stamp=LATER
    )
    message = read_message(octets, home_zone=PARIS)
    proposed = only(octets)
    assert (message.method, proposed.start, proposed.recurrence_id) == ("COUNTER", start, SECOND)
    assert (proposed.sequence, proposed.comments) == (3, ("Plutôt mercredi",))
    assert [(one.person.address, one.answer) for one in message.answers] == [(GUEST.address, "NEEDS-ACTION")]
    declined = declined_counter(MOVED, person=GUEST, comment="Non", stamp=LATER)
    assert read_message(declined).method == "DECLINECOUNTER"
    assert only(declined).start == MOVED.start


@pytest.mark.parametrize("missing", ["DTSTART", "SUMMARY", "DTEND"])
def test_an_answer_may_leave_out_what_it_is_about(missing: str) -> None:
    lines = reply(SERIES, person=GUEST, answer="ACCEPTED", stamp=LATER).split(b"\r\n")
    octets = b"\r\n".join(line for line in lines if not line.startswith(missing.encode()))
    (answer,) = read_message(octets).answers
    assert (answer.uid, answer.answer, answer.recurrence_id) == (SERIES.uid, "ACCEPTED", None)


def test_outlook_s_answer_is_read() -> None:
    (answer,) = read_message((Path(__file__).parent / "ics_files" / "outlook_reply.ics").read_bytes()).answers
    assert (answer.uid, answer.answer, answer.sequence) == ("serie-1@exemple.example", "DECLINED", 2)
    assert answer.recurrence_id == When(datetime.fromisoformat("2026-12-14T08:00"), "UTC")
    assert answer.person.address == "jean.roux@client.example"
    assert answer.comment == "Désolé, je suis en congé."


def test_other_methods_and_none_hold_no_answers() -> None:
    octets = request([SERIES], stamp=STAMP)
    assert read_message(octets.replace(b"METHOD:REQUEST", b"METHOD:publish")).method == "PUBLISH"
    unknown = read_message(octets.replace(b"METHOD:REQUEST", b"METHOD:NONSENSE"))
    assert (unknown.method, unknown.answers) == ("", ())
    assert len(unknown.items) == 1


@pytest.mark.parametrize(
    ("sequence", "stamp", "newer"),
    [
        (3, STAMP, True),
        (1, LATER, False),
        (2, LATER, True),
        (2, STAMP, False),
        (2, STAMP - HOUR, False),
        (2, None, True),
    ],
)
def test_of_two_messages_the_higher_version_then_the_later_one_counts(
    sequence: int, stamp: datetime | None, *, newer: bool
) -> None:
    assert is_newer(sequence, stamp, seen_sequence=2, seen_stamp=STAMP) is newer


def test_a_message_speaks_of_one_event() -> None:
    with pytest.raises(ValueError, match="one event"):
        request([], stamp=STAMP)
    with pytest.raises(ValueError, match="one event"):
        request([SERIES, replace(MOVED, uid="another")], stamp=STAMP)


def test_no_comment_makes_a_line_of_its_own() -> None:
    octets = reply(
        SERIES, person=GUEST, answer="ACCEPTED", comment="x\r\nATTENDEE:mailto:evil@evil.example", stamp=STAMP
    )
    assert octets.count(b"\r\nATTENDEE") == 1


def test_another_library_reads_the_messages() -> None:
    for octets in (
        request([SERIES, MOVED], stamp=STAMP),
        cancellation([SERIES], to=[GUEST], stamp=STAMP),
        reply(SERIES, person=GUEST, answer="ACCEPTED", stamp=STAMP),
    ):
        calendar = icalendar.Calendar.from_ical(octets.decode())
        event = calendar.walk("VEVENT")[0]
        assert str(event["ORGANIZER"]) == "mailto:lea.martin@exemple.example"
        assert event["DTSTART"].dt.astimezone(UTC) == FIRST.instant(PARIS)
        assert event["SEQUENCE"] == 2
