"""When alerts are due."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.notifications.domain.due import Lead, due_at, moment_of, read_start, start_key

ZONES = ["Europe/Paris", "America/New_York", "America/Phoenix", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"]
zones = st.sampled_from(ZONES)
dates = st.dates(date(2015, 1, 1), date(2035, 12, 31))
hours = st.times().map(lambda value: value.replace(second=0, microsecond=0))
moments = st.datetimes(datetime(2015, 1, 1), datetime(2035, 12, 31), timezones=zones.map(ZoneInfo))  # noqa: DTZ001
minutes = st.integers(0, 60 * 24 * 366)


def lead(minutes_before: int = 0, at_time: time | None = None) -> Lead:
    return Lead(minutes_before, at_time, "in_app")


@given(moments, minutes, zones)
def test_a_timed_alert_comes_so_much_elapsed_time_before_whatever_the_persons_zone(
    start: datetime, before: int, zone: str
) -> None:
    due = due_at(start, lead(before), zone)
    assert due.tzinfo is UTC
    assert start.astimezone(UTC) - due == timedelta(minutes=before)


@given(dates, st.integers(0, 30), hours, zones)
def test_an_all_day_alert_comes_at_its_hour_on_the_persons_clocks(day: date, days: int, at: time, zone: str) -> None:
    due = due_at(day, lead(days * 1440, at), zone)
    shown = due.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    wall = datetime.combine(day - timedelta(days=days), at)
    tz = ZoneInfo(zone)
    skipped = wall.replace(tzinfo=tz).astimezone(UTC).astimezone(tz).replace(tzinfo=None) != wall
    # Apia once skipped a whole day; elsewhere clocks jump by an hour at most.
    assert shown == wall or (skipped and wall < shown <= wall + timedelta(hours=24))


@given(dates, st.integers(0, 30), hours, zones)
def test_an_hour_that_comes_twice_rings_at_the_first(day: date, days: int, at: time, zone: str) -> None:
    due = due_at(day, lead(days * 1440, at), zone)
    tz = ZoneInfo(zone)
    wall = due.astimezone(tz).replace(tzinfo=None, fold=0)
    assert due <= wall.replace(tzinfo=tz, fold=1).astimezone(UTC)
    assert due == wall.replace(tzinfo=tz, fold=0).astimezone(UTC)


@given(dates, st.integers(0, 5000), st.none() | hours, zones)
def test_earlier_leads_are_never_due_later(day: date, before: int, at: time | None, zone: str) -> None:
    assert due_at(day, lead(before + 1440, at), zone) <= due_at(day, lead(before, at), zone)


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        # 02:30 is skipped in Paris on 29 March 2026: rung when the clocks show 03:30.
        (date(2026, 3, 29), time(2, 30), "Europe/Paris", "2026-03-29T01:30+00:00"),
        # 02:30 comes twice on 25 October: the first is still summer time.
        (date(2026, 10, 25), time(2, 30), "Europe/Paris", "2026-10-25T00:30+00:00"),
        (date(2026, 11, 24), time(9, 0), "America/New_York", "2026-11-24T14:00+00:00"),
        (date(2026, 11, 24), time(9, 0), "America/Phoenix", "2026-11-24T16:00+00:00"),
        (date(2026, 7, 24), time(9, 0), "America/Phoenix", "2026-07-24T16:00+00:00"),
    ],
)
def test_clock_changes(day: date, at: time, zone: str, expected: str) -> None:
    assert due_at(day, lead(0, at), zone) == datetime.fromisoformat(expected)


def test_one_day_before_at_nine_is_nine_across_the_change() -> None:
    # The night between the two has 25 hours.
    due = due_at(date(2026, 10, 26), lead(1440, time(9)), "Europe/Paris")
    assert due == datetime(2026, 10, 25, 8, tzinfo=UTC)


def test_without_an_hour_an_all_day_alert_counts_from_the_persons_midnight() -> None:
    assert due_at(date(2026, 11, 24), lead(15), "Europe/Paris") == datetime(2026, 11, 23, 22, 45, tzinfo=UTC)


@given(minutes, st.none() | hours, st.sampled_from(["in_app", "email"]))
def test_a_lead_is_read_back_from_its_key(before: int, at: time | None, channel: str) -> None:
    one = Lead(before, at, channel)
    assert Lead.parse(one.key) == one
    assert len(one.key) <= 32


@given(moments | dates, zones)
def test_a_start_is_one_key_in_whatever_zone_it_is_written(start: date | datetime, zone: str) -> None:
    key = start_key(start)
    assert len(key) <= 32
    if isinstance(start, datetime):
        assert start_key(start.astimezone(ZoneInfo(zone))) == key
        # In UTC: moments of two zones are never equal in an hour that one of them repeats (PEP 495).
        assert read_start(key) == start.replace(microsecond=0).astimezone(UTC)
    else:
        assert read_start(key) == start


def test_a_date_ends_at_the_persons_midnight() -> None:
    assert moment_of(date(2026, 11, 25), "Asia/Kolkata") == datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
