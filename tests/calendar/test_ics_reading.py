"""What is mended in a file, what is refused by name, and that one bad event stops no other."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tournee.calendar.domain.ics import BadFile, Calendar, Component, When, read, write
from tournee.calendar.domain.ics.content_lines import content_lines, parse_line
from tournee.calendar.domain.ics.limits import USUAL
from tournee.calendar.domain.recurrence import starts

PARIS = "Europe/Paris"
STAMP = datetime(2026, 11, 24, 8, tzinfo=UTC)


def file_of(*lines: str, end: str = "\r\n") -> bytes:
    return end.join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]).encode()


def event(*lines: str, uid: str = "1") -> list[str]:
    return ["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"]


def taken(*lines: str) -> Component:
    calendar = read(file_of(*event(*lines)), home_zone=PARIS)
    assert calendar.unreadable == ()
    return calendar.items[0].components[0]


def refused(*lines: str) -> str:
    calendar = read(file_of(*event(*lines)), home_zone=PARIS)
    assert calendar.items == ()
    return calendar.unreadable[0].code


def wall(text: str, zone: str | None = None) -> When:
    return When(datetime.fromisoformat(text), zone)


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


@pytest.mark.parametrize(
    ("start", "when"),
    [
        (":20260701T090000", wall("2026-07-01T09:00")),
        (":20260701T0900", wall("2026-07-01T09:00")),
        (":2026-07-01T09:00:00Z", wall("2026-07-01T09:00", "UTC")),
        (":20260701T090000+0200", wall("2026-07-01T07:00", "UTC")),
        (":20260701T235960Z", wall("2026-07-01T23:59:59", "UTC")),
        (":20260701T240000Z", wall("2026-07-02T00:00", "UTC")),
        (":20260701", When(date(2026, 7, 1))),
        (";VALUE=DATE:20260701", When(date(2026, 7, 1))),
        (";VALUE=DATE:20260701T000000", When(date(2026, 7, 1))),
        (f";VALUE=DATE;TZID={PARIS}:20260701", When(date(2026, 7, 1))),
        (f";TZID={PARIS}:20260701T090000Z", wall("2026-07-01T09:00", "UTC")),
    ],
)
def test_starts_in_many_forms_are_read(start: str, when: When) -> None:
    assert taken(f"DTSTART{start}").start == when


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        # RFC 5545 §3.6.1: nothing said lasts no time, or the day.
        (":20260701T090000Z", None, wall("2026-07-01T09:00", "UTC")),
        (";VALUE=DATE:20260701", None, When(date(2026, 7, 2))),
        (":20260701T090000Z", "DURATION:PT1H30M", wall("2026-07-01T10:30", "UTC")),
        (";VALUE=DATE:20260701", "DURATION:P1W", When(date(2026, 7, 8))),
        (";VALUE=DATE:20260701", "DURATION:PT48H", When(date(2026, 7, 3))),
        (";VALUE=DATE:20260701", "DTEND;VALUE=DATE:20260701", When(date(2026, 7, 2))),
        (";VALUE=DATE:20260701", "DTEND;VALUE=DATE:20260630", When(date(2026, 7, 2))),
        (";VALUE=DATE:20260701", "DTEND:20260702T000000Z", When(date(2026, 7, 2))),
        (";VALUE=DATE:20260701", "DTEND:20260702T100000Z", When(date(2026, 7, 3))),
        (f";TZID={PARIS}:20260701T090000", "DTEND;VALUE=DATE:20260702", wall("2026-07-02T00:00", PARIS)),
        (":20260701T090000Z", "DTEND;TZID=Asia/Tokyo:20260701T180000", wall("2026-07-01T18:00", "Asia/Tokyo")),
        # The clock goes from 2:00 to 3:00 on 29 March: a day is a day, 24 hours are 24 hours.
        (f";TZID={PARIS}:20260328T090000", "DURATION:P1D", wall("2026-03-29T09:00", PARIS)),
        (f";TZID={PARIS}:20260328T090000", "DURATION:PT24H", wall("2026-03-29T10:00", PARIS)),
        # The end lies in the hour that is shown twice, at its second showing.
        (f";TZID={PARIS}:20261025T023000", "DURATION:PT1H", wall("2026-10-25T01:30", "UTC")),
    ],
)  # fmt: skip
def test_ends_are_found_and_mended(start: str, end: str | None, expected: When) -> None:
    assert taken(f"DTSTART{start}", *([end] if end else [])).end == expected


@pytest.mark.parametrize("end", ["DTEND:20260701T083000Z", "DURATION:-PT30M"])
def test_two_hours_of_a_day_in_the_wrong_fields_change_places(end: str) -> None:
    component = taken("DTSTART:20260701T090000Z", end)
    assert (component.start, component.end) == (wall("2026-07-01T08:30", "UTC"), wall("2026-07-01T09:00", "UTC"))
    assert component.repairs == ("end_before_start",)


@pytest.mark.parametrize("empty", ["RRULE:", "RDATE:", "EXDATE: "])
def test_an_empty_rule_says_that_nothing_repeats(empty: str) -> None:
    assert taken("DTSTART:20260701T090000Z", empty).recurrence is None


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("start_missing", ["SUMMARY:x"]),
        ("start_missing", ["DTSTART:"]),
        ("bad_start", ["DTSTART:tomorrow"]),
        ("bad_start", ["DTSTART:20260230T090000"]),
        ("bad_end", ["DTSTART:20260701T090000Z", "DTEND:late"]),
        ("bad_duration", ["DTSTART:20260701T090000Z", "DURATION:long"]),
        ("ends_before_start", ["DTSTART:20260701T090000Z", "DTEND:20260630T085959Z"]),
        ("ends_before_start", ["DTSTART:20260701T090000Z", "DURATION:-PT25H"]),
        ("ends_before_start", ["DTSTART:20260701T090000Z", "DTEND:20260701T080000Z", "RRULE:FREQ=DAILY"]),
        ("year_out_of_range", ["DTSTART:00010101T000000Z"]),
        ("year_out_of_range", ["DTSTART:22000101T000000Z", "DURATION:P800D"]),
        ("bad_recurrence", ["DTSTART:20260701T090000Z", "RRULE:FREQ=SOMETIMES"]),
        ("bad_recurrence", ["DTSTART:20260701T090000Z", "RRULE:FREQ=DAILY", "EXRULE:FREQ=WEEKLY"]),
        ("bad_recurrence_id", ["DTSTART:20260701T090000Z", "RECURRENCE-ID:x"]),
        ("rule_too_dense", ["DTSTART:20260701T090000Z", "RRULE:FREQ=SECONDLY"]),
        ("uid_too_long", ["DTSTART:20260701T090000Z"]),
    ],
)  # fmt: skip
def test_what_cannot_be_mended_is_refused_by_name(code: str, lines: list[str]) -> None:
    uid = "u" * 300 if code == "uid_too_long" else "1"
    calendar = read(file_of(*event(*lines, uid=uid)))
    assert [one.code for one in calendar.unreadable] == [code]
    assert calendar.items == ()


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
    assert [(one.title, one.code) for one in calendar.unreadable] == [("b", "duplicate"), ("a", "duplicate")]


def test_the_same_event_twice_is_one_and_no_complaint() -> None:
    calendar = read(file_of(*event("DTSTART:20260701"), *event("DTSTART:20260701")))
    assert (len(calendar.items), calendar.unreadable) == (1, ())


@pytest.mark.parametrize(
    ("start", "named", "expected"),
    [
        (f";TZID={PARIS}:20260701T090000", ":20260708T070000Z", wall("2026-07-08T09:00", PARIS)),
        (f";TZID={PARIS}:20260701T090000", ";VALUE=DATE:20260708", wall("2026-07-08T09:00", PARIS)),
        (f";TZID={PARIS}:20260701T090000", ":20260708T090000", wall("2026-07-08T09:00", PARIS)),
        (f";TZID={PARIS}:20260701T090000", ";TZID=America/New_York:20260708T030000", wall("2026-07-08T09:00", PARIS)),
        (";VALUE=DATE:20260701", ":20260708T000000", When(date(2026, 7, 8))),
        (":20260701T090000", ":20260708T090000", wall("2026-07-08T09:00")),
    ],
)
def test_an_occurrence_is_named_on_the_clock_of_its_series(start: str, named: str, expected: When) -> None:
    lines = [
        *event(f"DTSTART{start}", "RRULE:FREQ=WEEKLY"),
        *event("DTSTART:20260709T100000Z", f"RECURRENCE-ID;RANGE=THISANDFUTURE{named}"),
    ]
    (item,) = read(file_of(*lines)).items
    assert (item.overrides[0].recurrence_id, item.overrides[0].this_and_future) == (expected, True)
    assert item.master and not item.master.this_and_future


def test_occurrences_without_their_series_are_kept_as_such() -> None:
    (item,) = read(file_of(*event("DTSTART:20260708T100000Z", "RECURRENCE-ID:20260708T090000Z"))).items
    assert item.master is None
    assert len(item.overrides) == 1


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


@pytest.mark.parametrize("until", ["20260715", "20260715T090000", "20260715T070000Z"])
def test_a_sloppy_until_keeps_the_last_occurrence_and_is_written_in_utc(until: str) -> None:
    start = f"DTSTART;TZID={PARIS}:20260701T090000"
    calendar = read(file_of(*event(start, f"rrule:freq=weekly;until={until};")))
    component = calendar.items[0].components[0]
    assert component.recurrence
    found = starts(component.recurrence, component.start.wall, PARIS, wall("2026-07-09").wall, wall("2026-08-01").wall)
    assert found == [wall("2026-07-15T09:00").wall]
    assert re.search(rb";UNTIL=20260715T\d{6}Z\r\n", write(calendar.items, stamp=STAMP))


def test_unfolding_is_bounded_by_octets_and_lines() -> None:
    tight = USUAL.__class__(octets=50, lines=3)
    with pytest.raises(BadFile, match="too_large"):
        list(content_lines(b"x" * 51, tight))
    with pytest.raises(BadFile, match="too_many_lines"):
        list(content_lines(b"a:b\n" * 4, tight))
    assert list(content_lines(b"a:b\n" * 3, tight)) == ["a:b"] * 3
