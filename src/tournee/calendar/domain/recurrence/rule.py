"""One RRULE as a value."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from .moments import Moment


class Frequency(StrEnum):
    """How long one period of a rule is."""

    YEARLY = "YEARLY"
    MONTHLY = "MONTHLY"
    WEEKLY = "WEEKLY"
    DAILY = "DAILY"
    HOURLY = "HOURLY"
    MINUTELY = "MINUTELY"
    SECONDLY = "SECONDLY"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that can be expanded: numbers in range, at most one of `count` and `until`, bounded density.

    Weekdays count from 0, Monday. `by_day` holds pairs of an ordinal (0: every one) and a weekday. `until` is a date, a
    naive datetime (the series' own zone) or an aware one in UTC, and is itself included. Every tuple is sorted.
    """

    freq: Frequency
    interval: int = 1
    count: int | None = None
    until: Moment | None = None
    by_second: tuple[int, ...] = ()
    by_minute: tuple[int, ...] = ()
    by_hour: tuple[int, ...] = ()
    by_day: tuple[tuple[int, int], ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_year_day: tuple[int, ...] = ()
    by_week_no: tuple[int, ...] = ()
    by_month: tuple[int, ...] = ()
    by_set_pos: tuple[int, ...] = ()
    week_start: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an RRULE's value; "RRULE:", case, spaces and a last ";" are forgiven. Raises BadRule, TooDense."""
        raise NotImplementedError

    @property
    def text(self) -> str:
        """The rule as RFC 5545 writes it, without "RRULE:"; equal rules have equal texts."""
        raise NotImplementedError

    @property
    def ends(self) -> bool:
        """Whether the rule says when it stops."""
        return self.count is not None or self.until is not None
