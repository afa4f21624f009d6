"""Outgoing mail, for administrators: what left, what did not, and why."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from tournee.notifications import actions, queries
from tournee.notifications.models import Outgoing, OutgoingMessage
from tournee.organisations.models import Member

from ..auth import signed_in, viewer
from ..paging import page_by_id
from ..problems import Problem
from ..writes import answer
from .schemas import MAKE_ERRORS, READ_ERRORS, Named

router = Router(tags=["outbox"], auth=signed_in("organisation"))
DO_ERRORS = {**READ_ERRORS, 409: Problem}


class MessageOut(Schema):
    """A mail's envelope. Of what is private to others, `recipient` and `subject` are null."""

    id: UUID
    kind: str
    state: Outgoing
    sender: Named | None
    recipient: str | None
    subject: str | None
    tries: int
    next_try_at: str | None
    reason: str
    created_at: str
    sent_at: str | None
    useful_until: str | None


class OutboxOut(Schema):
    """A page of mails, newest first; how many are in each state; whether a mail server is configured."""

    items: list[MessageOut]
    next: str | None
    counts: dict[str, int]
    mail_server: bool


class ReleasedOut(Schema):
    """How many mails were released."""

    released: int


class Wanted(Schema):
    """Which mails."""

    state: Outgoing | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: str | None = None


@router.get("", response={200: OutboxOut, **READ_ERRORS}, operation_id="list_outbox")
def list_outbox(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    """Outgoing mail of the organisation, for administrators."""
    by = viewer(request)
    messages = queries.outgoing(by)
    if wanted.state is not None:
        messages = messages.filter(state=wanted.state)
    page = page_by_id(messages, partial(message_json, by), limit=wanted.limit, cursor=wanted.cursor, newest_first=True)
    return answer(
        {
            **page,
            "counts": {state.value: count for state, count in queries.mail_counts(by).items()},
            "mail_server": actions.has_mail_server(),
        }
    )


@router.post("/release", response={200: ReleasedOut, **MAKE_ERRORS}, operation_id="release_outbox")
def release_outbox(request: HttpRequest) -> HttpResponse:
    """Send what was kept for want of a mail server and is still about the future."""
    return answer({"released": actions.release_kept_mail(by=viewer(request))})


@router.put("/{uuid:message_id}/attempt", response={200: MessageOut, **DO_ERRORS}, operation_id="send_mail_again")
def send_mail_again(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Try a mail again that failed, was kept, or perhaps did not arrive."""
    return _done(request, message_id, actions.send_again)


@router.put("/{uuid:message_id}/arrival", response={200: MessageOut, **DO_ERRORS}, operation_id="settle_mail")
def settle_mail(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Say of a mail of unknown outcome that it arrived."""
    return _done(request, message_id, actions.mark_arrived)


@router.delete("/{uuid:message_id}", response={200: MessageOut, **DO_ERRORS}, operation_id="discard_mail")
def discard_mail(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Never send a mail that has not left."""
    return _done(request, message_id, actions.discard_message)


def _done(request: HttpRequest, message_id: UUID, act: Callable[..., OutgoingMessage]) -> HttpResponse:
    by = viewer(request)
    return answer(message_json(by, act(message_id=message_id, by=by)))


def message_json(by: Member, message: OutgoingMessage) -> dict[str, Any]:
    """A mail as the API writes it."""
    line = queries.mail_line(by, message)
    moments = {
        name: moment.isoformat() if (moment := getattr(message, name)) else None
        for name in ("next_try_at", "created_at", "sent_at", "useful_until")
    }
    return {
        "id": str(message.pk),
        "kind": message.kind,
        "state": message.state,
        "sender": {"id": str(message.sender_id), "name": message.sender.name} if message.sender else None,
        "recipient": line.recipient,
        "subject": line.subject,
        "tries": message.tries,
        "reason": line.reason,
        **moments,
    }
