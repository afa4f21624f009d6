"""Notices: the panel under the bell, and the same as a page of its own."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tournee.notifications import actions, queries
from tournee.notifications.domain.due import SNOOZES, moment_of, read_start
from tournee.notifications.domain.occasion import event_path
from tournee.notifications.queries import NoticeLine
from tournee.organisations.models import Member
from tournee.values.refusal import Refusal

from .viewing import viewer_of

SHOWN = 50
ICONS = {"alert": "bell", "invitation": "people", "mail": "mail"}


@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """The latest; for htmx the panel alone."""
    template = "web/notices/panel.html" if "HX-Request" in request.headers else "web/notices/page.html"
    return render(request, template, _context(viewer_of(request)))


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    viewer = viewer_of(request)
    return _after(request, lambda: actions.mark_notices_read(by=viewer))


@login_required
@require_POST
def dismiss(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Remove one."""
    viewer = viewer_of(request)
    return _after(request, lambda: actions.dismiss_notice(notice_id=notice_id, by=viewer))


@login_required
@require_POST
def snooze(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Put one off, by minutes or until its event starts."""
    viewer, wanted = viewer_of(request), request.POST.get("minutes", "")
    minutes = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else None
    return _after(request, lambda: actions.snooze_notice(notice_id=notice_id, by=viewer, minutes=minutes))


def _after(request: HttpRequest, act: Callable[[], object]) -> HttpResponse:
    """Do it, and show what is left; what has gone in the meantime has gone."""
    problem = ""
    try:
        act()
    except Refusal as refusal:
        problem = str(refusal.message)
    if "HX-Request" in request.headers:
        return render(request, "web/notices/panel.html", {**_context(viewer_of(request)), "problem": problem})
    if problem:
        messages.error(request, problem)
    return redirect("notices")


def _context(viewer: Member) -> dict[str, Any]:
    now = timezone.now()
    lines = queries.notices(viewer, now=now, limit=SHOWN)
    return {
        "rows": [_row(one, viewer, now) for one in lines],
        "unread": queries.unread_count(viewer, now=now),
    }


def _row(line: NoticeLine, viewer: Member, now: datetime) -> dict[str, Any]:
    notice = line.notice
    start = read_start(notice.data["start"]) if notice.data.get("start") else None
    begins = moment_of(start, viewer.time_zone) if start else None
    subject = notice.kind.partition(".")[0]
    return {
        "notice": notice,
        "words": line.words,
        "icon": ICONS.get(subject, "bell"),
        "url": _url(line, viewer),
        "snoozes": _snoozes(subject, until_start=begins is not None and begins > now),
    }


def _url(line: NoticeLine, viewer: Member) -> str:
    if line.event_id:
        return event_path(line.event_id, line.recurrence_id)
    return "/settings/mail/" if line.notice.kind.startswith("mail.") and viewer.is_administrator else ""


def _snoozes(subject: str, *, until_start: bool) -> list[tuple[str, str]]:
    if subject != "alert":
        return []
    offered = [
        (str(minutes), ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes})
        for minutes in SNOOZES
    ]
    return [*offered, ("start", _("At the start"))] if until_start else offered


urlpatterns = [
    path("notices/", notices, name="notices"),
    path("notices/read/", read, name="notices_read"),
    path("notices/<uuid:notice_id>/dismiss/", dismiss, name="notice_dismiss"),
    path("notices/<uuid:notice_id>/snooze/", snooze, name="notice_snooze"),
]
