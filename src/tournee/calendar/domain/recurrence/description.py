"""What a rule says, as parts from which a language can make a phrase."""

from dataclasses import dataclass
from enum import StrEnum

from .moments import Moment
from .periods import completed
from .rule import Frequency, Rule


class Kind(StrEnum):
    """Which phrase suits the rule."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY_BY_DATE = "monthly_by_date"
    MONTHLY_BY_WEEKDAY = "monthly_by_weekday"
    YEARLY_BY_DATE = "yearly_by_date"
    YEARLY_BY_WEEKDAY = "yearly_by_weekday"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Description:
    """The parts that are set are all that the rule says; a rule of kind OTHER says more, which `rule` holds.

    `ordinals` are 1, 2 … or -1 for the last. They belong to all of `weekdays` taken as one list when `together` ("the
    last weekday": -1, Monday to Friday), else to each weekday by itself ("the first and the third Tuesday").
    `weekdays` count from 0, Monday; `month_days` from the month's end when negative.

    """

    kind: Kind
    freq: Frequency
    interval: int
    rule: Rule
    weekdays: tuple[int, ...] = ()
    ordinals: tuple[int, ...] = ()
    together: bool = False
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    until: Moment | None = None
    count: int | None = None


def describe(rule: Rule, first: Moment) -> Description:
    """What the rule says, what it leaves to the first start filled in."""
    full = completed(rule, first)
    kind = _kind(full)
    together = bool(full.by_set_pos)
    ordinals = full.by_set_pos or tuple(sorted({ordinal for ordinal, _ in full.by_day if ordinal}))
    return Description(
        kind=kind,
        freq=full.freq,
        interval=full.interval,
        rule=full,
        weekdays=tuple(sorted({day for _, day in full.by_day})),
        ordinals=ordinals,
        together=together,
        month_days=full.by_month_day,
        months=full.by_month,
        until=full.until,
        count=full.count,
    )


def _kind(rule: Rule) -> Kind:
    if rule.by_week_no or rule.by_year_day or rule.by_hour or rule.by_minute or rule.by_second:
        return Kind.OTHER
    match rule.freq:
        case Frequency.DAILY:
            return Kind.OTHER if rule.by_month or rule.by_month_day or rule.by_set_pos else _by_weekdays(rule)
        case Frequency.WEEKLY:
            return Kind.OTHER if rule.by_month or rule.by_month_day or rule.by_set_pos else Kind.WEEKLY
        case Frequency.MONTHLY if not rule.by_month:
            return _in_period(rule, Kind.MONTHLY_BY_DATE, Kind.MONTHLY_BY_WEEKDAY)
        case Frequency.YEARLY if rule.by_month:
            return _in_period(rule, Kind.YEARLY_BY_DATE, Kind.YEARLY_BY_WEEKDAY)
    return Kind.OTHER


def _by_weekdays(rule: Rule) -> Kind:
    # Every day of some weekdays is what people call weekly.
    if not rule.by_day:
        return Kind.DAILY
    return Kind.WEEKLY if rule.interval == 1 else Kind.OTHER


def _in_period(rule: Rule, by_date: Kind, by_weekday: Kind) -> Kind:
    if not rule.by_day:
        return Kind.OTHER if rule.by_set_pos else by_date
    if rule.by_month_day:
        return Kind.OTHER
    return by_weekday if _is_one_list(rule) else Kind.OTHER


def _is_one_list(rule: Rule) -> bool:
    """Whether ordinals and weekdays are a list each, so that each ordinal belongs to each weekday."""
    ordinals, days = {ordinal for ordinal, _ in rule.by_day}, {day for _, day in rule.by_day}
    if rule.by_set_pos:
        return ordinals == {0}
    return ordinals == {0} or (0 not in ordinals and len(rule.by_day) == len(ordinals) * len(days))
