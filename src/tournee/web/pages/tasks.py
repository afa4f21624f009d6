"""The to-do list: every reminder of the viewer and of those whose calendars he reads."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from tournee.calendar import queries as calendar
from tournee.organisations.models import Member

from .calendar import boot_data

# Without scripts the page still tells what is open.
LISTED = 100


@require_safe
@login_required
@ensure_csrf_cookie
def tasks_page(request: HttpRequest) -> HttpResponse:
    """The list; the browser fetches it, the page itself carries the open ones for those without scripts."""
    assert isinstance(request.user, Member)  # noqa: S101 -- for the type checker
    open_tasks = calendar.tasks_due(request.user, owner_ids=[request.user.pk]).filter(done_at__isnull=True)
    context = {
        "boot": boot_data(request.user),
        "tasks": open_tasks.order_by("due_on", "id")[:LISTED],
        "today": timezone.localdate(),
    }
    return render(request, "web/tasks/tasks.html", context)
