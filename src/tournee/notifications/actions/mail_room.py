"""What an administrator does with mail that did not simply leave."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from tournee.organisations.models import Member

from .. import queries
from ..errors import not_in_that_state, too_late
from ..models import Outgoing, OutgoingMessage
from . import outbox, telling

STOPPED = (Outgoing.FAILED, Outgoing.UNKNOWN, Outgoing.NO_SERVER)


@transaction.atomic
def send_again(*, message_id: UUID, by: Member, now: datetime | None = None) -> OutgoingMessage:
    """Try a message again that failed, was kept for want of a server, or may not have arrived. Its Message-ID stays.

    Raises NotVisible, NotAllowed, Conflict when it is about what is over, or no longer in such a state.
    """
    now = now or timezone.now()
    message = queries.outgoing_message(by, message_id)
    if message.useful_until is not None and message.useful_until <= now:
        raise too_late()
    return _put(message, "mail.queued", _anew(now), among=STOPPED, by=by, now=now)


@transaction.atomic
def mark_arrived(*, message_id: UUID, by: Member, now: datetime | None = None) -> OutgoingMessage:
    """Settle a message of unknown outcome: it did arrive. Raises NotVisible, NotAllowed, Conflict."""
    now = now or timezone.now()
    message = queries.outgoing_message(by, message_id)
    values = {"state": Outgoing.SENT, "sent_at": message.handed_over_at or now, "content": ""}
    return _put(message, "mail.sent", values, among=(Outgoing.UNKNOWN,), by=by, now=now)


@transaction.atomic
def discard_message(*, message_id: UUID, by: Member, now: datetime | None = None) -> OutgoingMessage:
    """Never send a message that waits or was stopped. Raises NotVisible, NotAllowed, Conflict."""
    now = now or timezone.now()
    message = queries.outgoing_message(by, message_id)
    values = {"state": Outgoing.DISCARDED, "content": "", "next_try_at": None, "ended_at": now}
    return _put(message, "mail.discarded", values, among=(*STOPPED, Outgoing.WAITING), by=by, now=now)


@transaction.atomic
def release_kept_mail(*, by: Member, now: datetime | None = None) -> int:
    """Send what was kept for want of a server and is still about the future; returns how many. Raises NotAllowed."""
    now = now or timezone.now()
    kept = queries.outgoing(by).filter(state=Outgoing.NO_SERVER)
    current = kept.filter(Q(useful_until__isnull=True) | Q(useful_until__gt=now))
    messages = list(current.order_by("created_at", "id"))
    for message in messages:
        _put(message, "mail.queued", _anew(now), among=(Outgoing.NO_SERVER,), by=by, now=now)
    return len(messages)


def _anew(now: datetime) -> dict[str, Any]:
    waiting = {"state": Outgoing.WAITING, "tries": 0, "trying_since": now, "next_try_at": now, "ended_at": None}
    return {**waiting, "lease": None, "leased_until": None, "handed_over_at": None, "fault": "", "last_error": ""}


def _put(
    message: OutgoingMessage,
    kind: str,
    values: Mapping[str, Any],
    *,
    among: Collection[Outgoing],
    by: Member,
    now: datetime,
) -> OutgoingMessage:
    rows: QuerySet[OutgoingMessage] = OutgoingMessage.objects.of(by.organisation_id).filter(pk=message.pk)
    # Asked in the same statement: the worker may be at it.
    if not rows.filter(state__in=among).update(**values):
        raise not_in_that_state()
    telling.withdraw(by.organisation_id, [telling.mail_key(message)], now=now)
    written = rows.get()
    outbox.log(kind, written, by=by)
    return written
