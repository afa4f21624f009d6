"""The trash: what was deleted within thirty days, each with the way back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tournee.calendar import actions
from tournee.calendar.models import Event
from tournee.calendar.trash import KEPT_DAYS, Deleted, trash
from tournee.notifications.wording import UNTITLED, when

from .viewing import viewer_of

SHOWN = 50


@require_safe
@login_required
def trash_page(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    before = (request.GET.get("before", ""), request.GET.get("id", ""))
    viewer = viewer_of(request)
    found = trash(viewer, limit=SHOWN + 1, before=before if before[0] else None)
    rows = [_row(one, viewer.time_zone) for one in found[:SHOWN]]
    more = found[SHOWN - 1] if len(found) > SHOWN else None
    return render(request, "web/trash/trash.html", {"rows": rows, "more": more, "days": KEPT_DAYS})


def _row(deleted: Deleted, zone_name: str) -> dict[str, Any]:
    """With its time, by which one of several visits to the same account is known."""
    record, of_event = deleted.record, isinstance(deleted.record, Event)
    span = record.times.span if isinstance(record, Event) else None
    return {
        "subject": record.subject or UNTITLED,
        "owner": record.owner.name,
        "when": when(span.start, span.end, zone_name) if span else "",
        "deleted_at": deleted.deleted_at,
        "icon": "calendar" if of_event else "tasks",
        "way_back": reverse("trash_event" if of_event else "trash_task", args=[record.pk]),
    }


@require_POST
@login_required
def restore_event(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Take an event out again, as it was. Raises NotVisible, NotAllowed, Conflict."""
    return _back(request, actions.restore_event(event_id=record_id, by=viewer_of(request)).subject)


@require_POST
@login_required
def restore_task(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Take a reminder out again, as it was. Raises NotVisible, NotAllowed."""
    return _back(request, actions.restore_task(task_id=record_id, by=viewer_of(request)).subject)


def _back(request: HttpRequest, subject: str) -> HttpResponse:
    messages.success(request, _("“%(subject)s” is back.") % {"subject": subject})
    return redirect("trash")
