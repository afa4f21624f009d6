"""VALARM to and from values, and from them to the product's alerts."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .blocks import Block
from .content_lines import Line, name_of, parse_line
from .limits import Limits
from .model import Alarm, Component, When
from .primitives import (
    ONE_DAY,
    BadValue,
    escape,
    read_duration,
    read_moment,
    read_stamp,
    unescape,
    write_duration,
    write_moment,
)

_MINUTE = timedelta(minutes=1)
_ACTIONS = frozenset({"DISPLAY", "EMAIL", "AUDIO"})


@dataclass(frozen=True, slots=True)
class Notice:
    """An alert in the product's words: so long before the start; or, with `at_time`, on a day before it at that hour.

    With `at_time`, `minutes_before` is whole days.
    """

    minutes_before: int
    at_time: time | None = None


def read_alarm(block: Block, summary: str, limits: Limits) -> Alarm:
    """Raises BadValue where it does not say when, BadEvent as `parse_line` does.

    A description that only repeats the event's summary is left out: `alarm_lines` puts it there again.
    """
    action, trigger, others = "", None, []
    for text in block.lines:
        name = name_of(text)
        if name == "ACTION" and not action:
            action = parse_line(text, limits).value.strip().upper()
        elif name == "TRIGGER" and trigger is None:
            trigger = parse_line(text, limits)
        elif name != "DESCRIPTION" or unescape(parse_line(text, limits).value).strip() != summary:
            others.append(text)
    others += [line for inner in block.blocks for line in inner.flat()]
    if trigger is None:
        raise BadValue("TRIGGER")
    return _triggered(action or "DISPLAY", trigger, tuple(others))


def _triggered(action: str, trigger: Line, others: tuple[str, ...]) -> Alarm:
    try:
        days, exact = read_duration(trigger.value)
    except BadValue:
        read_moment(trigger.value)
        return Alarm(action, at=read_stamp(trigger.value), others=others)
    return Alarm(action, days + exact, trigger.parameter("RELATED").upper() == "END", others=others)


def alarm_lines(alarm: Alarm, summary: str) -> tuple[Line | str, ...]:
    """The VALARM's lines. It must say something (RFC 5545 §3.6.6): the event's `summary` where it says nothing."""
    if alarm.at is not None:
        trigger = Line("TRIGGER", (("VALUE", ("DATE-TIME",)),), write_moment(alarm.at))
    else:
        related = (("RELATED", ("END",)),) if alarm.from_end else ()
        trigger = Line("TRIGGER", related, write_duration(alarm.offset))
    others: tuple[Line | str, ...] = alarm.others
    if alarm.action in {"DISPLAY", "EMAIL"} and not any(name_of(text) == "DESCRIPTION" for text in alarm.others):
        others = (Line("DESCRIPTION", (), escape(summary)), *others)
    return (Line("BEGIN", (), "VALARM"), Line("ACTION", (), alarm.action), trigger, *others, Line("END", (), "VALARM"))


def notice_of(alarm: Alarm, component: Component, home_zone: str) -> Notice | None:
    """The product's alert for an alarm; None for one that fires after the start, or in no way known here.

    An absolute one of a series means one occurrence only, and is none of the series'.
    """
    if alarm.action not in _ACTIONS or (alarm.at is not None and component.recurrence):
        return None
    offset = _before_start(alarm, component, home_zone)
    if component.all_day:
        days = -(offset // ONE_DAY)
        if days < 0:
            return None
        clock = (datetime.min + offset % ONE_DAY).time().replace(second=0)  # noqa: DTZ901 -- only its clock is used
        return Notice(days * 1440, clock)
    return Notice(-offset // _MINUTE) if offset <= timedelta() else None


def _before_start(alarm: Alarm, component: Component, home_zone: str) -> timedelta:
    start, end = component.start, component.end
    if alarm.at is not None:
        at = alarm.at.replace(tzinfo=None)
        if component.all_day:
            shown = When(at, "UTC").on_clocks_of(home_zone).wall
            return _wall(shown) - _wall(start.wall)
        return alarm.at - start.instant(home_zone)
    if not alarm.from_end:
        return alarm.offset
    if component.all_day:
        return alarm.offset + (_wall(end.wall) - _wall(start.wall))
    return alarm.offset + (end.instant(home_zone) - start.instant(home_zone))


def _wall(moment: date) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time.min)


def alarm_of(notice: Notice) -> Alarm:
    """The alarm that `notice_of` reads back. Always DISPLAY: by EMAIL other programs would write mail of their own."""
    offset = -notice.minutes_before * _MINUTE
    if notice.at_time is not None:
        offset += timedelta(hours=notice.at_time.hour, minutes=notice.at_time.minute)
    return Alarm("DISPLAY", offset)
