"""Make, change, delete and restore opportunities."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from tournee.directory import queries
from tournee.directory.domain.record_fields import OPPORTUNITY, read_fields
from tournee.directory.errors import bad_fields
from tournee.directory.models import Opportunity
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


@transaction.atomic
def create_opportunity(*, by: Member, **fields: Any) -> Opportunity:
    """A new opportunity of an account, its maker's unless an owner (or None) is named.

    An amount without a currency is in the organisation's. Raises Invalid with every field that is wrong.
    """
    opportunity = Opportunity(organisation_id=by.organisation_id)
    values = _checked(opportunity, {"name": "", "account_id": None, "owner_id": by.pk, **fields}, by)
    changes = put(opportunity, values)
    save_new(opportunity, changes, by=by)
    return queries.opportunity(by, opportunity.pk)


@transaction.atomic
def update_opportunity(
    *, opportunity_id: UUID, by: Member, if_version: int | None = None, **fields: Any
) -> Opportunity:
    """Change the fields given. Raises NotVisible, NotAllowed, Stale, or Invalid with every field that is wrong."""
    opportunity = for_change(queries.opportunity(by, opportunity_id), by=by, if_version=if_version)
    changes = put(opportunity, _checked(opportunity, fields, by))
    save_changed(opportunity, changes, by=by)
    return queries.opportunity(by, opportunity.pk)


@transaction.atomic
def delete_opportunity(*, opportunity_id: UUID, by: Member, if_version: int | None = None) -> None:
    """Put the opportunity in the trash."""
    opportunity = for_change(queries.opportunity(by, opportunity_id), by=by, if_version=if_version)
    put_in_trash(opportunity, by=by)
    forget(opportunity.organisation_id, [opportunity.pk])


@transaction.atomic
def restore_opportunity(*, opportunity_id: UUID, by: Member, if_version: int | None = None) -> Opportunity:
    """Take the opportunity out of the trash. Raises Conflict while its account is in it."""
    opportunity = for_change(queries.opportunity(by, opportunity_id, in_trash=True), by=by, if_version=if_version)
    require_account(opportunity)
    take_from_trash(opportunity, by=by)
    return queries.opportunity(by, opportunity.pk)


def _checked(opportunity: Opportunity, fields: Mapping[str, Any], by: Member) -> dict[str, Any]:
    values, problems = read_fields(OPPORTUNITY, _with_currency(fields, by))
    problems |= owner_problem(by, values, opportunity.owner_id) | reference_problem(opportunity, values)
    problems |= account_problem(by, values, opportunity.account_id, needed=True)
    if problems:
        raise bad_fields(problems)
    return values


def _with_currency(fields: Mapping[str, Any], by: Member) -> Mapping[str, Any]:
    amount = fields.get("amount")
    if isinstance(amount, Mapping) and not amount.get("currency"):
        return {**fields, "amount": {**amount, "currency": by.organisation.currency}}
    return fields
