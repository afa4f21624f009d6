"""The days, weeks, months or years that a rule steps through, and the days that it means in each.

Periods count from 0, the one in which DTSTART lies; `index` names the last that begins on or before a day. Every step
is arithmetic, so a period a thousand years on costs what the first one costs.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from typing import NamedTuple, Protocol

from .day_tests import DayTest, day_test
from .days import LAST_DAY, LAST_YEAR, month_length, month_start, new_year, numbered, week_start, weekdays_within
from .rule import Frequency, Rule


class Periods(Protocol):
    """How one frequency steps."""

    #: The phases that belong to a period, from 0.
    width: int

    def sizes(self) -> tuple[int, int] | None:
        """How many days a whole period means at least and at most, if all months and years are alike in that."""

    def index(self, day: int) -> int:
        """The number of the last period that begins on or before a day."""

    def days(self, number: int) -> list[int]:
        """The days meant in one period, sorted; none beyond the year 9999."""

    def between(self, low: int, high: int) -> list[int]:
        """The days meant from `low` up to and including `high`, sorted."""

    def phase(self, day: int) -> int:
        """How far a day lies into the cycle of steps: with the calendar of a year it settles what falls in it."""


def periods_of(rule: Rule, first: date) -> Periods:
    """The periods of a rule of days or longer, what it leaves out taken from its first day."""
    return _KINDS[rule.freq](rule, parts_of(rule, first), first.toordinal())


class Parts(NamedTuple):
    """The parts that DTSTART completes."""

    by_day: tuple[tuple[int, int], ...]
    by_month_day: tuple[int, ...]
    by_month: tuple[int, ...]


def parts_of(rule: Rule, first: date) -> Parts:
    """With the weekday, day or month that the rule leaves to DTSTART (RFC 5545, 3.3.10)."""
    given = Parts(rule.by_day, rule.by_month_day, rule.by_month)
    if given.by_day or given.by_month_day or rule.by_year_day:
        return given
    match rule.freq:
        case Frequency.WEEKLY:
            return given._replace(by_day=((0, first.weekday()),))
        case Frequency.YEARLY if rule.by_week_no:
            return given._replace(by_day=((0, first.weekday()),))
        case Frequency.YEARLY:
            return Parts((), (first.day,), given.by_month or (first.month,))
        case Frequency.MONTHLY if not rule.by_week_no:
            return given._replace(by_month_day=(first.day,))
    return given


def completed(rule: Rule, first: date) -> Rule:
    """The rule with what it leaves to DTSTART written out."""
    return replace(rule, **parts_of(rule, first)._asdict())


class DailyPeriods:
    """Every n-th day."""

    width = 1

    def __init__(self, rule: Rule, _parts: Parts, first: int) -> None:
        self.first, self.step = first, rule.interval
        self.test = day_test(rule)

    def sizes(self) -> tuple[int, int] | None:
        return None if self.test else (1, 1)

    def index(self, day: int) -> int:
        return (day - self.first) // self.step

    def days(self, number: int) -> list[int]:
        day = self.first + number * self.step
        return self.between(day, day) if day <= LAST_DAY else []

    def between(self, low: int, high: int) -> list[int]:
        days = range(low + (self.first - low) % self.step, high + 1, self.step)
        return kept(days, self.test)

    def phase(self, day: int) -> int:
        return (day - self.first) % self.step


class WeeklyPeriods:
    """Days of every n-th week, weeks as the rule begins them."""

    width = 7

    def __init__(self, rule: Rule, parts: Parts, first: int) -> None:
        self.first, self.step = week_start(first, rule.week_start), 7 * rule.interval
        self.places = sorted({(day - rule.week_start) % 7 for _, day in parts.by_day} or range(7))
        self.test = day_test(rule, without=("by_day",))

    def sizes(self) -> tuple[int, int] | None:
        return None if self.test else (len(self.places), len(self.places))

    def index(self, day: int) -> int:
        return (day - self.first) // self.step

    def days(self, number: int) -> list[int]:
        start = self.first + number * self.step
        return kept([start + place for place in self.places if 1 <= start + place <= LAST_DAY], self.test)

    def between(self, low: int, high: int) -> list[int]:
        start = self.first + self.index(low) * self.step
        weeks = range(start, high + 1, self.step)
        days = [week + place for week in weeks for place in self.places if low <= week + place <= high]
        return kept(days, self.test)

    def phase(self, day: int) -> int:
        return (day - self.first) % self.step


class MonthlyPeriods:
    """Days of every n-th month."""

    width = 1

    def __init__(self, rule: Rule, parts: Parts, first: int) -> None:
        day = date.fromordinal(first)
        self.first, self.step = day.year * 12 + day.month - 1, rule.interval
        self.months = frozenset(rule.by_month)
        self.in_month = DaysOfMonth(rule, parts)

    def sizes(self) -> tuple[int, int] | None:
        return None if self.months else self.in_month.sizes()

    def index(self, day: int) -> int:
        that = date.fromordinal(day)
        return (that.year * 12 + that.month - 1 - self.first) // self.step

    def days(self, number: int) -> list[int]:
        year, month = divmod(self.first + number * self.step, 12)
        if not 1 <= year <= LAST_YEAR or (self.months and month + 1 not in self.months):
            return []
        return self.in_month.of(year, month + 1)

    def between(self, low: int, high: int) -> list[int]:
        numbers = range(self.index(low), self.index(high) + 1)
        return [day for number in numbers for day in self.days(number) if low <= day <= high]

    def phase(self, day: int) -> int:
        that = date.fromordinal(day)
        return (that.year * 12 + that.month - 1 - self.first) % self.step


class YearlyPeriods:
    """Days of every n-th year."""

    width = 1

    def __init__(self, rule: Rule, parts: Parts, first: int) -> None:
        self.rule, self.parts = rule, parts
        self.first, self.step = date.fromordinal(first).year, rule.interval
        self.months = parts.by_month or tuple(range(1, 13))
        self.whole = bool(
            rule.by_week_no or rule.by_year_day or (not rule.by_month and any(ordinal for ordinal, _ in rule.by_day))
        )
        self.in_month = DaysOfMonth(rule, parts)
        self.test = day_test(rule, without=("by_day",)) if self.whole else None

    def sizes(self) -> tuple[int, int] | None:
        sizes = None if self.whole else self.in_month.sizes()
        return sizes and (sizes[0] * len(self.months), sizes[1] * len(self.months))

    def index(self, day: int) -> int:
        return (date.fromordinal(day).year - self.first) // self.step

    def days(self, number: int) -> list[int]:
        year = self.first + number * self.step
        return [*self._in_year(year, 1, 12)] if 1 <= year <= LAST_YEAR else []

    def between(self, low: int, high: int) -> list[int]:
        start, end = date.fromordinal(low), date.fromordinal(high)
        days: list[int] = []
        for number in range(self.index(low), self.index(high) + 1):
            year = self.first + number * self.step
            if start.year <= year <= end.year:
                begins = start.month if year == start.year else 1
                days.extend(self._in_year(year, begins, end.month if year == end.year else 12))
        return [day for day in days if low <= day <= high]

    def phase(self, day: int) -> int:
        return (date.fromordinal(day).year - self.first) % self.step

    def _in_year(self, year: int, begins: int, ends: int) -> Iterator[int]:
        if self.whole:
            yield from self._in_whole_year(year)
            return
        for month in self.months:
            if begins <= month <= ends:
                yield from self.in_month.of(year, month)

    def _in_whole_year(self, year: int) -> list[int]:
        rule, start = self.rule, new_year(year)
        length = new_year(year + 1) - start
        if self.parts.by_day and not rule.by_month:
            days = weekdays_within(start, length, self.parts.by_day)
        elif self.parts.by_day:
            days = [day for month in self.months for day in self._weekdays_of(year, month)]
        else:
            days = numbered(start, length, rule.by_year_day) if rule.by_year_day else [*range(start, start + length)]
        return kept(days, self.test)

    def _weekdays_of(self, year: int, month: int) -> list[int]:
        return weekdays_within(month_start(year, month), month_length(year, month), self.parts.by_day)


class DaysOfMonth:
    """The days that a rule means in a month that it has reached."""

    def __init__(self, rule: Rule, parts: Parts) -> None:
        self.by_day, self.by_month_day = parts.by_day, parts.by_month_day
        self.weekdays = frozenset(day for ordinal, day in parts.by_day)
        self.plain = not any(ordinal for ordinal, _ in parts.by_day)
        self.test = day_test(rule, without=("by_day", "by_month_day", "by_month"))

    def of(self, year: int, month: int) -> list[int]:
        """The days of one month, sorted."""
        start, length = month_start(year, month), month_length(year, month)
        if not self.by_month_day:
            wanted = self.by_day
            days = weekdays_within(start, length, wanted) if wanted else [*range(start, start + length)]
        else:
            days = numbered(start, length, self.by_month_day)
            if self.by_day:
                days = self._on_weekdays(days, start, length)
        return kept(days, self.test)

    def _on_weekdays(self, days: list[int], start: int, length: int) -> list[int]:
        if self.plain:
            return [day for day in days if (day + 6) % 7 in self.weekdays]
        allowed = frozenset(weekdays_within(start, length, self.by_day))
        return [day for day in days if day in allowed]

    def sizes(self) -> tuple[int, int] | None:
        """How many days any month has at least and at most, if that is plain from the rule."""
        if self.test or bool(self.by_month_day) == bool(self.by_day):
            return None
        if self.by_day and self.plain:
            return 4 * len(self.weekdays), 5 * len(self.weekdays)
        if self.by_month_day:
            numbers = {len(numbered(1, length, self.by_month_day)) for length in range(28, 32)}
        else:
            alike = all(0 < ordinal <= 4 for ordinal, _ in self.by_day) or all(-4 <= o < 0 for o, _ in self.by_day)
            numbers = {len(self.by_day)} if alike else self._numbers_of_weekdays()
        return (min(numbers), max(numbers))

    def _numbers_of_weekdays(self) -> set[int]:
        months = product(range(1, 8), range(28, 32))
        return {len(weekdays_within(start, length, self.by_day)) for start, length in months}


def kept(days: range | list[int], test: DayTest | None) -> list[int]:
    """The days that pass."""
    return [*filter(test, days)] if test else [*days]


_KINDS: dict[Frequency, Callable[[Rule, Parts, int], Periods]] = {
    Frequency.DAILY: DailyPeriods,
    Frequency.WEEKLY: WeeklyPeriods,
    Frequency.MONTHLY: MonthlyPeriods,
    Frequency.YEARLY: YearlyPeriods,
}
