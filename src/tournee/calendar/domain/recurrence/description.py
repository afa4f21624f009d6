"""What a rule says, as parts from which a language can make a phrase."""

from dataclasses import dataclass
from enum import StrEnum

from .moments import Moment
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
    """The parts that are set are all that the rule says; of a rule of kind OTHER, `rule` holds the rest.

    `ordinals` are 1, 2 … or -1 for the last. They belong to all of `weekdays` together
    ("last weekday": -1 and Monday to Friday) when `together`, else to each by itself ("first and third Tuesday").
    """

    kind: Kind
    freq: Frequency
    interval: int
    weekdays: tuple[int, ...] = ()
    ordinals: tuple[int, ...] = ()
    together: bool = False
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    until: Moment | None = None
    count: int | None = None
    rule: Rule | None = None


def describe(rule: Rule, first: Moment) -> Description:
    """What the rule says, with what it leaves to the first start filled in."""
    raise NotImplementedError
