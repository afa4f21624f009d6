"""Put notices before people, and take them back."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tournee.change_log.actions import Entry, record_all
from tournee.organisations.models import Member, Role

from ..domain.due import start_key
from ..domain.letter import one_line
from ..models import Notice, Outgoing, OutgoingMessage

# The answers that their owner is told of; of others he reads on the event.
TOLD_ANSWERS = {"declined": "invitation.declined", "countered": "invitation.countered"}


@transaction.atomic
def tell(
    *,
    organisation_id: UUID,
    member_ids: Collection[UUID],
    kind: str,
    key: str,
    data: Mapping[str, Any],
    event_id: UUID | None = None,
    now: datetime | None = None,
) -> int:
    """Put one notice before each of these people; whoever has one with that key gets no second. Returns how many."""
    now = now or timezone.now()
    notices = Notice.objects.of(organisation_id)
    told = set(notices.filter(member_id__in=member_ids, dedupe_key=key).values_list("member_id", flat=True))
    made = [
        Notice(
            organisation_id=organisation_id,
            member_id=member_id,
            kind=kind,
            event_id=event_id,
            data=dict(data),
            dedupe_key=key,
            created_at=now,
        )
        for member_id in sorted(set(member_ids) - told)
    ]
    # Two at once: the key lets one through, and the other's notice is not announced.
    Notice.objects.bulk_create(made, ignore_conflicts=True)
    kept = set(notices.filter(pk__in=[one.pk for one in made]).values_list("pk", flat=True))
    announce("notice.created", [one for one in made if one.pk in kept])
    return len(kept)


def announce(kind: str, notices: Collection[Notice]) -> None:
    """Have open pages hear of notices; only their own people do."""
    if notices:
        organisation_id = next(iter(notices)).organisation_id
        record_all([Entry(kind, one.pk, one.member_id) for one in notices], organisation_id=organisation_id)


@transaction.atomic
def withdraw(organisation_id: UUID, keys: Collection[str], *, now: datetime) -> None:
    """Take back notices that have become untrue."""
    found = Notice.objects.of(organisation_id).filter(dedupe_key__in=list(keys), dismissed_at__isnull=True)
    notices = list(found)
    found.filter(pk__in=[one.pk for one in notices]).update(dismissed_at=now, snoozed_until=None)
    announce("notice.changed", notices)


def tell_of_answer(
    *,
    organisation_id: UUID,
    owner_id: UUID,
    event_id: UUID,
    answer: str,
    name: str,
    email: str,
    answered_at: datetime,
    comment: str = "",
    recurrence_id: str = "",
    series_id: UUID | None = None,
    start: Any = None,
    end: Any = None,
) -> bool:
    """Tell an event's owner that an invitation was declined, or another time proposed ("countered"); whether he was
    told. Other answers raise no notice. The same answer told twice is one notice. `event_id` is the row that shows it,
    `series_id` the series that it belongs to; `start` and `end` are those of the occurrence meant, moments or dates."""
    kind = TOLD_ANSWERS.get(answer)
    if kind is None:
        return False
    data = {
        "event_id": str(series_id or event_id),
        "name": one_line(name, most=160),
        "email": email,
        "comment": comment.strip()[:1000],
        "recurrence_id": recurrence_id,
        "start": start_key(start) if start else "",
        "end": start_key(end) if end else "",
    }
    key = f"{answer}:{event_id}:{recurrence_id}:{email.casefold()[:80]}:{answered_at.isoformat()}"[:200]
    told = tell(
        organisation_id=organisation_id, member_ids=[owner_id], kind=kind, key=key, data=data, event_id=event_id
    )
    return told == 1


def mail_key(message: OutgoingMessage) -> str:
    """The key of what is told about a message; a new attempt is told anew."""
    return f"mail:{message.pk}:{message.trying_since.isoformat()}"


def tell_of_mail(message: OutgoingMessage, *, now: datetime) -> None:
    """Tell those who can act that a message has not left: its sender, who knows the address; the administrators, who
    know the server. A message about what others may not know is described to its sender alone."""
    if message.state == Outgoing.NO_SERVER:
        # One a day says it all.
        _tell_administrators(message, "mail.no_server", f"mail.no_server:{now:%Y-%m-%d}", {}, now)
        return
    kind = "mail.unknown" if message.state == Outgoing.UNKNOWN else "mail.failed"
    outline = {"message_id": str(message.pk), "fault": message.fault}
    full = {
        **outline,
        "recipient": message.recipient,
        "subject": message.subject,
        "said": message.last_error,
    }
    if message.sender_id is not None:
        tell(
            organisation_id=message.organisation_id,
            member_ids=[message.sender_id],
            kind=kind,
            key=mail_key(message),
            data=full,
            now=now,
        )
    if message.sender_id is None or message.fault in {"gave_up", "unknown"}:
        _tell_administrators(message, kind, mail_key(message), outline if message.confidential else full, now)


def _tell_administrators(message: OutgoingMessage, kind: str, key: str, data: Mapping[str, Any], now: datetime) -> None:
    administrators = Member.objects.filter(
        organisation_id=message.organisation_id, role=Role.ADMINISTRATOR, is_active=True
    )
    ids = list(administrators.values_list("pk", flat=True))
    tell(organisation_id=message.organisation_id, member_ids=ids, kind=kind, key=key, data=data, now=now)
