"""Name, language, zone; and how the calendar looks."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from tournee.organisations import queries
from tournee.organisations.actions import update_profile

from ...context import THEME_COOKIE, THEMES
from ...forms.profile import AboutForm, PreferencesForm
from ...forms.refusals import save
from ..viewing import viewer_of

YEAR = 365 * 24 * 3600


@login_required
def about(request: HttpRequest) -> HttpResponse:
    """Who I am to the others."""
    viewer = viewer_of(request)
    initial = {"name": viewer.name, "language": viewer.language, "time_zone": viewer.time_zone}
    form = AboutForm(request.POST or None, initial={**initial, "version": viewer.version})
    if request.method == "POST":
        if save(form, lambda: update_profile(by=viewer, **form.sent())):
            # The answer is in the language that was just chosen.
            translation.activate(form.cleaned_data["language"])
            messages.success(request, _("Your profile is saved."))
            return redirect("profile")
        form.renew(queries.member(viewer, viewer.pk).version)
    return render(request, "web/profile/about.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """Week, hours, tasks, sign-out, appearance."""
    viewer = viewer_of(request)
    names = ("week_start", "work_start", "work_end", "show_tasks", "logout_after_hours", "version")
    initial = {name: getattr(viewer, name) for name in names}
    initial |= {"work_days": list(viewer.work_days), "theme": request.COOKIES.get(THEME_COOKIE, "")}
    form = PreferencesForm(request.POST or None, initial=initial, hours=viewer.logout_after_hours)
    if request.method == "POST":
        if save(form, lambda: update_profile(by=viewer, **_without_theme(form))):
            messages.success(request, _("Your preferences are saved."))
            answer = redirect("profile_preferences")
            _keep_theme(answer, form.cleaned_data["theme"], secure=request.is_secure())
            return answer
        form.renew(queries.member(viewer, viewer.pk).version)
    return render(request, "web/profile/preferences.html", {"form": form}, status=422 if form.errors else 200)


def _without_theme(form: PreferencesForm) -> dict[str, Any]:
    return {name: value for name, value in form.sent().items() if name != "theme"}


def _keep_theme(answer: HttpResponse, theme: str, *, secure: bool) -> None:
    if theme in THEMES:
        answer.set_cookie(THEME_COOKIE, theme, max_age=YEAR, samesite="Lax", secure=secure)
    else:
        answer.delete_cookie(THEME_COOKIE, samesite="Lax")
