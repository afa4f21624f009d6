"""The calendar: its frame with what the grid needs to begin; and one event, which opens in it."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from tournee.calendar import permissions
from tournee.calendar import queries as calendar
from tournee.calendar.models import ActivityType, Event
from tournee.change_log import queries as change_log
from tournee.organisations import queries as organisations
from tournee.organisations.models import Member


@require_safe
@login_required
@ensure_csrf_cookie
def calendar_page(request: HttpRequest) -> HttpResponse:
    """The grid; what it shows is in the address and is read by the browser."""
    assert isinstance(request.user, Member)  # noqa: S101 -- for the type checker
    return render(request, "web/calendar/calendar.html", {"boot": boot_data(request.user)})


@require_safe
@login_required
@ensure_csrf_cookie
def event_page(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """The grid with one event open; without scripts, the event as a page. Raises NotVisible."""
    viewer = request.user
    assert isinstance(viewer, Member)  # noqa: S101 -- for the type checker
    occurrence = request.GET.get("recurrence_id", "")
    event = calendar.occurrence(viewer, event_id, occurrence) if occurrence else calendar.event(viewer, event_id)
    participates = calendar.takes_part(viewer, event)
    hidden = permissions.is_hidden_from(viewer, event, participates=participates)
    context = {
        "boot": boot_data(viewer, event=event),
        "title": _("Busy") if hidden else event.subject,
        "event": event,
        "hidden": hidden,
        "type_name": event.type.name_in(get_language() or "fr") if event.type and not hidden else "",
    }
    return render(request, "web/calendar/calendar.html", context)


def boot_data(viewer: Member, *, event: Event | None = None) -> dict[str, Any]:
    """What the calendar's scripts know before their first request."""
    readable, editable = organisations.readable_calendars(viewer), organisations.editable_calendars(viewer)
    language = get_language() or "fr"
    return {
        "me": me(viewer),
        "double_booking": organisations.organisation_of(viewer).double_booking,
        "users": [
            {
                "id": str(user.pk),
                "name": user.name,
                "email": user.email,
                "team": {"id": str(user.team.pk), "name": user.team.name} if user.team else None,
                "active": user.is_active,
                "is_me": user.pk == viewer.pk,
                "reads_calendar": user.pk in readable,
                "edits_calendar": user.pk in editable,
            }
            for user in organisations.members_visible_to(viewer)
        ],
        "team": [str(member_id) for member_id in organisations.team_mates(viewer)],
        "activity_types": [activity_type(kind, language) for kind in calendar.activity_types(viewer)],
        # What changes after this is told to the page, however long it takes to listen.
        "heard": change_log.last_number(viewer.organisation_id),
        "event": str(event.series_id or event.pk) if event else None,
        "occurrence": event.recurrence_id if event else "",
    }


def me(viewer: Member) -> dict[str, Any]:
    """How the viewer likes the calendar."""
    return {
        "id": str(viewer.pk),
        "name": viewer.name,
        "email": viewer.email,
        "time_zone": viewer.time_zone,
        "week_start": viewer.week_start,
        "work_start": viewer.work_start.isoformat("minutes"),
        "work_end": viewer.work_end.isoformat("minutes"),
        "work_days": [int(day) for day in viewer.work_days],
        "show_tasks": viewer.show_tasks,
    }


def activity_type(kind: ActivityType, language: str) -> dict[str, Any]:
    """An activity type in the viewer's language."""
    return {
        "id": str(kind.pk),
        "name": kind.name_in(language),
        "colour": kind.colour,
        "icon": kind.icon,
        "is_video": kind.is_video,
        "active": kind.active,
    }
