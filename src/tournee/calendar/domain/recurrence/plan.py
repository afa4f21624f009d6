"""A rule made ready for one series: the wall times that it means, by period, by stretch of days, by year."""

from abc import ABC, abstractmethod
from datetime import date, datetime, time
from functools import cached_property
from itertools import product, repeat

from .days import calendar_of, new_year, year_end
from .moments import Moment, wall
from .periods import periods_of
from .rule import Rule
from .slots import Slots, seconds_of


class Plan(ABC):
    """What a rule means for a series that starts at `first`, its COUNT and UNTIL left aside.

    Nothing here is cut at `first`; lists are sorted and hold nothing twice.
    """

    def __init__(self, rule: Rule, first: Moment) -> None:
        self.rule, self.first = rule, first
        self._years: dict[tuple[bool | int, ...], int] = {}

    @property
    @abstractmethod
    def steady(self) -> int | None:
        """How many starts each whole period has, if every one has as many."""

    @abstractmethod
    def index(self, moment: Moment) -> int:
        """The number of the last period that begins no later than a moment."""

    @abstractmethod
    def period(self, number: int) -> list[Moment]:
        """The starts of one period; none beyond the year 9999."""

    @abstractmethod
    def between(self, low: int, high: int) -> list[Moment]:
        """The starts on the days from `low` up to and including `high`."""

    @abstractmethod
    def phase(self, day: int) -> int:
        """How far a day lies into the cycle of steps."""

    @abstractmethod
    def in_step(self, moment: Moment) -> bool:
        """Whether a moment lies in one of the periods, so that the same steps can be counted from it."""

    def at_most(self, day: int) -> int:
        """A number of starts that is not exceeded up to and including a day, DTSTART counted; found by arithmetic."""
        # One more: DTSTART need not be among those that the rule means.
        return (day - self.first.toordinal() + 1) * self.rule.a_day_at_most + 1

    def means(self, moment: Moment) -> bool:
        """Whether a moment is one of the starts."""
        return moment in self.between(moment.toordinal(), moment.toordinal())

    def number_in(self, year: int) -> int:
        """How many starts a year has. Years with the same calendar and the same phase are counted once."""
        key = (*calendar_of(year), self.phase(new_year(year)))
        if key not in self._years:
            self._years[key] = self._count(year)
        return self._years[key]

    def _count(self, year: int) -> int:
        return len(self.between(new_year(year), year_end(year)))


def plan_of(rule: Rule, first: Moment) -> Plan:
    """The plan of a rule for a series that starts at `first`."""
    return SlotPlan(rule, first) if rule.within_days else DayPlan(rule, first)


class DayPlan(Plan):
    """Rules that step by days, weeks, months or years."""

    def __init__(self, rule: Rule, first: Moment) -> None:
        super().__init__(rule, first)
        self.periods = periods_of(rule, first)
        self.times = _times(rule, first) if isinstance(first, datetime) else None
        self.positions = rule.by_set_pos

    def index(self, moment: Moment) -> int:
        return self.periods.index(moment.toordinal())

    def phase(self, day: int) -> int:
        return self.periods.phase(day)

    def period(self, number: int) -> list[Moment]:
        days = self.periods.days(number)
        return self._placed(days) if self.positions else self._walls(days)

    def between(self, low: int, high: int) -> list[Moment]:
        if not self.positions:
            return self._walls(self.periods.between(low, high))
        numbers = range(self.periods.index(low), self.periods.index(high) + 1)
        starts = [start for number in numbers for start in self.period(number)]
        return [start for start in starts if low <= start.toordinal() <= high]

    def in_step(self, moment: Moment) -> bool:
        return self.phase(moment.toordinal()) < self.periods.width

    def _walls(self, days: list[int]) -> list[Moment]:
        dates = map(date.fromordinal, days)
        if self.times is None:
            return [*dates]
        if len(self.times) == 1:
            return [*map(datetime.combine, dates, repeat(self.times[0]))]
        return [datetime.combine(day, at) for day, at in product(dates, self.times)]

    def _placed(self, days: list[int]) -> list[Moment]:
        all_of_period = self._walls(days)
        size = len(all_of_period)
        places = {place - 1 if place > 0 else size + place for place in self.positions}
        return [all_of_period[place] for place in sorted(places) if 0 <= place < size]

    def _count(self, year: int) -> int:
        if self.positions:
            return super()._count(year)
        return len(self.periods.between(new_year(year), year_end(year))) * len(self.times or (0,))

    def at_most(self, day: int) -> int:
        if self._sizes is None:
            return super().at_most(day)
        return (self.periods.index(day) + 1) * self._sizes[1] + 1

    @cached_property
    def _sizes(self) -> tuple[int, int] | None:
        """How many starts a period has at least and at most, BYSETPOS left aside."""
        sizes = self.periods.sizes()
        return sizes and (sizes[0] * len(self.times or (0,)), sizes[1] * len(self.times or (0,)))

    @cached_property
    def steady(self) -> int | None:
        if self._sizes is None:
            return None
        least, most = self._sizes
        if not self.positions:
            return least if least == most else None
        alike = self.positions[0] > 0 or self.positions[-1] < 0
        return len(self.positions) if alike and max(map(abs, self.positions)) <= least else None


class SlotPlan(Plan):
    """Rules that step by hours, minutes or seconds. Of a series of dates, the days on which any slot lies."""

    def __init__(self, rule: Rule, first: Moment) -> None:
        super().__init__(rule, first)
        self.slots = Slots(rule, wall(first))
        self.timed = isinstance(first, datetime)

    @property
    def steady(self) -> int | None:
        return self.slots.steady if self.timed else None

    def index(self, moment: Moment) -> int:
        return self.slots.index_at(wall(moment))

    def period(self, number: int) -> list[Moment]:
        return self._walls(self.slots.period(number))

    def between(self, low: int, high: int) -> list[Moment]:
        return self._walls(self.slots.between(low, high))

    def phase(self, day: int) -> int:
        return self.slots.phase(day)

    def in_step(self, moment: Moment) -> bool:
        return self.slots.in_step(wall(moment))

    def _walls(self, starts: list[datetime]) -> list[Moment]:
        return [*starts] if self.timed else sorted({start.date() for start in starts})

    def _count(self, year: int) -> int:
        return self.slots.number_in(year) if self.timed else super()._count(year)


def _times(rule: Rule, first: datetime) -> list[time]:
    hours, minutes = rule.by_hour or (first.hour,), rule.by_minute or (first.minute,)
    return [time(*parts) for parts in product(hours, minutes, seconds_of(rule, first.second))]
