"""Messages between organizer and guests (RFC 5546): what each method holds, and which of two is the newer."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from .limits import USUAL, Limits
from .model import Calendar, Component, Item, Person, When
from .reading import read
from .writing import write

METHODS = frozenset({"PUBLISH", "REQUEST", "REPLY", "ADD", "CANCEL", "REFRESH", "COUNTER", "DECLINECOUNTER"})
ANSWERS = frozenset({"NEEDS-ACTION", "ACCEPTED", "TENTATIVE", "DECLINED", "DELEGATED"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person answers about one event, or about one occurrence of a series.

    `answer` is one of ANSWERS. `sequence` and `stamp` tell which version of the event was answered, and when.
    """

    uid: str
    recurrence_id: When | None
    this_and_future: bool
    person: Person
    answer: str
    comment: str
    sequence: int
    stamp: datetime | None


@dataclass(frozen=True, slots=True)
class Message:
    """A message that was read: its method ("" where it tells none that is known), what it is about, its answers."""

    method: str
    calendar: Calendar
    answers: tuple[Answer, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """What the message is about, one a UID."""
        return self.calendar.items


def read_message(data: bytes, *, limits: Limits = USUAL, home_zone: str = "UTC") -> Message:
    """Raises BadFile. Answers are read of REPLY and COUNTER alone: elsewhere ATTENDEE is what the organizer thinks."""
    calendar = read(data, limits=limits, home_zone=home_zone)
    method = calendar.method if calendar.method in METHODS else ""
    answers = tuple(_answers(calendar)) if method in {"REPLY", "COUNTER"} else ()
    return Message(method, calendar, answers)


def _answers(calendar: Calendar) -> Iterable[Answer]:
    for component in (component for item in calendar.items for component in item.components):
        for person in component.attendees:
            if person.answer in ANSWERS:
                yield Answer(
                    uid=component.uid,
                    recurrence_id=component.recurrence_id,
                    this_and_future=component.this_and_future,
                    person=person,
                    answer=person.answer,
                    comment="\n".join(component.comments),
                    sequence=component.sequence,
                    stamp=component.stamp,
                )


def is_newer(sequence: int, stamp: datetime | None, *, seen_sequence: int, seen_stamp: datetime | None) -> bool:
    """Whether a message overrules the one seen last of the same sender and occurrence (RFC 5546 §2.1.5).

    One without a DTSTAMP overrules one of the same SEQUENCE; the same message again does not.
    """
    if sequence != seen_sequence:
        return sequence > seen_sequence
    return stamp is None or seen_stamp is None or stamp > seen_stamp


def request(components: Iterable[Component], *, stamp: datetime) -> bytes:
    """An invitation or an update: a series with all that differs, or one occurrence alone.

    Alerts, and what was not understood of an imported event, are the owner's own and stay.
    """
    return _message("REQUEST", (replace(_shared(component), stamp=stamp) for component in components), stamp)


def cancellation(components: Iterable[Component], *, to: Iterable[Person], stamp: datetime) -> bytes:
    """The event, or the occurrence, no longer takes place for those in `to`; SEQUENCE is the caller's to raise."""
    told = tuple(to)
    return _message("CANCEL", (_cancelled(component, told, stamp) for component in components), stamp)


def _cancelled(component: Component, to: tuple[Person, ...], stamp: datetime) -> Component:
    return replace(
        _shared(component),
        status="CANCELLED",
        attendees=to,
        stamp=stamp,
        description="",
        conference="",
        url="",
    )


def reply(component: Component, *, person: Person, answer: str, comment: str = "", stamp: datetime) -> bytes:
    """One person's answer to the organizer, about the component and no more."""
    answering = replace(person, answer=answer, rsvp=False)
    return _message("REPLY", [_bare(component, answering, comment, stamp)], stamp)


def counter(
    component: Component, *, person: Person, start: When, end: When, comment: str = "", stamp: datetime
) -> bytes:
    """One guest proposes another time; SEQUENCE is that of what was proposed against (RFC 5546 §3.2.7)."""
    proposed = replace(
        _shared(component),
        start=start,
        end=end,
        attendees=(replace(person, answer=person.answer or "TENTATIVE", rsvp=False),),
        comments=(comment,) if comment else (),
        stamp=stamp,
    )
    return _message("COUNTER", [proposed], stamp)


def declined_counter(component: Component, *, person: Person, comment: str = "", stamp: datetime) -> bytes:
    """The organizer keeps the event as it is, against the proposal of `person`."""
    return _message("DECLINECOUNTER", [_bare(component, person, comment, stamp)], stamp)


def _bare(component: Component, person: Person, comment: str, stamp: datetime) -> Component:
    """The component's name, times and people, without what was written in it."""
    return Component(
        uid=component.uid,
        start=component.start,
        end=component.end,
        recurrence_id=component.recurrence_id,
        this_and_future=component.this_and_future,
        sequence=component.sequence,
        stamp=stamp,
        summary=component.summary,
        organizer=component.organizer,
        attendees=(person,),
        comments=(comment,) if comment else (),
        transparent=component.transparent,
    )


def _shared(component: Component) -> Component:
    return replace(component, alarms=(), others=(), parameters=(), comments=(), categories=())


def _message(method: str, components: Iterable[Component], stamp: datetime) -> bytes:
    parts = tuple(components)
    if not parts or len({part.uid for part in parts}) != 1:
        # RFC 5546 §3.2: all components of one message speak of one UID.
        raise ValueError("a message speaks of one event")
    return write([Item(parts[0].uid, None, parts)], method=method, stamp=stamp)


def busy_only(item: Item, *, title: str) -> Item:
    """The item for those who may know no more than that the time is taken, in every occurrence: `title` for its name.

    An occurrence alone may be private (GHSA-h4xv-cjpm-j595): the caller hides what he must by component or as a whole.
    """
    return replace(
        item,
        master=_veiled(item.master, title) if item.master else None,
        overrides=tuple(_veiled(component, title) for component in item.overrides),
    )


def _veiled(component: Component, title: str) -> Component:
    return Component(
        uid=component.uid,
        start=component.start,
        end=component.end,
        recurrence_id=component.recurrence_id,
        this_and_future=component.this_and_future,
        recurrence=component.recurrence,
        sequence=component.sequence,
        stamp=component.stamp,
        summary=title,
        status=component.status,
        classification=component.classification,
        transparent=component.transparent,
    )
