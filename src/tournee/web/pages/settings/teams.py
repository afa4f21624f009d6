"""The tree of teams."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tournee.organisations import queries
from tournee.organisations.actions import create_team, remove_team, update_team
from tournee.values.refusal import Conflict

from ...forms.refusals import save
from ...forms.settings import TeamForm
from ..viewing import administrator_of
from .team_tree import branches, team_choices


@login_required
def teams(request: HttpRequest) -> HttpResponse:
    """The tree, and a new team."""
    viewer = administrator_of(request)
    counted = queries.teams_visible_to(viewer).annotate(people=Count("members", filter=Q(members__is_active=True)))
    found = list(counted)
    form = TeamForm(request.POST or None, teams=team_choices(found))

    def create() -> None:
        create_team(by=viewer, name=form.cleaned_data["name"], parent_id=form.cleaned_data["parent_id"])

    if request.method == "POST" and save(form, create):
        messages.success(request, _("The team is added."))
        return redirect("settings_teams")
    context = {"form": form, "branches": branches(found)}
    return render(request, "web/settings/teams.html", context, status=422 if form.errors else 200)


@login_required
def edit(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """Rename or move a team."""
    viewer = administrator_of(request)
    team = queries.team(viewer, team_id)
    others = queries.teams_visible_to(viewer).exclude(pk=team_id)
    initial = {"name": team.name, "parent_id": str(team.parent_id or ""), "version": team.version}
    form = TeamForm(request.POST or None, teams=team_choices(others), initial=initial)
    if request.method == "POST":
        if save(form, lambda: update_team(team_id=team_id, by=viewer, **form.sent())):
            messages.success(request, _("The team is saved."))
            return redirect("settings_teams")
        form.renew(queries.team(viewer, team_id).version)
    return render(request, "web/settings/team.html", {"form": form, "team": team}, status=422 if form.errors else 200)


@login_required
@require_POST
def remove(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """Remove an empty team."""
    try:
        remove_team(team_id=team_id, by=administrator_of(request))
    except Conflict as refusal:
        messages.error(request, str(refusal.message))
        return redirect("settings_team", team_id=team_id)
    messages.success(request, _("The team is removed."))
    return redirect("settings_teams")
