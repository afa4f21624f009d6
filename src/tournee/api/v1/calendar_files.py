"""Calendars as iCalendar files: taken in, given out."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Query, Router, Schema
from pydantic import Field

from tournee.calendar import exporting
from tournee.calendar.actions.importing_apart import take_in
from tournee.calendar.actions.importing_plan import CHANGED, NEW, UNCHANGED, UNREADABLE, Line, Outcome
from tournee.calendar.actions.importing_texts import MOST_OCTETS, REASONS, refused_file
from tournee.organisations.models import Member
from tournee.values.refusal import Invalid
from tournee.values.time_range import BadRange, TimeRange
from tournee.values.time_zone import zone

from ..auth import signed_in, viewer
from ..writes import answer
from .events import owner_ids
from .schemas import MAKE_ERRORS, READ_ERRORS

router = Router(tags=["events"], auth=signed_in("events"))
TYPE = "text/calendar"
# So many events of each kind are listed; all are counted.
LISTED = 500
FILE = {"type": "string", "format": "binary"}
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            TYPE: {"schema": {"type": "string"}},
            "multipart/form-data": {"schema": {"type": "object", "required": ["file"], "properties": {"file": FILE}}},
        },
    }
}
ANSWER = {"responses": {200: {"description": "The file.", "content": {TYPE: {"schema": {"type": "string"}}}}}}


class ImportLineOut(Schema):
    """What becomes of an event of the file. `code` and `reason` say why one cannot be taken."""

    uid: str
    title: str
    start: datetime | date | None = Field(union_mode="left_to_right")
    what: Literal["new", "changed", "unchanged", "unreadable"]
    code: str
    reason: str


class CalendarImportOut(Schema):
    """Counts of all events of the file, and the first 500 of each kind, those that cannot be read before the others."""

    preview: bool
    new: int
    changed: int
    unchanged: int
    unreadable: int
    items: list[ImportLineOut]


class ImportQuery(Schema):
    """`owner`: into whose calendar, the caller's own if left out. `preview`: only tell what would happen."""

    owner: UUID | None = None
    preview: bool = False


class ExportQuery(Schema):
    """`owner` takes ids, `me` and `team`, and may be repeated; without it, the caller's own events.

    `start` and `end` are RFC 3339 moments, or dates in the caller's zone; a series that touches the time comes whole.
    """

    start: str | None = None
    end: str | None = None
    owner: list[str] | None = None


@router.post(
    "/import", response={200: CalendarImportOut, **MAKE_ERRORS}, operation_id="import_calendar", openapi_extra=BODY
)
def import_calendar(request: HttpRequest, query: Query[ImportQuery]) -> HttpResponse:
    """Take the events of a file (text/calendar, or a form with `file`) into a calendar, all that can be read at once.

    Events are known by their UID: the same file again changes nothing, a newer one changes what differs. Nobody is
    written to. At most 10 MB and 25,000 events.
    """
    by = viewer(request)
    outcome = take_in(by=by, owner_id=query.owner or by.pk, data=_sent(request), preview=query.preview)
    return answer(_told(outcome, preview=query.preview))


@router.get("/export", response={200: str, **READ_ERRORS}, operation_id="export_calendar", openapi_extra=ANSWER)
def export_calendar(request: HttpRequest, query: Query[ExportQuery]) -> HttpResponse:
    """The events as an iCalendar file, with all that the product knows of them; others' private ones as busy time."""
    by = viewer(request)
    wanted = exporting.Wanted(owner_ids(by, query.owner), _within(query, by))
    try:
        content = exporting.calendar_file(by, wanted, now=timezone.now())
    except exporting.TooManyEvents as error:
        text = gettext("These are more than 25,000 events. Choose a shorter time, or fewer calendars.")
        raise Invalid(text, code="too_many_events", fields={"start": [text]}) from error
    response = HttpResponse(content, content_type=f"{TYPE}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="calendar-{timezone.localdate().isoformat()}.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


def _sent(request: HttpRequest) -> bytes:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_OCTETS + 10_000:
        raise refused_file("too_large")
    if not (request.content_type or "").startswith("multipart/"):
        # Read from the connection: `body` holds no more than a form may.
        return request.read(MOST_OCTETS + 1)
    file = request.FILES.get("file")
    if file is None:
        text = gettext("Choose a file.")
        raise Invalid(text, fields={"file": [text]})
    return bytes(file.read(MOST_OCTETS + 1))


def _told(outcome: Outcome, *, preview: bool) -> dict[str, Any]:
    counts = outcome.counts
    kinds = (UNREADABLE, NEW, CHANGED, UNCHANGED)
    listed = [one for kind in kinds for one in [line for line in outcome.lines if line.what == kind][:LISTED]]
    return {"preview": preview, **{kind: counts[kind] for kind in kinds}, "items": [_line(one) for one in listed]}


def _line(one: Line) -> dict[str, Any]:
    return {
        "uid": one.uid,
        "title": one.title[:255],
        "start": one.starts.isoformat() if one.starts else None,
        "what": one.what,
        "code": one.code,
        "reason": str(REASONS[one.code]) if one.code else "",
    }


def _within(query: ExportQuery, by: Member) -> TimeRange | None:
    if not query.start and not query.end:
        return None
    start, end = _moment(query.start or "1900-01-02", "start", by), _moment(query.end or "2200-12-30", "end", by)
    try:
        return TimeRange(start, end)
    except BadRange as error:
        raise _bad_window("end" if error.args == ("order",) else "start") from error


def _moment(raw: str, field: str, by: Member) -> datetime:
    try:
        moment = datetime.fromisoformat(raw)
        return moment if moment.tzinfo else moment.replace(tzinfo=zone(by.time_zone))
    except ValueError as error:
        raise _bad_window(field) from error


def _bad_window(field: str) -> Invalid:
    text = gettext("Write two moments or dates, the second after the first.")
    return Invalid(text, code="bad_window", fields={field: [text]})
