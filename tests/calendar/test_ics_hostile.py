"""Files made to hurt: each is answered by name, or read, with bounded work and memory."""

import resource
import time
from collections.abc import Callable

import pytest

from tests.calendar.ics_files import STAMP, file_of
from tournee.calendar.domain.ics import BadFile, Limits, read, write

# Of CPU, not of the clock: ten times what the slowest takes here, a hundredth of what an unbounded reader would.
MOST_SECONDS = 10
MOST_KIBIBYTES = 200 * 1024
ALL = {24: ",".join(map(str, range(24))), 60: ",".join(map(str, range(60)))}


def event(*lines: str, uid: str = "1", start: str = ":20260101T090000Z") -> list[str]:
    return ["BEGIN:VEVENT", f"UID:{uid}", f"DTSTART{start}", *lines, "END:VEVENT"]


def zone(rule: str, tzid: str = "Odd", observances: int = 1, offset: str = "+0117") -> list[str]:
    part = ["BEGIN:STANDARD", "DTSTART:16010101T000000", f"RRULE:{rule}", f"TZOFFSETFROM:{offset}", "TZOFFSETTO:+0217"]
    return ["BEGIN:VTIMEZONE", f"TZID:{tzid}", *[*part, "END:STANDARD"] * observances, "END:VTIMEZONE"]


def times(count: int) -> str:
    return ",".join(f"2026{month:02}{day:02}T090000Z" for month in range(1, 13) for day in range(1, 29))[
        : count * 17 - 1
    ]


def many_zones() -> bytes:
    zones = (zone("FREQ=YEARLY;BYMONTH=1", f"Odd{n}", 1, f"+01{n % 60:02}") for n in range(500))
    events = (event("RRULE:FREQ=DAILY", uid=str(n), start=f";TZID=Odd{n}:20260101T090000") for n in range(500))
    return file_of(*(line for block in (*zones, *events) for line in block))


FILE_FAULTS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "50,000 events": ("too_many_components", lambda: file_of(*(x for n in range(50_000) for x in event(uid=str(n))))),
    "5,000 levels": ("nested_too_deep", lambda: file_of(*["BEGIN:X"] * 5_000)),
    "5,000 levels in an event": ("nested_too_deep", lambda: file_of(*event(*["BEGIN:VALARM"] * 5_000))),
    "a million lines": ("too_many_lines", lambda: file_of(*["X:1"] * 1_000_000)),
    "11 MB": ("too_large", lambda: file_of(*event("DESCRIPTION:" + "x" * 11_000_000))),
    "22 MB of UTF-16": ("too_large", lambda: ("\ufeff" + "BEGIN:VCALENDAR\r\n" * 700_000).encode("utf-16-le")),
    "9 MB of nothing": ("not_a_calendar", lambda: b"\0" * 9_000_000),
    "9 MB of spaces": ("not_a_calendar", lambda: b" " * 9_000_000),
    "folds": ("too_many_lines", lambda: b"BEGIN:VCALENDAR" + b"\n " * 4_000_000),
}
EVENT_FAULTS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "every second": ("rule_too_dense", lambda: file_of(*event("RRULE:FREQ=SECONDLY"))),
    "every minute": ("rule_too_dense", lambda: file_of(*event("RRULE:FREQ=MINUTELY"))),
    "all BY parts": (
        "rule_too_dense",
        lambda: file_of(*event(f"RRULE:FREQ=YEARLY;BYHOUR={ALL[24]};BYMINUTE={ALL[60]};BYSECOND={ALL[60]}")),
    ),
    "100,000 EXDATEs": ("line_too_long", lambda: file_of(*event("RRULE:FREQ=DAILY", "EXDATE:" + times(336) * 300))),
    "100,000 lines of EXDATE": (
        "too_many_dates",
        lambda: file_of(*event("RRULE:FREQ=DAILY", *["EXDATE:20260101T090000Z"] * 100_000)),
    ),
    "10,000 RDATEs": (
        "too_many_dates",
        lambda: file_of(*event("RDATE:" + ",".join(["20260101T090000Z"] * 10_000))),
    ),
    "20,000 overrides": (
        "too_many_overrides",
        lambda: file_of(*(x for n in range(20_000) for x in event(f"RECURRENCE-ID:202601{n % 28 + 1:02}T090000Z"))),
    ),
    "a 9 MB line": ("line_too_long", lambda: file_of(*event("DESCRIPTION:" + "x" * 9_000_000))),
    "a 9 MB line, folded": ("line_too_long", lambda: file_of(*event("X-A:" + "\r\n ".join(["x" * 73] * 110_000)))),
    "4 MB without names": ("line_too_long", lambda: file_of(*event("DESCRIPTION:", *["no line"] * 400_000))),
    "50,000 parameters": (
        "too_many_parameters",
        lambda: file_of(*event("ATTENDEE" + "".join(f";A{n}=b" for n in range(50_000)) + ":mailto:a@b.example")),
    ),
    "20,000 guests": ("too_many_people", lambda: file_of(*event(*["ATTENDEE:mailto:a@b.example"] * 20_000))),
    "8,000 alarms": (
        "too_many_alerts",
        lambda: file_of(*event(*["BEGIN:VALARM", "TRIGGER:-PT1M", "END:VALARM"] * 8_000)),
    ),
    "20,000 rules": (
        "too_many_dates",
        lambda: file_of(*event(*[f"RRULE:FREQ=DAILY;INTERVAL={n}" for n in range(1, 20_000)])),
    ),
    "unknown lines": ("too_much_else", lambda: file_of(*event(*["X:1"] * 500_000))),
}
READ: dict[str, Callable[[], bytes]] = {
    "a rule that never matches": lambda: file_of(*event("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")),
    "COUNT of two billion": lambda: file_of(*event("RRULE:FREQ=DAILY;COUNT=2000000000")),
    "a huge INTERVAL": lambda: file_of(*event("RRULE:FREQ=DAILY;INTERVAL=999999999")),
    "a huge SEQUENCE": lambda: file_of(*event("SEQUENCE:" + "9" * 5_000)),
    "parameters that are not read": lambda: file_of(*event("X-A" + ";A=b" * 50_000 + ":x")),
    "quotes": lambda: file_of(*event('ATTENDEE;CN="' + '"",""' * 60_000 + ":mailto:a@b.example")),
    "commas": lambda: file_of(*event("ATTENDEE;CN=" + "a," * 200_000 + '"')),
    "backslashes": lambda: file_of(*event("CATEGORIES:" + "\\" * 400_001)),
    "a backslash at the end": lambda: file_of(*event("CATEGORIES:" + "a" * 400_000 + "\\")),
    "colons in a moment": lambda: file_of(*event(start=";TZID=(UTC:" + "1:" * 200_000 + "20260101T090000")),
    "spaces in a zone": lambda: file_of(*event(start=";TZID=A" + " " * 400_000 + "B:20260101T090000")),
    "spaces after a name": lambda: file_of(*event("A" * 100 + " " * 400_000 + "x")),
    "a zone of seconds": lambda: file_of(*zone("FREQ=SECONDLY"), *event(start=";TZID=Odd:20260101T090000")),
    "a zone of every day": lambda: file_of(
        *zone("FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=1,2,3", observances=190),
        *event(start=";TZID=Odd:20260101T090000"),
        *event(start=";TZID=Odd:21260101T090000", uid="2"),
    ),
    "a zone of 5,000 parts": lambda: file_of(
        *zone("FREQ=YEARLY", observances=5_000), *event(start=";TZID=Odd:20260101T090000")
    ),
    "500 zones of nowhere": many_zones,
    "20,000 names of zones": lambda: file_of(
        *(x for n in range(20_000) for x in event(uid=str(n), start=f";TZID=Odd{n}:20260101T090000"))
    ),
    "300,000 ends": lambda: file_of(*["END:X"] * 300_000),
}


def within_bounds(data: bytes) -> object:
    """What `read` says, having used neither too much time nor memory."""
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    try:
        answer: object = read(data)
    except BadFile as error:
        answer = error.code
    assert time.process_time() - began < MOST_SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_KIBIBYTES
    return answer


@pytest.mark.parametrize("name", FILE_FAULTS)
def test_a_file_beyond_the_limits_is_refused_by_name(name: str) -> None:
    code, made = FILE_FAULTS[name]
    assert within_bounds(made()) == code


@pytest.mark.parametrize("name", EVENT_FAULTS)
def test_an_event_beyond_the_limits_is_listed_by_name(name: str) -> None:
    code, made = EVENT_FAULTS[name]
    calendar = within_bounds(made())
    assert not isinstance(calendar, str)
    assert [one.code for one in calendar.unreadable] == [code]  # type: ignore[attr-defined]
    assert calendar.items == ()  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", READ)
def test_what_only_looks_dangerous_is_read_and_written(name: str) -> None:
    data = READ[name]()
    within_bounds(data)
    calendar = read(data)
    began = time.process_time()
    octets = write(calendar.items, stamp=STAMP)
    assert time.process_time() - began < MOST_SECONDS
    assert len(octets) < 20_000_000
    assert not [one.code for one in calendar.unreadable if one.code == "unreadable"]


def test_each_limit_counts_to_its_number_and_no_further() -> None:
    def codes(data: bytes, **limit: int) -> list[str]:
        return [one.code for one in read(data, limits=Limits(**limit)).unreadable]

    guests = file_of(*event(*["ATTENDEE:mailto:a@b.example"] * 3))
    assert (codes(guests, people=3), codes(guests, people=2)) == ([], ["too_many_people"])
    dates = file_of(*event("RRULE:FREQ=DAILY", "EXDATE:20260102T090000Z,20260103T090000Z"))
    assert (codes(dates, dates=2), codes(dates, dates=1)) == ([], ["too_many_dates"])
    alarms = file_of(*event(*["BEGIN:VALARM", "TRIGGER:-PT1M", "END:VALARM"] * 2))
    assert (codes(alarms, alerts=2), codes(alarms, alerts=1)) == ([], ["too_many_alerts"])
    several = file_of(*event("RRULE:FREQ=DAILY"), *event("RECURRENCE-ID:20260102T090000Z"))
    assert (codes(several, overrides=1), codes(several, overrides=0)) == ([], ["too_many_overrides"])
    line = file_of(*event("SUMMARY:" + "x" * 92))
    assert (codes(line, line_octets=100), codes(line, line_octets=99)) == ([], ["line_too_long"])
    others = file_of(*event("X-A:b", "X-C:d"))
    assert (codes(others, others=2), codes(others, others=1)) == ([], ["too_much_else"])
