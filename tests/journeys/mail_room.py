"""Notices of every kind, mail in every state, and a full trash, made in the process of the served product."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from tests.factories.notifications import make_message, make_notice
from tests.servers.tournee import Served
from tournee.calendar import actions
from tournee.calendar.models import Event
from tournee.notifications.models import Outgoing, OutgoingMessage
from tournee.organisations.models import Member

SUBJECT = "Invitation : Revue des installations de la métropole de Lyon – mardi 1 décembre 2026, 09:30–10:30"
GREYLISTED = "450 4.2.0 <achats@client.example>: Recipient address rejected: Greylisted"
UNKNOWN_USER = "550 5.1.1 <achats@client.example>: Recipient address rejected: User unknown in virtual mailbox table"
MAILS: dict[str, dict[str, Any]] = {
    Outgoing.WAITING: {"fault": "later", "last_error": GREYLISTED, "tries": 3},
    Outgoing.FAILED: {"fault": "refused", "last_error": UNKNOWN_USER},
    Outgoing.UNKNOWN: {"fault": "unknown"},
    Outgoing.NO_SERVER: {"fault": "no_server"},
    Outgoing.SENT: {"content": ""},
    Outgoing.DISCARDED: {"content": ""},
}


def fill(served: Served) -> None:
    """For the administrator of the demonstration."""
    served.manage("shell", "--verbosity", "0", "-c", "from tests.journeys.mail_room import put; put()")


@transaction.atomic
def put() -> None:
    """At once, so that no worker finds any of it half done."""
    owner = Member.objects.get(email="claire.fontanel@cuivrelune.example")
    event = _event(owner)
    _notices(owner, event)
    for state, fields in MAILS.items():
        _mail(owner, state, confidential=False, **fields)
    _mail(owner, Outgoing.FAILED, confidential=True, **MAILS[Outgoing.FAILED])
    for subject in ("Point téléphonique", "Revue des installations et des contrats de maintenance de tous les sites"):
        actions.delete_event(event_id=_event(owner, subject).pk, by=owner)
    task = actions.create_task(by=owner, sent={"subject": "Rappeler le syndic"})
    actions.delete_task(task_id=task.pk, by=owner)


def _event(owner: Member, subject: str = "Visite du site") -> Event:
    start = datetime.now(UTC) + timedelta(hours=2)
    return actions.create_event(by=owner, sent={"subject": subject, "start": start.isoformat()})


def _notices(owner: Member, event: Event) -> None:
    now = datetime.now(UTC)
    span = {"start": event.starts_at.isoformat(), "end": event.ends_at.isoformat()}
    about = {"event_id": event.pk, "data": {**span, "place": "14 rue de la République, 69002 Lyon"}}
    make_notice(owner, now, kind="alert.due", dedupe_key=f"{event.pk} due", **about)
    guest = {**span, "name": "Jean Roux", "email": "jean.roux@client.example", "comment": "Je suis en congé."}
    for kind in ("invitation.declined", "invitation.countered"):
        make_notice(owner, now, kind=kind, dedupe_key=f"{event.pk} {kind}", event_id=event.pk, data=guest)
    letter = {"subject": SUBJECT, "recipient": "achats@client.example", "fault": "refused", "said": UNKNOWN_USER}
    for kind in ("mail.failed", "mail.unknown", "mail.no_server"):
        make_notice(owner, now - timedelta(days=2), kind=kind, dedupe_key=f"{event.pk} {kind}", data=letter)


def _mail(owner: Member, state: str, *, confidential: bool, **fields: Any) -> None:
    key = f"journey {state} {confidential} {datetime.now(UTC).timestamp()}"
    made = make_message(owner, "achats@client.example", subject=SUBJECT, dedupe_key=key, confidential=confidential)
    later = datetime.now(UTC) + timedelta(hours=5)
    OutgoingMessage.objects.of(owner.organisation_id).filter(pk=made.pk).update(
        state=state, next_try_at=later, **fields
    )
