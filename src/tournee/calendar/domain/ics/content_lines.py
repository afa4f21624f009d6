"""Octets into content lines (RFC 5545 §3.1), whatever wrote them; and one content line into its parts."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .faults import BadEvent, BadFile
from .limits import Limits

_FOLD = re.compile(rb"(?:\r\n|\n|\r)[ \t]")
_BREAK = re.compile(rb"\r\n|\n|\r")
# Control characters but the tab. The separators U+2028 and U+2029 are text, though they look like line ends.
CONTROLS = dict.fromkeys([*range(9), *range(10, 32), *range(127, 160)])
# Programs that think in vCards put a group before the name.
_HEAD = re.compile(r"\s*(?:[A-Za-z0-9-]{1,60}\.)?([A-Za-z0-9_-]{1,100})\s*(?=[;:])")
_PLAIN = re.compile(r"([A-Za-z0-9-]+):(.*)", re.DOTALL)
# Possessive, so that no quote that is missing makes a search of it.
_PARAMETER = re.compile(r'\s*([A-Za-z0-9_-]{1,100})\s*=((?:"[^"]*+"|[^":;]++)*+)(?=[;:])')
# A link that can be followed.
LINK = re.compile(r"https?://[^\s<>\"]{1,2000}", re.IGNORECASE)
# Their values are no text that a program might forget to fold: what follows is a line of its own that means nothing.
_EXACT = re.compile(
    r"\s*(?:BEGIN|END|UID|DTSTART|DTEND|DUE|DURATION|DTSTAMP|CREATED|LAST-MODIFIED|RECURRENCE-ID|RRULE|RDATE|EXDATE"
    r"|SEQUENCE|STATUS|CLASS|TRANSP|PRIORITY|GEO|TRIGGER|ACTION|REPEAT|METHOD|VERSION|TZ[A-Z]+)\s*[;:]",
    re.IGNORECASE,
)
_CARET = re.compile(r"\^([n'^])")
_UNCARET = {"n": "\n", "'": '"', "^": "^"}

type Parameters = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """`name` in capitals, parameters in their order with names in capitals, and the value as written."""

    name: str
    parameters: Parameters
    value: str

    def parameter(self, name: str) -> str:
        """The first value of that parameter, or ""."""
        for key, values in self.parameters:
            if key == name and values:
                return values[0]
        return ""


def content_lines(data: bytes, limits: Limits) -> Iterator[str]:
    """The unfolded lines that hold something, as text without control characters. Raises BadFile.

    A line that cannot be a content line continues the text before it: some programs forget to fold. After a value that
    is no text it is left out.
    """
    octets = _as_utf8(data, limits)
    if len(octets) > limits.octets:
        raise BadFile("too_large")
    if _breaks(octets) > limits.lines:
        raise BadFile("too_many_lines")
    return _joined(_BREAK.split(_FOLD.sub(b"", octets)), limits)


def _breaks(octets: bytes) -> int:
    return octets.count(b"\n") + octets.count(b"\r") - octets.count(b"\r\n")


def _joined(raw: list[bytes], limits: Limits) -> Iterator[str]:
    held: list[str] = []
    size = 0
    for octets in raw:
        if not octets.strip():
            continue
        text = _text(octets)
        if not held or _HEAD.match(text):
            if held:
                yield "\\n".join(held)
            held, size = [text], len(text)
        elif size <= limits.line_octets and not _EXACT.match(held[0]):
            held.append(text)
            size += len(text)
    if held:
        yield "\\n".join(held)


def _as_utf8(data: bytes, limits: Limits) -> bytes:
    if len(data) > limits.octets * 2:
        raise BadFile("too_large")
    if data.startswith(codecs.BOM_UTF8):
        return data[3:]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace").encode()
    head = data[:64].lstrip()
    if head.startswith(b"B\0E\0"):
        return data.decode("utf-16-le", "replace").encode()
    return data.decode("utf-16-be", "replace").encode() if head.startswith(b"\0B\0E") else data


def _text(octets: bytes) -> str:
    try:
        text = octets.decode()
    except UnicodeDecodeError:
        text = _legacy(octets)
    return text if text.isprintable() else text.translate(CONTROLS)


def _legacy(octets: bytes) -> str:
    try:
        return octets.decode("cp1252")
    except UnicodeDecodeError:
        return octets.decode("latin-1")


def name_of(text: str) -> str:
    """The property's name in capitals; "" where there is none."""
    head = _HEAD.match(text)
    return head[1].upper() if head else ""


def parse_line(text: str, limits: Limits) -> Line:
    """Take one unfolded line apart. Raises BadEvent where it is too long or has too many parameters.

    A parameter that is no parameter ends the parameters: what follows the next colon is the value.
    """
    if len(text) > limits.line_octets:
        raise BadEvent("line_too_long")
    if plain := _PLAIN.fullmatch(text):
        return Line(plain[1].upper(), (), plain[2])
    head = _HEAD.match(text)
    if head is None:
        raise BadEvent("unreadable")
    found, position = [], head.end()
    while text[position : position + 1] == ";":
        match = _PARAMETER.match(text, position + 1)
        if match is None:
            position = text.find(":", position)
            break
        found.append((match[1].upper(), _values(match[2])))
        if len(found) > limits.parameters:
            raise BadEvent("too_many_parameters")
        position = match.end()
    value = text[position + 1 :] if position >= 0 else ""
    return Line(head[1].upper(), tuple(found), value)


def _values(raw: str) -> tuple[str, ...]:
    # Quotes within a quoted value cannot be (RFC 5545 §3.2): the words between them can.
    values = [""]
    for number, piece in enumerate(raw.split('"')):
        first, *others = [piece] if number % 2 else piece.split(",")
        values[-1] += first
        values += others
    return tuple(map(_uncaret, values))


def _uncaret(value: str) -> str:
    # RFC 6868: what a parameter could not hold otherwise.
    return _CARET.sub(lambda found: _UNCARET[found[1]], value) if "^" in value else value
