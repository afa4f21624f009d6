"""Lists by name, page by page: each page begins after the last row of the one before, however long the list is."""

from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from tournee.directory.models import Account, Contact, Opportunity
from tournee.organisations.models import Member

from .records import accounts_visible_to, contacts_visible_to, opportunities_visible_to

R = TypeVar("R", Account, Contact, Opportunity)
# The last row of a page: its folded name and its id.
Position = tuple[str, UUID]


@dataclass(frozen=True, slots=True)
class Page[R: (Account, Contact, Opportunity)]:
    """Some rows of a list, and the position to go on from; None at the end."""

    items: list[R]
    next: Position | None


def accounts_page(
    viewer: Member,
    *,
    limit: int,
    after: Position | None = None,
    owner_id: UUID | None = None,
    kind: str | None = None,
    grade: str | None = None,
    in_trash: bool = False,
) -> Page[Account]:
    """Accounts by name, narrowed to one owner, kind or grade."""
    accounts = accounts_visible_to(viewer, in_trash=in_trash)
    return _page(accounts.filter(**_given(owner_id=owner_id, kind=kind, grade=grade)), limit, after)


def contacts_page(
    viewer: Member,
    *,
    limit: int,
    after: Position | None = None,
    account_id: UUID | None = None,
    owner_id: UUID | None = None,
    in_trash: bool = False,
) -> Page[Contact]:
    """Contacts by family name, narrowed to one account or owner."""
    contacts = contacts_visible_to(viewer, in_trash=in_trash)
    return _page(contacts.filter(**_given(account_id=account_id, owner_id=owner_id)), limit, after)


def opportunities_page(
    viewer: Member,
    *,
    limit: int,
    after: Position | None = None,
    account_id: UUID | None = None,
    owner_id: UUID | None = None,
    state: str | None = None,
    in_trash: bool = False,
) -> Page[Opportunity]:
    """Opportunities by name, narrowed to one account, one owner or one state."""
    opportunities = opportunities_visible_to(viewer, in_trash=in_trash)
    wanted = _given(account_id=account_id, owner_id=owner_id, state=state)
    return _page(opportunities.filter(**wanted), limit, after)


def _given(**wanted: Any) -> dict[str, Any]:
    return {field: value for field, value in wanted.items() if value is not None}


def _page[R: (Account, Contact, Opportunity)](records: QuerySet[R], limit: int, after: Position | None) -> Page[R]:
    if after is not None:
        name, last_id = after
        # The first condition alone bounds the walk of the index; the second takes out what was shown already.
        records = records.filter(sort_name__gte=name).filter(Q(sort_name__gt=name) | Q(id__gt=last_id))
    rows = list(records.order_by("sort_name", "id")[: limit + 1])
    items = rows[:limit]
    return Page(items, (items[-1].sort_name, items[-1].pk) if len(rows) > limit else None)
