"""ORGANIZER and ATTENDEE to and from persons."""

import re

from .content_lines import CONTROLS, Line, Parameters
from .model import Person

_ADDRESS = re.compile(r".*[;\":](mailto:[^;\":]+)", re.IGNORECASE | re.DOTALL)
_UNDERSTOOD = frozenset({"CN", "ROLE", "PARTSTAT", "RSVP", "CUTYPE"})


def read_person(line: Line) -> Person:
    """Whatever the line names, an address or not."""
    # A name whose quotes do not match swallows parameters, but hardly the address.
    broken = _ADDRESS.fullmatch(line.value)
    return Person(
        uri=(broken[1] if broken else line.value).strip(),
        name=line.parameter("CN").strip(),
        role=line.parameter("ROLE").strip().upper(),
        answer=line.parameter("PARTSTAT").strip().upper(),
        rsvp=line.parameter("RSVP").strip().upper() == "TRUE",
        kind=line.parameter("CUTYPE").strip().upper(),
        parameters=tuple(pair for pair in line.parameters if pair[0] not in _UNDERSTOOD),
    )


def person_line(name: str, person: Person) -> Line:
    """The content line of that person."""
    told = (
        ("CN", person.name),
        ("CUTYPE", person.kind),
        ("ROLE", person.role),
        ("PARTSTAT", person.answer),
        ("RSVP", "TRUE" if person.rsvp else ""),
    )
    parameters: Parameters = tuple((key, (value,)) for key, value in told if value)
    # A value that names nobody must still be a URI.
    return Line(name, (*parameters, *person.parameters), _uri(person.uri) or "invalid:nomail")


def _uri(text: str) -> str:
    return text.translate(CONTROLS).replace("\t", "").strip()
