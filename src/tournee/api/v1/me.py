"""The caller."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tournee.organisations import actions, queries
from tournee.organisations.models import Member

from ..auth import signed_in, viewer
from ..writes import answer, if_match, or_current
from .organisation_schemas import MeOut, MePatch
from .schemas import READ_ERRORS, WRITE_ERRORS

router = Router(tags=["me"], auth=signed_in("me"))


@router.get("", response={200: MeOut, **READ_ERRORS}, operation_id="get_me")
def get_me(request: HttpRequest) -> HttpResponse:
    """Who the caller is, and how he likes his calendar."""
    return _written(viewer(request))


@router.patch("", response={200: MeOut, **WRITE_ERRORS}, operation_id="update_me")
def update_me(request: HttpRequest, payload: MePatch) -> HttpResponse:
    """Change the fields that are sent."""
    by = viewer(request)

    def write() -> HttpResponse:
        return _written(actions.update_profile(by=by, if_version=if_match(request), **payload.sent()))

    return or_current(write, lambda: me_json(queries.member(by, by.pk)))


def _written(member: Member) -> HttpResponse:
    return answer(me_json(member), version=member.version)


def me_json(member: Member) -> dict[str, Any]:
    """The caller as the API writes him."""
    team, organisation = member.team, queries.organisation_of(member)
    return {
        "id": str(member.pk),
        "email": member.email,
        "name": member.name,
        "role": member.role,
        "language": member.language,
        "time_zone": member.time_zone,
        "week_start": member.week_start,
        "work_days": [int(day) for day in member.work_days],
        "work_start": member.work_start.isoformat("minutes"),
        "work_end": member.work_end.isoformat("minutes"),
        "show_tasks": member.show_tasks,
        "logout_after_hours": member.logout_after_hours,
        "team": {"id": str(team.pk), "name": team.name} if team else None,
        "organisation": {"id": str(organisation.pk), "name": organisation.name},
        "version": member.version,
    }
