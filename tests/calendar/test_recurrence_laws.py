"""Laws of series: windows, ends, division, moves and text."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.calendar.recurrence_strategies import ONE_YEAR, WEEKDAYS, firsts, rule_texts, series
from tournee.calendar.domain.recurrence import (
    BadRule,
    Recurrence,
    Rule,
    TooDense,
    counterpart,
    from_moment,
    is_start,
    last_start,
    next_start,
    shifted,
    starts,
    until_before,
    without,
)

# -- windows


@settings(deadline=None)
@given(series(), st.integers(0, 1_000), st.integers(0, 400))
def test_two_windows_side_by_side_hold_what_one_holds(
    one: tuple[Recurrence, datetime, str], days: int, more: int
) -> None:
    recurrence, first, zone = one
    begins = first + timedelta(days=days - 200)
    middle, ends = begins + timedelta(days=more, hours=7), begins + timedelta(days=2 * more + 1)
    whole = starts(recurrence, first, zone, begins, ends)
    assert starts(recurrence, first, zone, begins, middle) + starts(recurrence, first, zone, middle, ends) == whole
    assert all(before < after for before, after in pairwise(whole))
    assert all(is_start(recurrence, first, zone, start) for start in whole)


@settings(deadline=None)
@given(series())
def test_the_next_and_the_last_start_are_those_of_the_whole(one: tuple[Recurrence, datetime, str]) -> None:
    recurrence, first, zone = one
    whole = starts(recurrence, first, zone, first, first + ONE_YEAR)
    if whole:
        assert next_start(recurrence, first, zone, first) == whole[0]
    last = last_start(recurrence, first, zone)
    assert (last is None) == any(not rule.ends for rule in recurrence.rules)
    if last is not None and whole:
        assert last >= whole[-1]
        assert is_start(recurrence, first, zone, last)
        assert next_start(recurrence, first, zone, last + timedelta(seconds=1)) is None


@settings(deadline=None)
@given(rule_texts(), firsts, st.integers(1, 150))
def test_count_counts_every_start(text: str, first: datetime, count: int) -> None:
    endless = Recurrence((Rule.parse(text),))
    counted = Recurrence((Rule.parse(f"{text};COUNT={count}"),))
    whole = starts(endless, first, None, first, first + 30 * ONE_YEAR)[:count]
    assume(len(whole) == count)
    assert starts(counted, first, None, first, first + 40 * ONE_YEAR) == whole
    assert last_start(counted, first, None) == whole[-1]


# -- divided, thinned, moved


@settings(deadline=None)
@given(series(), st.data())
def test_a_series_cut_in_two_has_each_start_once(one: tuple[Recurrence, datetime, str], data: st.DataObject) -> None:
    recurrence, first, zone = one
    horizon = first + 3 * ONE_YEAR
    whole = starts(recurrence, first, zone, first, horizon)
    assume(len(whole) > 1)
    moment = data.draw(st.sampled_from(whole[1:40]))
    try:
        later = from_moment(recurrence, first, zone, moment)
    except BadRule as refusal:
        assert refusal.code == "not_divisible"
        assert moment in recurrence.extra or len(recurrence.rules) > 1
        return
    earlier = until_before(recurrence, first, zone, moment)
    kept = starts(earlier, first, zone, first, horizon)
    assert kept == [start for start in whole if start < moment]
    assert starts(later, moment, zone, first, horizon) == [start for start in whole if start >= moment]


@settings(deadline=None)
@given(series(), st.data())
def test_one_start_less(one: tuple[Recurrence, datetime, str], data: st.DataObject) -> None:
    recurrence, first, zone = one
    whole = starts(recurrence, first, zone, first, first + ONE_YEAR)
    assume(whole)
    gone = data.draw(st.sampled_from(whole))
    left = starts(without(recurrence, gone), first, zone, first, first + ONE_YEAR)
    assert left == [start for start in whole if start != gone]


@settings(deadline=None)
@given(st.data(), firsts, st.integers(-60_000, 60_000))
def test_a_daily_or_weekly_series_moves_as_far_as_its_first(data: st.DataObject, first: datetime, minutes: int) -> None:
    text = data.draw(st.sampled_from(["DAILY", "DAILY;INTERVAL=3", "WEEKLY", "WEEKLY;BYDAY=MO,WE,SU;INTERVAL=2"]))
    text += data.draw(st.sampled_from(["", ";WKST=SU", ";WKST=TH", ";COUNT=20"]))
    rule = Rule.parse(f"FREQ={text}")
    by = timedelta(minutes=minutes)
    listed = starts(Recurrence((rule,)), first, None, first, first + ONE_YEAR)
    gone = tuple(data.draw(st.lists(st.sampled_from(listed), max_size=3)))
    recurrence = Recurrence((rule,), (first + timedelta(hours=30),), gone)
    before = starts(recurrence, first, None, first, first + ONE_YEAR)
    target = first + by
    after = starts(shifted(recurrence, first, by), target, None, target, target + ONE_YEAR)
    assert after == [start + by for start in before]


PLACED = [
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;BYDAY={ordinal}{weekday}",
    "FREQ=MONTHLY;BYDAY={from_end}{weekday}",
    "FREQ=MONTHLY;BYMONTHDAY={day}",
    "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH={month}",
    "FREQ=YEARLY;BYMONTH={month};BYDAY={ordinal}{weekday}",
    "FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}",
    "FREQ=YEARLY;BYYEARDAY={year_day}",
]


@settings(deadline=None)
@given(st.sampled_from(PLACED), st.dates(date(2020, 1, 1), date(2027, 1, 1)), st.integers(-20, 20), st.data())
def test_monthly_and_yearly_starts_keep_their_places(text: str, first: date, days: int, data: st.DataObject) -> None:
    target = first + timedelta(days=days)
    # Places that some months lack are not kept there.
    assume(max(first.day, target.day) <= 28 and max(from_end(first), from_end(target)) <= 4)
    names = {"ordinal": (first.day - 1) // 7 + 1, "from_end": -from_end(first), "weekday": WEEKDAYS[first.weekday()]}
    names |= {"day": first.day, "month": first.month, "year_day": first.timetuple().tm_yday}
    recurrence = Recurrence((Rule.parse(text.format(**names)),))
    by = timedelta(days=days)
    whole = starts(recurrence, first, None, first, first + 4 * ONE_YEAR)
    gone = data.draw(st.sampled_from(whole))
    moved = shifted(without(recurrence, gone), first, by)
    found = starts(moved, target, None, target, target + 4 * ONE_YEAR)
    expected = [counterpart(recurrence, first, by, start) for start in whole if start != gone]
    compared = min(len(found), len(expected))
    assert abs(len(found) - len(expected)) <= 1
    assert expected[:compared] == found[:compared]
    assert target in found or gone == first


def from_end(day: date) -> int:
    """Which of its weekday it is in its month, the last being 1."""
    return (monthrange(day.year, day.month)[1] - day.day) // 7 + 1


# -- text


@settings(deadline=None)
@given(series())
def test_what_is_written_is_read_back(one: tuple[Recurrence, datetime, str]) -> None:
    recurrence, _first, zone = one
    assert Recurrence.parse(recurrence.lines(zone=zone, all_day=False), zone=zone, all_day=False) == recurrence


@given(rule_texts(("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")))
def test_a_rule_is_its_text(text: str) -> None:
    try:
        rule = Rule.parse(text)
    except TooDense:
        assume(False)
    assert Rule.parse(rule.text) == rule
