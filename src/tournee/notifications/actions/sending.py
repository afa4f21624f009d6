"""Send what waits in the outbox: each row by one worker, and never twice when nobody knows how it went."""

import random
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from tournee.connections.secrets import SecretLost
from tournee.values.email_address import EmailAddress
from tournee.values.identifier import new_id

from .. import registry
from ..domain import retry
from ..domain.letter import Letter
from ..models import Outgoing, OutgoingMessage
from ..ports import Carrier
from . import outbox, telling

# Longer than an attempt can last: every step of it waits for 20 seconds at most.
LEASE = timedelta(minutes=5)
# So many are sent in one go; the next one goes on.
STEP = 200


class LeaseLost(Exception):
    """Another has taken the row in the meantime: this attempt must end before anything leaves."""


def has_mail_server() -> bool:
    """Whether mail can leave at all."""
    return registry.carrier().is_configured()


def send_due_mail(*, organisation_id: UUID, now: datetime | None = None, carrier: Carrier | None = None) -> int:
    """Send everything that is due, after clearing up behind workers that were killed; returns how many were sent."""
    started = now or timezone.now()
    release_lost(organisation_id, started)
    due = _due(organisation_id, started).order_by("next_try_at", "id").values_list("pk", flat=True)[:STEP]
    # Each at a time of its own: many together take longer than a lease.
    return sum(
        send_message(organisation_id=organisation_id, message_id=pk, now=now, carrier=carrier) for pk in list(due)
    )


def send_message(
    *, organisation_id: UUID, message_id: UUID, now: datetime | None = None, carrier: Carrier | None = None
) -> bool:
    """Send one message if it is due and nobody else is at it; whether it was sent by this call.

    Not to be called inside a transaction: each step is committed before the next one begins.
    """
    now, carrier = now or timezone.now(), carrier or registry.carrier()
    message = _take(organisation_id, message_id, now)
    if message is None:
        return False
    if message.useful_until is not None and message.useful_until <= now:
        return _end(message, Outgoing.FAILED, now, fault="too_late")
    try:
        carrier.carry(_letter(message), handing_over=lambda: _hand_over(message))
    except LeaseLost:
        return False
    except SecretLost:
        return _end(message, Outgoing.FAILED, now, fault="unreadable")
    except retry.NotSent as fault:
        return _failed(message, fault, now)
    return _end(message, Outgoing.SENT, now)


def _due(organisation_id: UUID, now: datetime) -> QuerySet[OutgoingMessage]:
    return OutgoingMessage.objects.of(organisation_id).filter(state=Outgoing.WAITING, next_try_at__lte=now)


# Durable: a hold that another worker cannot see yet is none.
@transaction.atomic(durable=True)
def _take(organisation_id: UUID, message_id: UUID, now: datetime) -> OutgoingMessage | None:
    lease = new_id()
    taken = _due(organisation_id, now).filter(pk=message_id)
    held = {"lease": lease, "leased_until": now + LEASE, "handed_over_at": None}
    if not taken.update(state=Outgoing.SENDING, **held):
        return None
    return OutgoingMessage.objects.of(organisation_id).get(pk=message_id)


def _held(message: OutgoingMessage) -> QuerySet[OutgoingMessage]:
    return OutgoingMessage.objects.of(message.organisation_id).filter(pk=message.pk, lease=message.lease)


@transaction.atomic(durable=True)
def _hand_over(message: OutgoingMessage) -> None:
    # Committed before the first byte leaves: whoever finds the row later knows that it may have arrived.
    if not _held(message).filter(state=Outgoing.SENDING).update(handed_over_at=timezone.now()):
        raise LeaseLost


def _letter(message: OutgoingMessage) -> Letter:
    return Letter(
        recipient=EmailAddress(message.recipient),
        recipient_name=message.recipient_name,
        subject=message.subject,
        content=outbox.unsealed(message.content),
        message_id=message.message_id,
        sent_from=settings.DEFAULT_FROM_EMAIL,
        sender_name=message.sender_name,
        reply_to=EmailAddress(message.reply_to) if message.reply_to else None,
        in_reply_to=message.in_reply_to,
        written_at=message.created_at,
    )


def _failed(message: OutgoingMessage, fault: retry.NotSent, now: datetime) -> bool:
    if isinstance(fault, retry.NoServer):
        return _end(message, Outgoing.NO_SERVER, now, fault="no_server")
    if isinstance(fault, retry.OutcomeUnknown):
        return _end(message, Outgoing.UNKNOWN, now, fault="unknown", said=fault.words)
    if isinstance(fault, retry.NeverRetry):
        return _end(message, Outgoing.FAILED, now, fault="refused", said=fault.words)
    tries = message.tries + 1
    again = retry.next_try(tries, since=message.trying_since, now=now, chance=random.random())  # noqa: S311 -- jitter
    if again.at is None:
        return _end(message, Outgoing.FAILED, now, fault="gave_up", said=fault.words)
    unreachable = isinstance(fault, retry.ServerUnreachable)
    told = {"fault": "unreachable" if unreachable else "later", "last_error": fault.words}
    kept = _held(message).update(
        state=Outgoing.WAITING, tries=tries, next_try_at=again.at, lease=None, leased_until=None, **told
    )
    if kept and unreachable:
        # The others would find the same door shut, each after its own long wait.
        _due(message.organisation_id, now).update(next_try_at=again.at, **told)
    return False


@transaction.atomic
def _end(message: OutgoingMessage, state: Outgoing, now: datetime, *, fault: str = "", said: str = "") -> bool:
    sent = state == Outgoing.SENT
    values = {"fault": fault, "last_error": said, "ended_at": now, "sent_at": now if sent else None}
    if sent:
        values["content"] = ""
    # A worker that comes back late still knows better than the one who only found its lease run out.
    rows = _held(message).filter(Q(state=Outgoing.SENDING) | Q(state=Outgoing.UNKNOWN))
    late = rows.filter(state=Outgoing.UNKNOWN).exists()
    if not rows.update(state=state, tries=message.tries + 1, next_try_at=None, **values):
        return False
    message = OutgoingMessage.objects.of(message.organisation_id).get(pk=message.pk)
    outbox.log("mail.sent" if sent else "mail.stopped", message)
    if not sent:
        telling.tell_of_mail(message, now=now)
    elif late:
        telling.withdraw(message.organisation_id, [telling.mail_key(message)], now=now)
    return sent


def release_lost(organisation_id: UUID, now: datetime) -> None:
    """Rows whose worker has not come back: what had not begun to leave waits again, the rest is of unknown outcome."""
    lost = OutgoingMessage.objects.of(organisation_id).filter(state=Outgoing.SENDING, leased_until__lt=now)
    lost.filter(handed_over_at__isnull=True).update(
        state=Outgoing.WAITING, next_try_at=now, lease=None, leased_until=None
    )
    for message in list(lost.filter(handed_over_at__isnull=False)):
        _end(message, Outgoing.UNKNOWN, now, fault="unknown")
