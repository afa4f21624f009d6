"""Octets at random, and good files spoilt at random: `read` answers, or raises BadFile, and nothing else."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tournee.calendar.domain.ics import BadFile, read, read_message, write

FILES = Path(__file__).parent / "ics_files"
STAMP = datetime(2026, 11, 24, 8, tzinfo=UTC)
GOOD = [path.read_bytes() for path in sorted(FILES.glob("*.ics"))]
FOUND = sorted((FILES / "found").glob("*.ics"))
PIECES = [
    *(
        b"\r\n",
        b"\n ",
        b":",
        b";",
        b",",
        b'"',
        b"\\",
        b"=",
        b"\0",
        b"\xff",
        b"\xe9",
        b"-",
        b"T",
        b"Z",
        b"/",
        b"^",
        b"%",
    ),
    *(b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"BEGIN:VALARM\r\n", b"END:VALARM\r\n", b"END:VTIMEZONE\r\n"),
    *(b"RRULE:FREQ=YEARLY;BYMONTHDAY=-1", b"RDATE;VALUE=PERIOD:20260101T000000Z/PT1H", b"RECURRENCE-ID:20260101"),
    *(b"DURATION:-P1D", b"DTEND:99991231T235959Z", b"DTSTART;TZID=:00010101T000000", b"TZOFFSETTO:-2359", b"UNTIL=0"),
    *(b"TRIGGER:-P999999D", b"TRIGGER;VALUE=DATE-TIME:00010101T000000Z", b"99999999999999999999", b"\xf0\x9f\xa5\x90"),
]


def survives(data: bytes) -> None:
    """`read` and `write` raise nothing but what they promise, and what was written once is not altered by a second."""
    try:
        calendar = read(data, home_zone="Europe/Paris")
    except BadFile:
        return
    assert [one for one in calendar.unreadable if one.code == "unreadable"] == []
    named = {"method": calendar.method, "name": calendar.name, "others": calendar.others}
    octets = write(calendar.items, stamp=STAMP, **named)
    again = read(octets, home_zone="Europe/Paris")
    assert again.unreadable == ()
    assert write(again.items, stamp=STAMP, **named) == octets
    read_message(data)


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """The file with a few pieces cut out, doubled, swapped or put in."""
    for _ in range(chance.randint(1, 8)):
        at, length = chance.randrange(len(data) + 1), chance.choice([1, 1, 2, 8, 40, 200])
        cut = data[at : at + length]
        match chance.randrange(5):
            case 0:
                data = data[:at] + data[at + length :]
            case 1:
                data = data[:at] + cut + cut + data[at + length :]
            case 2:
                data = data[:at] + chance.choice(PIECES) + data[at:]
            case 3:
                data = data[:at] + chance.choice(PIECES) + data[at + length :]
            case _:
                data = data[:at] + bytes(chance.randrange(256) for _ in cut) + data[at + length :]
    return data


@given(st.binary(max_size=400))
def test_octets_at_random(data: bytes) -> None:
    survives(data)
    survives(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260101\r\n" + data + b"\r\nEND:VEVENT\r\n")


@given(st.sampled_from(GOOD), st.integers(0, 2**32))
@settings(max_examples=300)
@example(GOOD[0], 0)
def test_good_files_spoilt_at_random(data: bytes, seed: int) -> None:
    survives(spoilt(data, random.Random(seed)))  # noqa: S311 -- not a secret


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_what_was_once_found(path: Path) -> None:
    survives(path.read_bytes())
