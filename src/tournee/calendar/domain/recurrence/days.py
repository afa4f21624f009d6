"""Day numbers (`date.toordinal`) of years, months, weeks and weekdays, without a date made for each."""

from calendar import isleap
from collections.abc import Iterable

LAST_DAY = 3_652_059
LAST_YEAR = 9_999
_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_BEFORE = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


def new_year(year: int) -> int:
    """The day number of 1 January."""
    past = year - 1
    return past * 365 + past // 4 - past // 100 + past // 400 + 1


def year_end(year: int) -> int:
    """The day number of 31 December."""
    return new_year(year + 1) - 1


def calendar_of(year: int) -> tuple[bool, bool, bool, int]:
    """What settles the dates, weekdays and week numbers of a year: alike years answer alike."""
    return isleap(year - 1), isleap(year), isleap(year + 1), weekday(new_year(year))


def month_start(year: int, month: int) -> int:
    """The day number of a month's first day."""
    return new_year(year) + _BEFORE[month] + (month > 2 and isleap(year))


def month_length(year: int, month: int) -> int:
    """How many days a month has."""
    return _LENGTHS[month] + (month == 2 and isleap(year))


def weekday(day: int) -> int:
    """0 for Monday."""
    return (day + 6) % 7


def week_start(day: int, starts_on: int) -> int:
    """The first day of the week in which a day lies."""
    return day - (day + 6 - starts_on) % 7


def first_week(year: int, starts_on: int) -> int:
    """Where week 1 of a year starts: the first week with four days in it (RFC 5545, 3.3.10)."""
    return week_start(new_year(year) + 3, starts_on)


def week_numbers(day: int, year: int, starts_on: int) -> tuple[int, int]:
    """The week of a day of `year`, counted from the beginning and (negative) from the end of the week's own year."""
    if day >= first_week(year + 1, starts_on):
        year += 1
    elif day < first_week(year, starts_on):
        year -= 1
    start = first_week(year, starts_on)
    number = (day - start) // 7 + 1
    return number, number - (first_week(year + 1, starts_on) - start) // 7 - 1


def numbered(start: int, length: int, wanted: Iterable[int]) -> list[int]:
    """Days of a span by their place in it, from 1, or from its end if negative; those that it lacks are left out."""
    places = {start + (place - 1 if place > 0 else length + place) for place in wanted if abs(place) <= length}
    return sorted(places)


def weekdays_within(start: int, length: int, wanted: Iterable[tuple[int, int]]) -> list[int]:
    """Days of a span by weekday: every one of it, or the one that the ordinal names."""
    found: set[int] = set()
    for ordinal, day in wanted:
        first = (day - start - 6) % 7
        if not ordinal:
            found.update(range(start + first, start + length, 7))
            continue
        place = first + 7 * (ordinal - 1) if ordinal > 0 else first + 7 * ((length - 1 - first) // 7 + ordinal + 1)
        if 0 <= place < length:
            found.add(start + place)
    return sorted(found)
