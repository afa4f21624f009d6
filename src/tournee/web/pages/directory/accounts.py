"""Accounts: list, page, form, place, trash."""

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
from tournee.directory.models import Account, AccountKind, Grade
from tournee.web.forms.records import AccountForm

from ..viewing import viewer_of
from . import timeline
from .exports import export
from .history import history_page
from .lists import Listing, list_page
from .places import place_page
from .saving import Kind, create_page, edit_page

LIST = Listing(
    folder="accounts",
    kind="account",
    page_of=directory.accounts_page,
    choices={"kind": AccountKind.choices, "grade": Grade.choices},
)
KIND = Kind(
    folder="accounts",
    form=AccountForm,
    read=directory.account,
    values_of=AccountForm.values_of,
    create=actions.create_account,
    update=actions.update_account,
)
# So many contacts and opportunities stand on an account's page; the rest is in their lists.
SHOWN = 50
COLUMNS = ("name", "kind", "grade", "street", "postcode", "city", "country", "latitude", "longitude", "phone", "email",
           "website", "notes")  # fmt: skip


@login_required
@require_GET
def account_list(request: HttpRequest) -> HttpResponse:
    """All accounts, or those that are looked for."""
    return list_page(request, LIST)


@login_required
@require_GET
def account_export(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a file."""
    return export(request, LIST, ["reference", *COLUMNS, "owner"], _cells)


def _cells(account: Account) -> Sequence[object]:
    values = [getattr(account, name) for name in COLUMNS]
    return [account.external_id, *values, account.owner.email if account.owner else ""]


@login_required
@require_GET
def account_page(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """One account, with all that is around it."""
    viewer = viewer_of(request)
    account = directory.account(viewer, account_id)
    contacts = directory.contacts_visible_to(viewer).filter(account_id=account.pk)
    opportunities = directory.opportunities_visible_to(viewer).filter(account_id=account.pk)
    context: dict[str, Any] = {
        "account": account,
        "record": account,
        "can_edit": directory.can_edit(viewer, account),
        "contacts": contacts.order_by("sort_name", "id")[:SHOWN],
        # Open ones first: won and lost ones are history.
        "opportunities": sorted(opportunities.order_by("sort_name", "id")[:SHOWN], key=lambda one: one.state != "open"),
        "tasks": timeline.tasks_about(request, account_id=account.pk),
        "events": timeline.both(calendar.events_of_account(viewer, account.pk), address=f"{request.path}events/"),
    }
    return render(request, "web/directory/accounts/page.html", context)


@login_required
@require_GET
def account_events(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """More of its events."""
    viewer = viewer_of(request)
    account = directory.account(viewer, account_id)
    return timeline.more_events(request, calendar.events_of_account(viewer, account.pk))


@login_required
@require_GET
def account_history(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Who changed what."""
    return history_page(request, directory.account(viewer_of(request), account_id), KIND)


@login_required
def account_new(request: HttpRequest) -> HttpResponse:
    """The form for a new one."""
    viewer = viewer_of(request)
    initial = {
        "name": request.GET.get("name", "")[:200],
        "kind": "prospect",
        "country": viewer.organisation.country,
        "owner_id": str(viewer.pk),
    }
    return create_page(request, KIND, initial=initial)


@login_required
def account_edit(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """The form of one."""
    return edit_page(request, KIND, account_id)


@login_required
def account_place(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Where it is on the map."""
    return place_page(request, account_id)


@login_required
@require_POST
def account_delete(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Into the trash, with a way back."""
    viewer = viewer_of(request)
    account = directory.account(viewer, account_id)
    actions.delete_account(account_id=account_id, by=viewer)
    words = _("%(name)s was deleted, with its contacts and opportunities.") % {"name": account.name}
    messages.success(request, words, extra_tags=f"undo:/accounts/{account_id}/restore/")
    return redirect("accounts")


@login_required
@require_POST
def account_restore(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Out of the trash."""
    account = actions.restore_account(account_id=account_id, by=viewer_of(request))
    messages.success(request, _("%(name)s is back.") % {"name": account.name})
    return redirect(KIND.address(account))


urlpatterns = [
    path("accounts/", account_list, name="accounts"),
    path("accounts/new/", account_new, name="new_account"),
    path("accounts/export/", account_export, name="export_accounts"),
    path("accounts/<uuid:account_id>/", account_page, name="account"),
    path("accounts/<uuid:account_id>/edit/", account_edit, name="edit_account"),
    path("accounts/<uuid:account_id>/place/", account_place, name="place_account"),
    path("accounts/<uuid:account_id>/events/", account_events, name="account_events"),
    path("accounts/<uuid:account_id>/history/", account_history, name="account_history"),
    path("accounts/<uuid:account_id>/delete/", account_delete, name="delete_account"),
    path("accounts/<uuid:account_id>/restore/", account_restore, name="restore_account"),
]
