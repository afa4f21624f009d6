"""VTIMEZONE for an IANA zone, right for the years used, in the few forms that every calendar program reads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from .primitives import write_moment, write_offset

_DAY = timedelta(days=1)
_STEP = timedelta(days=3)
_SECOND = timedelta(seconds=1)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# The IANA tables end in 2037, one rule follows. Ten years more tell a fourth Sunday from a last one.
# Morocco's dates follow the moon: of an endless series they are told so far and no further.
_STEADY = 2047
_SINCE = 1970
_LAST = 2200


@dataclass(frozen=True, slots=True)
class _Change:
    wall: datetime
    before: timedelta
    after: timedelta
    name: str
    # Whether the clock goes back within a year: then it is daylight saving time, whatever the law calls it.
    summer: bool


@lru_cache(maxsize=256)
def zone_lines(name: str, first_year: int, last_year: int | None) -> tuple[str, ...]:
    """The VTIMEZONE's lines, right from `first_year` to the end of `last_year`, or for ever where that is None."""
    first_year = min(max(first_year, _SINCE), _LAST)
    last = min(max(_STEADY if last_year is None else last_year, first_year), _LAST)
    zone = ZoneInfo(name)
    begin = datetime(first_year - 1, 1, 1, tzinfo=UTC)
    changes = list(_changes(zone, begin, datetime(last + 2, 1, 1, tzinfo=UTC)))
    start = begin.astimezone(zone)
    offset = start.utcoffset() or timedelta()
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}"]
    # What is used may lie before the first change that is told: programs then differ in what they assume.
    if not changes or changes[0].wall.year >= first_year:
        steady = _Change(start.replace(tzinfo=None), offset, offset, start.tzname() or name, summer=False)
        lines += _observance([steady], "")
    ruled, single = _groups(changes, last)
    for group in ruled:
        lines += _told(group, last)
    for group in single:
        lines += _observance(group, "")
    return (*lines, "END:VTIMEZONE")


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[_Change]:
    found: list[tuple[datetime, timedelta, timedelta]] = []
    at, before = begin, _offset(begin, zone)
    while at < end:
        after = _offset(at + _STEP, zone)
        if after != before:
            instant = _bisect(zone, at, at + _STEP)
            after = _offset(instant, zone)
            found.append((instant, before, after))
            at, before = instant, after
        else:
            at += _STEP
    for number, (instant, before, after) in enumerate(found):
        back = found[number + 1] if number + 1 < len(found) else None
        summer = after > before and (back is None or (back[2] == before and back[0] - instant < 330 * _DAY))
        wall = (instant + before).replace(tzinfo=None)
        yield _Change(wall, before, after, instant.astimezone(zone).tzname() or "", summer=summer)


def _bisect(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first instant in (low, high] with another offset than `low`."""
    offset = _offset(low, zone)
    while high - low > _SECOND:
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        if _offset(middle, zone) == offset:
            low = middle
        else:
            high = middle
    return high


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _groups(changes: Sequence[_Change], last: int) -> tuple[list[list[_Change]], list[list[_Change]]]:
    """Changes of one kind: those that a rule tells, year after year; and those that need their dates."""
    growing: dict[object, list[list[_Change]]] = {}
    for change in changes:
        key = (change.before, change.after, change.name, change.summer, change.wall.time())
        groups = growing.setdefault(key, [])
        if groups and change.wall.year == groups[-1][-1].wall.year + 1 and _rule([*groups[-1], change]):
            groups[-1].append(change)
        else:
            groups.append([change])
    ruled, single = [], []
    for groups in growing.values():
        few = [group for group in groups if len(group) < 3 and (len(group) == 1 or group[-1].wall.year <= last)]
        ruled += [group for group in groups if group not in few]
        if few:
            single.append([change for group in few for change in group])
    return ruled, single


def _told(group: list[_Change], last: int) -> list[str]:
    """A rule that still holds after the years used has no end: programs keep the zone for later events."""
    end = group[-1]
    until = f";UNTIL={write_moment((end.wall - end.before).replace(tzinfo=UTC))}" if end.wall.year <= last else ""
    return _observance(group[:1], f"RRULE:FREQ=YEARLY;{_rule(group)}{until}")


def _observance(group: list[_Change], rule: str) -> list[str]:
    first = group[0]
    kind = "DAYLIGHT" if first.summer else "STANDARD"
    lines = [f"BEGIN:{kind}", f"DTSTART:{write_moment(first.wall)}"]
    if rule:
        lines.append(rule)
    lines += [f"RDATE:{write_moment(change.wall)}" for change in group[1:]]
    name = [f"TZNAME:{first.name}"] if first.name.isalpha() else []
    return [
        *lines,
        f"TZOFFSETFROM:{write_offset(first.before)}",
        f"TZOFFSETTO:{write_offset(first.after)}",
        *name,
        f"END:{kind}",
    ]


def _rule(group: list[_Change]) -> str:
    """What the dates of consecutive years share, as parts of a rule; "" when it cannot be told in one."""
    months = {change.wall.month for change in group}
    weekdays = {change.wall.weekday() for change in group}
    days = [change.wall.day for change in group]
    if len(months) != 1:
        return ""
    month = f"BYMONTH={months.pop()}"
    if len(weekdays) == 1:
        return _by_weekday(group, days, month, _WEEKDAYS[weekdays.pop()])
    return f"{month};BYMONTHDAY={days[0]}" if len(set(days)) == 1 else ""


def _by_weekday(group: list[_Change], days: list[int], month: str, weekday: str) -> str:
    # The last one first: programs know it best, and "fourth" may be the last by chance of a few years.
    if all((change.wall + 7 * _DAY).month != change.wall.month for change in group):
        return f"{month};BYDAY=-1{weekday}"
    ordinals = {(day - 1) // 7 + 1 for day in days}
    if len(ordinals) == 1:
        return f"{month};BYDAY={ordinals.pop()}{weekday}"
    low = max(max(days) - 6, 1)
    if min(days) >= low:
        window = ",".join(str(day) for day in range(low, low + 7))
        return f"{month};BYDAY={weekday};BYMONTHDAY={window}"
    return ""
