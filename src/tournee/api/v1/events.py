"""Events: a window of them, one of them, and what is done to them."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field

from tournee.calendar import actions, feed, permissions, queries
from tournee.calendar.domain.series import Scope
from tournee.calendar.domain.window import BadWindow, Window
from tournee.change_log import queries as change_log
from tournee.organisations import queries as organisations
from tournee.organisations.models import Member
from tournee.values.refusal import Invalid
from tournee.values.time_zone import UnknownZone, zone

from ..auth import signed_in, viewer
from ..paging import read_cursor, write_cursor
from ..writes import answer, if_match, once, or_current
from .availability import double_bookings
from .event_json import WindowWriter, event_detail, history, identifier
from .schemas import (
    READ_ERRORS,
    WRITE_ERRORS,
    EventDetailOut,
    EventIn,
    EventPatch,
    EventWindowOut,
    HistoryOut,
)

router = Router(tags=["events"], auth=signed_in("events"))
HISTORY_SHOWN = 200
# What may make two bookings of one hour.
TAKES_TIME = {"start", "end", "all_day", "time_zone", "recurrence", "owner_id", "busy", "participants"}


class Filters(Schema):
    """Which events of the window. `owner` takes ids, `me` and `team`, and may be repeated, as may `type`."""

    start: str
    end: str
    owner: list[str] | None = None
    account: UUID | None = None
    opportunity: UUID | None = None
    type: list[UUID] | None = None
    time_zone: str | None = None
    limit: Annotated[int, Field(ge=1, le=100_000)] = 5_000
    cursor: str | None = None


class Which(Schema):
    """Of a series: an occurrence, by where it began by the rule (RFC 3339 or a date), and how far the write goes."""

    recurrence_id: str | None = None
    scope: Scope = Scope.THIS

    def named(self) -> dict[str, Any]:
        """As the actions take it."""
        return {"recurrence_id": self.recurrence_id or "", "scope": self.scope}


@router.get("", response={200: EventWindowOut, **READ_ERRORS}, operation_id="list_events")
def list_events(request: HttpRequest, filters: Query[Filters]) -> HttpResponse:
    """Every visible event that touches the window, by start; others' private ones as busy time.

    `start` and `end` are RFC 3339 moments, or dates in `time_zone` (else the viewer's). Times come with the offset of
    `time_zone`, else of each event's own zone.
    """
    by = viewer(request)
    window = _window(filters, by)
    after = _cursor(filters.cursor)
    rows, more = feed.rows(by, window, _wanted(filters, by), limit=filters.limit, after=after)
    display = zone(filters.time_zone) if filters.time_zone else None
    writer = WindowWriter(by, feed.around(by.organisation_id, rows), display, get_language() or "fr")
    last = rows[-1] if more else None
    following = write_cursor(last.starts_at, identifier(last.id)) if last else None
    return answer({"items": [writer.event(row) for row in rows], "next": following})


@router.post("", response={201: EventDetailOut, **WRITE_ERRORS}, operation_id="create_event")
def create_event(request: HttpRequest, payload: EventIn) -> HttpResponse:
    """Plan an event. `start` and `end` carry an offset, or are local to `time_zone`.

    `warnings` tell whom of its people it books twice, as in every answer to a write that takes time.
    """
    by = viewer(request)

    def write() -> HttpResponse:
        event = actions.create_event(by=by, sent=payload.sent())
        return _one(by, event.pk, status=201, warns=True)

    return once(request, by, write)


@router.get("/{uuid:event_id}", response={200: EventDetailOut, **READ_ERRORS}, operation_id="get_event")
def get_event(
    request: HttpRequest, event_id: UUID, time_zone: str | None = None, recurrence_id: str | None = None
) -> HttpResponse:
    """One event; with `recurrence_id`, one occurrence of a series."""
    return _one(viewer(request), event_id, recurrence_id, time_zone=time_zone)


@router.patch("/{uuid:event_id}", response={200: EventDetailOut, **WRITE_ERRORS}, operation_id="update_event")
def update_event(request: HttpRequest, event_id: UUID, payload: EventPatch, which: Query[Which]) -> HttpResponse:
    """Change the fields that are sent. A new `start` alone keeps the length.

    Of a series, `recurrence_id` names an occurrence and `scope` says whether it alone is meant, it and those that
    follow, or all; times are that occurrence's. Without it all are meant, and times are the first one's. The header
    `Undo-Step` names the step, for `PUT /series-steps/{id}/undoing`.
    """
    by, sent = viewer(request), payload.sent()
    warns = not TAKES_TIME.isdisjoint(sent)

    def write() -> HttpResponse:
        if which.recurrence_id is None:
            actions.update_event(event_id=event_id, by=by, sent=sent, if_version=if_match(request))
            return _one(by, event_id, warns=warns)
        changed = actions.update_occurrences(
            event_id=event_id, by=by, sent=sent, if_version=if_match(request), **which.named()
        )
        series_id = changed.event.series_id or changed.event.pk
        return _undoable(_one(by, series_id, changed.recurrence_id or None, warns=warns), changed.step_id)

    return or_current(write, lambda: _detail(by, event_id, which.recurrence_id))


@router.delete("/{uuid:event_id}", response={204: None, **WRITE_ERRORS}, operation_id="delete_event")
def delete_event(request: HttpRequest, event_id: UUID, which: Query[Which]) -> HttpResponse:
    """Put an event into the trash, where it stays for 30 days; with `recurrence_id`, take occurrences out of a series.

    The header `Undo-Step` names the step, for `PUT /series-steps/{id}/undoing`.
    """
    by = viewer(request)

    def write() -> HttpResponse:
        if which.recurrence_id is None:
            actions.delete_event(event_id=event_id, by=by, if_version=if_match(request))
            return HttpResponse(status=204)
        step_id = actions.delete_occurrences(event_id=event_id, by=by, if_version=if_match(request), **which.named())
        return _undoable(HttpResponse(status=204), step_id)

    return or_current(write, lambda: _detail(by, event_id, which.recurrence_id))


@router.put(
    "/{uuid:event_id}/restoration", response={200: EventDetailOut, **WRITE_ERRORS}, operation_id="restore_event"
)
def restore_event(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Take an event out of the trash."""
    by = viewer(request)

    def write() -> HttpResponse:
        actions.restore_event(event_id=event_id, by=by, if_version=if_match(request))
        return _one(by, event_id, warns=True)

    return or_current(write, lambda: _detail(by, event_id, in_trash=True))


@router.get("/{uuid:event_id}/history", response={200: HistoryOut, **READ_ERRORS}, operation_id="event_history")
def event_history(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Who changed what and when, newest first; empty for another's private event."""
    by = viewer(request)
    event = queries.event(by, event_id)
    if permissions.is_hidden_from(by, event, participates=queries.takes_part(by, event)):
        return answer({"items": [], "next": None})
    changes = change_log.changes_of_subject(by.organisation_id, event_id)[:HISTORY_SHOWN]
    return answer({"items": history(changes, by_owner=event.owner_id == by.pk), "next": None})


def _detail(
    by: Member,
    event_id: UUID,
    recurrence_id: str | None = None,
    time_zone: str | None = None,
    *,
    in_trash: bool = False,
    warns: bool = False,
) -> dict[str, Any]:
    if recurrence_id:
        event = queries.occurrence(by, event_id, recurrence_id)
    else:
        event = queries.event(by, event_id, in_trash=in_trash)
    detail = event_detail(by, event, language=get_language() or "fr", display=_display(time_zone))
    return {**detail, "warnings": double_bookings(by, event)} if warns else detail


def _one(
    by: Member,
    event_id: UUID,
    recurrence_id: str | None = None,
    *,
    status: int = 200,
    time_zone: str | None = None,
    warns: bool = False,
) -> HttpResponse:
    detail = _detail(by, event_id, recurrence_id, time_zone, warns=warns)
    return answer(detail, version=detail["version"], status=status)


def _undoable(response: HttpResponse, step_id: UUID | None) -> HttpResponse:
    if step_id is not None:
        response["Undo-Step"] = str(step_id)
    return response


def _display(name: str | None) -> Any:
    if not name:
        return None
    try:
        return zone(name)
    except UnknownZone as error:
        text = gettext("This time zone is not known.")
        raise Invalid(text, code="unknown_zone", fields={"time_zone": [text]}) from error


def _window(filters: Filters, by: Member) -> Window:
    _display(filters.time_zone)
    try:
        return Window.read(filters.start, filters.end, filters.time_zone or by.time_zone)
    except BadWindow as error:
        text = _("Write two moments or dates, the second after the first, at most 800 days apart.")
        raise Invalid(text, code="bad_window", fields={error.field: [text]}) from error


def _wanted(filters: Filters, by: Member) -> feed.Filter:
    return feed.Filter(
        owner_ids=owner_ids(by, filters.owner),
        account_id=filters.account,
        opportunity_id=filters.opportunity,
        type_ids=filters.type or (),
    )


def owner_ids(by: Member, owners: list[str] | None) -> list[UUID] | None:
    """The members that an `owner` parameter names: ids, `me`, `team`. Raises Invalid."""
    if not owners:
        return None
    found: list[UUID] = []
    for owner in owners:
        if owner == "me":
            found.append(by.pk)
        elif owner == "team":
            found.extend(organisations.team_mates(by))
        else:
            found.append(_member_id(owner))
    return found


def _member_id(raw: str) -> UUID:
    try:
        return UUID(raw)
    except ValueError as error:
        text = gettext("This is not an identifier.")
        raise Invalid(text, fields={"owner": [text]}) from error


def _cursor(raw: str | None) -> feed.Cursor | None:
    if not raw:
        return None
    starts_at, event_id = read_cursor(raw, 2)
    return feed.Cursor.read(starts_at, event_id)


steps = Router(tags=["events"], auth=signed_in("events"))


@steps.put("/{uuid:step_id}/undoing", response={200: EventDetailOut, **WRITE_ERRORS}, operation_id="undo_series_step")
def undo_series_step(request: HttpRequest, step_id: UUID) -> HttpResponse:
    """Put a series back to what it was before a change of one's own; 412 when something changed since."""
    by = viewer(request)
    return _one(by, actions.undo_step(step_id=step_id, by=by).pk)
