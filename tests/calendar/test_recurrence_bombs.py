"""Series that are meant to cost much: the answer is right, and takes few steps."""

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import FrameType
from typing import Any

import pytest

from tournee.calendar.domain.event_times import EventTimes
from tournee.calendar.domain.recurrence import (
    BadRule,
    Moment,
    Recurrence,
    Rule,
    TooDense,
    from_moment,
    last_start,
    next_start,
    occurrences,
    shifted,
    starts,
    until_before,
)
from tournee.calendar.domain.series import FOREVER, Series
from tournee.values.time_range import TimeRange

PARIS = "Europe/Paris"
at = datetime.fromisoformat
on = date.fromisoformat
NINE = at("2026-11-24T09:00")
# A second of processor time is about ten million calls.
FEW = 3_000_000


def calls_of[A](call: Callable[[], A]) -> tuple[A, int]:
    """An answer, and how many functions were called for it."""
    number = 0

    def count(_frame: FrameType, kind: str, _what: Any) -> None:
        nonlocal number
        number += kind in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        answer = call()
    finally:
        sys.setprofile(before)
    return answer, number


@pytest.mark.parametrize("end", ["", ";UNTIL=99991231T235959Z", ";COUNT=2000000000"])
@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY;INTERVAL=2;BYHOUR=8,10",
        "FREQ=DAILY;BYYEARDAY=366;BYMONTH=6",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=300",
        "FREQ=YEARLY;INTERVAL=4000000000",
        "FREQ=MONTHLY;INTERVAL=4000000000",
    ],
)
def test_rules_that_never_come_true_leave_the_first_start_alone(rule: str, end: str) -> None:
    recurrence = Recurrence((Rule.parse(rule + end),))
    found, calls = calls_of(lambda: starts(recurrence, NINE, PARIS, at("2026-01-01"), at("9999-12-31")))
    assert found == [NINE]
    following, more = calls_of(lambda: next_start(recurrence, NINE, PARIS, at("2027-01-01")))
    assert following is None
    last, most = calls_of(lambda: last_start(recurrence, NINE, PARIS))
    assert last == (NINE if end else None)
    assert calls + more + most < FEW


@pytest.mark.parametrize(
    "rule",
    ["MINUTELY;INTERVAL=5", "MINUTELY;INTERVAL=1439;BYMONTHDAY=13", "DAILY;BYWEEKNO=1,52", "DAILY;BYMONTHDAY=-1,1"],
)
def test_two_thousand_million_starts_are_not_counted_one_by_one(rule: str) -> None:
    recurrence = Recurrence((Rule.parse(f"FREQ={rule};COUNT=2000000000"),))
    window = at("2031-01-01"), at("2031-03-01")
    found, calls = calls_of(lambda: starts(recurrence, NINE, PARIS, *window))
    assert found == starts(Recurrence((Rule.parse(f"FREQ={rule}"),)), NINE, PARIS, *window)
    assert found
    assert calls < FEW


@pytest.mark.parametrize(
    "rule",
    [
        "MONTHLY;BYMONTHDAY=31;COUNT=1000000",
        "MONTHLY;BYMONTHDAY=31;COUNT=5000",
        "MONTHLY;BYMONTHDAY=31;COUNT=1000",
        "MONTHLY;BYDAY=5FR;COUNT=3000",
        "DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=30000",
        "YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=1800",
        "YEARLY;BYWEEKNO=53;COUNT=3000",
        "HOURLY;INTERVAL=23;BYMONTHDAY=13;COUNT=20000",
        "MONTHLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2",
        "MONTHLY;BYMONTH=2;BYMONTHDAY=30;UNTIL=99991231T235959Z",
    ],
)
def test_an_end_in_a_thousand_years_costs_a_stored_series_and_a_month_little(rule: str) -> None:
    # A file of 3,000 of them is imported, and shown by every month that is asked for.
    recurrence = Recurrence((Rule.parse(f"FREQ={rule}"),))
    times = EventTimes(TimeRange(at("2021-03-29T07:00Z"), at("2021-03-29T08:00Z")), PARIS)
    series = Series(times, recurrence)
    ends_at, calls = calls_of(lambda: series.ends_at)
    assert ends_at == (times.ends_at if "BYMONTHDAY=30" in rule else FOREVER)
    assert calls < 50_000
    assert Series.read(series.text, times).recurrence == recurrence
    window = at("2026-10-01"), at("2027-02-01")
    found, calls = calls_of(lambda: starts(recurrence, series.first, PARIS, *window))
    endless = Recurrence((Rule.parse(f"FREQ={rule.rpartition(';')[0]}"),))
    expected, usual = calls_of(lambda: starts(endless, series.first, PARIS, *window))
    assert found == expected
    assert calls < usual + 1_000
    assert calls_of(lambda: next_start(recurrence, series.first, PARIS, window[0]))[1] < 20_000


def test_a_search_through_all_years_counts_each_but_few_times() -> None:
    recurrence = Recurrence((Rule.parse("FREQ=YEARLY;BYMONTHDAY=29;BYMONTH=2;COUNT=1900"),))
    found, calls = calls_of(lambda: starts(recurrence, NINE, PARIS, NINE, at("9999-12-31")))
    assert len(found) == 1900
    assert calls < FEW
    gone = Recurrence(recurrence.rules, excluded=tuple(found[1:-1]))
    following, calls = calls_of(lambda: next_start(gone, NINE, PARIS, at("2027-01-01")))
    assert following == found[-1] == last_start(recurrence, NINE, PARIS)
    assert calls < FEW


def test_all_of_a_calendar_s_days_are_refused_without_being_laid_out() -> None:
    def refused() -> str:
        with pytest.raises(TooDense) as refusal:
            starts(Recurrence((Rule.parse("FREQ=DAILY"),)), on("0001-01-01"), None, on("0001-01-01"), on("9999-12-31"))
        return refusal.value.code

    code, calls = calls_of(refused)
    assert code == "too_many"
    assert calls < FEW


@pytest.mark.parametrize("rule", ["DAILY", "WEEKLY;BYDAY=MO;BYSETPOS=1", "MONTHLY;BYDAY=-1FR", "YEARLY;BYWEEKNO=1,53"])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_the_calendar_s_first_and_last_years(rule: str, zone: str) -> None:
    recurrence = Recurrence((Rule.parse(f"FREQ={rule}"),))
    firsts: list[Moment] = [at("0001-01-01"), at("9999-12-30T23:30"), on("0001-01-01"), on("9999-12-30")]
    for first in firsts:
        assert next_start(recurrence, first, zone, first) == first
        assert last_start(recurrence, first, zone) is None
        for after, before in [("0001-01-01", "0001-02-01"), ("9999-12-01", "9999-12-31T23:59:59")]:
            window = {"after": at(after).replace(tzinfo=UTC), "before": at(before).replace(tzinfo=UTC)}
            found = occurrences(recurrence, first, zone, length=timedelta(days=2), **window)
            assert all(one.start <= one.end for one in found)


def test_a_hundred_thousand_dates_left_out() -> None:
    listed = ",".join(f"{NINE + timedelta(days=number):%Y%m%dT%H%M%S}" for number in range(100_000))
    lines = ["RRULE:FREQ=DAILY", f"EXDATE:{listed}"]
    recurrence, calls = calls_of(lambda: Recurrence.parse(lines, zone=PARIS, all_day=False))
    assert calls < FEW
    found, calls = calls_of(lambda: starts(recurrence, NINE, PARIS, at("2031-01-01"), at("2031-02-01")))
    assert found == []
    # Finding the window among them takes no look at each.
    assert calls < 1_000
    following, calls = calls_of(lambda: next_start(recurrence, NINE, PARIS, NINE))
    assert following == NINE + timedelta(days=100_000)
    assert calls < FEW
    assert calls_of(lambda: shifted(recurrence, NINE, timedelta(days=1)))[1] < FEW


def test_for_ever_stays_for_ever_when_a_series_moves() -> None:
    recurrence = Recurrence((Rule.parse("FREQ=DAILY;UNTIL=99991231T235959Z"),), excluded=(at("9999-12-31T09:00"),))
    assert shifted(recurrence, NINE, timedelta(days=30)) == recurrence


def test_an_endless_rule_is_not_cut_where_it_has_no_step() -> None:
    added = NINE + timedelta(days=1)
    recurrence = Recurrence((Rule.parse("FREQ=DAILY;INTERVAL=2"),), extra=(added,))
    with pytest.raises(BadRule, match="not_divisible"):
        from_moment(recurrence, NINE, PARIS, added)
    ended = Recurrence((Rule.parse("FREQ=DAILY;INTERVAL=2;COUNT=4"),), extra=(added,))
    rest = from_moment(ended, NINE, PARIS, added)
    assert rest.extra == tuple(NINE + timedelta(days=number) for number in (2, 4, 6))
    assert until_before(ended, NINE, PARIS, added) == Recurrence()


def test_a_series_that_is_cut_down_to_a_start_that_was_left_out_is_still_a_series() -> None:
    recurrence = Recurrence((Rule.parse("FREQ=DAILY"),), excluded=(NINE,))
    earlier = until_before(recurrence, NINE, PARIS, NINE + timedelta(days=1))
    assert earlier
    assert next_start(earlier, NINE, PARIS, NINE) is None
