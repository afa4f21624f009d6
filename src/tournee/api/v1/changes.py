"""Changes: what happened since a number, and what happens now."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from ninja import Query, Router, Schema
from pydantic import Field

from tournee.calendar import queries as calendar
from tournee.change_log import queries as change_log
from tournee.change_log.models import Change

from ..auth import signed_in, token_of, viewer
from ..hearing import heard_by
from ..live.stream import open_stream
from ..paging import read_cursor, write_cursor
from ..problems import Problem
from ..writes import answer
from .changes_schemas import STREAM_DOCUMENT, ChangesOut
from .schemas import READ_ERRORS

router = Router(tags=["changes"], auth=signed_in("changes"))
# A request looks at so many numbers at most: who hears little of much gets short pages, not slow ones.
LOOKED_AT = 5_000
LARGEST_NUMBER = 2**62


class Since(Schema):
    """The number of the last change that the caller has heard of; 0 for all."""

    since: Annotated[int, Field(ge=0, le=LARGEST_NUMBER)] = 0
    limit: Annotated[int, Field(ge=1, le=1_000)] = 200
    cursor: str | None = None


class Missed(Schema):
    """The number of the last change that the caller has heard of."""

    since: Annotated[int, Field(ge=0, le=LARGEST_NUMBER)] | None = None


@router.get("", response={200: ChangesOut, **READ_ERRORS}, operation_id="list_changes")
def list_changes(request: HttpRequest, wanted: Query[Since]) -> HttpResponse:
    """Changes that the caller may hear of, oldest first. Go on by `next` until it is null (a page may be empty), and
    ask again later with `since` = `last`."""
    by = viewer(request)
    last = change_log.last_number(by.organisation_id)
    start = _number(wanted.cursor) if wanted.cursor else wanted.since
    until = min(last, start + LOOKED_AT)
    found = list(heard_by(by, since=start, until=until).select_related("actor")[: wanted.limit + 1])
    shown = found[: wanted.limit]
    following = shown[-1].number if len(found) > wanted.limit else until if until < last else None
    events = {one.subject_id for one in shown if one.subject_type == "event"}
    hidden = calendar.hidden_among(by, events)
    return answer(
        {
            "items": [_change(one, hidden) for one in shown],
            "next": write_cursor(following) if following is not None else None,
            "last": last,
        }
    )


@router.get(
    "/stream",
    response={200: None, **READ_ERRORS, 503: Problem},
    operation_id="stream_changes",
    openapi_extra=STREAM_DOCUMENT,
)
async def stream_changes(request: HttpRequest, wanted: Query[Missed]) -> HttpResponseBase:
    """Changes as they happen (server-sent events). `Last-Event-ID`, or `since`, brings what was missed first."""
    return await open_stream(request, viewer(request), token_of(request), since=wanted.since)


def _change(change: Change, hidden: frozenset[UUID]) -> dict[str, Any]:
    told = change.actor is not None and change.subject_id not in hidden
    return {
        "number": change.number,
        "at": change.at.isoformat(),
        "kind": change.kind,
        "subject_type": change.subject_type,
        "subject_id": str(change.subject_id),
        "by": {"id": str(change.actor_id), "name": change.actor.name} if told and change.actor else None,
    }


def _number(cursor: str) -> int:
    text = read_cursor(cursor, 1)[0]
    return min(int(text), LARGEST_NUMBER) if text.isascii() and text.isdigit() and len(text) < 20 else 0
