"""Where COUNT and UNTIL end a rule, exactly, and how many starts lie before a moment."""

from bisect import bisect_left
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from .days import LAST_DAY, LAST_YEAR, new_year
from .moments import Moment, like
from .plan import Plan
from .rule import Rule
from .walls import END_OF_DAY, wall_of

ONE_DAY = timedelta(days=1)


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


def end_of(rule: Rule, plan: Plan, zone: str | None) -> End:
    """The end of a rule in a series of that zone."""
    end = End(None) if rule.until is None else _end_by_until(rule.until, plan.first, zone)
    if rule.count is None:
        return end
    last = nth(plan, rule.count)
    if last is None or not end.keeps(last):
        return end
    return End(last)


def _end_by_until(until: Moment, first: Moment, zone: str | None) -> End:
    if not isinstance(first, datetime):
        return End(like(until, first))
    if not isinstance(until, datetime):
        return End(datetime.combine(until, END_OF_DAY))
    if until.tzinfo is None or zone is None:
        return End(until.replace(tzinfo=None))
    # Clock changes put walls and instants in different orders, by a day at most: instants decide.
    return End(wall_of(until, zone, margin=ONE_DAY), until, zone)


def nth(plan: Plan, number: int) -> Moment | None:
    """The `number`-th start, the first being DTSTART whether or not the rule means it; None if there are fewer."""
    head = head_of(plan)
    if number <= len(head):
        return head[number - 1]
    number -= len(head)
    if plan.steady:
        period, place = divmod(number - 1, plan.steady)
        starts = plan.period(1 + period)
        return starts[place] if place < len(starts) else None
    return _nth_by_years(plan, number, head[-1])


def _nth_by_years(plan: Plan, number: int, after: Moment) -> Moment | None:
    starts = _rest_of_year(plan, after)
    if number <= len(starts):
        return starts[number - 1]
    number -= len(starts)
    for year in range(after.year + 1, LAST_YEAR + 1):
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
    starts = plan.between(after.toordinal(), _last_day(after.year))
    return [start for start in starts if start > after]


def _of_year(plan: Plan, year: int) -> list[Moment]:
    return plan.between(new_year(year), _last_day(year))


def _last_day(year: int) -> int:
    return min(new_year(year + 1) - 1, LAST_DAY)
