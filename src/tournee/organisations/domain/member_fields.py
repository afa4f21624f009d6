"""What may stand in each field of a member, a team and an organisation: one reading for forms and API.

A reader takes what was written and returns what is kept, or raises BadValue.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID

from tournee.values.email_address import BadAddress, EmailAddress
from tournee.values.text import has_control
from tournee.values.time_zone import zone_names

LONGEST_LOGOUT_HOURS = 14 * 24
LANGUAGES = ("fr", "en")
ROLES = ("administrator", "manager", "rep")


@dataclass(frozen=True)
class BadValue(ValueError):
    """What is wrong with a value, as a code that the room's errors put into words; `limit` where one was passed."""

    code: str
    limit: int = 0


Reader = Callable[[Any], Any]


def line(limit: int) -> Reader:
    """One line of text that is not empty."""

    def read(raw: Any) -> str:
        if not isinstance(raw, str):
            raise BadValue("text")
        if has_control(raw):
            raise BadValue("control")
        text = " ".join(raw.split())
        if not text:
            raise BadValue("required")
        if len(text) > limit:
            raise BadValue("too_long", limit)
        return text

    return read


def email(raw: Any) -> str:
    """An address in lower case: nobody can sign in twice by writing it otherwise."""
    try:
        return EmailAddress.parse(line(254)(raw)).text.lower()
    except BadAddress:
        raise BadValue("email") from None


def one_of(choices: Collection[str]) -> Reader:
    """One of the words given."""

    def read(raw: Any) -> str:
        if raw not in choices:
            raise BadValue("choice")
        return str(raw)

    return read


def time_zone(raw: Any) -> str:
    """A name of the IANA database."""
    if not isinstance(raw, str) or raw.strip() not in zone_names():
        raise BadValue("zone")
    return raw.strip()


def whole(least: int, most: int) -> Reader:
    """A whole number between two."""

    def read(raw: Any) -> int:
        text = str(raw).strip()
        if isinstance(raw, bool) or not re.fullmatch(r"[0-9]{1,6}", text) or not least <= int(text) <= most:
            raise BadValue("number")
        return int(text)

    return read


def work_days(raw: Any) -> str:
    """ISO week days, Monday 1: "12345", or a list of numbers. None at all is allowed."""
    days = list(raw) if isinstance(raw, str) else raw
    if not isinstance(days, Iterable):
        raise BadValue("days")
    found = {str(day) for day in days}
    if not found <= set("1234567"):
        raise BadValue("days")
    return "".join(sorted(found))


def clock(raw: Any) -> time:
    """An hour of the day: a time, or "08:30"."""
    if isinstance(raw, time):
        return raw.replace(second=0, microsecond=0, tzinfo=None)
    if isinstance(raw, str) and re.fullmatch(r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?", raw.strip()):
        hours, minutes = raw.strip().split(":")[:2]
        if int(hours) < 24 and int(minutes) < 60:
            return time(int(hours), int(minutes))
    raise BadValue("clock")


def yes_or_no(raw: Any) -> bool:
    """True or false, nothing else."""
    if not isinstance(raw, bool):
        raise BadValue("choice")
    return raw


def reference(raw: Any) -> UUID | None:
    """An identifier, or none; whether it exists is looked up elsewhere."""
    if raw is None or raw == "":
        return None
    try:
        return raw if isinstance(raw, UUID) else UUID(str(raw))
    except ValueError:
        raise BadValue("unknown") from None


def code(letters: int) -> Reader:
    """So many capital letters: ISO 4217 (three), ISO 3166-1 alpha-2 (two)."""

    def read(raw: Any) -> str:
        text = str(raw).strip().upper()
        if not re.fullmatch(rf"[A-Z]{{{letters}}}", text):
            raise BadValue("code", letters)
        return text

    return read


PROFILE: Mapping[str, Reader] = {
    "name": line(120),
    "language": one_of(LANGUAGES),
    "time_zone": time_zone,
    "week_start": whole(1, 7),
    "work_days": work_days,
    "work_start": clock,
    "work_end": clock,
    "show_tasks": yes_or_no,
    "logout_after_hours": whole(1, LONGEST_LOGOUT_HOURS),
}
MEMBER: Mapping[str, Reader] = {
    **PROFILE,
    "email": email,
    "role": one_of(ROLES),
    "team_id": reference,
    "is_active": yes_or_no,
}
TEAM: Mapping[str, Reader] = {"name": line(120), "parent_id": reference}
ORGANISATION: Mapping[str, Reader] = {
    "name": line(120),
    "language": one_of(LANGUAGES),
    "time_zone": time_zone,
    "currency": code(3),
    "country": code(2),
    "calendar_sharing": one_of(("own", "team", "organisation")),
    "double_booking": one_of(("off", "warn", "refuse")),
}


def read_fields(readers: Mapping[str, Reader], sent: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, BadValue]]:
    """Every field that was sent, read; and what is wrong, by field. A field that has no reader may not be sent."""
    values: dict[str, Any] = {}
    problems: dict[str, BadValue] = {}
    for field, raw in sent.items():
        if field not in readers:
            raise TypeError(f"no such field: {field}")
        try:
            values[field] = readers[field](raw)
        except BadValue as problem:
            problems[field] = problem
    return values, problems
