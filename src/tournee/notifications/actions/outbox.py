"""Put mail into the outbox: the one way by which mail leaves."""

from dataclasses import asdict
from datetime import datetime
from email.utils import parseaddr
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tournee.change_log.actions import record
from tournee.connections.secrets import seal, unseal
from tournee.organisations.models import Member
from tournee.values.email_address import EmailAddress
from tournee.values.identifier import new_id

from ..domain.letter import BadLetter, Content, is_message_id, one_line
from ..models import OutgoingMessage


@transaction.atomic
def put_into_outbox(
    *,
    organisation_id: UUID,
    kind: str,
    recipient: EmailAddress,
    subject: str,
    content: Content,
    dedupe_key: str,
    sender: Member | None = None,
    recipient_name: str = "",
    in_reply_to: str = "",
    confidential: bool = False,
    useful_until: datetime | None = None,
    now: datetime | None = None,
) -> OutgoingMessage:
    """Have a letter sent once this transaction has committed. The same `dedupe_key` again changes nothing and gives the
    first one back. With a `sender`, answers go to him and failures are told to him; else to the administrators.
    `useful_until` is the moment after which it must no longer be sent. Raises BadLetter for a broken `in_reply_to`."""
    if in_reply_to and not is_message_id(in_reply_to):
        raise BadLetter(in_reply_to)
    written = {"kind": kind, "subject": one_line(subject), "confidential": confidential, "content": sealed(content)}
    message, made = OutgoingMessage.objects.of(organisation_id).get_or_create(
        organisation_id=organisation_id,
        dedupe_key=dedupe_key,
        defaults={
            **_identity(),
            **_envelope(sender, recipient, recipient_name),
            **written,
            **_times(now or timezone.now(), useful_until),
            "in_reply_to": in_reply_to,
        },
    )
    if made:
        log("mail.queued", message)
    return message


def _identity() -> dict[str, Any]:
    row_id = new_id()
    return {"id": row_id, "message_id": f"<{row_id}@{_own_domain()}>"}


def _times(now: datetime, useful_until: datetime | None) -> dict[str, Any]:
    return {"created_at": now, "trying_since": now, "next_try_at": now, "useful_until": useful_until}


def _envelope(sender: Member | None, recipient: EmailAddress, recipient_name: str) -> dict[str, Any]:
    return {
        "sender": sender,
        "sender_name": one_line(sender.name, most=160) if sender else "",
        "reply_to": sender.email if sender else "",
        "recipient": recipient.text,
        "recipient_name": one_line(recipient_name, most=160),
    }


def log(kind: str, message: OutgoingMessage, *, by: Member | None = None) -> None:
    """One line of the change log. The product's own mail is nobody's: the owner is then the organisation."""
    record(
        kind,
        organisation_id=message.organisation_id,
        subject_id=message.pk,
        owner_id=message.sender_id or message.organisation_id,
        by_id=by.pk if by else None,
    )


def sealed(content: Content) -> str:
    """A letter's content as it is kept: it may hold links that open something without a password."""
    return seal(msgspec.json.encode(asdict(content)).decode())


def unsealed(kept: str) -> Content:
    """The content again. Raises SecretLost."""
    return msgspec.json.decode(unseal(kept), type=Content)


def _own_domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
