"""Content lines as octets (RFC 5545 §3.1): whatever a value holds, it stays one line."""

from collections.abc import Iterable

from .content_lines import CONTROLS, Line

_WIDEST = 75
_CARET = {"^": "^^", "\n": "^n", '"': "^'"}
_NEED_QUOTES = frozenset(":;,")


def folded(lines: Iterable[Line | str]) -> bytes:
    """All lines, each folded at 75 octets and ended by CRLF."""
    return b"".join(_folded(text if isinstance(text, str) else line_text(text)) for text in lines)


def line_text(line: Line) -> str:
    """A line on one line; parameter values after RFC 6868, quoted where they must be."""
    parameters = "".join(f";{name}={','.join(map(_parameter, values))}" for name, values in line.parameters)
    return f"{line.name}{parameters}:{line.value}"


def _parameter(value: str) -> str:
    if value.isalnum():
        return value
    text = "".join(_CARET.get(sign, sign) for sign in value.replace("\r\n", "\n").replace("\r", "\n"))
    return f'"{text}"' if not _NEED_QUOTES.isdisjoint(text) else text


def _folded(text: str) -> bytes:
    octets = (text if text.isprintable() else text.translate(CONTROLS)).encode(errors="replace")
    if len(octets) <= _WIDEST:
        return octets + b"\r\n"
    pieces, start, width = [], 0, _WIDEST
    while start < len(octets):
        end = min(start + width, len(octets))
        # Never within a character: 10xxxxxx goes on what began before.
        while end < len(octets) and octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[start:end])
        start, width = end, _WIDEST - 1
    return b"\r\n ".join(pieces) + b"\r\n"
