"""The text of an RRULE, taken apart and put together. Numbers are checked by the rule itself."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from .errors import BadRule
from .moments import read_moment

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST = 8_000
NUMBER_LISTS = {
    "BYMONTH": "by_month",
    "BYWEEKNO": "by_week_no",
    "BYYEARDAY": "by_year_day",
    "BYMONTHDAY": "by_month_day",
    "BYHOUR": "by_hour",
    "BYMINUTE": "by_minute",
    "BYSECOND": "by_second",
    "BYSETPOS": "by_set_pos",
}
_NUMBER = re.compile(r"[+-]?[0-9]{1,10}")
_WEEKDAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")


def read_parts(text: str) -> dict[str, Any]:
    """The named parts of a rule, as arguments of Rule. Raises BadRule."""
    if len(text) > LONGEST:
        raise BadRule("too_long")
    parts: dict[str, Any] = {}
    plain = "".join(text.split()).upper().removeprefix("RRULE:")
    for piece in filter(None, plain.split(";")):
        name, equals, value = piece.partition("=")
        if not equals:
            raise BadRule("part", piece[:40])
        if value:
            parts.update(_read_part(name, value))
    if "freq" not in parts:
        raise BadRule("no_frequency" if parts else "empty")
    return parts


def _read_part(name: str, value: str) -> dict[str, Any]:
    if name in NUMBER_LISTS:
        return {NUMBER_LISTS[name]: tuple(_number(one, name) for one in _pieces(value))}
    reader = _READERS.get(name)
    return reader(value) if reader else _pass_over(name, value)


def _amount(name: str, number: int) -> dict[str, Any]:
    # Some programs write INTERVAL=0 for "each", and a negative COUNT for "for ever".
    return {} if name == "COUNT" and number < 0 else {name.lower(): max(1, number)}


def _pass_over(name: str, value: str) -> dict[str, Any]:
    if name.startswith("X-") or (name, value) in {("RSCALE", "GREGORIAN"), ("SKIP", "OMIT")}:
        return {}
    raise BadRule("part", name[:40])


def _pieces(value: str) -> Iterable[str]:
    return filter(None, value.split(","))


def _number(text: str, part: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise BadRule("number", part)
    return int(text)


def _weekday(text: str) -> tuple[int, int]:
    found = _WEEKDAY.fullmatch(text)
    if not found:
        raise BadRule("weekday", text[:40])
    return int(found[1] or 0), WEEKDAYS.index(found[2])


def numbers(values: Iterable[int]) -> str:
    """A list of numbers as a rule holds it."""
    return ",".join(map(str, values))


def weekdays(pairs: Iterable[tuple[int, int]]) -> str:
    """Weekdays with their ordinals as a rule holds them."""
    return ",".join(f"{ordinal or ''}{WEEKDAYS[day]}" for ordinal, day in pairs)


_READERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "FREQ": lambda value: {"freq": value},
    "INTERVAL": lambda value: _amount("INTERVAL", _number(value, "INTERVAL")),
    "COUNT": lambda value: _amount("COUNT", _number(value, "COUNT")),
    "UNTIL": lambda value: {"until": read_moment(value)},
    "BYDAY": lambda value: {"by_day": tuple(_weekday(one) for one in _pieces(value))},
    "WKST": lambda value: {"week_start": _weekday(value)[1]},
}
