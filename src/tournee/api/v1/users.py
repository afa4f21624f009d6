"""Users: the colleagues, and what an administrator does about them."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from tournee.organisations import actions, queries
from tournee.organisations.models import Member

from ..auth import signed_in, viewer
from ..paging import LARGEST, page_by_text
from ..writes import answer, if_match, once, or_current
from .organisation_schemas import UserIn, UserOut, UserPageOut, UserPatch
from .schemas import READ_ERRORS, WRITE_ERRORS

router = Router(tags=["users"], auth=signed_in("organisation"))


class Filters(Schema):
    """`active` keeps those who may sign in (true), or those whose access has ended (false)."""

    active: bool | None = None
    limit: Annotated[int, Field(ge=1, le=LARGEST)] = 100
    cursor: str | None = None


@router.get("", response={200: UserPageOut, **READ_ERRORS}, operation_id="list_users")
def list_users(request: HttpRequest, filters: Query[Filters]) -> HttpResponse:
    """Everybody in the organisation, by name, with what the caller may do with each calendar."""
    by = viewer(request)
    users = queries.members_visible_to(by)
    if filters.active is not None:
        users = users.filter(is_active=filters.active)
    return answer(
        page_by_text(users, lambda one: user_json(by, one), field="name", limit=filters.limit, cursor=filters.cursor)
    )


@router.post("", response={201: UserOut, **WRITE_ERRORS}, operation_id="create_user")
def create_user(request: HttpRequest, payload: UserIn) -> HttpResponse:
    """Add a user, who has no password yet (administrators)."""
    by = viewer(request)
    return once(request, by, lambda: _written(by, actions.create_member(by=by, **_fields(payload)), status=201))


@router.get("/{uuid:user_id}", response={200: UserOut, **READ_ERRORS}, operation_id="get_user")
def get_user(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """One user."""
    by = viewer(request)
    return _written(by, queries.member(by, user_id))


@router.patch("/{uuid:user_id}", response={200: UserOut, **WRITE_ERRORS}, operation_id="update_user")
def update_user(request: HttpRequest, user_id: UUID, payload: UserPatch) -> HttpResponse:
    """Change the fields that are sent (administrators). `active: false` ends sessions and tokens at once."""
    by = viewer(request)

    def write() -> HttpResponse:
        fields = _fields(payload)
        return _written(by, actions.update_member(member_id=user_id, by=by, if_version=if_match(request), **fields))

    return or_current(write, lambda: user_json(by, queries.member(by, user_id)))


def _fields(payload: UserPatch) -> dict[str, Any]:
    fields = payload.sent()
    if "active" in fields:
        fields["is_active"] = fields.pop("active")
    return fields


def _written(by: Member, user: Member, *, status: int = 200) -> HttpResponse:
    return answer(user_json(by, user), version=user.version, status=status)


def user_json(by: Member, user: Member) -> dict[str, Any]:
    """A user as the API writes it."""
    return {
        "id": str(user.pk),
        "email": user.email,
        "name": user.name,
        "role": user.role,
        "team": {"id": str(user.team.pk), "name": user.team.name} if user.team else None,
        "language": user.language,
        "time_zone": user.time_zone,
        "active": user.is_active,
        "version": user.version,
        "is_me": user.pk == by.pk,
        "reads_calendar": user.pk in queries.readable_calendars(by),
        "edits_calendar": user.pk in queries.editable_calendars(by),
    }
