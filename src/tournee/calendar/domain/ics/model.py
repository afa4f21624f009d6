"""What an iCalendar file says, as values: the same for one that was read and one to be written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from tournee.values.email_address import BadAddress, EmailAddress

from ..recurrence import Recurrence
from .content_lines import Parameters

_MAILTO = re.compile(r"\s*mailto:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class When:
    """A date, or a naive time on the clocks of `zone`: an IANA name, "UTC", or None for whoever looks (floating)."""

    wall: datetime | date
    zone: str | None = None

    @property
    def all_day(self) -> bool:
        """Whether it is a date."""
        return not isinstance(self.wall, datetime)

    def instant(self, home_zone: str) -> datetime:
        """The instant in UTC; dates begin, and floating times are shown, in `home_zone`.

        A time that a clock change skips is read with the offset before it, one shown twice is its first
        (RFC 5545 §3.3.5).
        """
        wall = self.wall if isinstance(self.wall, datetime) else datetime.combine(self.wall, time.min)
        return wall.replace(tzinfo=ZoneInfo(self.zone or home_zone)).astimezone(UTC)

    def later(self, days: timedelta, exact: timedelta = timedelta()) -> "When":
        """So many days later by the clock, then so much time that passes."""
        if self.all_day or not exact:
            return When(self.wall + days, self.zone)
        zone = ZoneInfo(self.zone or "UTC")
        moment = (self.instant("UTC").astimezone(zone).replace(tzinfo=None) + days).replace(tzinfo=zone)
        moved = (moment.astimezone(UTC) + exact).astimezone(zone)
        # The second showing of an hour has no wall time of its own.
        if moved.fold:
            return When(moved.astimezone(UTC).replace(tzinfo=None), "UTC")
        return When(moved.replace(tzinfo=None), self.zone)

    def on_clocks_of(self, zone: str | None) -> "When":
        """The same instant as `zone` shows it; dates and floating times stay, whoever looks."""
        if zone is None or self.zone in {None, zone}:
            return self
        shown = self.instant(zone).astimezone(ZoneInfo(zone))
        return When(shown.replace(tzinfo=None, fold=0), zone)


@dataclass(frozen=True, slots=True)
class Person:
    """ORGANIZER or ATTENDEE. `uri` is what names the person, most often mailto:; it may name nobody."""

    uri: str
    name: str = ""
    role: str = ""
    # PARTSTAT, RSVP, CUTYPE as written, in capitals; "" where the file does not say.
    answer: str = ""
    rsvp: bool = False
    kind: str = ""
    parameters: Parameters = ()

    @classmethod
    def at(cls, address: str, name: str = "", *, role: str = "", answer: str = "", rsvp: bool = False) -> "Person":
        """The person of that e-mail address."""
        return cls(f"mailto:{address}", name, role=role, answer=answer, rsvp=rsvp)

    @property
    def address(self) -> str:
        """The e-mail address, its domain in lower case, or "" where the file tells none that could be written to."""
        told = next((values[0] for name, values in self.parameters if name == "EMAIL" and values), "")
        # RFC 6068 encodes some signs; not everybody does.
        written = _MAILTO.sub("", self.uri, count=1)
        for text in (unquote(written), written, told):
            try:
                return EmailAddress.parse(text).text
            except BadAddress:
                continue
        return ""


@dataclass(frozen=True, slots=True)
class Alarm:
    """VALARM: an offset to the start, or to the end, or else an instant (`at`, in UTC)."""

    action: str
    offset: timedelta = timedelta()
    from_end: bool = False
    at: datetime | None = None
    # Every other line of it as written.
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One VEVENT. Texts are as people read them; `end` is exclusive and never before `start`.

    `parameters` and `others` hold, by property and as whole lines, what is not understood here: it is written again.
    `repairs` names what had to be mended or guessed; it is not part of what the component says.
    """

    uid: str
    start: When
    end: When
    recurrence_id: When | None = None
    this_and_future: bool = False
    recurrence: Recurrence | None = None
    sequence: int = 0
    stamp: datetime | None = None
    created: datetime | None = None
    modified: datetime | None = None
    summary: str = ""
    description: str = ""
    location: str = ""
    geo: tuple[float, float] | None = None
    url: str = ""
    conference: str = ""
    status: str = ""
    classification: str = ""
    transparent: bool = False
    categories: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    organizer: Person | None = None
    attendees: tuple[Person, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    parameters: tuple[tuple[str, Parameters], ...] = ()
    others: tuple[str, ...] = ()
    repairs: tuple[str, ...] = field(default=(), compare=False)

    @property
    def all_day(self) -> bool:
        """Whether it is dates."""
        return self.start.all_day

    @property
    def private(self) -> bool:
        """Whether people outside it may know no more than that the time is taken."""
        return self.classification not in {"", "PUBLIC"}


@dataclass(frozen=True, slots=True)
class Item:
    """All that a file says of one UID: the event or series, and the occurrences that differ from it.

    `master` is None where the file holds occurrences only: it then says nothing about any other (RFC 5546 §3.2.2).
    """

    uid: str
    master: Component | None
    overrides: tuple[Component, ...] = ()

    @property
    def components(self) -> tuple[Component, ...]:
        """The master first."""
        return (self.master, *self.overrides) if self.master else self.overrides

    @classmethod
    def of(cls, components: Iterable[Component]) -> "Item":
        """Put together the components of one UID."""
        parts = tuple(components)
        master = next((part for part in parts if part.recurrence_id is None), None)
        return cls(parts[0].uid, master, tuple(part for part in parts if part.recurrence_id is not None))


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What could not be taken, for a person to find it: its title, the date as far as it can be read, and the reason.

    `code` is one of faults.EVENT_CODES.
    """

    title: str
    starts_on: date | None
    code: str
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A file that was read. `zone` is the one in which floating times are meant, where the file names one."""

    items: tuple[Item, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    method: str = ""
    name: str = ""
    zone: str | None = None
    # The calendar's own lines that are not understood here.
    others: tuple[str, ...] = ()
