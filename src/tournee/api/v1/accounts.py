"""Accounts: lists, search, one of them, and what is done to them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tournee.api.auth import signed_in, viewer
from tournee.api.writes import answer, if_match, once, or_current
from tournee.change_log import queries as change_log
from tournee.directory import actions, queries
from tournee.directory.models import Account
from tournee.organisations.models import Member

from .directory_json import AccountIn, AccountOut, AccountPageOut, AccountPatch, Grade, Kind, account_json
from .directory_pages import CSV, Owner, Paged, csv_answer, hits_answer, narrowed, page_answer, position
from .event_json import history
from .schemas import READ_ERRORS, WRITE_ERRORS, HistoryOut

router = Router(tags=["accounts"], auth=signed_in("directory"))
HISTORY_SHOWN = 200


class Filters(Paged):
    """`owner` (an id or `me`), `kind` and `grade` keep those alone, in a search too."""

    owner: Owner | None = None
    kind: Kind | None = None
    grade: Grade | None = None


@router.get("", response={200: AccountPageOut, **READ_ERRORS}, operation_id="list_accounts")
def list_accounts(request: HttpRequest, filters: Query[Filters]) -> HttpResponse:
    """Accounts by name, or those that answer to `q`: a name, a town, a postcode, an address, a telephone number."""
    by = viewer(request)
    chosen = narrowed(by, owner=filters.owner, kind=filters.kind, grade=filters.grade)

    def present(account: Account) -> dict[str, Any]:
        return account_json(by, account)

    if filters.q.strip():
        return hits_answer(queries.search(by, filters.q, kinds=["account"], limit=filters.limit, only=chosen), present)
    after = position(filters.cursor)
    return page_answer(queries.accounts_page(by, limit=filters.limit, after=after, **chosen), present)


@router.post("", response={201: AccountOut, **WRITE_ERRORS}, operation_id="create_account")
def create_account(request: HttpRequest, payload: AccountIn) -> HttpResponse:
    """Make an account."""
    by = viewer(request)

    def write() -> HttpResponse:
        return _one(by, actions.create_account(by=by, **payload.sent()).pk, status=201)

    return once(request, by, write)


@router.get("/csv", response={200: str, **READ_ERRORS}, operation_id="export_accounts", openapi_extra=CSV)
def export_accounts(request: HttpRequest) -> HttpResponse:
    """All of them as a CSV file: semicolons, UTF-8 with a byte order mark, no cell that is taken for a formula."""
    return csv_answer(viewer(request), "account")


@router.get("/{uuid:account_id}", response={200: AccountOut, **READ_ERRORS}, operation_id="get_account")
def get_account(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """One account."""
    return _one(viewer(request), account_id)


@router.patch("/{uuid:account_id}", response={200: AccountOut, **WRITE_ERRORS}, operation_id="update_account")
def update_account(request: HttpRequest, account_id: UUID, payload: AccountPatch) -> HttpResponse:
    """Change the fields that are sent."""
    by = viewer(request)

    def write() -> HttpResponse:
        actions.update_account(account_id=account_id, by=by, if_version=if_match(request), **payload.sent())
        return _one(by, account_id)

    return or_current(write, lambda: _detail(by, account_id))


@router.delete("/{uuid:account_id}", response={204: None, **WRITE_ERRORS}, operation_id="delete_account")
def delete_account(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Put an account into the trash with its contacts and opportunities, where it stays for 30 days."""
    by = viewer(request)

    def write() -> HttpResponse:
        actions.delete_account(account_id=account_id, by=by, if_version=if_match(request))
        return HttpResponse(status=204)

    return or_current(write, lambda: _detail(by, account_id))


@router.put(
    "/{uuid:account_id}/restoration", response={200: AccountOut, **WRITE_ERRORS}, operation_id="restore_account"
)
def restore_account(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Take an account out of the trash."""
    by = viewer(request)

    def write() -> HttpResponse:
        actions.restore_account(account_id=account_id, by=by, if_version=if_match(request))
        return _one(by, account_id)

    return or_current(write, lambda: _detail(by, account_id, in_trash=True))


@router.get("/{uuid:account_id}/history", response={200: HistoryOut, **READ_ERRORS}, operation_id="account_history")
def account_history(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Who changed what and when, newest first."""
    by = viewer(request)
    found = queries.account(by, account_id)
    changes = change_log.changes_of_subject(by.organisation_id, found.pk)[:HISTORY_SHOWN]
    return answer({"items": history(changes), "next": None})


def _detail(by: Member, account_id: UUID, *, in_trash: bool = False) -> dict[str, Any]:
    return account_json(by, queries.account(by, account_id, in_trash=in_trash))


def _one(by: Member, account_id: UUID, *, status: int = 200) -> HttpResponse:
    detail = _detail(by, account_id)
    return answer(detail, version=detail["version"], status=status)
