"""Inviting as tests see it: what went into the outbox, and a guest's calendar program that follows his mail."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from tournee.calendar.domain.ics import Component, is_newer, read_message
from tournee.calendar.domain.recurrence import Recurrence, occurrences
from tournee.calendar.models import Event
from tournee.notifications.actions import send_invitations
from tournee.notifications.actions.outbox import unsealed
from tournee.notifications.models import OutgoingMessage
from tournee.organisations.models import Organisation

GUEST = "jean.roux@client.example"
OTHER = "nora@client.example"


@dataclass(frozen=True)
class Mail:
    """One message of the outbox, opened."""

    row: OutgoingMessage
    text: str
    html: str
    method: str
    file: bytes

    @property
    def to(self) -> str:
        return self.row.recipient

    @property
    def parts(self) -> tuple[Component, ...]:
        (item,) = read_message(self.file).items
        return item.components

    @property
    def part(self) -> Component:
        (one,) = self.parts
        return one


def mails(organisation: Organisation) -> list[Mail]:
    """All that ever went into the outbox, the oldest first."""
    found = []
    for row in OutgoingMessage.objects.of(organisation.pk).order_by("pk"):
        content = unsealed(row.content)
        (part,) = content.calendar
        found.append(Mail(row, content.text, content.html, part.method, part.text.encode()))
    return found


def told(event: Event, *, now: datetime | None = None) -> list[Mail]:
    """What a round of telling adds to the outbox."""
    before = len(mails(event.organisation))
    count = send_invitations(organisation_id=event.organisation_id, event_id=event.series_id or event.pk, now=now)
    new = mails(event.organisation)[before:]
    assert len(new) == count
    return new


@dataclass
class GuestCalendar:
    """What a calendar program makes of the mails to one person (RFC 5546): masters and occurrences by name."""

    components: dict[tuple[str, str], Component] = field(default_factory=dict)
    left_out: dict[str, set[str]] = field(default_factory=dict)
    newest: dict[tuple[str, str], tuple[int, Any]] = field(default_factory=dict)

    def take(self, mail: Mail) -> None:
        for part in mail.parts:
            name = part.recurrence_id.wall.isoformat() if part.recurrence_id else ""
            seen = self.newest.get((part.uid, name), self.newest.get((part.uid, ""), (-1, None)))
            assert is_newer(part.sequence, part.stamp, seen_sequence=seen[0], seen_stamp=seen[1]) or seen == (
                part.sequence,
                part.stamp,
            ), "a program would pass this mail over"
            self.newest[part.uid, name] = (part.sequence, part.stamp)
            if mail.method == "CANCEL":
                self._cancel(part.uid, name)
            else:
                self._put(part, name)

    def _cancel(self, uid: str, name: str) -> None:
        if name:
            self.components.pop((uid, name), None)
            self.left_out.setdefault(uid, set()).add(name)
        else:
            self.components = {key: one for key, one in self.components.items() if key[0] != uid}

    def _put(self, part: Component, name: str) -> None:
        if not name:
            self.components = {key: one for key, one in self.components.items() if key[0] != part.uid}
            self.left_out.pop(part.uid, None)
        else:
            self.left_out.get(part.uid, set()).discard(name)
        self.components[part.uid, name] = part

    def starts(self, after: datetime, before: datetime) -> list[datetime]:
        """When something begins in it."""
        found = []
        for (uid, name), part in self.components.items():
            length = part.end.instant("UTC") - part.start.instant("UTC")
            recurrence = part.recurrence or Recurrence()
            if name:
                found.append(part.start.instant("UTC"))
                continue
            gone = self.left_out.get(uid, set()) | {one for owner, one in self.components if owner == uid}
            found += [
                one.start
                for one in occurrences(
                    recurrence, part.start.wall, part.start.zone or "UTC", length=length, after=after, before=before
                )
                if one.recurrence_id.isoformat() not in gone
            ]
        return sorted(one for one in found if after <= one < before)


def in_days(days: int, hour: int = 9) -> str:
    """A local moment, without its offset, so many days from now."""
    day = (timezone.now() + timedelta(days=days)).date()
    return f"{day.isoformat()}T{hour:02}:00"
