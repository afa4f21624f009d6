"""Where COUNT and UNTIL end a rule, exactly, and how many starts lie before a moment."""

from bisect import bisect_left
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from .days import LAST_YEAR, new_year, year_end
from .moments import Moment, like
from .plan import Plan
from .rule import Rule
from .walls import END_OF_DAY, LAST_MOMENT, wall_of

ONE_DAY = timedelta(days=1)
# After so many years every date has the same weekday again.
CYCLE = 400


class End:
    """Which starts of a rule come no later than its end."""

    def __init__(self, last: Moment | None, instant: datetime | None = None, zone: str | None = None) -> None:
        #: No start after this one; None if there is no end.
        self.last = last
        self._instant, self._zone = instant, zone
        #: On how many days before the last one a start may still be refused.
        self.doubt = 2 if instant else 0

    def keeps(self, start: Moment) -> bool:
        """Whether a start is still meant."""
        if self.last is not None and start > self.last:
            return False
        if self._instant is None or self._zone is None or not isinstance(start, datetime):
            return True
        return start.replace(tzinfo=ZoneInfo(self._zone)) <= self._instant


def end_by_until(rule: Rule, first: Moment, zone: str | None) -> End:
    """The end of a rule in a series of that zone, its COUNT left aside."""
    until = rule.until
    if until is None:
        return End(None)
    if not isinstance(first, datetime):
        return End(like(until, first))
    if not isinstance(until, datetime):
        return End(datetime.combine(until, END_OF_DAY))
    if until.tzinfo is None or zone is None:
        return End(until.replace(tzinfo=None))
    # Clock changes put walls and instants in different orders, by a day at most: instants decide.
    return End(wall_of(until, zone, margin=ONE_DAY), until, zone)


def goes_on(plan: Plan) -> bool:
    """Whether a rule may mean any day after the year of DTSTART; no is certain.

    The calendar comes round every 400 years: a rule whose steps do so too comes true in these years, or never.
    """
    if plan.index(like(LAST_MOMENT, plan.first)) == 0:
        return False
    year = plan.first.year + 1
    after = year + CYCLE
    if after <= LAST_YEAR and plan.phase(new_year(year)) != plan.phase(new_year(after)):
        return True
    return any(plan.number_in(one) for one in range(year, min(after, LAST_YEAR + 1)))


def nth(plan: Plan, number: int, *, by: int = LAST_YEAR) -> Moment | None:
    """The `number`-th start, the first being DTSTART whether or not the rule means it; None if there are fewer.

    None also where it comes after the year `by` and is not found by arithmetic alone: a COUNT may name any number, and
    then every year up to 9999 would be counted.
    """
    head = head_of(plan)
    if number <= len(head):
        return head[number - 1]
    number -= len(head)
    if plan.steady:
        period, place = divmod(number - 1, plan.steady)
        starts = plan.period(1 + period)
        return starts[place] if place < len(starts) else None
    return _nth_by_years(plan, number, head[-1], by)


def _nth_by_years(plan: Plan, number: int, after: Moment, by: int) -> Moment | None:
    starts = _rest_of_year(plan, after)
    if number <= len(starts):
        return starts[number - 1]
    number -= len(starts)
    for year in range(after.year + 1, by + 1):
        of_year = plan.number_in(year)
        if number <= of_year:
            return _of_year(plan, year)[number - 1]
        number -= of_year
    return None


def number_before(plan: Plan, moment: Moment) -> int:
    """How many starts come before a moment, DTSTART counted whether or not the rule means it."""
    head = head_of(plan)
    if moment <= head[-1]:
        return bisect_left(head, moment)
    if plan.steady:
        period = plan.index(moment)
        earlier = len(head) + max(0, period - 1) * plan.steady
        return earlier + (sum(start < moment for start in plan.period(period)) if period else 0)
    after = head[-1]
    if moment.year == after.year:
        return len(head) + bisect_left(_rest_of_year(plan, after), moment)
    between = sum(plan.number_in(year) for year in range(after.year + 1, moment.year))
    return len(head) + len(_rest_of_year(plan, after)) + between + bisect_left(_of_year(plan, moment.year), moment)


def head_of(plan: Plan) -> list[Moment]:
    """DTSTART and what follows it in its own period."""
    later = [start for start in plan.period(0) if start > plan.first]
    return [plan.first, *later]


def _rest_of_year(plan: Plan, after: Moment) -> list[Moment]:
    starts = plan.between(after.toordinal(), year_end(after.year))
    return [start for start in starts if start > after]


def _of_year(plan: Plan, year: int) -> list[Moment]:
    return plan.between(new_year(year), year_end(year))
