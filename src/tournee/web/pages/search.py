"""Everything from one box: accounts, contacts, opportunities, events, tasks and colleagues."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tournee.calendar import queries as calendar
from tournee.directory import queries as directory
from tournee.organisations import queries as organisations
from tournee.organisations.models import Member
from tournee.values.text import fold, words
from tournee.web.templatetags.directory import day, when

from .viewing import viewer_of

LONGEST = 200
MOST_WORDS = 6
ON_PAGE, IN_BOX = 20, 4
FOLDERS = {"account": "accounts", "contact": "contacts", "opportunity": "opportunities"}
ICONS = {"account": "building", "contact": "person", "opportunity": "flag"}


@dataclass(frozen=True, slots=True)
class Found:
    """One answer: what it is called, what tells it from its like, and its page."""

    title: str
    about: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class Group:
    """The answers of one kind; `all_url` leads to their whole list, where there is one."""

    name: str
    found: Sequence[Found]
    all_url: str = ""


def groups_for(viewer: Member, text: str, *, each: int) -> list[Group]:
    """The answers kind by kind, those kinds left out that have none. Accounts first: most searches are for one."""
    asked = [word[:60] for word in text.split()][:MOST_WORDS]
    if not asked:
        return []
    names = {
        "account": _("Accounts"),
        "contact": _("Contacts"),
        "opportunity": _("Opportunities"),
    }
    groups = [Group(name, _records(viewer, text, kind, each), f"/{FOLDERS[kind]}/") for kind, name in names.items()]
    groups += [
        Group(_("Events"), [_event(one) for one in calendar.search_events(viewer, asked, limit=each)]),
        Group(_("To do"), [_task(one) for one in calendar.search_tasks(viewer, asked, limit=each)]),
        Group(_("Colleagues"), _colleagues(viewer, text, each)),
    ]
    return [group for group in groups if group.found]


def _records(viewer: Member, text: str, kind: str, each: int) -> list[Found]:
    hits = directory.search(viewer, text, kinds=[kind], limit=each)
    return [Found(hit.title, hit.subtitle, f"/{FOLDERS[kind]}/{hit.id}/", ICONS[kind]) for hit in hits]


def _event(event: Any) -> Found:
    return Found(event.subject, f"{when(event)} · {event.owner.name}", event.get_absolute_url(), "calendar")


def _task(task: Any) -> Found:
    about = " · ".join(part for part in (day(task.due_on), task.owner.name) if part)
    return Found(task.subject, about, f"/tasks/#{task.pk}", "tasks")


def _colleagues(viewer: Member, text: str, each: int) -> list[Found]:
    asked = words(text)
    members = organisations.members_visible_to(viewer).filter(is_active=True) if asked else []
    answering = [one for one in members if all(word in fold(f"{one.name} {one.email}") for word in asked)]
    return [Found(one.name, one.email, f"/calendar/?owner={one.pk}", "people") for one in answering[:each]]


def _text(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:LONGEST]


@login_required
@require_GET
def search_page(request: HttpRequest) -> HttpResponse:
    """The page, or for htmx the answers alone."""
    text = _text(request)
    context = {"text": text, "groups": groups_for(viewer_of(request), text, each=ON_PAGE)}
    if request.headers.get("HX-Request"):
        response = render(request, "web/search/answers.html", context)
        response["HX-Replace-Url"] = f"{request.path}?{request.GET.urlencode()}"
        return response
    return render(request, "web/search/page.html", context)


@login_required
@require_GET
def search_suggestions(request: HttpRequest) -> HttpResponse:
    """The first few of each kind, for the box at the top of every page."""
    text = _text(request)
    context = {"text": text, "groups": groups_for(viewer_of(request), text, each=IN_BOX)}
    return render(request, "web/search/options.html", context)


urlpatterns = [
    path("search/", search_page, name="search"),
    path("search/suggestions/", search_suggestions, name="search_suggestions"),
]
