"""Contacts: lists, search, one of them, and what is done to them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tournee.api.auth import signed_in, viewer
from tournee.api.writes import answer, if_match, once, or_current
from tournee.change_log import queries as change_log
from tournee.directory import actions, queries
from tournee.directory.models import Contact
from tournee.organisations.models import Member

from .directory_json import ContactIn, ContactOut, ContactPageOut, ContactPatch, contact_json
from .directory_pages import CSV, Paged, csv_answer, hits_answer, page_answer, position
from .event_json import history
from .schemas import READ_ERRORS, WRITE_ERRORS, HistoryOut

router = Router(tags=["contacts"], auth=signed_in("directory"))
HISTORY_SHOWN = 200


class Filters(Paged):
    """`account` keeps one account's contacts."""

    account: UUID | None = None


@router.get("", response={200: ContactPageOut, **READ_ERRORS}, operation_id="list_contacts")
def list_contacts(request: HttpRequest, filters: Query[Filters]) -> HttpResponse:
    """Contacts by family name, or those that answer to `q`: a name, an address, a telephone number."""
    by = viewer(request)

    def present(contact: Contact) -> dict[str, Any]:
        return contact_json(by, contact)

    if filters.q.strip():
        found = queries.search(by, filters.q, kinds=["contact"], limit=filters.limit, account_id=filters.account)
        return hits_answer(found, present)
    after = position(filters.cursor)
    page = queries.contacts_page(by, limit=filters.limit, after=after, account_id=filters.account)
    return page_answer(page, present)


@router.post("", response={201: ContactOut, **WRITE_ERRORS}, operation_id="create_contact")
def create_contact(request: HttpRequest, payload: ContactIn) -> HttpResponse:
    """Make a contact."""
    by = viewer(request)

    def write() -> HttpResponse:
        return _one(by, actions.create_contact(by=by, **payload.sent()).pk, status=201)

    return once(request, by, write)


@router.get("/csv", response={200: str, **READ_ERRORS}, operation_id="export_contacts", openapi_extra=CSV)
def export_contacts(request: HttpRequest) -> HttpResponse:
    """All of them as a CSV file: semicolons, UTF-8 with a byte order mark, no cell that is taken for a formula."""
    return csv_answer(viewer(request), "contact")


@router.get("/{uuid:contact_id}", response={200: ContactOut, **READ_ERRORS}, operation_id="get_contact")
def get_contact(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """One contact."""
    return _one(viewer(request), contact_id)


@router.patch("/{uuid:contact_id}", response={200: ContactOut, **WRITE_ERRORS}, operation_id="update_contact")
def update_contact(request: HttpRequest, contact_id: UUID, payload: ContactPatch) -> HttpResponse:
    """Change the fields that are sent."""
    by = viewer(request)

    def write() -> HttpResponse:
        actions.update_contact(contact_id=contact_id, by=by, if_version=if_match(request), **payload.sent())
        return _one(by, contact_id)

    return or_current(write, lambda: _detail(by, contact_id))


@router.delete("/{uuid:contact_id}", response={204: None, **WRITE_ERRORS}, operation_id="delete_contact")
def delete_contact(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Put a contact into the trash, where it stays for 30 days."""
    by = viewer(request)

    def write() -> HttpResponse:
        actions.delete_contact(contact_id=contact_id, by=by, if_version=if_match(request))
        return HttpResponse(status=204)

    return or_current(write, lambda: _detail(by, contact_id))


@router.put(
    "/{uuid:contact_id}/restoration", response={200: ContactOut, **WRITE_ERRORS}, operation_id="restore_contact"
)
def restore_contact(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Take a contact out of the trash."""
    by = viewer(request)

    def write() -> HttpResponse:
        actions.restore_contact(contact_id=contact_id, by=by, if_version=if_match(request))
        return _one(by, contact_id)

    return or_current(write, lambda: _detail(by, contact_id, in_trash=True))


@router.get("/{uuid:contact_id}/history", response={200: HistoryOut, **READ_ERRORS}, operation_id="contact_history")
def contact_history(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Who changed what and when, newest first."""
    by = viewer(request)
    found = queries.contact(by, contact_id)
    changes = change_log.changes_of_subject(by.organisation_id, found.pk)[:HISTORY_SHOWN]
    return answer({"items": history(changes), "next": None})


def _detail(by: Member, contact_id: UUID, *, in_trash: bool = False) -> dict[str, Any]:
    return contact_json(by, queries.contact(by, contact_id, in_trash=in_trash))


def _one(by: Member, contact_id: UUID, *, status: int = 200) -> HttpResponse:
    detail = _detail(by, contact_id)
    return answer(detail, version=detail["version"], status=status)
