"""Contacts: list, page, form, trash; and the unknown address on an event that becomes one."""

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
from tournee.directory.models import Contact
from tournee.web.forms.records import ContactForm

from ..viewing import viewer_of
from . import timeline
from .exports import export
from .guests import guest_of, link_guest
from .history import history_page
from .lists import Listing, list_page
from .prefill import account_wanted
from .saving import Kind, create_page, edit_page

LIST = Listing(folder="contacts", kind="contact", page_of=directory.contacts_page)
KIND = Kind(
    folder="contacts",
    form=ContactForm,
    read=directory.contact,
    values_of=ContactForm.values_of,
    create=actions.create_contact,
    update=actions.update_contact,
)
COLUMNS = ("given_name", "family_name", "job_title", "email", "phone", "mobile", "language", "notes")


@login_required
@require_GET
def contact_list(request: HttpRequest) -> HttpResponse:
    """All contacts, or those that are looked for."""
    return list_page(request, LIST)


@login_required
@require_GET
def contact_export(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a file."""
    return export(request, LIST, ["reference", "account", *COLUMNS, "owner"], _cells)


def _cells(contact: Contact) -> Sequence[object]:
    values = [getattr(contact, name) for name in COLUMNS]
    account = contact.account.name if contact.account else ""
    return [contact.external_id, account, *values, contact.owner.email if contact.owner else ""]


@login_required
@require_GET
def contact_page(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """One contact, with the events that it takes part in."""
    viewer = viewer_of(request)
    contact = directory.contact(viewer, contact_id)
    context: dict[str, Any] = {
        "contact": contact,
        "record": contact,
        "can_edit": directory.can_edit(viewer, contact),
        "events": timeline.both(calendar.events_of_contact(viewer, contact.pk), address=f"{request.path}events/"),
    }
    return render(request, "web/directory/contacts/page.html", context)


@login_required
@require_GET
def contact_events(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """More of its events."""
    viewer = viewer_of(request)
    contact = directory.contact(viewer, contact_id)
    return timeline.more_events(request, calendar.events_of_contact(viewer, contact.pk))


@login_required
@require_GET
def contact_history(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Who changed what."""
    return history_page(request, directory.contact(viewer_of(request), contact_id), KIND)


@login_required
def contact_new(request: HttpRequest) -> HttpResponse:
    """The form for a new one; from an event, it then stands on the event in place of the bare address."""
    viewer = viewer_of(request)
    guest = guest_of(viewer, request.GET)
    account = account_wanted(viewer, request.GET) or (guest.account if guest else None)
    given, _blank, family = (guest.name if guest else request.GET.get("name", "")).strip().rpartition(" ")
    initial = {
        "given_name": given[:80],
        "family_name": family[:80],
        "email": request.GET.get("email", "")[:254],
        "account_id": str(account.pk) if account else "",
        "account_text": account.name if account else "",
        # Nobody in particular: the contact follows its account.
        "owner_id": "" if account else str(viewer.pk),
        "language": viewer.organisation.language,
    }

    known = directory.contacts_by_address(viewer, [guest.email]).get(guest.email.strip().casefold()) if guest else None
    if guest and known and request.method == "POST" and "known" in request.POST:
        return redirect(link_guest(request, guest, known))

    def after(contact: Any) -> str:
        return link_guest(request, guest, contact) if guest else KIND.address(contact)

    return create_page(
        request, KIND, initial=initial, context={"guest": guest, "account": account, "known": known}, after=after
    )


@login_required
def contact_edit(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """The form of one."""
    return edit_page(request, KIND, contact_id)


@login_required
@require_POST
def contact_delete(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Into the trash, with a way back."""
    viewer = viewer_of(request)
    contact = directory.contact(viewer, contact_id)
    actions.delete_contact(contact_id=contact_id, by=viewer)
    words = _("%(name)s was deleted.") % {"name": contact.name}
    messages.success(request, words, extra_tags=f"undo:/contacts/{contact_id}/restore/")
    return redirect("contacts")


@login_required
@require_POST
def contact_restore(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Out of the trash."""
    contact = actions.restore_contact(contact_id=contact_id, by=viewer_of(request))
    messages.success(request, _("%(name)s is back.") % {"name": contact.name})
    return redirect(KIND.address(contact))


urlpatterns = [
    path("contacts/", contact_list, name="contacts"),
    path("contacts/new/", contact_new, name="new_contact"),
    path("contacts/export/", contact_export, name="export_contacts"),
    path("contacts/<uuid:contact_id>/", contact_page, name="contact"),
    path("contacts/<uuid:contact_id>/edit/", contact_edit, name="edit_contact"),
    path("contacts/<uuid:contact_id>/events/", contact_events, name="contact_events"),
    path("contacts/<uuid:contact_id>/history/", contact_history, name="contact_history"),
    path("contacts/<uuid:contact_id>/delete/", contact_delete, name="delete_contact"),
    path("contacts/<uuid:contact_id>/restore/", contact_restore, name="restore_contact"),
]
