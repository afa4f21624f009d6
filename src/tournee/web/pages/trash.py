"""The trash: what was deleted within thirty days, each with the way back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tournee.calendar import actions
from tournee.calendar.trash import KEPT_DAYS, trash

from .viewing import viewer_of

SHOWN = 50


@require_safe
@login_required
def trash_page(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    before = (request.GET.get("before", ""), request.GET.get("id", ""))
    found = trash(viewer_of(request), limit=SHOWN + 1, before=before if before[0] else None)
    more = found[SHOWN - 1] if len(found) > SHOWN else None
    return render(request, "web/trash/trash.html", {"found": found[:SHOWN], "more": more, "days": KEPT_DAYS})


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
