"""The gates to accounts, contacts and opportunities, and single ones by id."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tournee.directory.models import COMING, Account, Contact, Opportunity, Record
from tournee.directory.permissions import may_edit
from tournee.organisations.errors import not_found
from tournee.organisations.models import Member


def accounts_visible_to(viewer: Member, *, in_trash: bool = False) -> QuerySet[Account]:
    """The gate to accounts: all of the organisation; those in the trash only when asked for."""
    return Account.objects.of(viewer.organisation_id).filter(**_lying(in_trash)).select_related("owner")


def contacts_visible_to(viewer: Member, *, in_trash: bool = False) -> QuerySet[Contact]:
    """The gate to contacts, likewise; with their accounts."""
    return Contact.objects.of(viewer.organisation_id).filter(**_lying(in_trash)).select_related("owner", "account")


def opportunities_visible_to(viewer: Member, *, in_trash: bool = False) -> QuerySet[Opportunity]:
    """The gate to opportunities, likewise; with their accounts."""
    return Opportunity.objects.of(viewer.organisation_id).filter(**_lying(in_trash)).select_related("owner", "account")


def account(viewer: Member, account_id: UUID, *, in_trash: bool = False) -> Account:
    """One account. Raises NotVisible."""
    return _one(accounts_visible_to(viewer, in_trash=in_trash), account_id)


def contact(viewer: Member, contact_id: UUID, *, in_trash: bool = False) -> Contact:
    """One contact. Raises NotVisible."""
    return _one(contacts_visible_to(viewer, in_trash=in_trash), contact_id)


def opportunity(viewer: Member, opportunity_id: UUID, *, in_trash: bool = False) -> Opportunity:
    """One opportunity. Raises NotVisible."""
    return _one(opportunities_visible_to(viewer, in_trash=in_trash), opportunity_id)


def can_edit(viewer: Member, record: Record) -> bool:
    """Whether the viewer may change a record that he sees."""
    return may_edit(viewer, record)


def contacts_by_address(viewer: Member, addresses: Iterable[str]) -> dict[str, Contact]:
    """The contacts known by those e-mail addresses, keyed by the address in folded case; the oldest of several."""
    keys = {address.strip().casefold() for address in addresses} - {""}
    found = contacts_visible_to(viewer).filter(email_key__in=keys).order_by("-id")
    return {one.email_key: one for one in found}


def _lying(in_trash: bool) -> dict[str, Any]:
    return {"deleted_at__lt": COMING} if in_trash else {"deleted_at__isnull": True}


def _one[R: (Account, Contact, Opportunity)](records: QuerySet[R], record_id: UUID) -> R:
    found = records.filter(pk=record_id).first()
    if found is None:
        raise not_found()
    return found
