"""Lists by name, page by page: each page begins after the last row of the one before, however long the list is."""

from dataclasses import dataclass
from typing import TypeVar
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
    in_trash: bool = False,
) -> Page[Account]:
    """Accounts by name; `owner_id` keeps one person's."""
    accounts = accounts_visible_to(viewer, in_trash=in_trash)
    if owner_id is not None:
        accounts = accounts.filter(owner_id=owner_id)
    return _page(accounts, limit, after)


def contacts_page(
    viewer: Member,
    *,
    limit: int,
    after: Position | None = None,
    account_id: UUID | None = None,
    in_trash: bool = False,
) -> Page[Contact]:
    """Contacts by family name; `account_id` keeps one account's."""
    contacts = contacts_visible_to(viewer, in_trash=in_trash)
    if account_id is not None:
        contacts = contacts.filter(account_id=account_id)
    return _page(contacts, limit, after)


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
    wanted = {"account_id": account_id, "owner_id": owner_id, "state": state}
    narrowed = opportunities.filter(**{field: value for field, value in wanted.items() if value is not None})
    return _page(narrowed, limit, after)


def _page[R: (Account, Contact, Opportunity)](records: QuerySet[R], limit: int, after: Position | None) -> Page[R]:
    if after is not None:
        name, last_id = after
        # The first condition alone bounds the walk of the index; the second takes out what was shown already.
        records = records.filter(sort_name__gte=name).filter(Q(sort_name__gt=name) | Q(id__gt=last_id))
    rows = list(records.order_by("sort_name", "id")[: limit + 1])
    items = rows[:limit]
    return Page(items, (items[-1].sort_name, items[-1].pk) if len(rows) > limit else None)
