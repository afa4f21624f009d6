"""The caller's organisation."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tournee.organisations import actions, queries
from tournee.organisations.models import Organisation

from ..auth import signed_in, viewer
from ..writes import answer, if_match, or_current
from .organisation_schemas import OrganisationOut, OrganisationPatch
from .schemas import READ_ERRORS, WRITE_ERRORS

router = Router(tags=["organisation"], auth=signed_in("organisation"))
SHOWN = ("name", "language", "time_zone", "currency", "country", "calendar_sharing", "double_booking", "version")


@router.get("", response={200: OrganisationOut, **READ_ERRORS}, operation_id="get_organisation")
def get_organisation(request: HttpRequest) -> HttpResponse:
    """The organisation and its settings."""
    return _written(queries.organisation_of(viewer(request)))


@router.patch("", response={200: OrganisationOut, **WRITE_ERRORS}, operation_id="update_organisation")
def update_organisation(request: HttpRequest, payload: OrganisationPatch) -> HttpResponse:
    """Change the settings that are sent (administrators)."""
    by = viewer(request)

    def write() -> HttpResponse:
        return _written(actions.update_organisation(by=by, if_version=if_match(request), **payload.sent()))

    return or_current(write, lambda: organisation_json(queries.organisation_of(by)))


def _written(organisation: Organisation) -> HttpResponse:
    return answer(organisation_json(organisation), version=organisation.version)


def organisation_json(organisation: Organisation) -> dict[str, Any]:
    """The organisation as the API writes it."""
    return {"id": str(organisation.pk), **{name: getattr(organisation, name) for name in SHOWN}}
