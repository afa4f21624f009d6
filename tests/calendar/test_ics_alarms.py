"""Alarms of files to and from the alerts that the product knows."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.calendar.domain.ics import Alarm, Component, Notice, When, alarm_of, notice_of, read, write
from tournee.calendar.domain.ics.model import Item
from tournee.calendar.domain.recurrence import Frequency, Recurrence, Rule

PARIS = "Europe/Paris"
STAMP = datetime(2026, 11, 24, 8, tzinfo=UTC)
NINE = When(datetime.fromisoformat("2026-11-30T09:00"), PARIS)
VISIT = Component(uid="1", start=NINE, end=NINE.later(timedelta(), timedelta(hours=2)))
FAIR = Component(uid="1", start=When(date(2026, 11, 30)), end=When(date(2026, 12, 2)))


def alarm(*lines: str, event: str = "DTSTART:20261130T090000Z", summary: str = "Visite") -> Component:
    text = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", event, f"SUMMARY:{summary}"]
    text += ["BEGIN:VALARM", *lines, "END:VALARM", "END:VEVENT", "END:VCALENDAR"]
    return read("\r\n".join(text).encode()).items[0].components[0]


@pytest.mark.parametrize(
    ("read_alarm", "event", "notice"),
    [
        (Alarm("DISPLAY", -timedelta(minutes=15)), VISIT, Notice(15)),
        (Alarm("EMAIL", timedelta()), VISIT, Notice(0)),
        (Alarm("AUDIO", -timedelta(days=1)), VISIT, Notice(1440)),
        (Alarm("DISPLAY", -timedelta(seconds=90)), VISIT, Notice(1)),
        # Half an hour before the end of two hours comes after the start.
        (Alarm("DISPLAY", -timedelta(minutes=30), from_end=True), VISIT, None),
        (Alarm("DISPLAY", -timedelta(hours=3), from_end=True), VISIT, Notice(60)),
        (Alarm("DISPLAY", timedelta(minutes=5)), VISIT, None),
        (Alarm("DISPLAY", at=datetime(2026, 11, 30, 7, 30, tzinfo=UTC)), VISIT, Notice(30)),
        (Alarm("DISPLAY", at=datetime(2026, 11, 30, 9, 30, tzinfo=UTC)), VISIT, None),
        (Alarm("PROCEDURE", -timedelta(minutes=15)), VISIT, None),
        # "One day before at 09:00" of what lasts all day.
        (Alarm("DISPLAY", -timedelta(hours=15)), FAIR, Notice(1440, time(9))),
        (Alarm("DISPLAY", timedelta(hours=9)), FAIR, Notice(0, time(9))),
        (Alarm("DISPLAY", -timedelta(days=1)), FAIR, Notice(1440, time(0))),
        (Alarm("DISPLAY", -timedelta(days=2) + timedelta(hours=17, minutes=30)), FAIR, Notice(2880, time(17, 30))),
        (Alarm("DISPLAY", timedelta(days=1)), FAIR, None),
        (Alarm("DISPLAY", -timedelta(hours=63), from_end=True), FAIR, Notice(1440, time(9))),
        (Alarm("DISPLAY", at=datetime(2026, 11, 29, 8, tzinfo=UTC)), FAIR, Notice(1440, time(9))),
    ],
)
def test_an_alarm_is_an_alert_where_the_product_has_one(
    read_alarm: Alarm, event: Component, notice: Notice | None
) -> None:
    assert notice_of(read_alarm, event, PARIS) == notice


def test_an_instant_is_no_alert_of_a_whole_series() -> None:
    series = Component(uid="1", start=NINE, end=NINE, recurrence=Recurrence((Rule(Frequency.DAILY),)))
    at = Alarm("DISPLAY", at=datetime(2026, 11, 30, 7, 30, tzinfo=UTC))
    assert notice_of(at, series, PARIS) is None
    assert notice_of(Alarm("DISPLAY", -timedelta(minutes=5)), series, PARIS) == Notice(5)


@given(st.integers(0, 100_000))
def test_an_alert_before_a_time_survives_the_file(minutes: int) -> None:
    assert notice_of(through_a_file(VISIT, alarm_of(Notice(minutes))), VISIT, PARIS) == Notice(minutes)


@given(st.integers(0, 60), st.integers(0, 23), st.integers(0, 59))
def test_an_alert_before_a_day_survives_the_file(days: int, hour: int, minute: int) -> None:
    notice = Notice(days * 1440, time(hour, minute))
    assert notice_of(through_a_file(FAIR, alarm_of(notice)), FAIR, PARIS) == notice


def through_a_file(event: Component, one: Alarm) -> Alarm:
    octets = write([Item("1", Component(uid="1", start=event.start, end=event.end, alarms=(one,)))], stamp=STAMP)
    (back,) = read(octets).items[0].components[0].alarms
    return back


@pytest.mark.parametrize(
    ("offset", "text"),
    [
        (-timedelta(minutes=15), b"TRIGGER:-PT15M\r\n"),
        (-timedelta(days=1), b"TRIGGER:-P1D\r\n"),
        (-timedelta(days=1, hours=2, minutes=3, seconds=4), b"TRIGGER:-P1DT2H3M4S\r\n"),
        (timedelta(hours=9), b"TRIGGER:PT9H\r\n"),
        (timedelta(), b"TRIGGER:PT0S\r\n"),
    ],
)
def test_offsets_are_written_as_people_count(offset: timedelta, text: bytes) -> None:
    event = Component(uid="1", start=NINE, end=NINE, alarms=(Alarm("DISPLAY", offset),))
    assert text in write([Item("1", event)], stamp=STAMP)


def test_an_alarm_says_the_summary_where_it_says_nothing_else() -> None:
    repeated = alarm("ACTION:DISPLAY", "TRIGGER:-PT15M", "DESCRIPTION:Visite")
    assert repeated.alarms == (Alarm("DISPLAY", -timedelta(minutes=15)),)
    assert write([Item("1", repeated)], stamp=STAMP).count(b"DESCRIPTION:Visite\r\n") == 1
    told = alarm("ACTION:DISPLAY", "TRIGGER:-PT15M", "DESCRIPTION:Keys!")
    assert told.alarms[0].others == ("DESCRIPTION:Keys!",)
    assert b"DESCRIPTION:Visite" not in write([Item("1", told)], stamp=STAMP)


@pytest.mark.parametrize("lines", [["ACTION:DISPLAY"], ["TRIGGER:soon"], ["TRIGGER;VALUE=DATE-TIME:never", "X-A:b"]])
def test_an_alarm_that_does_not_say_when_is_kept_as_it_is(lines: list[str]) -> None:
    event = alarm(*lines)
    assert (event.alarms, event.repairs) == ((), ("alarm_unreadable",))
    assert "\r\n".join(["BEGIN:VALARM", *lines, "END:VALARM"]).encode() in write([Item("1", event)], stamp=STAMP)
