"""Teams: the tree that decides who sees whom."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tournee.organisations import actions, queries
from tournee.organisations.models import Team

from ..auth import signed_in, viewer
from ..writes import answer, if_match, once, or_current
from .organisation_schemas import TeamIn, TeamOut, TeamPageOut, TeamPatch
from .schemas import READ_ERRORS, WRITE_ERRORS

router = Router(tags=["teams"], auth=signed_in("organisation"))


@router.get("", response={200: TeamPageOut, **READ_ERRORS}, operation_id="list_teams")
def list_teams(request: HttpRequest) -> HttpResponse:
    """Every team of the organisation, by name."""
    return answer({"items": [team_json(one) for one in queries.teams_visible_to(viewer(request))], "next": None})


@router.post("", response={201: TeamOut, **WRITE_ERRORS}, operation_id="create_team")
def create_team(request: HttpRequest, payload: TeamIn) -> HttpResponse:
    """Add a team, below another or at the top (administrators)."""
    by = viewer(request)
    return once(request, by, lambda: _written(actions.create_team(by=by, **payload.sent()), status=201))


@router.get("/{uuid:team_id}", response={200: TeamOut, **READ_ERRORS}, operation_id="get_team")
def get_team(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """One team."""
    return _written(queries.team(viewer(request), team_id))


@router.patch("/{uuid:team_id}", response={200: TeamOut, **WRITE_ERRORS}, operation_id="update_team")
def update_team(request: HttpRequest, team_id: UUID, payload: TeamPatch) -> HttpResponse:
    """Rename a team, or put it under another (administrators)."""
    by = viewer(request)

    def write() -> HttpResponse:
        return _written(actions.update_team(team_id=team_id, by=by, if_version=if_match(request), **payload.sent()))

    return or_current(write, lambda: team_json(queries.team(by, team_id)))


@router.delete("/{uuid:team_id}", response={204: None, **WRITE_ERRORS}, operation_id="delete_team")
def delete_team(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """Remove a team that holds neither active users nor other teams (administrators)."""
    by = viewer(request)

    def write() -> HttpResponse:
        actions.remove_team(team_id=team_id, by=by, if_version=if_match(request))
        return HttpResponse(status=204)

    return or_current(write, lambda: team_json(queries.team(by, team_id)))


def _written(team: Team, *, status: int = 200) -> HttpResponse:
    return answer(team_json(team), version=team.version, status=status)


def team_json(team: Team) -> dict[str, Any]:
    """A team as the API writes it."""
    return {
        "id": str(team.pk),
        "name": team.name,
        "parent_id": str(team.parent_id) if team.parent_id else None,
        "version": team.version,
    }
