"""One RRULE as a value."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import prod
from typing import Any, Self

from .errors import BadRule, TooDense
from .grammar import NUMBER_LISTS, WEEKDAYS, numbers, read_parts, weekdays
from .moments import Moment, write_moment

# One every five minutes: denser ones are no plan of a person's, and fill every screen.
MOST_A_DAY = 288
# Denser rules that stop soon are kept.
FEW = 1_000
LARGEST = 4_000_000_000

_LIMITS = {
    "by_second": (0, 60),
    "by_minute": (0, 59),
    "by_hour": (0, 23),
    "by_month_day": (1, 31),
    "by_year_day": (1, 366),
    "by_week_no": (1, 53),
    "by_month": (1, 12),
    "by_set_pos": (1, 366),
}
_FROM_THE_END = frozenset({"by_month_day", "by_year_day", "by_week_no", "by_set_pos"})


class Frequency(StrEnum):
    """How long one period of a rule is."""

    YEARLY = "YEARLY"
    MONTHLY = "MONTHLY"
    WEEKLY = "WEEKLY"
    DAILY = "DAILY"
    HOURLY = "HOURLY"
    MINUTELY = "MINUTELY"
    SECONDLY = "SECONDLY"


A_DAY_AT_MOST = {Frequency.HOURLY: 24, Frequency.MINUTELY: 1_440, Frequency.SECONDLY: 86_400}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that can be expanded: its numbers are in range, its density is bounded.

    Weekdays count from 0, Monday. `by_day` holds pairs of an ordinal (0: every one) and a weekday. `until` is a date, a
    naive datetime (the series' own zone) or an aware one in UTC, and is itself included; of `count` and `until` the one
    that comes first ends the rule. Tuples are sorted and hold nothing twice. Raises BadRule, TooDense.
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

    def __post_init__(self) -> None:
        """Put the lists in order and refuse what cannot be expanded."""
        if self.freq not in Frequency:
            raise BadRule("frequency", self.freq[:40])
        object.__setattr__(self, "freq", Frequency(self.freq))
        if not 1 <= self.interval <= LARGEST or not 1 <= (self.count or 1) <= LARGEST:
            raise BadRule("number", "INTERVAL")
        for name in _LIMITS:
            if getattr(self, name):
                object.__setattr__(self, name, self._in_range(name))
        if any(abs(ordinal) > 53 for ordinal, _ in self.by_day):
            raise BadRule("weekday", "BYDAY")
        object.__setattr__(self, "by_day", tuple(sorted(set(self.by_day))))
        if self.a_day_at_most > MOST_A_DAY and (self.count or FEW + 1) > FEW:
            raise TooDense

    def _in_range(self, name: str) -> tuple[int, ...]:
        low, high = _LIMITS[name]
        values = sorted(set(getattr(self, name)))
        for value in values:
            if not low <= (abs(value) if name in _FROM_THE_END else value) <= high:
                raise BadRule("number", name)
        return tuple(values)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an RRULE's value; "RRULE:", case, spaces and a last ";" are forgiven. Raises BadRule, TooDense."""
        return cls(**_parts(text))

    @property
    def text(self) -> str:
        """The rule as RFC 5545 writes it, without "RRULE:"; equal rules have equal texts."""
        lists = [(part, numbers(getattr(self, name))) for part, name in NUMBER_LISTS.items()]
        lists.insert(4, ("BYDAY", weekdays(self.by_day)))
        parts = [
            ("FREQ", self.freq.value),
            ("INTERVAL", str(self.interval) if self.interval > 1 else ""),
            ("COUNT", str(self.count or "")),
            ("UNTIL", write_moment(self.until) if self.until else ""),
            *lists,
            ("WKST", WEEKDAYS[self.week_start] if self.week_start else ""),
        ]
        return ";".join(f"{name}={value}" for name, value in parts if value)

    @property
    def ends(self) -> bool:
        """Whether the rule says when it stops."""
        return self.count is not None or self.until is not None

    @property
    def within_days(self) -> bool:
        """Whether its periods are shorter than a day."""
        return self.freq in A_DAY_AT_MOST

    @property
    def a_day_at_most(self) -> int:
        """No day has more starts than this."""
        hours, minutes, seconds = len(self.by_hour), len(self.by_minute), len(self.by_second)
        match self.freq:
            case Frequency.HOURLY:
                return min(-(-24 // self.interval), hours or 24) * (minutes or 1) * (seconds or 1)
            case Frequency.MINUTELY:
                return min(-(-1_440 // self.interval), (hours or 24) * (minutes or 60)) * (seconds or 1)
            case Frequency.SECONDLY:
                return min(-(-86_400 // self.interval), (hours or 24) * (minutes or 60) * (seconds or 60))
        return prod(number or 1 for number in (hours, minutes, seconds))


@lru_cache(maxsize=4_096)
def _parts(text: str) -> dict[str, Any]:
    return read_parts(text)
