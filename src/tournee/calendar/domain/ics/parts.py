"""A VEVENT's lines, sorted by what is understood of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from .blocks import Block
from .content_lines import LINK, Line, name_of, parse_line
from .faults import BadEvent
from .limits import Limits
from .primitives import read_stamp, unescape

_ONCE = frozenset(
    {
        *("UID", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "SEQUENCE", "DTSTAMP", "CREATED", "LAST-MODIFIED"),
        *("SUMMARY", "DESCRIPTION", "LOCATION", "GEO", "URL", "STATUS", "CLASS", "TRANSP", "ORGANIZER", "CONFERENCE"),
    }
)
_REPEATS = frozenset({"RRULE", "RDATE", "EXDATE", "EXRULE"})
_MANY = frozenset({"CATEGORIES", "COMMENT", "ATTENDEE"}) | _REPEATS


@dataclass(slots=True)
class Parts:
    """`once` and `many` by property; `repeats` are the lines that make a series, `others` what is kept as it is."""

    once: dict[str, Line] = field(default_factory=dict)
    many: dict[str, list[Line]] = field(default_factory=dict)
    repeats: list[Line] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        """A TEXT as people read it."""
        line = self.once.get(name)
        return unescape(line.value).strip() if line else ""

    def word(self, name: str) -> str:
        """A word of RFC 5545's own, in capitals."""
        line = self.once.get(name)
        return line.value.strip().upper() if line else ""

    def stamp(self, name: str) -> datetime | None:
        """The instant that a property tells, if it does."""
        return read_stamp(self.once[name].value) if name in self.once else None

    @property
    def in_series(self) -> bool:
        """Whether it is a series or an occurrence of one."""
        return bool(self.repeats) or "RECURRENCE-ID" in self.once


def sorted_lines(block: Block, limits: Limits) -> Parts:
    """Raises BadEvent where a line is beyond the limits."""
    parts = Parts()
    for text in block.lines:
        name = name_of(text)
        if name in _ONCE and name in parts.once and name != "CONFERENCE":
            # What came second would count once the first was written elsewhere.
            parts.repairs.append("said_twice")
        elif name in _ONCE and name not in parts.once:
            _keep_once(parts, name, text, limits)
        elif name in _MANY:
            line = parse_line(text, limits)
            # Some programs write an empty RRULE for what does not repeat.
            if name in _REPEATS and line.value.strip():
                parts.repeats.append(line)
            parts.many.setdefault(name, []).append(line)
        elif len(text) > limits.line_octets:
            raise BadEvent("line_too_long")
        else:
            parts.others.append(text)
    return parts


def _keep_once(parts: Parts, name: str, text: str, limits: Limits) -> None:
    line = parse_line(text, limits)
    if name == "CONFERENCE" and not LINK.fullmatch(line.value.strip()):
        parts.others.append(text)
    else:
        parts.once[name] = line


def first_value(lines: Iterable[str], name: str, limits: Limits) -> str:
    """The text of a property of a component that could not be read, for a person to recognise it; "" if it has none."""
    text = next((line for line in lines if name_of(line) == name), "")
    if not text or len(text) > limits.line_octets:
        return ""
    try:
        return unescape(parse_line(text, limits).value).strip()
    except BadEvent:
        return ""
