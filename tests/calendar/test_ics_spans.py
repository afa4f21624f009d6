"""When events of a file are: starts, ends and occurrences, mended or refused by name."""

import re
from datetime import date

import pytest

from tests.calendar.ics_files import PARIS, STAMP, event, file_of, taken, wall
from tournee.calendar.domain.ics import When, read, write
from tournee.calendar.domain.recurrence import starts


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


def test_an_occurrence_named_in_two_ways_is_one() -> None:
    lines = [
        *event(f"DTSTART;TZID={PARIS}:20260701T090000", "RRULE:FREQ=WEEKLY"),
        *event("DTSTART:20260709T100000Z", "RECURRENCE-ID:20260708T070000Z", "SUMMARY:old"),
        *event("DTSTART:20260709T110000Z", f"RECURRENCE-ID;TZID={PARIS}:20260708T090000", "SEQUENCE:1", "SUMMARY:new"),
    ]
    calendar = read(file_of(*lines))
    assert [one.summary for one in calendar.items[0].overrides] == ["new"]
    assert [(one.title, one.code) for one in calendar.unreadable] == [("old", "superseded")]


def test_occurrences_without_their_series_are_kept_as_such() -> None:
    (item,) = read(file_of(*event("DTSTART:20260708T100000Z", "RECURRENCE-ID:20260708T090000Z"))).items
    assert item.master is None
    assert len(item.overrides) == 1


@pytest.mark.parametrize("until", ["20260715", "20260715T090000", "20260715T070000Z"])
def test_a_sloppy_until_keeps_the_last_occurrence_and_is_written_in_utc(until: str) -> None:
    start = f"DTSTART;TZID={PARIS}:20260701T090000"
    calendar = read(file_of(*event(start, f"rrule:freq=weekly;until={until};")))
    component = calendar.items[0].components[0]
    assert component.recurrence
    found = starts(component.recurrence, component.start.wall, PARIS, wall("2026-07-09").wall, wall("2026-08-01").wall)
    assert found == [wall("2026-07-15T09:00").wall]
    assert re.search(rb";UNTIL=20260715T\d{6}Z\r\n", write(calendar.items, stamp=STAMP))
