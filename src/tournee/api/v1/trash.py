"""The trash: what can be restored, and until when."""

from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from tournee.calendar.trash import KEPT_DAYS, Deleted, trash

from ..auth import signed_in, viewer
from ..paging import LARGEST, read_cursor, write_cursor
from ..writes import answer
from .schemas import READ_ERRORS, Named

router = Router(tags=["events"], auth=signed_in("events"))


class DeletedOut(Schema):
    """Something in the trash; `PUT /events/{id}/restoration` or `/tasks/{id}/restoration` takes it out."""

    kind: Literal["event", "task"]
    id: UUID
    subject: str
    owner: Named
    deleted_at: datetime
    gone_at: datetime


class TrashPageOut(Schema):
    """What was deleted, the newest first."""

    items: list[DeletedOut]
    next: str | None


class Filters(Schema):
    """A page of the trash."""

    limit: Annotated[int, Field(ge=1, le=LARGEST)] = 100
    cursor: str | None = None


@router.get("", response={200: TrashPageOut, **READ_ERRORS}, operation_id="list_trash")
def list_trash(request: HttpRequest, filters: Query[Filters]) -> HttpResponse:
    """Deleted events and tasks of the calendars that one may write in, the newest first."""
    before = read_cursor(filters.cursor, 2) if filters.cursor else None
    found = trash(viewer(request), limit=filters.limit + 1, before=before)
    last = found[filters.limit - 1] if len(found) > filters.limit else None
    return answer(
        {
            "items": [_written(one) for one in found[: filters.limit]],
            "next": write_cursor(last.deleted_at.isoformat(), last.record.pk) if last else None,
        }
    )


def _written(one: Deleted) -> dict[str, object]:
    return {
        "kind": one.kind,
        "id": str(one.record.pk),
        "subject": one.record.subject,
        "owner": {"id": str(one.record.owner_id), "name": one.record.owner.name},
        "deleted_at": one.deleted_at.isoformat(),
        "gone_at": (one.deleted_at + timedelta(days=KEPT_DAYS)).isoformat(),
    }
