"""Whatever a field holds, a file keeps its lines; and what is written reads back as it was."""

import string
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.calendar.domain.ics import Alarm, Component, Item, Person, When, busy_only, read, write
from tournee.calendar.domain.ics.content_lines import Line
from tournee.calendar.domain.ics.folding import folded, line_text
from tournee.calendar.domain.recurrence import Frequency, Recurrence, Rule

PARIS = "Europe/Paris"
STAMP = datetime(2026, 11, 24, 8, tzinfo=UTC)
START = When(datetime.fromisoformat("2026-07-01T09:00"), PARIS)
INJECTION = "x\r\nATTENDEE:mailto:evil@evil.example\nX:1\rY:2\x00\x0b\x0c\x1c\x85Z\u2028W"


def written(component: Component, **more: Any) -> bytes:
    return write([Item(component.uid, component)], stamp=STAMP, **more)


def unfolded(octets: bytes) -> list[str]:
    return octets.replace(b"\r\n ", b"").decode().split("\r\n")


def test_lines_are_folded_at_75_octets_and_never_within_a_character() -> None:
    for text in ("a" * 74, "a" * 75, "a" * 76, "é" * 100, "🥐" * 90, "aé🥐" * 60):
        octets = folded([text])
        pieces = octets.removesuffix(b"\r\n").split(b"\r\n")
        assert all(len(piece) <= 75 for piece in pieces)
        assert all(piece.decode().startswith(" ") for piece in pieces[1:])
        assert unfolded(octets)[0] == text
    assert folded(["a" * 75]) == b"a" * 75 + b"\r\n"


@pytest.mark.parametrize(
    "field",
    [
        "uid",
        "summary",
        "description",
        "location",
        "url",
        "conference",
        "status",
        "classification",
        "categories",
        "comments",
    ],
)
def test_no_field_makes_a_line_of_its_own(field: str) -> None:
    value = (INJECTION,) if field in {"categories", "comments"} else INJECTION
    plain = Component(uid="1", start=START, end=START)
    lines, before = unfolded(written(replace(plain, **{field: value}))), unfolded(written(plain))
    assert not [line for line in lines if line.startswith(("ATTENDEE", "X:", "Y:"))]
    assert len(lines) <= len(before) + 1
    assert not set("".join(lines)) & set(map(chr, [*range(32), 127, 0x85]))


@pytest.mark.parametrize("field", ["uri", "name", "role", "answer", "kind"])
def test_no_person_makes_a_line_of_its_own(field: str) -> None:
    person = replace(Person.at("a@exemple.example", "A"), **{field: INJECTION})
    event = Component(uid="1", start=START, end=START, attendees=(person,), organizer=person)
    lines = unfolded(written(event))
    assert sum(line.startswith("ATTENDEE") for line in lines) == 1
    assert not [line for line in lines if line.startswith(("X:", "Y:"))]


def test_neither_a_calendar_s_name_nor_its_method_nor_an_alarm_makes_a_line() -> None:
    alarm = Alarm(INJECTION, others=(INJECTION,))
    event = Component(
        uid="1",
        start=START,
        end=START,
        alarms=(alarm,),
        others=(INJECTION,),
        parameters=(("SUMMARY", (("X", (INJECTION,)),)),),
        summary="s",
    )
    octets = written(event, name=INJECTION, method=INJECTION, zone=INJECTION, others=[INJECTION])
    assert not [line for line in unfolded(octets) if line.startswith(("ATTENDEE", "X:", "Y:"))]


@given(st.text(max_size=300))
def test_a_name_of_any_text_comes_back_from_its_parameter(text: str) -> None:
    line = line_text(Line("ATTENDEE", (("CN", (text,)),), "mailto:a@exemple.example"))
    octets = folded([line])
    assert octets.count(b"\r\n") == octets.count(b"\r\n ") + 1
    guest = Component(uid="1", start=START, end=START, attendees=(Person.at("a@exemple.example", text),))
    (back,) = read(written(guest)).items[0].components[0].attendees
    assert back.name == clean(text)


CONTROLS = {*map(chr, [*range(9), *range(10, 32), *range(127, 160)])}


def clean(text: str) -> str:
    """A text as a calendar can hold it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in lines if sign == "\n" or sign not in CONTROLS)
    return kept.encode(errors="replace").decode().strip()


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=120).map(clean)
words = st.text(string.ascii_letters + string.digits + "-", min_size=1, max_size=20)
zones = st.sampled_from([PARIS, "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC", None])
walls = st.datetimes(datetime.fromisoformat("1971-01-02"), datetime.fromisoformat("2150-01-01")).map(
    lambda moment: moment.replace(microsecond=0)
)
dates = st.dates(date(1971, 1, 2), date(2150, 1, 1))
stamps = st.datetimes(
    datetime.fromisoformat("1971-01-02"), datetime.fromisoformat("2150-01-01"), timezones=st.just(UTC)
).map(lambda moment: moment.replace(microsecond=0))
people = st.builds(
    Person,
    uri=words.map(lambda word: f"mailto:{word}@exemple.example"),
    name=texts,
    role=st.sampled_from(["", "CHAIR", "OPT-PARTICIPANT"]),
    answer=st.sampled_from(["", "ACCEPTED", "DECLINED"]),
    rsvp=st.booleans(),
    parameters=st.just(()) | texts.map(lambda text: (("X-TOLD", (text, "b,c")),)),
)
alarms = st.builds(
    Alarm,
    action=st.sampled_from(["DISPLAY", "AUDIO"]),
    offset=st.integers(-10_000_000, 10_000_000).map(lambda seconds: timedelta(seconds=seconds)),
    from_end=st.booleans(),
    others=st.just(()) | st.just(("X-A;B=c:d",)),
) | st.builds(Alarm, action=st.just("DISPLAY"), at=stamps)


@st.composite
def components(draw: st.DrawFn) -> Component:
    zone = draw(zones)
    if draw(st.booleans()):
        start = When(draw(dates))
        end = start.later(timedelta(days=draw(st.integers(1, 400))))
    else:
        start = When(draw(walls), zone)
        end = start.later(timedelta(days=draw(st.integers(0, 40))), timedelta(seconds=draw(st.integers(0, 90_000))))
        if end.instant(PARIS) < start.instant(PARIS):
            end = start
    rule = Rule(Frequency.WEEKLY, interval=draw(st.integers(1, 9)), count=draw(st.none() | st.integers(1, 99)))
    excluded = draw(st.lists(dates if start.all_day else walls, max_size=3))
    return Component(
        uid=draw(words),
        start=start,
        end=end,
        recurrence=draw(st.none() | st.just(Recurrence((rule,), excluded=tuple(excluded)))),
        sequence=draw(st.integers(0, 1000)),
        stamp=draw(stamps),
        created=draw(st.none() | stamps),
        summary=draw(texts),
        description=draw(texts),
        location=draw(texts),
        geo=draw(st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180))),
        status=draw(st.sampled_from(["", "CONFIRMED", "TENTATIVE", "CANCELLED"])),
        classification=draw(st.sampled_from(["", "PUBLIC", "PRIVATE"])),
        transparent=draw(st.booleans()),
        categories=tuple(text for text in draw(st.lists(texts, max_size=3)) if text),
        comments=tuple(text for text in draw(st.lists(texts, max_size=2)) if text),
        organizer=draw(st.none() | people),
        attendees=tuple(draw(st.lists(people, max_size=3))),
        alarms=tuple(draw(st.lists(alarms, max_size=3))),
        others=draw(st.just(()) | st.just(("X-ONE;A=b:c", "PRIORITY:5"))),
    )


@given(components(), st.none() | st.just("Tournée, nord"))
def test_what_is_written_reads_back_as_it_was(component: Component, name: str | None) -> None:
    octets = written(component, name=name or "")
    calendar = read(octets, home_zone=PARIS)
    assert calendar.unreadable == ()
    assert calendar.items == (Item(component.uid, component),)
    assert calendar.name == (name or "")
    assert all(len(line) <= 75 for line in octets.split(b"\r\n"))


@given(components())
def test_another_library_reads_the_same_words_and_times(component: Component) -> None:
    octets = written(component)
    (event,) = icalendar.Calendar.from_ical(octets.decode()).walk("VEVENT")
    assert str(event.get("SUMMARY", "")) == component.summary
    assert str(event.get("DESCRIPTION", "")) == component.description
    start = event["DTSTART"].dt
    if isinstance(start, datetime) and start.tzinfo:
        assert start.replace(fold=0).astimezone(UTC) == component.start.instant(PARIS)
    else:
        assert start == component.start.wall


def test_numbers_of_a_place_are_never_written_with_an_exponent() -> None:
    octets = written(Component(uid="1", start=START, end=START, geo=(0.00001, -1e-7)))
    assert b"GEO:0.00001;-0.0000001\r\n" in octets


def test_a_private_event_shows_no_more_than_that_the_time_is_taken() -> None:
    secret = Component(
        uid="1",
        start=START,
        end=START.later(timedelta(), timedelta(hours=1)),
        recurrence=Recurrence((Rule(Frequency.WEEKLY),)),
        summary="secret",
        description="secret",
        location="secret",
        geo=(1.0, 2.0),
        url="https://secret.example",
        conference="https://secret.example",
        classification="PRIVATE",
        categories=("secret",),
        comments=("secret",),
        organizer=Person.at("secret@exemple.example"),
        attendees=(Person.at("secret@exemple.example", "secret"),),
        alarms=(Alarm("DISPLAY", others=("DESCRIPTION:secret",)),),
        parameters=(("SUMMARY", (("X", ("secret",)),)),),
        others=("X-SECRET:secret",),
    )
    override = replace(secret, recurrence=None, recurrence_id=START, summary="secret, moved")
    shown = write([busy_only(Item("1", secret, (override,)), title="Busy")], stamp=STAMP)
    assert b"secret" not in shown.lower()
    assert shown.count(b"SUMMARY:Busy\r\n") == 2
    assert b"RRULE:FREQ=WEEKLY" in shown
    assert shown.count(b"CLASS:PRIVATE") == 2
