"""What the lists of the directory share: a cursor by name, and a search in place of it."""

from collections.abc import Callable
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from ninja import Schema
from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from tournee.api.paging import LARGEST, read_cursor, write_cursor
from tournee.api.writes import answer
from tournee.directory import queries
from tournee.directory.domain.csv_columns import RecordType
from tournee.directory.queries import Hit, Page
from tournee.organisations.models import Member
from tournee.values.refusal import Invalid

# The document says what the answer is: ninja knows JSON only.
CSV = {"responses": {200: {"description": "OK", "content": {"text/csv": {"schema": {"type": "string"}}}}}}


def _owner(raw: Any) -> Any:
    # Of an alternative pydantic would complain once a branch, and beside none of the query's own names.
    try:
        return raw if raw == "me" else UUID(str(raw))
    except ValueError as error:
        raise PydanticCustomError("uuid_parsing", "not an identifier") from error


Owner = Annotated[UUID | Literal["me"], BeforeValidator(_owner)]


class Paged(Schema):
    """`q` searches, best answer first and one page only; without it the list is by name, page after page."""

    q: Annotated[str, Field(max_length=1_000)] = ""
    limit: Annotated[int, Field(ge=1, le=LARGEST)] = 50
    cursor: str | None = None


def narrowed(by: Member, *, owner: UUID | Literal["me"] | None, **columns: str | None) -> dict[str, Any]:
    """The columns by which a list or a search is narrowed, with their values; `me` is the caller."""
    wanted = {"owner_id": by.pk if owner == "me" else owner, **columns}
    return {column: value for column, value in wanted.items() if value is not None}


def position(cursor: str | None) -> tuple[str, UUID] | None:
    """Where a list goes on. Raises Invalid."""
    if not cursor:
        return None
    name, raw_id = read_cursor(cursor, 2)
    try:
        return name, UUID(raw_id)
    except ValueError as error:
        text = gettext("This cursor cannot be used. Start again from the first page.")
        raise Invalid(text, code="bad_cursor", fields={"cursor": [text]}) from error


def page_answer(page: Page[Any], present: Callable[[Any], dict[str, Any]]) -> HttpResponse:
    """A page of a list."""
    following = write_cursor(*page.next) if page.next else None
    return answer({"items": [present(record) for record in page.items], "next": following})


def csv_answer(viewer: Member, record_type: RecordType) -> HttpResponse:
    """A whole list as a file."""
    response = HttpResponse("".join(queries.export_lines(viewer, record_type)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{record_type}.csv"'
    return response


def hits_answer(hits: list[Hit], present: Callable[[Any], dict[str, Any]]) -> HttpResponse:
    """What a search found."""
    return answer({"items": [present(hit.record) for hit in hits], "next": None})
