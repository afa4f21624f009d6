"""Make, rename, move and remove teams."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from .. import queries
from ..domain.member_fields import TEAM, BadValue, read_fields
from ..domain.team_tree import would_loop
from ..errors import bad_fields, team_not_empty
from ..models import Member, Organisation, Team
from ..queries import require_administrator
from .writing import log, put, require_version, save_changed


@transaction.atomic
def create_team(*, by: Member, name: str, parent_id: UUID | None = None) -> Team:
    """A new team, below another or at the top. Raises NotAllowed, or Invalid."""
    require_administrator(by)
    team = Team(organisation_id=by.organisation_id)
    changes = put(team, _checked(team, {"name": name, "parent_id": parent_id}, by))
    try:
        with transaction.atomic():
            team.save(force_insert=True)
    except IntegrityError:
        raise bad_fields({"name": BadValue("name_taken")}) from None
    log("team.created", team, by=by, changes=changes)
    return team


@transaction.atomic
def update_team(*, team_id: UUID, by: Member, if_version: int | None = None, **fields: Any) -> Team:
    """Change `name`, `parent_id` or both. Raises NotVisible, NotAllowed, Stale, or Invalid for a loop."""
    queries.team(by, team_id)
    require_administrator(by)
    # Two moves at once could make a loop together: they go one after the other.
    Organisation.objects.select_for_update().get(pk=by.organisation_id)
    team = Team.objects.of(by.organisation_id).select_for_update(of=("self",)).get(pk=team_id)
    require_version(team, if_version)
    changes = put(team, _checked(team, fields, by))
    kind = "team.moved" if "parent_id" in changes else "team.changed"
    try:
        with transaction.atomic():
            save_changed(team, kind, changes, by=by)
    except IntegrityError:
        raise bad_fields({"name": BadValue("name_taken")}) from None
    return team


def rename_team(*, team_id: UUID, by: Member, name: str, if_version: int | None = None) -> Team:
    """Give a team another name."""
    return update_team(team_id=team_id, by=by, if_version=if_version, name=name)


def move_team(*, team_id: UUID, by: Member, parent_id: UUID | None, if_version: int | None = None) -> Team:
    """Put a team, with all below it, under another or at the top."""
    return update_team(team_id=team_id, by=by, if_version=if_version, parent_id=parent_id)


@transaction.atomic
def remove_team(*, team_id: UUID, by: Member, if_version: int | None = None) -> None:
    """Remove a team without active members and without teams below. Raises NotVisible, NotAllowed, Stale, Conflict."""
    team = queries.team(by, team_id)
    require_administrator(by)
    require_version(team, if_version)
    below = Team.objects.of(by.organisation_id).filter(parent=team).exists()
    people = queries.members_visible_to(by).filter(team=team)
    if below or people.filter(is_active=True).exists():
        raise team_not_empty()
    log("team.removed", team, by=by, changes={"name": [team.name, None]})
    people.update(team=None)
    Team.objects.of(by.organisation_id).filter(pk=team.pk).delete()


def _checked(team: Team, fields: dict[str, Any], by: Member) -> dict[str, Any]:
    values, problems = read_fields(TEAM, fields)
    teams = queries.teams_visible_to(by)
    parent_id = values.get("parent_id")
    if parent_id is not None and not teams.filter(pk=parent_id).exists():
        problems["parent_id"] = BadValue("unknown")
    elif parent_id is not None and would_loop(team.pk, parent_id, teams.values_list("id", "parent_id")):
        problems["parent_id"] = BadValue("loop")
    if "name" in values and teams.filter(name__iexact=values["name"]).exclude(pk=team.pk).exists():
        problems["name"] = BadValue("name_taken")
    if problems:
        raise bad_fields(problems)
    return values
