"""The kinds of events that the organisation plans."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tournee.calendar import queries
from tournee.calendar.actions import create_activity_type, update_activity_type

from ...forms.refusals import save
from ...forms.settings import ActivityTypeForm
from ..viewing import administrator_of


@login_required
def activity_types(request: HttpRequest) -> HttpResponse:
    """The list in its order."""
    language = get_language() or "fr"
    kinds = [
        {"type": kind, "name": kind.name_in(language)} for kind in queries.activity_types(administrator_of(request))
    ]
    return render(request, "web/settings/activity_types.html", {"kinds": kinds})


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Add one at the end."""
    viewer = administrator_of(request)
    form = ActivityTypeForm(request.POST or None, initial={"colour": "green", "icon": "calendar", "active": True})
    if request.method == "POST" and save(form, lambda: create_activity_type(by=viewer, sent=form.cleaned_data)):
        messages.success(request, _("The activity type is added."))
        return redirect("settings_activity_types")
    return render(request, "web/settings/activity_type.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def edit(request: HttpRequest, type_id: UUID) -> HttpResponse:
    """Change names, colour, icon, and whether it is offered."""
    viewer = administrator_of(request)
    kind = queries.activity_type(viewer, type_id)
    names = ("name_fr", "name_en", "colour", "icon", "is_video", "active", "version")
    form = ActivityTypeForm(request.POST or None, initial={name: getattr(kind, name) for name in names})
    if request.method == "POST":

        def update() -> None:
            sent = form.sent()
            version = sent.pop("if_version")
            update_activity_type(type_id=type_id, by=viewer, sent=sent, if_version=version)

        if save(form, update):
            messages.success(request, _("The activity type is saved."))
            return redirect("settings_activity_types")
        form.renew(queries.activity_type(viewer, type_id).version)
    context = {"form": form, "kind": kind, "name": kind.name_in(get_language() or "fr")}
    return render(request, "web/settings/activity_type.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def move(request: HttpRequest, type_id: UUID) -> HttpResponse:
    """One place up or down."""
    viewer = administrator_of(request)
    step = -1 if request.POST.get("to") == "up" else 1
    with transaction.atomic():
        ids = [kind.pk for kind in queries.activity_types(viewer)]
        queries.activity_type(viewer, type_id)
        here = ids.index(type_id)
        there = min(max(here + step, 0), len(ids) - 1)
        ids.insert(there, ids.pop(here))
        for position, one in enumerate(ids, start=1):
            if queries.activity_type(viewer, one).position != position:
                update_activity_type(type_id=one, by=viewer, sent={"position": position})
    return redirect("settings_activity_types")
