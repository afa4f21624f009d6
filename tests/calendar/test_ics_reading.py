"""What is mended in a file, what is refused by name, and that one bad event stops no other."""

import inspect
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.calendar.ics_files import STAMP, event, file_of, taken
from tournee.calendar.domain.ics import EVENT_CODES, FILE_CODES, BadFile, Calendar, faults, read, write
from tournee.calendar.domain.ics.content_lines import content_lines, parse_line
from tournee.calendar.domain.ics.limits import USUAL


def titles(calendar: Calendar) -> list[str]:
    return [component.summary for item in calendar.items for component in item.components]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\n\r\n", "\n \n"])
def test_any_line_end_and_empty_lines_are_read(end: str) -> None:
    data = file_of(*event("DTSTART:20260701T090000Z", "SUMMARY:Visite"), end=end)
    assert titles(read(data)) == ["Visite"]


def test_a_character_folded_in_two_is_one_again() -> None:
    octets = file_of(*event("DTSTART:20260701", "SUMMARY:été")).replace("é".encode(), b"\xc3\r\n \xa9")
    assert titles(read(octets)) == ["été"]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
def test_any_charset_is_read(charset: str) -> None:
    text = file_of(*event("DTSTART:20260701", "SUMMARY:Été à Nîmes", "LOCATION:Café")).decode()
    component = read(text.encode(charset)).items[0].components[0]
    assert (component.summary, component.location) == ("Été à Nîmes", "Café")


def test_one_line_in_another_charset_spoils_no_other() -> None:
    octets = file_of(*event("DTSTART:20260701", "SUMMARY:Été €", "LOCATION:xx")).replace(b"xx", b"\x80 caf\xe9")
    component = read(octets).items[0].components[0]
    assert (component.summary, component.location) == ("Été €", "€ café")


def test_control_characters_vanish() -> None:
    component = taken("DTSTART:20260701", "SUMMARY:a\0b\x07c\x7fd\x85e\tf")
    assert component.summary == "abcde\tf"


def test_line_separators_of_unicode_are_text() -> None:
    assert taken("DTSTART:20260701", "SUMMARY:a\u2028b\u2029c").summary == "a\u2028b\u2029c"


def test_a_line_that_was_not_folded_continues_the_one_before() -> None:
    component = taken("DTSTART:20260701", "DESCRIPTION:first", "second line, without a name", "SUMMARY:x")
    assert (component.description, component.summary) == ("first\nsecond line, without a name", "x")


@pytest.mark.parametrize(
    ("written", "text"),
    [(r"a\, b\; c\\d", r"a, b; c\d"), (r"a\nb\Nc", "a\nb\nc"), (r"\\n", r"\n"), ("C:\\dir", "C:\\dir"), ("a\\", "a\\")],
)
def test_texts_are_unescaped(written: str, text: str) -> None:
    assert taken("DTSTART:20260701", f"SUMMARY:{written}").summary == text


def test_names_in_any_case_and_with_a_group_are_known() -> None:
    component = taken("dtstart:20260701T090000Z", "item1.Summary;language=fr:Visite", "sequence: 3")
    assert (component.summary, component.sequence) == ("Visite", 3)
    assert component.parameters == (("SUMMARY", (("LANGUAGE", ("fr",)),)),)


def test_parameters_are_taken_apart() -> None:
    line = parse_line('X-A;CN="a:b;c,d";M=1,"2,3",4;C=^^x^n^\'y^z:v:w;x', USUAL)
    assert line.parameters == (("CN", ("a:b;c,d",)), ("M", ("1", "2,3", "4")), ("C", ('^x\n"y^z',)))
    assert line.value == "v:w;x"


def test_a_quote_that_is_missing_leaves_the_address() -> None:
    (guest,) = taken("DTSTART:20260701", 'ATTENDEE;CN="Léa;PARTSTAT=ACCEPTED:mailto:lea@exemple.example').attendees
    assert guest.address == "lea@exemple.example"


def test_one_bad_event_stops_no_other_and_is_listed() -> None:
    calendar = read(
        file_of(
            *event("DTSTART:20260701T090000Z", "SUMMARY:good", uid="1"),
            *event("DTSTART:20260702T090000Z", "DTEND:x", r"SUMMARY:bad\, sadly", uid="2"),
            *event("DTSTART:20260703T090000Z", "SUMMARY:better", uid="3"),
        )
    )
    assert titles(calendar) == ["good", "better"]
    (lost,) = calendar.unreadable
    assert (lost.title, lost.starts_on, lost.code, lost.uid) == ("bad, sadly", date(2026, 7, 2), "bad_end", "2")


def test_a_fault_of_our_own_stops_no_other_event(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(line: Any) -> None:
        raise AttributeError

    monkeypatch.setattr("tournee.calendar.domain.ics.events.read_person", broken)
    calendar = read(
        file_of(*event("DTSTART:20260701", "ATTENDEE:mailto:a@b.example"), *event("DTSTART:20260702", uid="2"))
    )
    assert [one.code for one in calendar.unreadable] == ["unreadable"]
    assert [item.uid for item in calendar.items] == ["2"]


def test_a_file_that_breaks_off_gives_what_was_whole() -> None:
    data = file_of(*event("DTSTART:20260701", "SUMMARY:whole"), *event("DTSTART:20260702", "SUMMARY:half", uid="2"))
    calendar = read(data[: data.index(b"half") + 2])
    assert titles(calendar) == ["whole"]
    assert [(one.title, one.code) for one in calendar.unreadable] == [("ha", "broken_off")]


def test_a_forgotten_end_ends_with_the_next_begin() -> None:
    lines = ["BEGIN:VEVENT", "UID:1", "DTSTART:20260701", *event("DTSTART:20260702", "SUMMARY:next", uid="2")]
    calendar = read(file_of(*lines))
    assert titles(calendar) == ["next"]
    assert [one.code for one in calendar.unreadable] == ["broken_off"]


@pytest.mark.parametrize("data", [b"", b"\0", b"<html></html>", b"hello", b"BEGIN:VCARD\r\nEND:VCARD"[:3]])
def test_what_is_no_calendar_is_refused(data: bytes) -> None:
    with pytest.raises(BadFile) as caught:
        read(data)
    assert caught.value.code == "not_a_calendar"


def test_two_calendars_in_one_file_are_both_read() -> None:
    one, two = file_of(*event("DTSTART:20260701", uid="1")), file_of(*event("DTSTART:20260701", uid="2"))
    assert [item.uid for item in read(one + two).items] == ["1", "2"]


def test_an_event_without_a_uid_is_the_same_one_each_time() -> None:
    lines = ["BEGIN:VEVENT", "DTSTART:20260701", "SUMMARY:x", "END:VEVENT"]
    first, again = read(file_of(*lines)), read(file_of("X-A:b", "BEGIN:VEVENT", "DTSTAMP:20260101T000000Z", *lines[1:]))
    assert first.items[0].uid == again.items[0].uid
    assert len(first.items[0].uid) < 60
    assert first.items[0].components[0].repairs == ("uid_missing",)


def test_of_two_that_speak_of_one_occurrence_the_later_version_counts() -> None:
    def version(sequence: int, stamp: str, title: str) -> list[str]:
        return event("DTSTART:20260701", f"SEQUENCE:{sequence}", f"DTSTAMP:{stamp}", f"SUMMARY:{title}")

    calendar = read(
        file_of(
            *version(1, "20260101T000000Z", "b"),
            *version(1, "20260102T000000Z", "c"),
            *version(0, "20260103T000000Z", "a"),
        )
    )
    assert titles(calendar) == ["c"]
    assert [(one.title, one.code) for one in calendar.unreadable] == [("b", "superseded"), ("a", "superseded")]


def test_two_that_differ_in_one_version_are_told_apart() -> None:
    calendar = read(file_of(*event("DTSTART:20260701", "SUMMARY:a"), *event("DTSTART:20260701", "SUMMARY:b")))
    assert titles(calendar) == ["a"]
    assert [(one.title, one.code) for one in calendar.unreadable] == [("b", "duplicate")]


def test_the_same_event_twice_is_one_and_no_complaint() -> None:
    calendar = read(file_of(*event("DTSTART:20260701"), *event("DTSTART:20260701")))
    assert (len(calendar.items), calendar.unreadable) == (1, ())


def test_a_participant_without_an_address_breaks_nothing() -> None:
    guests = taken(
        "DTSTART:20260701",
        "ATTENDEE;CN=Nobody:",
        "ATTENDEE;CN=Path:/principals/users/7/",
        "ATTENDEE;CN=Told;EMAIL=told@exemple.example:urn:uuid:1",
        "ATTENDEE:MAILTO:Big@Exemple.Example",
        "ATTENDEE:mailto:a%2Bb@exemple.example",
        "ATTENDEE:plain@exemple.example",
        "ORGANIZER;CN=Chief:invalid:nomail",
    ).attendees
    addresses = [
        "",
        "",
        "told@exemple.example",
        "Big@exemple.example",
        "a+b@exemple.example",
        "plain@exemple.example",
    ]
    assert [guest.address for guest in guests] == addresses


def test_what_is_unknown_comes_out_as_it_came_in() -> None:
    lines = [
        "DTSTART;X-SLOT=7:20260701T090000Z",
        'LOCATION;ALTREP="https://a.example/x;y";LANGUAGE=fr:Lyon',
        "X-MS-OLK-CONFTYPE:0",
        "ATTACH;FMTTYPE=text/plain;ENCODING=BASE64;VALUE=BINARY:VG91cm7DqWU=",
        'x-lower;p="a,b",c:Value\\, with \\n escapes; and , commas',
        "REQUEST-STATUS:2.0;Success",
        "PRIORITY:5",
    ]
    octets = write(read(file_of(*event(*lines))).items, stamp=STAMP).replace(b"\r\n ", b"").decode()
    for line in lines:
        assert f"\r\n{line}\r\n" in octets
    nested = ["BEGIN:VLOCATION", "UID:place", "NAME:Lyon", "BEGIN:X-DEEP", "X-A:b", "END:X-DEEP", "END:VLOCATION"]
    octets = write(read(file_of(*event("DTSTART:20260701", *nested))).items, stamp=STAMP).decode()
    assert "\r\n".join(nested) in octets


def test_other_kinds_are_listed_not_dropped_in_silence() -> None:
    lines = ["BEGIN:VTODO", "SUMMARY:Call", "DTSTART:20260701", "END:VTODO", "BEGIN:VFREEBUSY", "END:VFREEBUSY"]
    lost = read(file_of(*lines, "BEGIN:VJOURNAL", "END:VJOURNAL", "BEGIN:X-THING", "END:X-THING")).unreadable
    assert [one.code for one in lost] == ["task", "free_busy", "journal", "other_component"]
    assert (lost[0].title, lost[0].starts_on) == ("Call", date(2026, 7, 1))


def test_busy_or_free_is_read_as_the_program_meant_it() -> None:
    assert taken("DTSTART:20260701", "TRANSP:TRANSPARENT").transparent
    assert taken("DTSTART:20260701", "X-MICROSOFT-CDO-BUSYSTATUS:FREE").transparent
    assert not taken("DTSTART:20260701", "TRANSP:OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS:FREE").transparent


@pytest.mark.parametrize("geo", ["48.5;-1.25", "48.5\\;-1.25", "48.5,-1.25", " 48.5 ; -1.25 "])
def test_places_are_read(geo: str) -> None:
    assert taken("DTSTART:20260701", f"GEO:{geo}").geo == (48.5, -1.25)


@pytest.mark.parametrize("geo", ["91;0", "0;181", "x;y", "1"])
def test_no_place_is_better_than_a_false_one(geo: str) -> None:
    assert taken("DTSTART:20260701", f"GEO:{geo}").geo is None


def test_unfolding_is_bounded_by_octets_and_lines() -> None:
    tight = USUAL.__class__(octets=50, lines=3)
    with pytest.raises(BadFile, match="too_large"):
        list(content_lines(b"x" * 51, tight))
    with pytest.raises(BadFile, match="too_many_lines"):
        list(content_lines(b"a:b\n" * 4, tight))
    assert list(content_lines(b"a:b\n" * 3, tight)) == ["a:b"] * 3


def test_every_fault_that_is_raised_has_a_name_that_stays() -> None:
    folder = Path(inspect.getfile(faults)).parent
    text = "".join(path.read_text("utf-8") for path in folder.glob("*.py") if path.name != "faults.py")
    assert set(re.findall(r'BadFile\("(\w+)"', text)) == FILE_CODES
    assert {code for code in EVENT_CODES if f'"{code}"' not in text} == set()
    assert set(re.findall(r'BadEvent\("(\w+)"', text)) <= EVENT_CODES


def test_a_later_series_takes_with_it_what_was_said_of_an_occurrence_that_it_has_no_more() -> None:
    series = [
        "UID:u",
        "SUMMARY:Visite",
        "DTSTART;VALUE=DATE:20260706",
        "RRULE:FREQ=WEEKLY;UNTIL=20260720",
        "SEQUENCE:2",
    ]
    old = ["SUMMARY:Ailleurs", "DTSTART;VALUE=DATE:20260805", "SEQUENCE:1"]
    gone = [*old, "RECURRENCE-ID;VALUE=DATE:20260803"]
    kept = [*old, "RECURRENCE-ID;VALUE=DATE:20260713"]
    new = ["SUMMARY:Après", "DTSTART;VALUE=DATE:20260812", "SEQUENCE:2", "RECURRENCE-ID;VALUE=DATE:20260810"]
    lines = [line for one in (series, gone, kept, new) for line in event(*one)]
    found = read(file_of(*lines))
    assert [str(one.recurrence_id.wall) for one in found.items[0].overrides if one.recurrence_id] == [
        "2026-07-13",
        "2026-08-10",
    ]
    assert [(one.code, one.title) for one in found.unreadable] == [("superseded", "Ailleurs")]
