"""The shapes of the change feed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from .schemas import Named


class ChangeLineOut(Schema):
    """That something changed; what it is now is asked for by its id. `by` is null for others' private events."""

    number: int
    at: datetime
    kind: str
    subject_type: str
    subject_id: UUID
    by: Named | None


class ChangesOut(Schema):
    """A page of changes; `last` is the number up to which the caller has heard once `next` is null."""

    items: list[ChangeLineOut]
    next: str | None
    last: int


STREAM_DOCUMENT: dict[str, Any] = {
    "parameters": [
        {
            "name": "Last-Event-ID",
            "in": "header",
            "required": False,
            "description": "The number of the last change that was heard; wins over `since`.",
            "schema": {"type": "string"},
        }
    ],
    "responses": {
        200: {
            "description": "Events `change` with {number, kind, subject_type, subject_id}; `resync` when more was "
            "missed than is sent again: read everything anew. A comment every 20 seconds keeps the line open.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        }
    },
}
