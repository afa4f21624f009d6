"""Activity types: the organisation's list of kinds of events."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Router

from tournee.calendar import actions, queries
from tournee.calendar.models import ActivityType

from ..auth import signed_in, viewer
from ..writes import answer, if_match, once, or_current
from .calendar_schemas import ActivityTypeIn, ActivityTypeOut, ActivityTypePageOut
from .schemas import READ_ERRORS, WRITE_ERRORS

router = Router(tags=["activity-types"], auth=signed_in("organisation"))


@router.get("", response={200: ActivityTypePageOut, **READ_ERRORS}, operation_id="list_activity_types")
def list_activity_types(request: HttpRequest, active: bool | None = None) -> HttpResponse:
    """The list in its order; `active=true` leaves out what is no longer offered."""
    types = queries.activity_types(viewer(request))
    if active is not None:
        types = types.filter(active=active)
    return answer({"items": [type_json(one) for one in types], "next": None})


@router.post("", response={201: ActivityTypeOut, **WRITE_ERRORS}, operation_id="create_activity_type")
def create_activity_type(request: HttpRequest, payload: ActivityTypeIn) -> HttpResponse:
    """Add a kind of event (administrators)."""
    by = viewer(request)
    return once(request, by, lambda: _written(actions.create_activity_type(by=by, sent=payload.sent()), status=201))


@router.get("/{uuid:type_id}", response={200: ActivityTypeOut, **READ_ERRORS}, operation_id="get_activity_type")
def get_activity_type(request: HttpRequest, type_id: UUID) -> HttpResponse:
    """One activity type."""
    return _written(queries.activity_type(viewer(request), type_id))


@router.patch("/{uuid:type_id}", response={200: ActivityTypeOut, **WRITE_ERRORS}, operation_id="update_activity_type")
def update_activity_type(request: HttpRequest, type_id: UUID, payload: ActivityTypeIn) -> HttpResponse:
    """Change the fields that are sent (administrators)."""
    by = viewer(request)
    return or_current(
        lambda: _written(
            actions.update_activity_type(type_id=type_id, by=by, sent=payload.sent(), if_version=if_match(request))
        ),
        lambda: type_json(queries.activity_type(by, type_id)),
    )


@router.delete("/{uuid:type_id}", response={204: None, **WRITE_ERRORS}, operation_id="delete_activity_type")
def delete_activity_type(request: HttpRequest, type_id: UUID) -> HttpResponse:
    """Remove a kind of event; one that events use is only no longer offered (administrators)."""
    by = viewer(request)

    def write() -> HttpResponse:
        actions.remove_activity_type(type_id=type_id, by=by, if_version=if_match(request))
        return HttpResponse(status=204)

    return or_current(write, lambda: type_json(queries.activity_type(by, type_id)))


def _written(kind: ActivityType, *, status: int = 200) -> HttpResponse:
    return answer(type_json(kind), version=kind.version, status=status)


def type_json(kind: ActivityType) -> dict[str, Any]:
    """An activity type as the API writes it."""
    return {
        "id": str(kind.pk),
        "name": kind.name_in(get_language() or "fr"),
        "name_fr": kind.name_fr,
        "name_en": kind.name_en,
        "colour": kind.colour,
        "icon": kind.icon,
        "is_video": kind.is_video,
        "position": kind.position,
        "active": kind.active,
        "version": kind.version,
    }
