"""Whether a day satisfies the parts of a rule that limit days."""

from collections.abc import Callable
from datetime import date

from .days import month_length, new_year, week_numbers
from .rule import Rule

type DayTest = Callable[[int], bool]


def day_test(rule: Rule, *, without: tuple[str, ...] = ()) -> DayTest | None:
    """One test for every part that the rule has, less those named; None when there is nothing to test.

    Ordinals of BYDAY are passed over: outside months and years they mean nothing (RFC 5545, 3.3.10).
    """
    tests = [make(rule) for name, make in _MAKERS.items() if getattr(rule, name) and name not in without]
    if len(tests) <= 1:
        return tests[0] if tests else None
    return lambda day: all(test(day) for test in tests)


def _by_day(rule: Rule) -> DayTest:
    wanted = frozenset(day for _, day in rule.by_day)
    return lambda day: (day + 6) % 7 in wanted


def _by_month(rule: Rule) -> DayTest:
    wanted = frozenset(rule.by_month)
    return lambda day: date.fromordinal(day).month in wanted


def _by_month_day(rule: Rule) -> DayTest:
    wanted = frozenset(rule.by_month_day)

    def test(day: int) -> bool:
        that = date.fromordinal(day)
        return that.day in wanted or that.day - month_length(that.year, that.month) - 1 in wanted

    return test


def _by_year_day(rule: Rule) -> DayTest:
    wanted = frozenset(rule.by_year_day)

    def test(day: int) -> bool:
        year = date.fromordinal(day).year
        return day - new_year(year) + 1 in wanted or day - new_year(year + 1) in wanted

    return test


def _by_week_no(rule: Rule) -> DayTest:
    wanted, starts_on = frozenset(rule.by_week_no), rule.week_start
    return lambda day: not wanted.isdisjoint(week_numbers(day, date.fromordinal(day).year, starts_on))


_MAKERS: dict[str, Callable[[Rule], DayTest]] = {
    "by_day": _by_day,
    "by_month": _by_month,
    "by_month_day": _by_month_day,
    "by_year_day": _by_year_day,
    "by_week_no": _by_week_no,
}
