"""What was and is planned around a record, what is to do, and who changed it when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tournee.calendar import queries as calendar
from tournee.calendar.models import Event, Task
from tournee.organisations.models import Member
from tournee.values.time_range import TimeRange

from ..viewing import viewer_of

EVENTS = 8
TASKS = 30
FURTHEST = 10_000
# Occurrences of series are listed as far as this.
REPEATED_EACH_WAY = timedelta(days=400)
EventsOf = Callable[[Member, UUID], QuerySet[Event]]


@dataclass(frozen=True)
class Portion:
    """Some events, and the address of those that follow; empty at the end."""

    events: list[Event]
    more: str


def portion(events: QuerySet[Event], which: str, *, now: datetime, start: int, address: str) -> Portion:
    """Coming events, soonest first, or past ones, latest first."""
    most = start + EVENTS + 1
    if which == "past":
        single = events.filter(series_ends_at__isnull=True, ends_at__lte=now).order_by("-starts_at", "-id")
        repeated = [one for one in _repeated(events, now - REPEATED_EACH_WAY, now) if one.ends_at <= now]
    else:
        single = events.filter(series_ends_at__isnull=True, ends_at__gt=now).order_by("starts_at", "id")
        repeated = [one for one in _repeated(events, now, now + REPEATED_EACH_WAY) if one.ends_at > now]
    if not repeated:
        rows = list(single[start:most])
    else:
        merged = [*single[:most], *repeated]
        rows = sorted(merged, key=lambda one: (one.starts_at, one.pk), reverse=which == "past")[start:most]
    following = start + EVENTS
    more = f"{address}?which={which}&start={following}" if len(rows) > EVENTS and following < FURTHEST else ""
    return Portion(rows[:EVENTS], more)


def _repeated(events: QuerySet[Event], after: datetime, before: datetime) -> list[Event]:
    return calendar.occurrences_among(events, TimeRange(after, before))


def both(events: QuerySet[Event], *, address: str) -> dict[str, Portion]:
    """The first coming and the first past ones."""
    now = timezone.now()
    return {
        "coming": portion(events, "coming", now=now, start=0, address=address),
        "past": portion(events, "past", now=now, start=0, address=address),
    }


def more_events(request: HttpRequest, events: QuerySet[Event]) -> HttpResponse:
    """The next portion, for "show more"."""
    which, start = request.GET.get("which", ""), request.GET.get("start", "")
    if which not in {"coming", "past"} or not start.isdecimal() or len(start) > 5:
        raise Http404
    found = portion(events, which, now=timezone.now(), start=int(start), address=request.path)
    context: dict[str, Any] = {"portion": found, "which": which, "start": int(start)}
    if request.headers.get("HX-Request"):
        return render(request, "web/directory/events_rows.html", context)
    return render(request, "web/directory/events_page.html", context)


def tasks_about(request: HttpRequest, **about: UUID) -> QuerySet[Task]:
    """Open tasks about a record, the earliest due first."""
    tasks = calendar.tasks_due(viewer_of(request)).filter(done_at__isnull=True, **about)
    return tasks.order_by("due_on", "id")[:TASKS]
