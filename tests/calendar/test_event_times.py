"""When an event is, as read from what people send."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tournee.calendar.domain.event_times import BadTimes, EventTimes, read_times
from tournee.values.time_range import DateRange, TimeRange
from tournee.values.time_zone import places

PARIS = "Europe/Paris"
NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
LUNCH = EventTimes(TimeRange(NOON, NOON + timedelta(hours=2)), PARIS)
FAIR = EventTimes(DateRange(date(2026, 11, 24), date(2026, 11, 27)), PARIS)
zones = st.sampled_from(places())
moments = st.datetimes(
    datetime.fromisoformat("1972-01-01"), datetime.fromisoformat("2036-01-01"), timezones=st.just(UTC)
)
lengths = st.integers(0, 40 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


def read(current: EventTimes | None = None, **sent: Any) -> EventTimes:
    return read_times(sent, current=current, home_zone=PARIS)


def test_a_start_alone_lasts_an_hour_in_the_writer_s_zone() -> None:
    times = read(start="2026-11-24T14:00")
    assert times.span == TimeRange(datetime(2026, 11, 24, 13, tzinfo=UTC), datetime(2026, 11, 24, 14, tzinfo=UTC))
    assert times.time_zone == PARIS


def test_a_local_time_counts_in_the_zone_sent() -> None:
    times = read(start="2026-11-24T09:00", time_zone="America/New_York")
    assert times.starts_at == datetime(2026, 11, 24, 14, tzinfo=UTC)


def test_an_offset_wins_over_the_zone() -> None:
    times = read(start="2026-11-24T09:00+00:00", time_zone="America/New_York")
    assert (times.starts_at.hour, times.time_zone) == (9, "America/New_York")


def test_all_day_is_dates_with_an_exclusive_end() -> None:
    times = read(all_day=True, start="2026-11-24")
    assert times.span == DateRange(date(2026, 11, 24), date(2026, 11, 25))
    assert times.starts_at == datetime(2026, 11, 24, tzinfo=UTC)


def test_all_day_from_an_hour_is_a_day_and_back_again_an_hour() -> None:
    day = read(LUNCH, all_day=True)
    assert day.span == DateRange(date(2026, 11, 24), date(2026, 11, 25))
    hour = read(day, all_day=False)
    assert isinstance(hour.span, TimeRange)
    assert hour.span.start.astimezone(ZoneInfo(PARIS)).hour == 9


def test_a_new_start_keeps_the_days_of_an_all_day_event() -> None:
    moved = read(FAIR, start="2026-12-01")
    assert moved.span == DateRange(date(2026, 12, 1), date(2026, 12, 4))


def test_a_new_zone_alone_keeps_the_instants() -> None:
    moved = read(LUNCH, time_zone="Asia/Tokyo")
    assert (moved.span, moved.time_zone) == (LUNCH.span, "Asia/Tokyo")


@pytest.mark.parametrize(
    ("sent", "problems"),
    [
        ({}, {"start": "required"}),
        ({"start": ""}, {"start": "required"}),
        ({"start": "2026-11-24"}, {"start": "not_a_time"}),
        ({"start": "noon"}, {"start": "not_a_time"}),
        ({"start": "2026-11-24T14:00", "end": "later"}, {"end": "not_a_time"}),
        ({"start": "2026-11-24T14:00", "end": "2026-11-24T13:59"}, {"end": "ends_before_start"}),
        ({"start": "2026-11-24T14:00", "time_zone": "Europe/Nowhere"}, {"time_zone": "unknown_zone"}),
        ({"start": "2026-03-29T02:30"}, {"start": "time_skipped"}),
        ({"start": "2026-10-25T02:30"}, {"start": "time_repeated"}),
        ({"start": "2026-10-25T01:30", "end": "2026-10-25T02:30"}, {"end": "time_repeated"}),
        ({"start": "9999-12-31T23:30"}, {"start": "year"}),
        ({"start": "0001-01-01T00:00+14:00"}, {"start": "year"}),
        ({"start": "1850-01-01T00:00"}, {"start": "year"}),
        ({"all_day": True, "start": "2026-02-30"}, {"start": "not_a_date"}),
        ({"all_day": True, "start": "2026-11-24", "end": "2026-11-24"}, {"end": "ends_before_start"}),
        ({"all_day": True, "start": "9999-12-31"}, {"start": "year"}),
    ],
)
def test_what_says_no_time_is_named_by_field(sent: dict[str, Any], problems: dict[str, str]) -> None:
    with pytest.raises(BadTimes) as caught:
        read(**sent)
    assert caught.value.problems == problems


@given(moments, lengths, zones, moments)
def test_moving_keeps_the_length_across_clock_changes(
    start: datetime, length: timedelta, name: str, to: datetime
) -> None:
    before = EventTimes(TimeRange(start, start + length), name)
    shown = to.astimezone(ZoneInfo(name)).replace(tzinfo=None)
    try:
        after = read(before, start=shown.isoformat())
    except BadTimes as error:
        assume(not error.problems)
        raise
    assert isinstance(after.span, TimeRange)
    assert after.span.duration == length


@given(moments, zones)
def test_what_is_written_with_its_offset_is_read_as_the_same_instant(moment: datetime, name: str) -> None:
    assert read(start=moment.astimezone(ZoneInfo(name)).isoformat(), time_zone=name).starts_at == moment


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(1, 400), zones)
def test_all_day_dates_are_kept_in_every_zone(first: date, days: int, name: str) -> None:
    last = first + timedelta(days=days)
    times = read(all_day=True, start=first.isoformat(), end=last.isoformat(), time_zone=name)
    assert times.span == DateRange(first, last)
    assert times.starts_at.date() == first


@given(st.text(max_size=30), st.text(max_size=30), st.booleans())
def test_any_text_is_read_or_refused(start: str, end: str, all_day: bool) -> None:
    try:
        times = read(start=start, end=end, all_day=all_day)
    except BadTimes:
        return
    assert times.starts_at <= times.ends_at
