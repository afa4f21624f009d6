"""Everything from one box."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from ninja import Query, Router, Schema
from pydantic import Field

from tournee.api.auth import signed_in, viewer
from tournee.api.writes import answer
from tournee.calendar import queries as calendar
from tournee.calendar.models import Event
from tournee.directory import queries as directory
from tournee.organisations import queries as organisations
from tournee.organisations.models import Member
from tournee.values.text import fold, words
from tournee.values.time_zone import zone

from .schemas import READ_ERRORS

router = Router(tags=["search"], auth=signed_in("directory"))
# So many of each kind stand in the answer at most.
EACH = 8
FOLDERS = {"account": "accounts", "contact": "contacts", "opportunity": "opportunities"}


class HitOut(Schema):
    """Something found: what it is, what to show of it, and its page."""

    kind: Literal["account", "contact", "opportunity", "event", "task", "user"]
    id: UUID
    title: str
    subtitle: str
    url: str


class HitsOut(Schema):
    """The best answers, kind by kind."""

    items: list[HitOut]
    next: str | None


class Wanted(Schema):
    """What was typed so far."""

    q: Annotated[str, Field(max_length=1_000)]


@router.get("", response={200: HitsOut, **READ_ERRORS}, operation_id="search")
def search(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    """Accounts, contacts, opportunities, events, tasks and users that answer to `q`, as far as the caller sees them."""
    return answer({"items": found_by(viewer(request), wanted.q), "next": None})


def found_by(by: Member, text: str) -> list[dict[str, Any]]:
    """The answers as JSON: accounts first, since most searches are for one."""
    asked = [word[:60] for word in text[:200].replace("\x00", " ").split()][:6]
    if not asked:
        return []
    records = directory.search(by, text, each=EACH, limit=EACH * len(FOLDERS))
    # Stable: within a kind the best stays first.
    records.sort(key=lambda found: list(FOLDERS).index(found.kind))
    hits = [
        _hit(found.kind, found.id, found.title, found.subtitle, f"/{FOLDERS[found.kind]}/{found.id}/")
        for found in records
    ]
    hits += [_event(by, event) for event in calendar.search_events(by, asked, limit=EACH)]
    hits += [_hit("task", task.pk, task.subject, task.owner.name, f"/tasks/#{task.pk}") for task in
             calendar.search_tasks(by, asked, limit=EACH)]  # fmt: skip
    return hits + _members(by, text)


def _event(by: Member, event: Event) -> dict[str, Any]:
    day = event.starts_on or timezone.localtime(event.starts_at, zone(by.time_zone)).date()
    when = date_format(day, "j F Y")
    return _hit("event", event.pk, event.subject, f"{when} · {event.owner.name}", event.get_absolute_url())


def _members(by: Member, text: str) -> list[dict[str, Any]]:
    asked = words(text)
    found = [
        member
        for member in organisations.members_visible_to(by).filter(is_active=True)
        if asked and all(word in fold(f"{member.name} {member.email}") for word in asked)
    ]
    return [_hit("user", one.pk, one.name, one.email, f"/calendar/?owner={one.pk}") for one in found[:EACH]]


def _hit(kind: str, record_id: UUID, title: str, subtitle: str, url: str) -> dict[str, Any]:
    return {"kind": kind, "id": str(record_id), "title": title, "subtitle": subtitle, "url": url}
