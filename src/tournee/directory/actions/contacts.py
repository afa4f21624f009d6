"""Make, change, delete and restore contacts."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from tournee.directory import queries
from tournee.directory.domain.record_fields import CONTACT, BadValue, read_fields
from tournee.directory.errors import bad_fields
from tournee.directory.models import Contact
from tournee.directory.permissions import may_edit
from tournee.organisations.models import Member

from .records import (
    account_problem,
    for_change,
    owner_problem,
    put,
    put_in_trash,
    reference_problem,
    require_account,
    save_changed,
    save_new,
    take_from_trash,
)
from .search_terms import forget

NAMES = ("given_name", "family_name", "email")


@transaction.atomic
def create_contact(*, by: Member, **fields: Any) -> Contact:
    """A new contact; a name or an address is needed. Raises Invalid with every field that is wrong.

    Without an owner named it follows its account, if its maker may change that; else it is its maker's own.
    """
    contact = Contact(organisation_id=by.organisation_id)
    values = _checked(contact, fields, by)
    if "owner_id" not in values:
        account = queries.account(by, values["account_id"]) if values.get("account_id") else None
        values["owner_id"] = None if account is not None and may_edit(by, account) else by.pk
    changes = put(contact, values)
    save_new(contact, changes, by=by)
    return queries.contact(by, contact.pk)


@transaction.atomic
def update_contact(*, contact_id: UUID, by: Member, if_version: int | None = None, **fields: Any) -> Contact:
    """Change the fields given. Raises NotVisible, NotAllowed, Stale, or Invalid with every field that is wrong."""
    contact = for_change(queries.contact(by, contact_id), by=by, if_version=if_version)
    changes = put(contact, _checked(contact, fields, by))
    save_changed(contact, changes, by=by)
    return queries.contact(by, contact.pk)


@transaction.atomic
def delete_contact(*, contact_id: UUID, by: Member, if_version: int | None = None) -> None:
    """Put the contact in the trash."""
    contact = for_change(queries.contact(by, contact_id), by=by, if_version=if_version)
    put_in_trash(contact, by=by)
    forget(contact.organisation_id, [contact.pk])


@transaction.atomic
def restore_contact(*, contact_id: UUID, by: Member, if_version: int | None = None) -> Contact:
    """Take the contact out of the trash. Raises Conflict while its account is in it."""
    contact = for_change(queries.contact(by, contact_id, in_trash=True), by=by, if_version=if_version)
    require_account(contact)
    take_from_trash(contact, by=by)
    return queries.contact(by, contact.pk)


def _checked(contact: Contact, fields: Mapping[str, Any], by: Member) -> dict[str, Any]:
    values, problems = read_fields(CONTACT, fields)
    problems |= owner_problem(by, values, contact.owner_id) | reference_problem(contact, values)
    problems |= account_problem(by, values, contact.account_id, needed=False)
    named = any(values.get(name, getattr(contact, name)) for name in NAMES)
    if not named and not problems.keys() & set(NAMES):
        problems["family_name"] = BadValue("name_or_email")
    if problems:
        raise bad_fields(problems)
    return values
