"""Series as other programs write them: each occurrence where it belongs, as an engine of the field finds it too."""

from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest
import recurring_ical_events

from tests.api.test_calendar_files import Files, calendar
from tests.factories.world import Program, World

PARIS = "DTSTART;TZID=Europe/Paris:{}\nDTEND;TZID=Europe/Paris:{}"
HEAD = "UID:s@x\nSUMMARY:S\n"


def timed(start: str, end: str, *lines: str) -> str:
    return HEAD + PARIS.format(start, end) + "\n" + "\n".join(lines)


def dates(start: str, *lines: str) -> str:
    return HEAD + f"DTSTART;VALUE=DATE:{start}\n" + "\n".join(lines)


def override(named: str, start: str, end: str, *, zone: str = ";TZID=Europe/Paris", ranged: str = "") -> str:
    times = f"RECURRENCE-ID{ranged}{zone}:{named}\nDTSTART{zone}:{start}\nDTEND{zone}:{end}"
    return f"UID:s@x\nSUMMARY:Moved\nSEQUENCE:1\n{times}"


WEEK = "20260302T090000", "20260302T100000"
FILES = {
    "a start that the rule does not match": [timed(*WEEK, "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20260401T000000Z")],
    "by set position": [timed(*WEEK, "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1")],
    "days counted from the end": [timed(*WEEK, "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1,-3")],
    "weeks that begin on Sunday": [
        timed(*WEEK, "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU;UNTIL=20260601T000000Z")
    ],
    "weeks that begin on Monday": [
        timed(*WEEK, "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=MO;UNTIL=20260601T000000Z")
    ],
    "leap days": [dates("20240229", "RRULE:FREQ=YEARLY")],
    "the 31st": [timed("20260131T090000", "20260131T100000", "RRULE:FREQ=MONTHLY")],
    "until exactly on an occurrence": [timed(*WEEK, "RRULE:FREQ=WEEKLY;UNTIL=20260330T070000Z")],
    "until just before one": [timed(*WEEK, "RRULE:FREQ=WEEKLY;UNTIL=20260330T065959Z")],
    "a count with dates left out": [
        timed(*WEEK, "RRULE:FREQ=DAILY;COUNT=5", "EXDATE;TZID=Europe/Paris:20260304T090000")
    ],
    "the first left out": [timed(*WEEK, "RRULE:FREQ=DAILY;COUNT=5", "EXDATE:20260302T080000Z")],
    "dates added": [timed(*WEEK, "RRULE:FREQ=WEEKLY;COUNT=2", "RDATE;TZID=Europe/Paris:20260304T140000")],
    "dates": [dates("20260302", "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;VALUE=DATE:20260316")],
    "several days": [HEAD + "DTSTART;VALUE=DATE:20260302\nDTEND;VALUE=DATE:20260305\nRRULE:FREQ=MONTHLY;COUNT=3"],
    "one moved out of the window": [
        timed(*WEEK, "RRULE:FREQ=WEEKLY;COUNT=4"),
        override("20260309T090000", "20270309T090000", "20270309T100000"),
    ],
    "one moved into the window": [
        timed("20250302T090000", "20250302T100000", "RRULE:FREQ=WEEKLY;COUNT=4"),
        override("20250309T090000", "20260309T110000", "20260309T120000"),
    ],
    "one named in UTC": [
        timed(*WEEK, "RRULE:FREQ=WEEKLY;COUNT=4"),
        override("20260309T080000Z", "20260310T080000Z", "20260310T090000Z", zone=""),
    ],
    "one cancelled": [
        timed(*WEEK, "RRULE:FREQ=WEEKLY;COUNT=4"),
        override("20260309T090000", "20260309T090000", "20260309T100000") + "\nSTATUS:CANCELLED",
    ],
    "an occurrence without its series": [override("20260309T090000", "20260310T090000", "20260310T100000")],
    "two occurrences without their series": [
        override("20260309T090000", "20260310T090000", "20260310T100000"),
        override("20260316T090000", "20260316T150000", "20260316T160000"),
    ],
    "this and the following, later": [
        timed(*WEEK, "RRULE:FREQ=WEEKLY;COUNT=6"),
        override("20260316T090000", "20260316T140000", "20260316T150000", ranged=";RANGE=THISANDFUTURE"),
    ],
    "this and the following, on another day": [
        timed(*WEEK, "RRULE:FREQ=WEEKLY"),
        override("20260316T090000", "20260317T090000", "20260317T113000", ranged=";RANGE=THISANDFUTURE"),
    ],
    "this and the following, and one of those apart": [
        timed(*WEEK, "RRULE:FREQ=WEEKLY;COUNT=6"),
        override("20260316T090000", "20260316T140000", "20260316T150000", ranged=";RANGE=THISANDFUTURE"),
        override("20260323T090000", "20260324T180000", "20260324T190000"),
    ],
    "in UTC": [HEAD + "DTSTART:20260302T080000Z\nDTEND:20260302T090000Z\nRRULE:FREQ=WEEKLY;COUNT=6"],
    "a length across days": [timed("20260302T220000", "20260303T020000", "RRULE:FREQ=WEEKLY;COUNT=6")],
    "no end": [HEAD + "DTSTART;TZID=Europe/Paris:20260302T090000\nRRULE:FREQ=WEEKLY;COUNT=2"],
}
FROM, TO = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture
def files(world: World, program: type[Program]) -> Files:
    return Files(program(world.rep))


def ours(files: Files) -> list[tuple[Any, Any]]:
    items = files.items(time_zone="UTC")
    return sorted((str(one["start"]), str(one["end"])) for one in items)


def theirs(text: str) -> list[tuple[Any, Any]]:
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(FROM, TO)
    return sorted((shown(one["DTSTART"].dt), shown(one["DTEND"].dt)) for one in map(ended, found))


def ended(one: Any) -> Any:
    if "DTEND" not in one:
        one["DTEND"] = one["DTSTART"]
    return one


def shown(moment: Any) -> str:
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).isoformat()
    assert isinstance(moment, date)
    return moment.isoformat()


@pytest.mark.parametrize("name", FILES)
def test_occurrences_are_where_another_engine_finds_them(name: str, files: Files) -> None:
    text = calendar(*FILES[name])
    told = files.take(text)
    assert told["unreadable"] == 0
    assert ours(files) == theirs(text)


@pytest.mark.parametrize("name", FILES)
def test_a_second_import_changes_nothing(name: str, files: Files) -> None:
    text = calendar(*FILES[name])
    files.take(text)
    before = files.items()
    again = files.take(text)
    assert (again["new"], again["changed"], again["unreadable"]) == (0, 0, 0)
    assert files.items() == before


@pytest.mark.parametrize("name", FILES)
def test_what_goes_out_has_the_same_occurrences(name: str, files: Files, world: World, program: type[Program]) -> None:
    files.take(calendar(*FILES[name]))
    text = files.export()
    assert theirs(text) == ours(files)
    other = Files(program(world.other_rep))
    other.take(text)
    assert ours(other) == ours(files)


def test_a_count_counts_the_start_that_the_rule_does_not_match(files: Files) -> None:
    # RFC 5545 §3.8.5.3: DTSTART always counts as the first occurrence. Engines of the field add one.
    files.take(calendar(timed(*WEEK, "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3")))
    assert [one["start"][:10] for one in files.items()] == ["2026-03-02", "2026-03-03", "2026-03-05"]


def test_floating_times_are_the_owner_s(files: Files, world: World) -> None:
    type(world.rep).objects.filter(pk=world.rep.pk).update(time_zone="America/New_York")
    files.take(calendar(HEAD + "DTSTART:20260302T090000\nDTEND:20260302T100000\nRRULE:FREQ=WEEKLY;COUNT=3"))
    starts = [one["start"] for one in files.items(time_zone="America/New_York")]
    assert starts == ["2026-03-02T09:00:00-05:00", "2026-03-09T09:00:00-04:00", "2026-03-16T09:00:00-04:00"]
    assert {one["time_zone"] for one in files.items()} == {"America/New_York"}


def test_a_first_start_that_the_clock_skips_does_not_move_the_others(files: Files) -> None:
    files.take(calendar(timed("20260329T023000", "20260329T033000", "RRULE:FREQ=DAILY;COUNT=3")))
    starts = [one["start"] for one in files.items()]
    assert starts == ["2026-03-29T03:30:00+02:00", "2026-03-30T02:30:00+02:00", "2026-03-31T02:30:00+02:00"]
