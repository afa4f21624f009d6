"""Spans of time: instants for what has an hour, dates for what lasts all day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Self

FIRST_YEAR = 1900
LAST_YEAR = 2200


class BadRange(ValueError):
    """A span that ends before it starts, is empty where it may not be, or lies outside the calendar."""


@dataclass(frozen=True, slots=True)
class TimeRange:
    """From `start` up to, but not including, `end`; both aware. A moment (start = end) is allowed."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Raises BadRange for naive times, an end before its start, or a year outside 1900–2200."""
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise BadRange("naive")
        for moment in (self.start, self.end):
            if not FIRST_YEAR <= moment.year <= LAST_YEAR:
                raise BadRange("year")
        if self.end < self.start:
            raise BadRange("order")

    @property
    def duration(self) -> timedelta:
        """Elapsed time, clock changes counted."""
        return self.end.astimezone(UTC) - self.start.astimezone(UTC)

    def overlaps(self, other: Self) -> bool:
        """Whether the two share time; a moment counts when it lies within the other."""
        if self.start == self.end:
            return other.start <= self.start < other.end or other.start == self.start
        if other.start == other.end:
            return self.start <= other.start < self.end
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class DateRange:
    """From the date `start` up to, but not including, the date `end`: at least one whole day."""

    start: date
    end: date

    def __post_init__(self) -> None:
        """Raises BadRange when the span is empty, turned round, or outside the years 1900–2200."""
        for day in (self.start, self.end):
            if not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise BadRange("year")
        if self.end <= self.start:
            raise BadRange("order")

    @property
    def days(self) -> int:
        """Number of days covered."""
        return (self.end - self.start).days
