"""Saved filters: calendar views kept under a name."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from tournee.calendar import actions, permissions, queries
from tournee.calendar.models import SavedFilter
from tournee.organisations.models import Member

from ..auth import signed_in, viewer
from ..paging import LARGEST, page_by_text
from ..writes import answer, if_match, once, or_current
from .calendar_schemas import SavedFilterIn, SavedFilterOut, SavedFilterPageOut, SavedFilterPatch
from .schemas import READ_ERRORS, WRITE_ERRORS

router = Router(tags=["saved-filters"], auth=signed_in("events"))


class Paging(Schema):
    """Which page."""

    limit: Annotated[int, Field(ge=1, le=LARGEST)] = 100
    cursor: str | None = None


@router.get("", response={200: SavedFilterPageOut, **READ_ERRORS}, operation_id="list_saved_filters")
def list_saved_filters(request: HttpRequest, paging: Query[Paging]) -> HttpResponse:
    """One's own filters and those that colleagues share, by name."""
    by = viewer(request)
    saved = queries.saved_filters(by)
    return answer(
        page_by_text(saved, lambda one: filter_json(by, one), field="name", limit=paging.limit, cursor=paging.cursor)
    )


@router.post("", response={201: SavedFilterOut, **WRITE_ERRORS}, operation_id="create_saved_filter")
def create_saved_filter(request: HttpRequest, payload: SavedFilterIn) -> HttpResponse:
    """Keep a view of the calendar."""
    by = viewer(request)
    return once(request, by, lambda: _written(by, actions.create_saved_filter(by=by, sent=payload.sent()), status=201))


@router.get("/{uuid:filter_id}", response={200: SavedFilterOut, **READ_ERRORS}, operation_id="get_saved_filter")
def get_saved_filter(request: HttpRequest, filter_id: UUID) -> HttpResponse:
    """One saved filter."""
    by = viewer(request)
    return _written(by, queries.saved_filter(by, filter_id))


@router.patch("/{uuid:filter_id}", response={200: SavedFilterOut, **WRITE_ERRORS}, operation_id="update_saved_filter")
def update_saved_filter(request: HttpRequest, filter_id: UUID, payload: SavedFilterPatch) -> HttpResponse:
    """Change the fields that are sent."""
    by = viewer(request)
    return or_current(
        lambda: _written(
            by,
            actions.update_saved_filter(filter_id=filter_id, by=by, sent=payload.sent(), if_version=if_match(request)),
        ),
        lambda: filter_json(by, queries.saved_filter(by, filter_id)),
    )


@router.delete("/{uuid:filter_id}", response={204: None, **WRITE_ERRORS}, operation_id="delete_saved_filter")
def delete_saved_filter(request: HttpRequest, filter_id: UUID) -> HttpResponse:
    """Forget a view."""
    by = viewer(request)

    def write() -> HttpResponse:
        actions.delete_saved_filter(filter_id=filter_id, by=by, if_version=if_match(request))
        return HttpResponse(status=204)

    return or_current(write, lambda: filter_json(by, queries.saved_filter(by, filter_id)))


def _written(by: Member, saved: SavedFilter, *, status: int = 200) -> HttpResponse:
    return answer(filter_json(by, saved), version=saved.version, status=status)


def filter_json(by: Member, saved: SavedFilter) -> dict[str, Any]:
    """A saved filter as the API writes it."""
    return {
        "id": str(saved.pk),
        "name": saved.name,
        "query": saved.query,
        "shared": saved.shared,
        "owner": {"id": str(saved.owner_id), "name": saved.owner.name},
        "version": saved.version,
        "can_edit": permissions.may_edit_filter(by, saved),
    }
