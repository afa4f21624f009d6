"""Spans put together, cut and taken apart; and the next times that suit all, held to a search by brute force."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.calendar.domain.availability import (
    Person,
    Spans,
    WorkingHours,
    cut,
    free_slots,
    merged,
    next_quarter,
    shared,
    whole_days,
    without,
)
from tournee.values.time_range import DateRange, TimeRange

MINUTE, QUARTER = timedelta(minutes=1), timedelta(minutes=15)
# Weeks with and without a clock change: Paris, New York, Sydney; Lord Howe changes by half an hour.
WEEKS = [datetime(2026, *day, tzinfo=UTC) for day in ((3, 26), (10, 23), (10, 30), (3, 6), (4, 3), (10, 2), (6, 1))]
ZONES = [
    "Europe/Paris", "America/New_York", "America/Phoenix", "Australia/Lord_Howe", "Asia/Kathmandu",
    "Pacific/Kiritimati", "Pacific/Pago_Pago",
]  # fmt: skip
NINE_TO_FIVE = WorkingHours(frozenset({1, 2, 3, 4, 5}), time(9), time(17), "Europe/Paris")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=UTC)


def span(start: str, end: str) -> TimeRange:
    return TimeRange(at(start), at(end))


# --- spans as sets of minutes, to be compared with
BEGIN = WEEKS[0]


def minutes(spans: Iterable[TimeRange]) -> set[int]:
    return {
        minute for one in spans for minute in range(int((one.start - BEGIN) / MINUTE), int((one.end - BEGIN) / MINUTE))
    }


@st.composite
def some_spans(draw: st.DrawFn) -> list[TimeRange]:
    pairs = draw(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 60)), max_size=8))
    return [TimeRange(BEGIN + start * MINUTE, BEGIN + (start + length) * MINUTE) for start, length in pairs]


def is_merged(spans: Spans) -> bool:
    return all(one.start < one.end for one in spans) and all(one.end < other.start for one, other in pairwise(spans))


@given(some_spans())
def test_merged_spans_are_the_same_time_in_the_fewest_pieces(spans: list[TimeRange]) -> None:
    found = merged(spans)
    assert is_merged(found)
    assert minutes(found) == minutes(spans)


@given(some_spans(), some_spans())
def test_what_is_shared_and_what_is_left_make_the_whole(left: list[TimeRange], right: list[TimeRange]) -> None:
    one, other = merged(left), merged(right)
    both, rest = shared(one, other), without(one, other)
    assert minutes(both) == minutes(one) & minutes(other)
    assert minutes(rest) == minutes(one) - minutes(other)
    assert is_merged(merged(both)) and len(merged(rest)) == len(rest)


@given(some_spans(), st.integers(0, 200), st.integers(1, 200))
def test_a_cut_keeps_what_lies_inside(spans: list[TimeRange], start: int, length: int) -> None:
    stretch = TimeRange(BEGIN + start * MINUTE, BEGIN + (start + length) * MINUTE)
    assert minutes(cut(spans, stretch)) == minutes(spans) & minutes([stretch])


# --- who works when
def test_hours_stay_hours_of_the_clock_across_a_change() -> None:
    found = NINE_TO_FIVE.within(span("03-26T00:00", "03-31T00:00"))
    assert found == (
        span("03-26T08:00", "03-26T16:00"),
        span("03-27T08:00", "03-27T16:00"),
        span("03-30T07:00", "03-30T15:00"),
    )


def test_hours_are_cut_by_the_stretch_and_found_on_days_that_are_others_elsewhere() -> None:
    east = WorkingHours(frozenset({1}), time(8), time(12), "Pacific/Kiritimati")
    # Monday 8:00 there is Sunday 18:00 in UTC.
    assert east.within(span("03-29T19:00", "03-29T20:00")) == (span("03-29T19:00", "03-29T20:00"),)
    assert east.within(span("03-28T00:00", "03-30T12:00")) == (span("03-29T18:00", "03-29T22:00"),)


def test_hours_that_a_clock_change_skips_are_read_by_the_offset_before_it() -> None:
    night = WorkingHours(frozenset({7}), time(2, 15), time(6), "Europe/Paris")
    assert night.within(span("03-28T00:00", "03-30T00:00")) == (span("03-29T01:15", "03-29T04:00"),)
    gone = WorkingHours(frozenset({7}), time(2, 30), time(3), "Europe/Paris")
    # 2:30 is read as 3:30, after the end.
    assert gone.within(span("03-28T00:00", "03-30T00:00")) == ()


def test_whoever_has_no_working_days_never_works() -> None:
    assert WorkingHours(frozenset(), time(8), time(12), "Europe/Paris").within(span("03-01T00:00", "04-01T00:00")) == ()


@pytest.mark.parametrize(
    ("zone", "day", "start", "hours"),
    [
        ("Europe/Paris", date(2026, 3, 29), "03-28T23:00", 23),
        ("Europe/Paris", date(2026, 10, 25), "10-24T22:00", 25),
        ("America/New_York", date(2026, 3, 29), "03-29T04:00", 24),
        # Midnight itself is skipped there.
        ("Africa/Cairo", date(2026, 4, 24), "04-23T22:00", 23),
    ],
)
def test_a_whole_day_is_as_long_as_its_zone_makes_it(zone: str, day: date, start: str, hours: int) -> None:
    found = whole_days(DateRange(day, day + timedelta(days=1)), zone)
    assert (found.start, found.duration) == (at(start), timedelta(hours=hours))


# --- the next times that suit all
@pytest.mark.parametrize(
    ("moment", "quarter"),
    [("03-26T09:00", "03-26T09:00"), ("03-26T09:01", "03-26T09:15"), ("03-26T09:59", "03-26T10:00")],
)
def test_the_next_quarter(moment: str, quarter: str) -> None:
    assert next_quarter(at(moment)) == at(quarter)


def person(hours: WorkingHours, within: TimeRange, *busy: TimeRange) -> Person:
    return Person(merged(busy), hours.within(within))


def test_slots_lie_between_what_is_planned_in_hours_that_all_work() -> None:
    within = span("06-01T00:00", "06-03T00:00")
    boston = WorkingHours(frozenset({1, 2}), time(8), time(12), "America/New_York")
    # Paris works until 15:00 UTC, New York from 12:00.
    people = [
        person(NINE_TO_FIVE, within, span("06-01T12:00", "06-01T12:50")),
        person(boston, within, span("06-01T14:10", "06-01T16:00")),
    ]
    found = free_slots(people, within=within, length=timedelta(minutes=45), most=3)
    assert found == [
        span("06-01T13:00", "06-01T13:45"),
        span("06-02T12:00", "06-02T12:45"),
        span("06-02T12:45", "06-02T13:30"),
    ]


def test_nothing_fits_where_nobody_works_at_once() -> None:
    within = span("06-01T00:00", "06-08T00:00")
    tokyo = WorkingHours(frozenset({1, 2, 3, 4, 5}), time(9), time(15), "Asia/Tokyo")
    assert (
        free_slots([person(one, within) for one in (NINE_TO_FIVE, tokyo)], within=within, length=QUARTER, most=5) == []
    )


@st.composite
def searches(draw: st.DrawFn) -> tuple[list[Person], TimeRange, timedelta, int]:
    begin = draw(st.sampled_from(WEEKS)) + draw(st.integers(0, 600)) * MINUTE
    within = TimeRange(begin, begin + draw(st.integers(0, 5 * 1440)) * MINUTE)
    clocks = st.integers(0, 1439).map(lambda minute: time(minute // 60, minute % 60))
    people = []
    for _ in range(draw(st.integers(1, 3))):
        start, end = draw(st.tuples(clocks, clocks).filter(lambda pair: pair[0] < pair[1]))
        days = draw(st.frozensets(st.integers(1, 7), min_size=3))
        hours = WorkingHours(days, start, end, draw(st.sampled_from(ZONES)))
        pairs = draw(st.lists(st.tuples(st.integers(0, 5 * 1440), st.integers(1, 600)), max_size=6))
        busy = [TimeRange(begin + first * MINUTE, begin + (first + length) * MINUTE) for first, length in pairs]
        people.append(person(hours, within, *busy))
    return people, within, draw(st.integers(5, 240)) * MINUTE, draw(st.integers(1, 6))


def fits(people: list[Person], slot: TimeRange) -> bool:
    """By definition: within everybody's hours, over nobody's busy time."""
    works = all(any(one.start <= slot.start and slot.end <= one.end for one in person.working) for person in people)
    return works and not any(one.overlaps(slot) for person in people for one in person.busy)


def by_trying(people: list[Person], within: TimeRange, length: timedelta, most: int) -> list[TimeRange]:
    found: list[TimeRange] = []
    moment = within.start.replace(minute=0, second=0)
    while moment + length <= within.end and len(found) < most:
        slot = TimeRange(moment, moment + length)
        free = not found or found[-1].end <= moment
        if moment >= within.start and free and fits(people, slot):
            found.append(slot)
        moment += QUARTER
    return found


@given(searches())
def test_slots_suit_all_and_none_earlier_does(search: tuple[list[Person], TimeRange, timedelta, int]) -> None:
    people, within, length, most = search
    found = free_slots(people, within=within, length=length, most=most)
    assert found == by_trying(people, within, length, most)


def test_slots_are_found_in_the_repeated_hour() -> None:
    night = WorkingHours(frozenset({7}), time(1), time(5), "Europe/Paris")
    within = span("10-25T00:00", "10-26T00:00")
    found = free_slots([person(night, within)], within=within, length=timedelta(hours=2), most=9)
    # From 1:00 to 5:00 five hours go by, the first before the stretch.
    assert found == [span("10-25T00:00", "10-25T02:00"), span("10-25T02:00", "10-25T04:00")]
