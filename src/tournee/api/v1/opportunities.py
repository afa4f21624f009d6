"""Opportunities: lists, search, one of them, and what is done to them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tournee.api.auth import signed_in, viewer
from tournee.api.writes import answer, if_match, once, or_current
from tournee.change_log import queries as change_log
from tournee.directory import actions, queries
from tournee.directory.models import Opportunity
from tournee.organisations.models import Member

from .directory_json import OpportunityIn, OpportunityOut, OpportunityPageOut, OpportunityPatch, State, opportunity_json
from .directory_pages import CSV, Owner, Paged, csv_answer, hits_answer, narrowed, page_answer, position
from .event_json import history
from .schemas import READ_ERRORS, WRITE_ERRORS, HistoryOut

router = Router(tags=["opportunities"], auth=signed_in("directory"))
HISTORY_SHOWN = 200


class Filters(Paged):
    """`account`, `owner` (an id or `me`) and `state` keep those alone."""

    account: UUID | None = None
    owner: Owner | None = None
    state: State | None = None


@router.get("", response={200: OpportunityPageOut, **READ_ERRORS}, operation_id="list_opportunities")
def list_opportunities(request: HttpRequest, filters: Query[Filters]) -> HttpResponse:
    """Opportunities by name, or those that answer to `q`."""
    by = viewer(request)
    account_id = filters.account
    chosen = narrowed(by, owner=filters.owner, state=filters.state)

    def present(opportunity: Opportunity) -> dict[str, Any]:
        return opportunity_json(by, opportunity)

    if filters.q.strip():
        found = queries.search(
            by, filters.q, kinds=["opportunity"], limit=filters.limit, account_id=account_id, only=chosen
        )
        return hits_answer(found, present)
    after = position(filters.cursor)
    page = queries.opportunities_page(by, limit=filters.limit, after=after, account_id=account_id, **chosen)
    return page_answer(page, present)


@router.post("", response={201: OpportunityOut, **WRITE_ERRORS}, operation_id="create_opportunity")
def create_opportunity(request: HttpRequest, payload: OpportunityIn) -> HttpResponse:
    """Make an opportunity."""
    by = viewer(request)

    def write() -> HttpResponse:
        return _one(by, actions.create_opportunity(by=by, **payload.sent()).pk, status=201)

    return once(request, by, write)


@router.get("/csv", response={200: str, **READ_ERRORS}, operation_id="export_opportunities", openapi_extra=CSV)
def export_opportunities(request: HttpRequest) -> HttpResponse:
    """All of them as a CSV file: semicolons, UTF-8 with a byte order mark, no cell that is taken for a formula."""
    return csv_answer(viewer(request), "opportunity")


@router.get("/{uuid:opportunity_id}", response={200: OpportunityOut, **READ_ERRORS}, operation_id="get_opportunity")
def get_opportunity(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """One opportunity."""
    return _one(viewer(request), opportunity_id)


@router.patch(
    "/{uuid:opportunity_id}", response={200: OpportunityOut, **WRITE_ERRORS}, operation_id="update_opportunity"
)
def update_opportunity(request: HttpRequest, opportunity_id: UUID, payload: OpportunityPatch) -> HttpResponse:
    """Change the fields that are sent."""
    by = viewer(request)

    def write() -> HttpResponse:
        actions.update_opportunity(opportunity_id=opportunity_id, by=by, if_version=if_match(request), **payload.sent())
        return _one(by, opportunity_id)

    return or_current(write, lambda: _detail(by, opportunity_id))


@router.delete("/{uuid:opportunity_id}", response={204: None, **WRITE_ERRORS}, operation_id="delete_opportunity")
def delete_opportunity(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """Put an opportunity into the trash, where it stays for 30 days."""
    by = viewer(request)

    def write() -> HttpResponse:
        actions.delete_opportunity(opportunity_id=opportunity_id, by=by, if_version=if_match(request))
        return HttpResponse(status=204)

    return or_current(write, lambda: _detail(by, opportunity_id))


@router.put(
    "/{uuid:opportunity_id}/restoration",
    response={200: OpportunityOut, **WRITE_ERRORS},
    operation_id="restore_opportunity",
)
def restore_opportunity(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """Take an opportunity out of the trash."""
    by = viewer(request)

    def write() -> HttpResponse:
        actions.restore_opportunity(opportunity_id=opportunity_id, by=by, if_version=if_match(request))
        return _one(by, opportunity_id)

    return or_current(write, lambda: _detail(by, opportunity_id, in_trash=True))


@router.get(
    "/{uuid:opportunity_id}/history", response={200: HistoryOut, **READ_ERRORS}, operation_id="opportunity_history"
)
def opportunity_history(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """Who changed what and when, newest first."""
    by = viewer(request)
    found = queries.opportunity(by, opportunity_id)
    changes = change_log.changes_of_subject(by.organisation_id, found.pk)[:HISTORY_SHOWN]
    return answer({"items": history(changes), "next": None})


def _detail(by: Member, opportunity_id: UUID, *, in_trash: bool = False) -> dict[str, Any]:
    return opportunity_json(by, queries.opportunity(by, opportunity_id, in_trash=in_trash))


def _one(by: Member, opportunity_id: UUID, *, status: int = 200) -> HttpResponse:
    detail = _detail(by, opportunity_id)
    return answer(detail, version=detail["version"], status=status)
