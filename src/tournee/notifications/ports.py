"""What this room needs from the world: what is planned, ways to a person, and a carrier of letters."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from .domain.letter import Content, Letter
from .domain.occasion import Occasion


class Occasions(Protocol):
    """What is planned in an organisation, series taken apart."""

    def upcoming(
        self, organisation_id: UUID, *, after: datetime, before: datetime, event_ids: Collection[UUID] | None = None
    ) -> list[Occasion]:
        """Every occurrence that has alerts, ends after `after`, and has an alert due before `before`; more may come
        along. With `event_ids` only of those events or series. Nothing deleted or cancelled; of its people, those who
        have access and have not declined."""
        ...

    def relatives(self, organisation_id: UUID, event_ids: Collection[UUID]) -> frozenset[UUID]:
        """Those events and series, and all that were split from them or that they were split from, deleted ones too."""
        ...


@dataclass(frozen=True, slots=True)
class Reminder:
    """An alert that is due: for whom, about what, and a key by which a second delivery is known.

    `row_id` is the event that its reader must be able to see; `event_id` and `recurrence_id` name the occurrence.
    """

    key: str
    member_id: UUID
    row_id: UUID
    event_id: UUID
    recurrence_id: str
    title: str
    place: str
    private: bool
    start: date | datetime
    end: date | datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Whom to tell, and how."""

    member_id: UUID
    name: str
    email: str
    language: str
    time_zone: str


class Desk(Protocol):
    """What a channel may have done: put a notice before the person, or post a letter. Each key counts once."""

    def put_notice(self, reminder: Reminder) -> None:
        """Show it in the application."""
        ...

    def post(self, reminder: Reminder, person: Person, *, subject: str, content: Content) -> None:
        """Send it to the person's address."""
        ...


class Channel(Protocol):
    """A way by which an alert reaches its person."""

    name: str

    def deliver(self, reminder: Reminder, person: Person, desk: Desk) -> None:
        """Bring it to the person; inside the transaction that marks the alert as fired."""
        ...


class Carrier(Protocol):
    """Takes letters to a mail server."""

    def is_configured(self) -> bool:
        """Whether there is a server at all."""
        ...

    def carry(self, letter: Letter, *, handing_over: Callable[[], None]) -> None:
        """Hand one letter over; returns once the server has taken it.

        Calls `handing_over` after the server has let it in, before anything that could count as sent; what that raises
        ends the attempt. Raises ServerUnreachable, TryLater, NeverRetry, OutcomeUnknown, NoServer.
        """
        ...
