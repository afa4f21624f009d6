"""Opportunities: list, page, form, trash."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tournee.calendar import queries as calendar
from tournee.directory import actions
from tournee.directory import queries as directory
from tournee.directory.models import Opportunity, OpportunityState
from tournee.values.money import Money
from tournee.web.forms.records import OpportunityForm

from ..viewing import viewer_of
from . import timeline
from .exports import export
from .history import history_page
from .lists import Listing, list_page
from .prefill import account_wanted
from .saving import Kind, create_page, edit_page

LIST = Listing(
    folder="opportunities",
    kind="opportunity",
    page_of=directory.opportunities_page,
    choices={"state": OpportunityState.choices},
)
KIND = Kind(
    folder="opportunities",
    form=OpportunityForm,
    read=directory.opportunity,
    values_of=OpportunityForm.values_of,
    create=actions.create_opportunity,
    update=actions.update_opportunity,
)
HEADER = ("reference", "account", "name", "stage", "state", "amount", "currency", "expected_on", "notes", "owner")


@login_required
@require_GET
def opportunity_list(request: HttpRequest) -> HttpResponse:
    """All opportunities, or those that are looked for."""
    return list_page(request, LIST)


@login_required
@require_GET
def opportunity_export(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a file."""
    return export(request, LIST, HEADER, _cells)


def _cells(one: Opportunity) -> Sequence[object]:
    amount = "" if one.amount_minor is None else Money(one.amount_minor, one.currency).amount
    owner = one.owner.email if one.owner else ""
    return [one.external_id, one.account.name, one.name, one.stage, one.state, amount, one.currency,
            one.expected_on or "", one.notes, owner]  # fmt: skip


@login_required
@require_GET
def opportunity_page(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """One opportunity, with what was and is planned for it."""
    viewer = viewer_of(request)
    found = directory.opportunity(viewer, opportunity_id)
    context: dict[str, Any] = {
        "opportunity": found,
        "record": found,
        "can_edit": directory.can_edit(viewer, found),
        "tasks": timeline.tasks_about(request, opportunity_id=found.pk),
        "events": timeline.both(calendar.events_of_opportunity(viewer, found.pk), address=f"{request.path}events/"),
    }
    return render(request, "web/directory/opportunities/page.html", context)


@login_required
@require_GET
def opportunity_events(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """More of its events."""
    viewer = viewer_of(request)
    found = directory.opportunity(viewer, opportunity_id)
    return timeline.more_events(request, calendar.events_of_opportunity(viewer, found.pk))


@login_required
@require_GET
def opportunity_history(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """Who changed what."""
    return history_page(request, directory.opportunity(viewer_of(request), opportunity_id), KIND)


@login_required
def opportunity_new(request: HttpRequest) -> HttpResponse:
    """The form for a new one."""
    viewer = viewer_of(request)
    account = account_wanted(viewer, request.GET)
    initial = {
        "account_id": str(account.pk) if account else "",
        "account_text": account.name if account else "",
        "state": "open",
        "currency": viewer.organisation.currency,
        "owner_id": str(viewer.pk),
    }
    return create_page(request, KIND, initial=initial, context={"account": account})


@login_required
def opportunity_edit(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """The form of one."""
    return edit_page(request, KIND, opportunity_id)


@login_required
@require_POST
def opportunity_delete(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """Into the trash, with a way back."""
    viewer = viewer_of(request)
    found = directory.opportunity(viewer, opportunity_id)
    actions.delete_opportunity(opportunity_id=opportunity_id, by=viewer)
    words = _("%(name)s was deleted.") % {"name": found.name}
    messages.success(request, words, extra_tags=f"undo:/opportunities/{opportunity_id}/restore/")
    return redirect("opportunities")


@login_required
@require_POST
def opportunity_restore(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """Out of the trash."""
    found = actions.restore_opportunity(opportunity_id=opportunity_id, by=viewer_of(request))
    messages.success(request, _("%(name)s is back.") % {"name": found.name})
    return redirect(KIND.address(found))


urlpatterns = [
    path("opportunities/", opportunity_list, name="opportunities"),
    path("opportunities/new/", opportunity_new, name="new_opportunity"),
    path("opportunities/export/", opportunity_export, name="export_opportunities"),
    path("opportunities/<uuid:opportunity_id>/", opportunity_page, name="opportunity"),
    path("opportunities/<uuid:opportunity_id>/edit/", opportunity_edit, name="edit_opportunity"),
    path("opportunities/<uuid:opportunity_id>/events/", opportunity_events, name="opportunity_events"),
    path("opportunities/<uuid:opportunity_id>/history/", opportunity_history, name="opportunity_history"),
    path("opportunities/<uuid:opportunity_id>/delete/", opportunity_delete, name="delete_opportunity"),
    path("opportunities/<uuid:opportunity_id>/restore/", opportunity_restore, name="restore_opportunity"),
]
