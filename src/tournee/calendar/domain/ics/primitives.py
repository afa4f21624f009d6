"""The value types of RFC 5545 §3.3 that calendars use, read forgivingly and written strictly."""

import re
from datetime import UTC, date, datetime, time, timedelta

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_PLAIN = {"n": "\n", "N": "\n"}
_TO_ESCAPE = re.compile(r"[\\;,\n]")
_BREAKS = re.compile(r"\r\n|\r")
_PARTS = re.compile(r"((?:[^\\,]|\\.?)*)(?:,|$)", re.DOTALL)
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?", re.IGNORECASE
)
_MOMENT = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?", re.IGNORECASE
)
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)?:?(\d\d)?")
ONE_DAY = timedelta(days=1)


class BadValue(ValueError):
    """The text is not of the type expected."""


def unescape(value: str) -> str:
    r"""TEXT as people read it; a backslash that escapes nothing known stays."""
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda found: _PLAIN.get(found[1]) or (found[1] if found[1] in '\\;,:"' else found[0]), value)


def escape(text: str) -> str:
    """Text as TEXT: one line, whatever is in it."""
    return _TO_ESCAPE.sub(lambda found: "\\n" if found[0] == "\n" else "\\" + found[0], _BREAKS.sub("\n", text))


def split_texts(value: str) -> tuple[str, ...]:
    """The texts of a list whose commas are not escaped; empty ones are left out."""
    return tuple(text for part in _PARTS.findall(value) if (text := unescape(part).strip()))


def read_duration(text: str) -> tuple[timedelta, timedelta]:
    """Whole days, which follow the clock, and exact time (RFC 5545 §3.3.6). Raises BadValue."""
    found = _DURATION.fullmatch(text.strip())
    if found is None or not any(found.groups()[1:]):
        raise BadValue(text[:40])
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    sign = -1 if found[1] == "-" else 1
    return sign * timedelta(weeks=weeks, days=days), sign * timedelta(hours=hours, minutes=minutes, seconds=seconds)


def write_duration(length: timedelta) -> str:
    """The shortest DURATION; whole days as days."""
    sign, seconds = ("-" if length < timedelta() else ""), abs(int(length.total_seconds()))
    days, rest = divmod(seconds, 86_400)
    if not rest:
        return f"{sign}P{days}D" if days else "PT0S"
    hours, minutes = divmod(rest // 60, 60)
    units = ((hours, "H"), (minutes, "M"), (rest % 60, "S"))
    return f"{sign}P{f'{days}D' if days else ''}T" + "".join(f"{number}{unit}" for number, unit in units if number)


def read_moment(text: str) -> date | datetime:
    """A DATE, a local DATE-TIME (naive) or one in UTC (aware). Dashes, offsets, 24:00 pass. Raises BadValue."""
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        raise BadValue(text[:40])
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        if found[4] is None:
            return day
        return _at(day, found)
    except (ValueError, OverflowError) as error:
        raise BadValue(text[:40]) from error


def _at(day: date, found: re.Match[str]) -> datetime:
    hour, minute, second = int(found[4]), int(found[5]), int(found[6] or 0)
    if (hour, minute, second) == (24, 0, 0):
        day, hour = day + ONE_DAY, 0
    # A leap second is one that no clock here shows.
    moment = datetime.combine(day, time(hour, minute, min(second, 59)))
    if not found[7]:
        return moment
    offset = timedelta() if found[7] in "Zz" else read_offset(found[7])
    return (moment - offset).replace(tzinfo=UTC)


def read_stamp(text: str) -> datetime | None:
    """An instant, local ones taken for UTC, or None."""
    try:
        moment = read_moment(text)
    except BadValue:
        return None
    return moment.replace(tzinfo=UTC) if isinstance(moment, datetime) else None


def write_moment(moment: date | datetime) -> str:
    """A DATE or a DATE-TIME; aware ones (in UTC) with Z."""
    # strftime leaves out the zeros of years before 1000.
    day = f"{moment.year:04}{moment.month:02}{moment.day:02}"
    if not isinstance(moment, datetime):
        return day
    return f"{day}T{moment.hour:02}{moment.minute:02}{moment.second:02}" + ("Z" if moment.tzinfo else "")


def read_offset(text: str) -> timedelta:
    """A UTC-OFFSET, under 24 hours. Raises BadValue."""
    found = _OFFSET.fullmatch(text.strip())
    if found is None:
        raise BadValue(text[:40])
    length = timedelta(hours=int(found[2]), minutes=int(found[3] or 0), seconds=int(found[4] or 0))
    if length >= ONE_DAY:
        raise BadValue(text[:40])
    return -length if found[1] == "-" else length


def write_offset(offset: timedelta) -> str:
    """A UTC-OFFSET, with seconds only where there are any."""
    seconds = int(offset.total_seconds())
    hours, rest = divmod(abs(seconds), 3600)
    text = f"{'-' if seconds < 0 else '+'}{hours:02}{rest // 60:02}"
    return text + (f"{rest % 60:02}" if rest % 60 else "")
