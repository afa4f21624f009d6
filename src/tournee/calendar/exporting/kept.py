"""What a file says of an event beyond the product's own fields, as JSON: kept with the event, and written again.

Short keys, and only what is not usual: ten thousand events bring it at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from ..domain.ics import Alarm, Component, Person
from ..domain.ics.content_lines import Parameters, name_of
from ..models import Privacy, Status

type Json = dict[str, Any]
SUBJECT, NOTES, ADDRESS = 255, 20_000, 300
PEOPLE = 200
# What this product writes into files to read its own fields back.
OWN = "X-TOURNEE-"
ACCOUNT, OPPORTUNITY, ZONE, CHANNEL = f"{OWN}ACCOUNT", f"{OWN}OPPORTUNITY", f"{OWN}TIME-ZONE", f"{OWN}CHANNEL"
CONTACT = f"{OWN}CONTACT"
# Programs that stand for no person: rooms and what is lent.
THINGS = frozenset({"ROOM", "RESOURCE"})
_PLAIN = ("url", "conference", "categories", "comments", "parameters")


def subject_of(summary: str, untitled: str) -> str:
    """A summary as one line of the product's length."""
    return " ".join(summary.split())[:SUBJECT].strip() or untitled


def notes_of(description: str) -> str:
    """A description at the product's length."""
    return description.strip()[:NOTES].strip()


def address_of(location: str) -> str:
    """A location at the product's length."""
    return location.strip()[:ADDRESS].strip()


def privacy_of(component: Component) -> str:
    """The product knows two kinds."""
    return Privacy.PRIVATE if component.private else Privacy.NORMAL


def status_of(component: Component) -> str:
    """An event without a STATUS takes place."""
    return component.status.lower() if component.status.lower() in Status.values else Status.CONFIRMED


def digest(component: Component) -> str:
    """The same for two components that say the same, however old each is."""
    said = replace(component, stamp=None, created=None, modified=None, repairs=())
    return sha256(repr(said).encode("utf-8", "replace")).hexdigest()[:32]


def own_line(component: Component, name: str) -> str:
    """The value of a line that this product wrote, or ""."""
    found = (text.partition(":")[2].strip() for text in component.others if name_of(text) == name)
    return next(found, "")


def kept_of(component: Component, *, subject: str, name: str, type_id: object) -> Json:
    """What to keep. `name` is the occurrence's, "" for a whole event; `type_id` what its categories were taken for."""
    kept: Json = {"digest": digest(component), "sequence": component.sequence}
    told = {
        "of": name,
        "stamp": component.stamp.isoformat() if component.stamp else "",
        "created": component.created.isoformat() if component.created else "",
        "class": component.classification if component.classification != "PRIVATE" else "",
        "type": str(type_id or ""),
        "organizer": _person(component.organizer) if component.organizer else None,
        "attendees": [_person(one) for one in component.attendees],
        "alarms": [_alarm(one) for one in component.alarms],
        "others": [text for text in component.others if not name_of(text).startswith(OWN)],
        **{field: getattr(component, field) for field in _PLAIN},
        **_whole_texts(component, subject),
    }
    kept |= {field: value for field, value in told.items() if value}
    if not component.status:
        kept["status"] = ""
    return kept


def _whole_texts(component: Component, subject: str) -> Json:
    """Texts of which the product takes less than all, with what it takes."""
    notes = notes_of(component.description)
    pairs = {
        "summary": (component.summary, subject),
        "description": (component.description, notes),
        "location": (component.location, address_of(component.location)),
    }
    found: Json = {field: [full, taken] for field, (full, taken) in pairs.items() if full != taken}
    if any(name_of(text) == "X-ALT-DESC" for text in component.others):
        found["description"] = [component.description, notes]
    return found


def full_text(kept: Mapping[str, Any], field: str, now: str) -> str:
    """The text of the file where the product's is still what was taken of it."""
    full, taken = kept.get(field) or (now, now)
    return str(full) if taken == now else now


def told_parameters(kept: Mapping[str, Any]) -> tuple[tuple[str, Parameters], ...]:
    """Parameters by property."""
    return tuple((name, _parameters(pairs)) for name, pairs in kept.get("parameters", ()))


def people_of(kept: Mapping[str, Any]) -> tuple[Person, ...]:
    """Everybody whom the file names."""
    return tuple(person_of(one) for one in kept.get("attendees", ()))


def person_of(told: Json) -> Person:
    """A person out of JSON."""
    return Person(**{**told, "parameters": _parameters(told.get("parameters", ()))})


def alarms_of(kept: Mapping[str, Any]) -> tuple[Alarm, ...]:
    """The alarms of the file."""
    return tuple(_alarm_of(one) for one in kept.get("alarms", ()))


def moment_of(text: str | None) -> datetime | None:
    """A moment out of JSON."""
    return datetime.fromisoformat(text) if text else None


def guests(attendees: Iterable[Person]) -> list[Person]:
    """Those who become participants: persons with an address, each once, as many as an event holds."""
    found: dict[str, Person] = {}
    for one in attendees:
        if (key := key_of(one)) and one.kind not in THINGS:
            found.setdefault(key, one)
    return list(found.values())[:PEOPLE]


def key_of(person: Person) -> str:
    """What two spellings of a person share: the contact that we named ourselves, or the address in folded case."""
    return contact_named(person) or person.address.casefold()


def contact_named(person: Person) -> str:
    """The id of the contact that this product named, or ""."""
    return next((values[0] for name, values in person.parameters if name == CONTACT and values), "")


def _person(one: Person) -> Json:
    plain = {"uri": one.uri, "name": one.name, "role": one.role, "answer": one.answer, "kind": one.kind}
    told: Json = {name: value for name, value in plain.items() if value or name == "uri"}
    if one.rsvp:
        told["rsvp"] = True
    if more := [pair for pair in one.parameters if not pair[0].startswith(OWN)]:
        told["parameters"] = more
    return told


def _alarm(one: Alarm) -> Json:
    told: Json = {"action": one.action, "offset": int(one.offset.total_seconds())}
    if one.from_end:
        told["from_end"] = True
    if one.at:
        told["at"] = one.at.astimezone(UTC).isoformat()
    if one.others:
        told["others"] = one.others
    return told


def _alarm_of(told: Json) -> Alarm:
    return Alarm(
        action=told["action"],
        offset=timedelta(seconds=told["offset"]),
        from_end=told.get("from_end", False),
        at=moment_of(told.get("at")),
        others=tuple(told.get("others", ())),
    )


def _parameters(pairs: Iterable[Any]) -> Parameters:
    return tuple((name, tuple(values)) for name, values in pairs)
