"""What the address that opens a form fills in already."""

from collections.abc import Mapping
from uuid import UUID

from tournee.directory import queries as directory
from tournee.directory.models import Account
from tournee.organisations.models import Member


def account_wanted(viewer: Member, query: Mapping[str, str]) -> Account | None:
    """The account named by `account=`, where it is one that the viewer knows."""
    account_id = id_of(query.get("account", ""))
    return directory.accounts_visible_to(viewer).filter(pk=account_id).first() if account_id else None


def id_of(text: str) -> UUID | None:
    """An id, or None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
