"""Rules that step within days: which hours, minutes and seconds of a day they mean."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import product

from .day_tests import day_test
from .days import LAST_DAY, calendar_of, new_year, year_end
from .rule import A_DAY_AT_MOST, Frequency, Rule

DAY = 86_400


def seconds_of(rule: Rule, own: int) -> list[int]:
    """The seconds of a minute; a leap second is taken for the one before it, which every clock can show."""
    return sorted({min(second, 59) for second in rule.by_second or (own,)})


class Slots:
    """The steps of an hourly, minutely or secondly rule. A unit is one hour, minute or second, counted from day 0."""

    def __init__(self, rule: Rule, first: datetime) -> None:
        self.rule = rule
        self.units = A_DAY_AT_MOST[rule.freq]
        self.size = DAY // self.units
        self.first = self._unit(first)
        self.step = rule.interval
        self.test = day_test(rule)
        self.inner = _placed(rule, _within_unit(rule, first))
        self.steady = (len(self.inner) or None) if not self.test and self.limits is None else None
        self._known: dict[int, list[int]] = {}
        self._years: dict[tuple[bool | int, ...], list[int]] = {}

    @cached_property
    def limits(self) -> list[int] | None:
        """The units of a day that the rule allows, sorted; None for all of them."""
        rule = self.rule
        given = {Frequency.HOURLY: rule.by_hour, Frequency.MINUTELY: rule.by_hour or rule.by_minute}
        if not given.get(rule.freq, rule.by_hour or rule.by_minute or rule.by_second):
            return None
        hours = rule.by_hour or range(24)
        if rule.freq is Frequency.HOURLY:
            return [*hours]
        minutes = [hour * 60 + minute for hour, minute in product(hours, rule.by_minute or range(60))]
        if rule.freq is Frequency.MINUTELY:
            return minutes
        seconds = seconds_of(rule, 0) if rule.by_second else range(60)
        return [minute * 60 + second for minute, second in product(minutes, seconds)]

    def index(self, day: int) -> int:
        """The number of the last period that begins on or before a day."""
        return ((day + 1) * self.units - 1 - self.first) // self.step

    def phase(self, day: int) -> int:
        """How far the beginning of a day lies into the cycle of steps."""
        return (day * self.units - self.first) % self.step

    def index_at(self, moment: datetime) -> int:
        """The number of the last period that begins no later than a moment."""
        return (self._unit(moment) - self.first) // self.step

    def in_step(self, moment: datetime) -> bool:
        """Whether a moment lies in a unit that the steps reach."""
        return (self._unit(moment) - self.first) % self.step == 0

    def _unit(self, moment: datetime) -> int:
        seconds = (moment.hour * 60 + moment.minute) * 60 + moment.second
        return moment.toordinal() * self.units + seconds // self.size

    def period(self, number: int) -> list[datetime]:
        """The starts within one unit."""
        day, unit = divmod(self.first + number * self.step, self.units)
        if not 1 <= day <= LAST_DAY or (self.limits is not None and unit not in self.limits):
            return []
        if self.test and not self.test(day):
            return []
        return moments(day, [unit * self.size + second for second in self.inner])

    def between(self, low: int, high: int) -> list[datetime]:
        """The starts on the days from `low` up to and including `high`."""
        return [start for day in self._days(low, high) for start in moments(day, self._on(day))]

    def number_in(self, year: int) -> int:
        """How many starts a year has."""
        start = new_year(year)
        few = self.step > self.units
        days = self._days(start, year_end(year)) if few else (start + place for place in self._passing(year))
        return sum(len(self._on(day)) for day in days)

    def _passing(self, year: int) -> list[int]:
        """The days of a year that the rule does not leave out, from 0. Alike years are looked through once."""
        key = calendar_of(year)
        if key not in self._years:
            start = new_year(year)
            self._years[key] = [day - start for day in self._days(start, year_end(year))]
        return self._years[key]

    def _days(self, low: int, high: int) -> Iterable[int]:
        days: Iterable[int] = range(low, high + 1)
        if self.step > self.units:
            numbers = range(self.index(low - 1) + 1, self.index(high) + 1)
            days = ((self.first + number * self.step) // self.units for number in numbers)
        return filter(self.test, days) if self.test else days

    def _on(self, day: int) -> list[int]:
        offset = (self.first - day * self.units) % self.step
        if offset not in self._known:
            if len(self._known) > self.units:
                self._known.clear()
            units = self._units_from(offset)
            self._known[offset] = [unit * self.size + second for unit in units for second in self.inner]
        return self._known[offset]

    def _units_from(self, offset: int) -> list[int] | range:
        limits = self.limits
        if limits is None:
            return range(offset, self.units, self.step)
        if len(limits) * self.step <= self.units:
            return [unit for unit in limits if (unit - offset) % self.step == 0]
        allowed = frozenset(limits)
        return [unit for unit in range(offset, self.units, self.step) if unit in allowed]


def moments(day: int, seconds: list[int]) -> list[datetime]:
    """Seconds of a day as wall times."""
    if not seconds:
        return []
    midnight = datetime.combine(date.fromordinal(day), time.min)
    return [midnight + timedelta(seconds=second) for second in seconds]


def _within_unit(rule: Rule, first: datetime) -> list[int]:
    match rule.freq:
        case Frequency.HOURLY:
            minutes = rule.by_minute or (first.minute,)
            return [minute * 60 + second for minute, second in product(minutes, seconds_of(rule, first.second))]
        case Frequency.MINUTELY:
            return seconds_of(rule, first.second)
    return [0]


def _placed(rule: Rule, within: list[int]) -> list[int]:
    size = len(within)
    places = {place - 1 if place > 0 else size + place for place in rule.by_set_pos}
    return [within[place] for place in sorted(places) if 0 <= place < size] if places else within
