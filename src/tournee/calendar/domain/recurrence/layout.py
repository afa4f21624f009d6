"""A series laid out over days: its rules made ready, their ends found, its exceptions at hand."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property

from .days import LAST_DAY, LAST_YEAR, new_year, year_end
from .ends import End, end_by_until, goes_on, nth
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
        self._until = end_by_until(rule, first, zone)
        self._end = self._until if rule.count is None else None
        #: Up to this day COUNT leaves all starts.
        self._open_until = first.toordinal() - 1

    def end_by(self, day: int) -> End:
        """Where the rule stops, as far as it matters up to a day: a COUNT that surely reaches further is left aside."""
        if self._end is None and day > self._open_until:
            self._count_up_to(day)
        return self._end or self._until

    def _count_up_to(self, day: int) -> None:
        """Find where COUNT ends the rule, or that it does not by that day."""
        count = self.rule.count or 0
        if self.plan.at_most(day) < count:
            self._open_until = day
            return
        # Twice as far as before, lest a search from year to year counts the first ones again for each.
        year = _year(min(max(day, 2 * self._open_until - self.first.toordinal()), LAST_DAY))
        last = nth(self.plan, count, by=year)
        if last is not None or year == LAST_YEAR:
            self._end = self._until if last is None or not self._until.keeps(last) else End(last)
        else:
            self._open_until = year_end(year)

    def keeps(self, start: Moment) -> bool:
        """Whether a start of the rule comes no later than its end."""
        return self.end_by(start.toordinal()).keeps(start)

    @property
    def last_day(self) -> int:
        """No start on a later day. Costs much where COUNT is large; mostly `last_by` will do."""
        return self.last_by(LAST_DAY)

    def last_by(self, day: int) -> int:
        """No start after this day, and up to another one."""
        last = self.end_by(day).last
        return day if last is None else min(day, last.toordinal())

    def outlasts(self, day: int) -> bool:
        """Whether starts may come after a day; no is certain."""
        return self.last_by(day) == day and (_year(day + 1) <= self.first.year or self._goes_on)

    @cached_property
    def _goes_on(self) -> bool:
        return goes_on(self.plan)

    def days(self, low: int, high: int) -> list[Moment]:
        """The starts on the days from `low` up to and including `high`."""
        own_day = self.first.toordinal()
        end = self.end_by(high)
        last_day = LAST_DAY if end.last is None else end.last.toordinal()
        low, high = max(low, own_day), min(high, last_day)
        if low > high:
            return []
        found = self.plan.between(low, high)
        if low == own_day:
            found = [self.first, *(start for start in found if start > self.first)]
        if end.last is not None and high >= last_day - end.doubt:
            return [*filter(end.keeps, found)]
        return found

    def pieces(self, low: int, high: int) -> Iterator[list[Moment]]:
        """The starts of a long stretch of days, in order, year by year."""
        for year in range(_year(low), _year(high) + 1):
            if self.has_any_in(year):
                yield self.days(max(low, new_year(year)), min(high, year_end(year)))

    def number_in(self, years: range) -> int:
        """How many starts whole years have; those in which the series begins or ends are left aside."""
        first, last = max(years.start, self.first.year + 1), min(years.stop, _year(self.last_by(new_year(years.stop))))
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
        for line in self.lines:
            line.end_by(high)
        for year in range(_year(low), _year(high) + 1):
            if self._has_any_in(year):
                yield self.days(max(low, new_year(year)), min(high, year_end(year)))

    def outlasts(self, day: int) -> bool:
        """Whether starts may come after a day; no is certain."""
        return max(self.first.toordinal(), self._last_extra()) > day or any(line.outlasts(day) for line in self.lines)

    def last(self, high: int) -> Moment | None:
        """The latest start up to and including a day."""
        high = max(self.first.toordinal(), min(self._last_extra(), high), *(line.last_by(high) for line in self.lines))
        low = high - NEAR
        near = self.days(low, high)
        if near:
            return near[-1]
        for year in range(_year(max(low, 1)), 0, -1):
            found = self._has_any_in(year) and self.days(new_year(year), min(low, year_end(year)))
            if found:
                return found[-1]
        return None

    def next(self, low: int) -> Iterator[Moment]:
        """All starts from a day on."""
        yield from self.days(low, low + NEAR)
        low += NEAR + 1
        for year in range(_year(min(low, LAST_DAY)), LAST_YEAR + 1):
            begins = max(low, new_year(year))
            if not self.outlasts(begins - 1):
                return
            if self._has_any_in(year):
                yield from self.days(begins, year_end(year))

    def _last_extra(self) -> int:
        return self.extra[-1].toordinal() if self.extra else 0

    def _has_any_in(self, year: int) -> bool:
        if any(line.has_any_in(year) for line in self.lines) or year == self.first.year:
            return True
        return bool(_within(self.extra, new_year(year), year_end(year)))


def _within(moments: tuple[Moment, ...], low: int, high: int) -> tuple[Moment, ...]:
    if not moments:
        return moments
    start = bisect_left(moments, low, key=date.toordinal)
    return moments[start : bisect_right(moments, high, lo=start, key=date.toordinal)]


def _year(day: int) -> int:
    return date.fromordinal(day).year
