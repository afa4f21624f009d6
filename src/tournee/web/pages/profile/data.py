"""What is kept about oneself, to take away."""

import json
from collections.abc import Iterator
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify

from tournee.calendar import queries as calendar
from tournee.change_log import queries as change_log
from tournee.organisations import queries as organisations
from tournee.organisations.models import Member

from ..viewing import viewer_of

PROFILE = ("email", "name", "role", "language", "time_zone", "week_start", "work_days", "work_start", "work_end")
EVENT = ("id", "subject", "all_day", "starts_on", "ends_on", "starts_at", "ends_at", "time_zone", "privacy", "notes")
TASK = ("id", "subject", "due_on", "done_at", "privacy", "notes")
AT_A_TIME = 500


@login_required
def data(request: HttpRequest) -> HttpResponse:
    """What there is, in words."""
    return render(request, "web/profile/data.html")


@login_required
def download(request: HttpRequest) -> StreamingHttpResponse:
    """All of it as one JSON document, read while it is sent."""
    viewer = viewer_of(request)
    answer = StreamingHttpResponse(_document(viewer), content_type="application/json; charset=utf-8")
    name = f"tournee-{slugify(viewer.name) or 'me'}-{timezone.localdate():%Y-%m-%d}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _document(viewer: Member) -> Iterator[str]:
    profile = {field: getattr(viewer, field) for field in PROFILE}
    yield f'{{"profile": {_json(profile)}'
    for name, rows in _parts(viewer).items():
        yield f',\n"{name}": ['
        for number, row in enumerate(rows.iterator(chunk_size=AT_A_TIME)):
            yield (",\n" if number else "\n") + _json(row)
        yield "]"
    yield "}\n"


def _parts(viewer: Member) -> dict[str, QuerySet[Any, dict[str, Any]]]:
    return {
        "devices": UserSession.objects.filter(user=viewer).values("ip", "user_agent", "created_at", "last_seen_at"),
        "tokens": organisations.tokens_of(viewer).values("name", "scopes", "created_at", "last_used_at", "expires_at"),
        "calendar_addresses": calendar.feeds_of(viewer).values("name", "content", "created_at", "last_used_at"),
        "events": calendar.events_visible_to(viewer).filter(owner=viewer).order_by("id").values(*EVENT),
        "tasks": calendar.tasks_visible_to(viewer).filter(owner=viewer).order_by("id").values(*TASK),
        "changes": change_log.changes_since(viewer.organisation_id, 0)
        .filter(actor=viewer)
        .values("number", "at", "kind", "subject_id"),
    }


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
