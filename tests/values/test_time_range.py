"""Spans of time and of dates."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.values.time_range import BadRange, DateRange, TimeRange

moments = st.datetimes(*map(datetime.fromisoformat, ("1950-01-01", "2150-01-01")), timezones=st.just(UTC))
lengths = st.timedeltas(timedelta(0), timedelta(days=40))
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        (NOON, NOON - HOUR, "order"),
        (NOON.replace(tzinfo=None), NOON, "naive"),
        (NOON, NOON.replace(tzinfo=None), "naive"),
        (NOON.replace(year=1899), NOON, "year"),
        (NOON, NOON.replace(year=2201), "year"),
    ],
)
def test_a_span_that_cannot_be_is_refused(start: datetime, end: datetime, why: str) -> None:
    with pytest.raises(BadRange, match=why):
        TimeRange(start, end)


def test_a_moment_is_a_span() -> None:
    assert TimeRange(NOON, NOON).duration == timedelta(0)


def test_duration_counts_clock_changes() -> None:
    before, after = timezone(HOUR), timezone(2 * HOUR)
    span = TimeRange(datetime(2026, 3, 29, 1, 30, tzinfo=before), datetime(2026, 3, 29, 3, 30, tzinfo=after))
    assert span.duration == HOUR


def test_neighbours_do_not_overlap() -> None:
    first, second = TimeRange(NOON, NOON + HOUR), TimeRange(NOON + HOUR, NOON + 2 * HOUR)
    assert not first.overlaps(second)
    assert not second.overlaps(first)


def test_a_moment_overlaps_what_it_lies_in() -> None:
    hour = TimeRange(NOON, NOON + HOUR)
    assert hour.overlaps(TimeRange(NOON, NOON))
    assert not hour.overlaps(TimeRange(NOON + HOUR, NOON + HOUR))


@given(moments, lengths, moments, lengths)
def test_overlapping_is_mutual(start: datetime, length: timedelta, other: datetime, other_length: timedelta) -> None:
    one, two = TimeRange(start, start + length), TimeRange(other, other + other_length)
    assert one.overlaps(two) == two.overlaps(one)


@given(moments, lengths)
def test_a_span_overlaps_itself(start: datetime, length: timedelta) -> None:
    assert TimeRange(start, start + length).overlaps(TimeRange(start, start + length))


def test_dates_cover_whole_days() -> None:
    assert DateRange(date(2026, 11, 24), date(2026, 11, 26)).days == 2


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        (date(2026, 11, 24), date(2026, 11, 24), "order"),
        (date(2026, 11, 24), date(2026, 11, 23), "order"),
        (date(1899, 1, 1), date(2026, 1, 1), "year"),
    ],
)
def test_dates_that_cannot_be_are_refused(start: date, end: date, why: str) -> None:
    with pytest.raises(BadRange, match=why):
        DateRange(start, end)
