"""Private addresses by which other programs subscribe to one's own calendar."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router, Schema

from tournee.calendar import queries
from tournee.calendar.actions.feeds import create_feed as make_feed
from tournee.calendar.actions.feeds import revoke_feed as end_feed
from tournee.calendar.models import CalendarFeed

from ..auth import signed_in, viewer
from ..writes import answer
from .schemas import MAKE_ERRORS, READ_ERRORS, Strict

router = Router(tags=["events"], auth=signed_in("events"))


class FeedIn(Strict):
    """What to make. `busy`: whoever knows the address sees when the time is taken, and nothing else."""

    name: str
    content: Literal["details", "busy"] = "details"


class FeedOut(Schema):
    """An address, without its secret."""

    id: UUID
    name: str
    content: Literal["details", "busy"]
    created_at: datetime
    last_used_at: datetime | None


class FeedMadeOut(FeedOut):
    """With the address itself, which no other answer holds."""

    address: str


class FeedPageOut(Schema):
    """One's own addresses."""

    items: list[FeedOut]
    next: str | None


@router.get("", response={200: FeedPageOut, **READ_ERRORS}, operation_id="list_feeds")
def list_feeds(request: HttpRequest) -> HttpResponse:
    """One's own addresses, without their secrets."""
    return answer({"items": [feed_json(one) for one in queries.feeds_of(viewer(request))], "next": None})


@router.post("", response={201: FeedMadeOut, **MAKE_ERRORS, 409: MAKE_ERRORS[422]}, operation_id="create_feed")
def create_feed(request: HttpRequest, payload: FeedIn) -> HttpResponse:
    """Make an address. It is in this answer and never again; so no Idempotency-Key keeps it."""
    feed, secret = make_feed(by=viewer(request), name=payload.name, content=payload.content)
    address = request.build_absolute_uri(reverse("feed", args=[secret]))
    return answer({**feed_json(feed), "address": address}, status=201)


@router.delete("/{uuid:feed_id}", response={204: None, **READ_ERRORS}, operation_id="revoke_feed")
def revoke_feed(request: HttpRequest, feed_id: UUID) -> HttpResponse:
    """End one of one's own addresses at once: it is not found any more."""
    end_feed(feed_id=feed_id, by=viewer(request))
    return HttpResponse(status=204)


def feed_json(feed: CalendarFeed) -> dict[str, Any]:
    """An address as the API writes it."""
    return {
        "id": str(feed.pk),
        "name": feed.name,
        "content": feed.content,
        "created_at": feed.created_at.isoformat(),
        "last_used_at": feed.last_used_at.isoformat() if feed.last_used_at else None,
    }
