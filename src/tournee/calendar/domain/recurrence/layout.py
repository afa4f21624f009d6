"""A series laid out over days: its rules made ready, their ends found, its exceptions at hand."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property

from .days import LAST_DAY, LAST_YEAR, new_year
from .ends import End, end_of
from .moments import Moment, like
from .plan import Plan, plan_of
from .rule import MOST_A_DAY, Rule
from .series import Recurrence

# Stretches up to this many days are laid out at once; longer ones year by year, so that they can be given up early.
AT_ONCE = 1_100
# Most searches end within this many days.
NEAR = 40


class Line:
    """One rule of a series. DTSTART is the first start of each, whether or not the rule means it."""

    def __init__(self, rule: Rule, first: Moment, zone: str | None) -> None:
        self.rule, self.first, self.zone = rule, first, zone
        self.plan: Plan = plan_of(rule, first)

    @cached_property
    def end(self) -> End:
        """Where the rule stops."""
        return end_of(self.rule, self.plan, self.zone)

    @property
    def last_day(self) -> int:
        """No start on a later day."""
        return LAST_DAY if self.end.last is None else self.end.last.toordinal()

    def days(self, low: int, high: int) -> list[Moment]:
        """The starts on the days from `low` up to and including `high`."""
        own_day = self.first.toordinal()
        low, high = max(low, own_day), min(high, self.last_day)
        if low > high:
            return []
        found = self.plan.between(low, high)
        if low == own_day:
            found = [self.first, *(start for start in found if start > self.first)]
        if self.end.last is not None and high >= self.last_day - self.end.doubt:
            return [*filter(self.end.keeps, found)]
        return found

    def pieces(self, low: int, high: int) -> Iterator[list[Moment]]:
        """The starts of a long stretch of days, in order, year by year."""
        for year in range(_year(low), _year(high) + 1):
            if self.has_any_in(year):
                yield self.days(max(low, new_year(year)), min(high, new_year(year + 1) - 1))

    def number_in(self, years: range) -> int:
        """How many starts whole years have; those in which the series begins or ends are left aside."""
        first, last = max(years.start, self.first.year + 1), min(years.stop, _year(self.last_day))
        return sum(self.plan.number_in(year) for year in range(first, last))

    def has_any_in(self, year: int) -> bool:
        """Whether a look at the days of a year is worth its while."""
        return year == self.first.year or self.plan.number_in(year) > 0


class Layout:
    """All starts of a series."""

    def __init__(self, recurrence: Recurrence, first: Moment, zone: str | None) -> None:
        self.first = first
        self.extra, self.excluded = recurrence.extra, recurrence.excluded
        self.lines = [Line(rule, first, zone) for rule in recurrence.rules]

    def days(self, low: int, high: int) -> list[Moment]:
        """The starts on the days from `low` up to and including `high`: sorted, unique, exceptions applied."""
        found = self.lines[0].days(low, high) if len(self.lines) == 1 else self._of_all_lines(low, high)
        added = _within(self.extra, low, high)
        if added:
            found = sorted({*found, *(like(start, self.first) for start in added)})
        excluded = _within(self.excluded, low, high)
        return self._less(found, excluded) if excluded else found

    def _of_all_lines(self, low: int, high: int) -> list[Moment]:
        found = {start for line in self.lines for start in line.days(low, high)}
        if not self.lines and low <= self.first.toordinal() <= high:
            found.add(self.first)
        return sorted(found)

    def _less(self, found: list[Moment], excluded: tuple[Moment, ...]) -> list[Moment]:
        if not isinstance(self.first, datetime):
            days = {like(start, self.first) for start in excluded}
            return [start for start in found if start not in days]
        moments = {start for start in excluded if isinstance(start, datetime)}
        whole_days = {start for start in excluded if not isinstance(start, datetime)}
        return [
            start for start in found if start not in moments and date.fromordinal(start.toordinal()) not in whole_days
        ]

    def at_least(self, low: int, high: int) -> int:
        """A number of starts that a long stretch of days does not stay below, found without laying it out."""
        if high - low <= AT_ONCE:
            return 0
        numbers = (line.number_in(years) for line in self.lines for years in [range(_year(low) + 1, _year(high))])
        return max(numbers, default=0) - len(self.excluded) * MOST_A_DAY

    def pieces(self, low: int, high: int) -> Iterator[list[Moment]]:
        """The starts of a long stretch of days, in order, in pieces."""
        if high - low <= AT_ONCE:
            yield self.days(low, high)
            return
        for year in range(_year(low), _year(high) + 1):
            if self._has_any_in(year):
                yield self.days(max(low, new_year(year)), min(high, new_year(year + 1) - 1))

    def last(self) -> Moment | None:
        """The latest start up to the year 9999."""
        high = max((self.first.toordinal(), *(line.last_day for line in self.lines), *self._last_extra()))
        low = high - NEAR
        near = self.days(low, high)
        if near:
            return near[-1]
        for year in range(_year(max(low, 1)), 0, -1):
            found = self._has_any_in(year) and self.days(new_year(year), min(low, new_year(year + 1) - 1))
            if found:
                return found[-1]
        return None

    def next(self, low: int) -> Iterator[Moment]:
        """All starts from a day on."""
        yield from self.days(low, low + NEAR)
        low += NEAR + 1
        for year in range(_year(min(low, LAST_DAY)), LAST_YEAR + 1):
            if self._has_any_in(year):
                yield from self.days(max(low, new_year(year)), new_year(year + 1) - 1)

    def _last_extra(self) -> list[int]:
        return [self.extra[-1].toordinal()] if self.extra else []

    def _has_any_in(self, year: int) -> bool:
        if any(line.has_any_in(year) for line in self.lines) or year == self.first.year:
            return True
        return bool(_within(self.extra, new_year(year), new_year(year + 1) - 1))


def _within(moments: tuple[Moment, ...], low: int, high: int) -> tuple[Moment, ...]:
    if not moments:
        return moments
    start = bisect_left(moments, low, key=date.toordinal)
    return moments[start : bisect_right(moments, high, lo=start, key=date.toordinal)]


def _year(day: int) -> int:
    return date.fromordinal(day).year
