"""Alerts of events, notices, outgoing mail."""

import itertools
from datetime import datetime, time
from typing import Any

from tournee.calendar.models import Alert, Event
from tournee.notifications.actions import put_into_outbox
from tournee.notifications.domain.letter import Content
from tournee.notifications.models import Notice, Outgoing, OutgoingMessage
from tournee.organisations.models import Member
from tournee.values.email_address import EmailAddress

_numbers = itertools.count(1)


def make_alert(event: Event, minutes: int = 15, *, channel: str = "in_app", at: time | None = None) -> Alert:
    return Alert.objects.create(
        organisation_id=event.organisation_id, event=event, minutes_before=minutes, at_time=at, channel=channel
    )


def make_notice(member: Member, created_at: datetime, **fields: Any) -> Notice:
    fields = {"kind": "mail.no_server", "dedupe_key": f"notice {next(_numbers)}", **fields}
    return Notice.objects.create(organisation_id=member.organisation_id, member=member, created_at=created_at, **fields)


def make_message(member: Member, to: str = "lea@example.org", **fields: Any) -> OutgoingMessage:
    """In the outbox of the member's organisation; on his behalf unless `sender` says otherwise."""
    number = next(_numbers)
    fields = {"kind": "invitation", "subject": f"Message {number}", "dedupe_key": f"key {number}", **fields}
    fields = {"sender": member, "content": Content("Bonjour"), **fields}
    return put_into_outbox(organisation_id=member.organisation_id, recipient=EmailAddress(to), **fields)


def make_stopped_message(member: Member, **fields: Any) -> OutgoingMessage:
    """One of which nobody knows whether it arrived."""
    message = make_message(member, **fields)
    OutgoingMessage.objects.of(member.organisation_id).filter(pk=message.pk).update(state=Outgoing.UNKNOWN)
    return message
