"""Links that answer without signing in: signed, for one person and one event or occurrence, until that is over."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer

from tournee.calendar.actions import answering
from tournee.calendar.models import Event, Participant, Status
from tournee.calendar.phrases import repetition
from tournee.change_log.origin import Origin, coming_from

from ..models import Invitation
from ..wording import when
from .inviting_files import first_shown
from .inviting_parts import as_the_series_has_it, digest_of_times, end_of, place_of, read_family

_SIGNER = Signer(salt="tournee.notifications.answer", sep=".")
LONGEST = 400


class State(StrEnum):
    """What a link finds."""

    OPEN = "open"
    ENDED = "ended"
    # Cancelled, in the trash, or the person no longer expected.
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link is about. `row` is the event or occurrence as it is now; `place` the person's on it."""

    state: State
    invitation: Invitation
    recurrence_id: str
    changed: bool
    row: Event | None = None
    place: Participant | None = None


def link_for(invitation: Invitation, recurrence_id: str, digest: str) -> str:
    """The address that a mail holds. `digest` lets the page say that the event was changed after it."""
    packed = invitation.organisation_id.bytes + invitation.pk.bytes + digest[:8].encode() + recurrence_id.encode()
    token = _SIGNER.sign(urlsafe_b64encode(packed).decode().rstrip("="))
    return f"{settings.BASE_URL}/answer/{token}/"


@dataclass(frozen=True, slots=True)
class _Token:
    organisation_id: UUID
    invitation_id: UUID
    digest: str
    recurrence_id: str


def _read(token: str) -> _Token | None:
    if len(token) > LONGEST:
        return None
    try:
        text = _SIGNER.unsign(token)
        packed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        organisation_id, invitation_id = UUID(bytes=packed[:16]), UUID(bytes=packed[16:32])
        return _Token(organisation_id, invitation_id, packed[32:40].decode(), packed[40:].decode())
    except (BadSignature, ValueError):
        return None


def open_link(token: str, *, now: datetime) -> Opened | None:
    """What the link is about; None for one that was never sent."""
    read = _read(token)
    if read is None:
        return None
    invitations = Invitation.objects.of(read.organisation_id).select_related("event")
    invitation = invitations.filter(pk=read.invitation_id).first()
    return _opened(invitation, read, now) if invitation else None


def _opened(invitation: Invitation, read: _Token, now: datetime) -> Opened:
    family = read_family(read.organisation_id, invitation.event.event_id)
    name = read.recurrence_id
    row = family.master
    if name and family.master is not None:
        row = family.row(name) or _still_there(family.master, name)
    if row is None or family.over or family.master is None or row.status == Status.CANCELLED:
        return Opened(State.CANCELLED, invitation, name, changed=False)
    people_of = row if not name or family.row(name) else family.master
    rows = [people_of, *([] if name else family.overrides)]
    place = next((one for each in rows for one in family.places(each, invitation.address)), None)
    if place is None:
        return Opened(State.CANCELLED, invitation, name, changed=False)
    told = digest_of_times(row)
    state = State.ENDED if end_of(row) <= now else State.OPEN
    return Opened(state, invitation, name, changed=told[:8] != read.digest, row=row, place=place)


def _still_there(master: Event, name: str) -> Event | None:
    usual = as_the_series_has_it(master, name)
    return usual if usual is not None and master.as_series.has(master.as_series.named(name)) else None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page shows of it, in the language that is active."""

    subject: str
    when: str
    repeats: str
    place: str
    notes: str
    organiser: str


def facts_of(found: Opened) -> Facts | None:
    """None for what is no longer to be shown to whoever has the link."""
    row = found.row
    if row is None:
        return None
    shown = row if found.recurrence_id else first_shown(row, found.invitation.since)
    zone_name = found.invitation.time_zone or row.time_zone
    span = when(shown.times.span.start, shown.times.span.end, zone_name)
    return Facts(
        subject=row.subject,
        when=span if row.all_day else f"{span} ({zone_name})",
        repeats=repetition(row.as_series) if row.recurrence and not found.recurrence_id else "",
        place=place_of(row),
        notes=row.notes,
        organiser=f"{row.owner.name} <{row.owner.email}>",
    )


def answer_by_link(token: str, *, answer: str, comment: str, now: datetime) -> Opened | None:
    """Note the answer of whom the link was sent to, if it can still be given. Returns what the link is about now."""
    found = open_link(token, now=now)
    if found is None or found.state is not State.OPEN:
        return found
    given = answering.Given(answer, comment[: answering.LONGEST_COMMENT], now, now)
    with coming_from(Origin.LINK):
        answering.put_answer(
            found.invitation.organisation_id,
            found.invitation.event.event_id,
            found.invitation.address,
            found.recurrence_id,
            given,
        )
    return open_link(token, now=now)
