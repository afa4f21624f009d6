"""Content lines into the components that they lie in (RFC 5545 §3.4)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .content_lines import name_of
from .faults import BadFile
from .limits import Limits

# What is never inside one of its own kind, or of the others: a second BEGIN means that an END was forgotten.
_TOP = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VAVAILABILITY"})


@dataclass(slots=True)
class Block:
    """One component: its own lines as text, and the components in it."""

    name: str
    lines: list[str] = field(default_factory=list)
    blocks: list["Block"] = field(default_factory=list)
    ended: bool = False

    def flat(self) -> Iterator[str]:
        """Every line of it, BEGIN and END included."""
        yield f"BEGIN:{self.name}"
        yield from self.lines
        for block in self.blocks:
            yield from block.flat()
        yield f"END:{self.name}"


def read_blocks(lines: Iterable[str], limits: Limits) -> Block:
    """A root that holds the file's components, those of each VCALENDAR and stray ones alike.

    An END that fits nothing is passed over; one that skips a level ends that level too. Raises BadFile.
    """
    root = Block("")
    stack, count, calendars = [root], 0, 0
    for line in lines:
        name = name_of(line)
        if name == "BEGIN":
            opened = _named(line)
            calendars += opened == "VCALENDAR"
            count += 1
            if count > limits.components:
                raise BadFile("too_many_components")
            _open(stack, opened, limits)
        elif name == "END":
            _close(stack, _named(line))
        elif name:
            stack[-1].lines.append(line.lstrip())
    if not calendars and not root.blocks:
        raise BadFile("not_a_calendar")
    return root


def _named(line: str) -> str:
    # What comes out again as a line of its own holds no more than a name.
    return "".join(sign for sign in line.partition(":")[2].strip().upper() if sign.isalnum() or sign in "-_")[:100]


def _open(stack: list[Block], name: str, limits: Limits) -> None:
    if name == "VCALENDAR":
        del stack[1:]
        return
    if name in _TOP:
        del stack[1:]
    if len(stack) > limits.depth:
        raise BadFile("nested_too_deep")
    block = Block(name)
    stack[-1].blocks.append(block)
    stack.append(block)


def _close(stack: list[Block], name: str) -> None:
    if name == "VCALENDAR":
        del stack[1:]
        return
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].name == name:
            for block in stack[depth:]:
                block.ended = True
            del stack[depth:]
            return
