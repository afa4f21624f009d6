"""A channel, a carrier and a calendar that only remember."""

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from ...domain.letter import Letter
from ...domain.occasion import Occasion
from ...domain.retry import NotSent
from ...ports import Desk, Person, Reminder


class MemoryChannel:
    """Keeps what was delivered, each key once."""

    name = "memory"

    def __init__(self) -> None:
        self.delivered: dict[str, tuple[Reminder, Person]] = {}

    def deliver(self, reminder: Reminder, person: Person, desk: Desk) -> None:  # noqa: ARG002 -- the port's signature
        """Remember it."""
        self.delivered.setdefault(reminder.key, (reminder, person))


class MemoryCarrier:
    """Keeps the letters; fails as it is told to: `faults` are raised one after the other, None lets one through."""

    def __init__(self, *faults: NotSent | None, configured: bool = True) -> None:
        self.faults = list(faults)
        self.configured = configured
        self.letters: list[Letter] = []

    def is_configured(self) -> bool:
        """As it was told."""
        return self.configured

    def carry(self, letter: Letter, *, handing_over: Callable[[], None]) -> None:
        """Take the letter, or fail."""
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault
        handing_over()
        self.letters.append(letter)


class MemoryOccasions:
    """A calendar that is written by hand."""

    def __init__(self, *occasions: Occasion) -> None:
        self.occasions = list(occasions)

    def upcoming(
        self,
        organisation_id: UUID,  # noqa: ARG002 -- the port's signature
        *,
        after: datetime,  # noqa: ARG002 -- as above
        before: datetime,  # noqa: ARG002 -- as above
        event_ids: Collection[UUID] | None = None,
    ) -> list[Occasion]:
        """All of it, or that of some events."""
        return [one for one in self.occasions if event_ids is None or one.event_id in event_ids]

    def relatives(self, organisation_id: UUID, event_ids: Collection[UUID]) -> frozenset[UUID]:  # noqa: ARG002 -- as above
        """Nothing is split here."""
        return frozenset(event_ids)
