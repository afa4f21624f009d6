"""The devices on which one is signed in."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tournee.organisations.errors import not_found

from ..viewing import viewer_of
from .devices import device_name


@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """All of them, this one first."""
    alive = UserSession.objects.purge_and_list(viewer_of(request))
    here = request.session.session_key
    rows = [
        {"session": one, "device": device_name(one.user_agent), "here": one.session_key == here}
        for one in sorted(alive, key=lambda one: (one.session_key != here, -one.last_seen_at.timestamp()))
    ]
    return render(request, "web/profile/sessions.html", {"rows": rows})


@login_required
@require_POST
def end(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign one device out."""
    session = UserSession.objects.filter(user=viewer_of(request), pk=session_id).first()
    if session is None:
        raise not_found()
    session.end()
    messages.success(request, _("That device is signed out."))
    return redirect("profile_sessions")


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign every other device out."""
    others = UserSession.objects.filter(user=viewer_of(request)).exclude(session_key=request.session.session_key)
    for session in others:
        session.end()
    messages.success(request, _("All other devices are signed out."))
    return redirect("profile_sessions")
