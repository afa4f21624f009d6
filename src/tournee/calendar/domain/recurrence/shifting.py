"""Series that are moved as a whole."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from .days import month_length, month_start, new_year, week_numbers, weekdays_within
from .moments import Moment
from .plan import Plan, plan_of
from .rule import Frequency, Rule
from .series import Recurrence

_BY_POSITION = frozenset({Frequency.MONTHLY, Frequency.YEARLY})


def shifted(recurrence: Recurrence, first: Moment, by: timedelta) -> Recurrence:
    """The recurrence of the same series when its first start moves to `first + by`, wall time.

    Daily and weekly series move each start as far. Of monthly and yearly ones each start keeps its place in its month
    or year: the second Tuesday moved by a day becomes the second (or the first) Wednesday, as `first` did. Dates left
    out follow their starts (see `counterpart`), dates added move by `by`. UNTIL in UTC moves by elapsed time.
    """
    rules = tuple(_shifted_rule(rule, first, first + by, by) for rule in recurrence.rules)
    moved = _Counterparts(recurrence.rules, rules, first, by)
    return Recurrence(
        rules,
        tuple(_plus(start, first, by) for start in recurrence.extra),
        tuple(moved.of(start) for start in recurrence.excluded),
        tuple((_plus(start, first, by), length) for start, length in recurrence.lengths),
    )


def counterpart(recurrence: Recurrence, first: Moment, by: timedelta, moment: Moment) -> Moment:
    """Where the occurrence that starts at `moment` is found once the series is `shifted`."""
    rules = tuple(_shifted_rule(rule, first, first + by, by) for rule in recurrence.rules)
    if moment in recurrence.extra:
        return _plus(moment, first, by)
    return _Counterparts(recurrence.rules, rules, first, by).of(moment)


class _Counterparts:
    """For each start of the old rules, the start of the new ones that takes its place."""

    def __init__(self, old: tuple[Rule, ...], new: tuple[Rule, ...], first: Moment, by: timedelta) -> None:
        self.first, self.by = first, by
        pairs = [pair for pair in zip(old, new, strict=True) if pair[0].freq in _BY_POSITION]
        self.plans = [(plan_of(before, first), plan_of(after, first + by)) for before, after in pairs]

    def of(self, moment: Moment) -> Moment:
        """The start that takes the place of one, or a moment as far away."""
        if isinstance(moment, datetime) == isinstance(self.first, datetime):
            for old, new in self.plans:
                found = _same_place(old, new, moment)
                if found is not None:
                    return found
        return _plus(moment, self.first, self.by)


def _same_place(old: Plan, new: Plan, moment: Moment) -> Moment | None:
    number = old.index(moment)
    before, after = old.period(number), new.period(number)
    if moment not in before or len(before) != len(after):
        return None
    return after[before.index(moment)]


def _plus(moment: Moment, first: Moment, by: timedelta) -> Moment:
    try:
        if isinstance(first, datetime) and not isinstance(moment, datetime):
            # A whole day of a timed series goes as many days as its first start.
            return date.fromordinal(moment.toordinal() + (first + by).toordinal() - first.toordinal())
        return moment + by
    except (OverflowError, ValueError):
        # The calendar's own ends stand for "for ever", and stay.
        return moment


def _shifted_rule(rule: Rule, first: Moment, target: Moment, by: timedelta) -> Rule:
    changes: dict[str, object] = {}
    if rule.until is not None:
        changes["until"] = _plus(rule.until, first, by)
    if isinstance(first, datetime) and isinstance(target, datetime):
        changes.update(_times(rule, first, target))
    days = target.toordinal() - first.toordinal()
    if days:
        changes.update(_days(rule, first, target, days))
    return replace(rule, **changes) if changes else rule  # type: ignore[arg-type]


def _times(rule: Rule, first: datetime, target: datetime) -> dict[str, object]:
    limits = {"by_hour": 23, "by_minute": 59, "by_second": 59}
    changes: dict[str, object] = {}
    for name, most in limits.items():
        own, goes_to = (getattr(moment, name.removeprefix("by_")) for moment in (first, target))
        if getattr(rule, name) and own != goes_to:
            changes[name] = _moved(getattr(rule, name), own, goes_to, (0, most))
    return changes


def _moved(listed: Iterable[int], own: int, goes_to: int, within: tuple[int, int]) -> tuple[int, ...]:
    """Every number as far as its own one, if all stay in range; else that one alone."""
    everywhere = tuple(number + goes_to - own for number in listed)
    if all(within[0] <= number <= within[1] for number in everywhere):
        return everywhere
    return tuple(goes_to if number == own else number for number in listed)


def _days(rule: Rule, first: Moment, target: Moment, days: int) -> dict[str, object]:
    if rule.freq not in _BY_POSITION:
        return _days_of_weeks(rule, days)
    if rule.by_set_pos and rule.by_day and not rule.by_month_day:
        placed = _position(rule, target)
        if placed is not None:
            return placed | _months(rule, first, target)
    changes = _months(rule, first, target)
    if rule.by_day and rule.by_month_day:
        return changes | _both(rule, target)
    if rule.by_day:
        changes["by_day"] = _weekdays(rule, target, days)
    if rule.by_month_day:
        changes["by_month_day"] = _month_days(rule, first, target)
    if rule.by_year_day:
        changes["by_year_day"] = _year_days(rule, first, target)
    if rule.by_week_no:
        changes["by_week_no"] = _weeks(rule, first, target)
    return changes


def _days_of_weeks(rule: Rule, days: int) -> dict[str, object]:
    if not rule.by_day and rule.interval == 1:
        return {}
    changes: dict[str, object] = {"by_day": _turned(rule, days)}
    if rule.freq is Frequency.WEEKLY and (rule.interval > 1 or rule.by_set_pos):
        # The week moves along, lest its last day fall into another one.
        changes["week_start"] = (rule.week_start + days) % 7
    return changes


def _turned(rule: Rule, days: int) -> tuple[tuple[int, int], ...]:
    return tuple((ordinal, (day + days) % 7) for ordinal, day in rule.by_day)


def _months(rule: Rule, first: Moment, target: Moment) -> dict[str, object]:
    by = target.month - first.month
    if not rule.by_month or not by:
        return {}
    return {"by_month": tuple((month - 1 + by) % 12 + 1 for month in rule.by_month)}


def _position(rule: Rule, target: Moment) -> dict[str, object] | None:
    """The place of the new day among the same weekdays, from the same end: "last weekday" to "last but one"."""
    if len(rule.by_set_pos) > 1 or rule.by_hour or rule.by_minute or rule.by_second:
        return None
    start, length = _period(rule, target)
    days = weekdays_within(start, length, rule.by_day)
    if target.toordinal() not in days:
        return None
    place = days.index(target.toordinal())
    return {"by_set_pos": (place + 1 if rule.by_set_pos[0] > 0 else place - len(days),)}


def _period(rule: Rule, day: Moment) -> tuple[int, int]:
    """The span in which the rule's ordinals count: its first day and its length."""
    if rule.freq is Frequency.YEARLY and not rule.by_month:
        return new_year(day.year), new_year(day.year + 1) - new_year(day.year)
    return month_start(day.year, day.month), month_length(day.year, day.month)


def _both(rule: Rule, target: Moment) -> dict[str, object]:
    """A Friday the 13th moves to the next one; to any other day only by its date."""
    plan = plan_of(replace(rule, count=None, until=None), target)
    return {} if plan.means(target) else {"by_day": (), "by_month_day": (target.day,), "by_set_pos": ()}


def _weekdays(rule: Rule, target: Moment, days: int) -> tuple[tuple[int, int], ...]:
    if len(rule.by_day) > 1 or not rule.by_day[0][0] or rule.by_week_no or rule.by_year_day:
        return _turned(rule, days)
    start, length = _period(rule, target)
    place = target.toordinal() - start
    ordinal = place // 7 + 1 if rule.by_day[0][0] > 0 else -((length - 1 - place) // 7 + 1)
    return ((ordinal, target.weekday()),)


def _month_days(rule: Rule, first: Moment, target: Moment) -> tuple[int, ...]:
    if len(rule.by_month_day) == 1:
        from_end = rule.by_month_day[0] < 0
        return (target.day - month_length(target.year, target.month) - 1 if from_end else target.day,)
    return _moved(rule.by_month_day, first.day, target.day, (1, 31))


def _year_days(rule: Rule, first: Moment, target: Moment) -> tuple[int, ...]:
    own, goes_to = (day.toordinal() - new_year(day.year) + 1 for day in (first, target))
    if len(rule.by_year_day) == 1:
        from_end = rule.by_year_day[0] < 0
        return (target.toordinal() - new_year(target.year + 1) if from_end else goes_to,)
    return _moved(rule.by_year_day, own, goes_to, (1, 366))


def _weeks(rule: Rule, first: Moment, target: Moment) -> tuple[int, ...]:
    own, goes_to = (week_numbers(day.toordinal(), day.year, rule.week_start)[0] for day in (first, target))
    return _moved(rule.by_week_no, own, goes_to, (1, 53))
