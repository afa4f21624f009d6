"""Answers to invitations: one's own, those that come by mail, and other times that guests propose."""

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema

from tournee.calendar import actions, queries
from tournee.calendar.domain.ics import BadFile
from tournee.organisations.models import Member
from tournee.values.refusal import Invalid

from ..auth import signed_in, viewer
from ..problems import Problem
from ..writes import answer
from .event_json import event_detail
from .schemas import MAKE_ERRORS, EventDetailOut, Strict

router = Router(tags=["events"], auth=signed_in("events"))
messages = Router(tags=["events"], auth=signed_in("events"))
ERRORS = {**MAKE_ERRORS, 409: Problem}
TYPE = "text/calendar"
MOST_OCTETS = 1_000_000
BODY = {
    "requestBody": {
        "required": True,
        "description": "One message of RFC 5546, e.g. METHOD:REPLY, as a mail program sends it.",
        "content": {TYPE: {"schema": {"type": "string"}}},
    }
}


class AnswerIn(Strict):
    """What one answers for oneself."""

    answer: Literal["accepted", "tentative", "declined"]
    comment: str = ""


class Occurrence(Schema):
    """Of a series: the occurrence that is answered, by where it began by the rule; without it, the whole."""

    recurrence_id: str | None = None


class Sender(Schema):
    """From which address the message came; left out, the caller vouches for whoever the message names."""

    sender: str | None = None


class OutcomeOut(Schema):
    """What became of one answer."""

    uid: str
    recurrence_id: str
    email: str
    result: Literal[
        "taken",
        "unchanged",
        "stale",
        "unknown_event",
        "not_from_attendee",
        "extra",
        "proposed",
        "refreshed",
        "not_an_answer",
    ]


class OutcomesOut(Schema):
    """What became of a message, answer by answer."""

    items: list[OutcomeOut]


@router.put("/{uuid:event_id}/answer", response={200: EventDetailOut, **ERRORS}, operation_id="answer_event")
def answer_event(request: HttpRequest, event_id: UUID, payload: AnswerIn, which: Query[Occurrence]) -> HttpResponse:
    """Answer an invitation to oneself; of a series, all of it, or one occurrence, which touches no other."""
    by = viewer(request)
    named = which.recurrence_id or ""
    actions.answer_invitation(
        event_id=event_id, by=by, answer=payload.answer, comment=payload.comment, recurrence_id=named
    )
    return _event(by, event_id, named)


@router.put(
    "/{uuid:event_id}/proposals/{uuid:proposal_id}",
    response={200: EventDetailOut, **ERRORS},
    operation_id="accept_proposal",
)
def accept_proposal(request: HttpRequest, event_id: UUID, proposal_id: UUID) -> HttpResponse:
    """Move the event, or the occurrence, to the time that a guest proposed; all guests are told."""
    by = viewer(request)
    proposal = actions.accept_proposal(event_id=event_id, proposal_id=proposal_id, by=by)
    return _event(by, event_id, proposal.recurrence_id)


@router.delete(
    "/{uuid:event_id}/proposals/{uuid:proposal_id}", response={204: None, **ERRORS}, operation_id="decline_proposal"
)
def decline_proposal(request: HttpRequest, event_id: UUID, proposal_id: UUID) -> HttpResponse:
    """Keep the time as it is; the guest is told."""
    actions.decline_proposal(event_id=event_id, proposal_id=proposal_id, by=viewer(request))
    return HttpResponse(status=204)


@messages.post("/itip", response={200: OutcomesOut, **ERRORS}, operation_id="receive_itip", openapi_extra=BODY)
def receive_itip(request: HttpRequest, query: Query[Sender]) -> HttpResponse:
    """Take what a guest's mail program sent back: an answer (REPLY), another time (COUNTER), or REFRESH.

    Only events that one may change, or takes part in, are touched; `result` says what became of each answer.
    """
    by = viewer(request)
    data = request.read(MOST_OCTETS + 1)
    try:
        outcomes = actions.receive_itip(
            organisation_id=by.organisation_id, message=data, sender=query.sender or "", by=by
        )
    except BadFile as error:
        text = _("This is not an iCalendar message, or it is larger than 1 MB.")
        raise Invalid(text, code="not_a_message", fields={"body": [text]}) from error
    return answer({"items": [one._asdict() for one in outcomes]})


def _event(by: Member, event_id: UUID, recurrence_id: str) -> HttpResponse:
    found = queries.occurrence(by, event_id, recurrence_id) if recurrence_id else queries.event(by, event_id)
    detail: dict[str, Any] = event_detail(by, found, language=get_language() or "fr")
    return answer(detail, version=detail["version"])
