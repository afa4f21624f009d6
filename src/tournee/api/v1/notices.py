"""Notices: what one is told under the bell."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from tournee.notifications import actions, queries
from tournee.notifications.queries import NoticeLine
from tournee.organisations.models import Member

from ..auth import signed_in, viewer
from ..problems import Problem
from ..writes import answer
from .schemas import MAKE_ERRORS, READ_ERRORS, Strict

router = Router(tags=["notices"], auth=signed_in("me"))


class NoticeOut(Schema):
    """A notice in the caller's language. `start` is the occurrence's, a moment or a date; null where there is none."""

    id: UUID
    kind: str
    title: str
    text: str
    event_id: UUID | None
    recurrence_id: str
    start: str | None
    created_at: str
    read: bool


class NoticesOut(Schema):
    """The latest notices, newest first, and how many are unread, those not listed included."""

    items: list[NoticeOut]
    unread: int
    next: None = None


class UnreadOut(Schema):
    """How many notices are unread."""

    unread: int


class Latest(Schema):
    """How many notices at most."""

    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ReadIn(Strict):
    """Which notices have been read; without `ids` all."""

    ids: Annotated[list[UUID], Field(max_length=200)] | None = None


class SnoozeIn(Strict):
    """Come back in so many minutes; null: when the event starts."""

    minutes: Literal[5, 10, 15, 60] | None


@router.get("", response={200: NoticesOut, **READ_ERRORS}, operation_id="list_notices")
def list_notices(request: HttpRequest, wanted: Query[Latest]) -> HttpResponse:
    """The caller's own notices that are neither dismissed nor snoozed."""
    by, now = viewer(request), timezone.now()
    found = queries.notices(by, now=now, limit=wanted.limit)
    body = {"items": [notice_json(one) for one in found], "unread": queries.unread_count(by, now=now), "next": None}
    return answer(body)


@router.post("/read", response={200: UnreadOut, **MAKE_ERRORS}, operation_id="read_notices")
def read_notices(request: HttpRequest, payload: ReadIn) -> HttpResponse:
    """Mark notices as read."""
    by = viewer(request)
    actions.mark_notices_read(by=by, notice_ids=payload.ids)
    return _unread(by)


@router.delete("/{uuid:notice_id}", response={204: None, **READ_ERRORS}, operation_id="dismiss_notice")
def dismiss_notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Remove a notice."""
    actions.dismiss_notice(notice_id=notice_id, by=viewer(request))
    return HttpResponse(status=204)


@router.put(
    "/{uuid:notice_id}/snooze", response={200: UnreadOut, **MAKE_ERRORS, 409: Problem}, operation_id="snooze_notice"
)
def snooze_notice(request: HttpRequest, notice_id: UUID, payload: SnoozeIn) -> HttpResponse:
    """Put a notice off: it leaves the list, and comes back unread."""
    by = viewer(request)
    actions.snooze_notice(notice_id=notice_id, by=by, minutes=payload.minutes)
    return _unread(by)


def _unread(by: Member) -> HttpResponse:
    return answer({"unread": queries.unread_count(by, now=timezone.now())})


def notice_json(line: NoticeLine) -> dict[str, Any]:
    """A notice as the API writes it."""
    notice = line.notice
    return {
        "id": str(notice.pk),
        "kind": notice.kind,
        "title": line.words.title,
        "text": line.words.text,
        "event_id": line.event_id,
        "recurrence_id": line.recurrence_id,
        "start": notice.data.get("start") or None,
        "created_at": notice.created_at.isoformat(),
        "read": notice.read_at is not None,
    }
