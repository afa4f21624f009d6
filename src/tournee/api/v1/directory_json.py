"""Accounts, contacts and opportunities as the API takes and gives them."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema

from tournee.directory import queries
from tournee.directory.models import Account, Contact, Opportunity, Record
from tournee.organisations.models import Member
from tournee.values.money import Money

from .schemas import AccountLine, Named, Strict

Kind = Literal["client", "prospect", "partner"]
Grade = Literal["A", "B", "C", "D"]
State = Literal["open", "won", "lost"]
PlaceSource = Literal["", "town", "address", "coordinates", "pin", "import"]


class RecordOut(Schema):
    """What the three have in common."""

    id: UUID
    owner: Named | None
    notes: str
    external_id: str
    version: int
    can_edit: bool
    created_at: datetime
    updated_at: datetime


class AccountOut(RecordOut):
    """A client, prospect or partner."""

    name: str
    kind: Kind
    grade: Grade | None
    street: str
    postcode: str
    city: str
    country: str
    latitude: float | None
    longitude: float | None
    place_source: PlaceSource
    phone: str
    email: str
    website: str


class AccountPatch(Strict):
    """The fields of an account that may be written; all optional on PATCH."""

    name: str | None = None
    kind: str | None = None
    grade: str | None = None
    owner_id: UUID | None = None
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    place_source: str | None = None
    phone: str | None = None
    email: str | None = None
    website: str | None = None
    notes: str | None = None
    external_id: str | None = None


class AccountIn(AccountPatch):
    """A new account. Without `owner_id` it is the caller's; without a place it stands at its town."""

    name: str


class ContactOut(RecordOut):
    """An external person."""

    account: AccountLine | None
    given_name: str
    family_name: str
    name: str
    job_title: str
    email: str
    phone: str
    mobile: str
    language: str


class ContactPatch(Strict):
    """The fields of a contact that may be written; all optional on PATCH."""

    account_id: UUID | None = None
    given_name: str | None = None
    family_name: str | None = None
    job_title: str | None = None
    email: str | None = None
    phone: str | None = None
    mobile: str | None = None
    language: str | None = None
    owner_id: UUID | None = None
    notes: str | None = None
    external_id: str | None = None


class ContactIn(ContactPatch):
    """A new contact; a name or an address is needed."""


class MoneyOut(Schema):
    """A decimal text with a point, and an ISO 4217 code."""

    amount: str
    currency: str


class MoneyIn(Strict):
    """A decimal text with a point; without a currency it is in the organisation's."""

    amount: str | int | None = None
    currency: str | None = None


class OpportunityOut(RecordOut):
    """A deal of an account."""

    account: AccountLine
    name: str
    stage: str
    state: State
    amount: MoneyOut | None
    expected_on: date | None


class OpportunityPatch(Strict):
    """The fields of an opportunity that may be written; all optional on PATCH."""

    account_id: UUID | None = None
    name: str | None = None
    stage: str | None = None
    state: str | None = None
    amount: MoneyIn | None = None
    expected_on: str | None = None
    owner_id: UUID | None = None
    notes: str | None = None
    external_id: str | None = None


class OpportunityIn(OpportunityPatch):
    """A new opportunity."""

    account_id: UUID
    name: str


class AccountPageOut(Schema):
    """A page of accounts."""

    items: list[AccountOut]
    next: str | None


class ContactPageOut(Schema):
    """A page of contacts."""

    items: list[ContactOut]
    next: str | None


class OpportunityPageOut(Schema):
    """A page of opportunities."""

    items: list[OpportunityOut]
    next: str | None


def account_json(viewer: Member, account: Account) -> dict[str, Any]:
    """An account for one viewer."""
    return {
        **_record(viewer, account),
        "name": account.name,
        "kind": account.kind,
        "grade": account.grade or None,
        "street": account.street,
        "postcode": account.postcode,
        "city": account.city,
        "country": account.country,
        "latitude": account.latitude,
        "longitude": account.longitude,
        "place_source": account.place_source,
        "phone": account.phone,
        "email": account.email,
        "website": account.website,
    }


def contact_json(viewer: Member, contact: Contact) -> dict[str, Any]:
    """A contact for one viewer."""
    return {
        **_record(viewer, contact),
        "account": account_line(contact.account),
        "given_name": contact.given_name,
        "family_name": contact.family_name,
        "name": contact.name,
        "job_title": contact.job_title,
        "email": contact.email,
        "phone": contact.phone,
        "mobile": contact.mobile,
        "language": contact.language,
    }


def opportunity_json(viewer: Member, opportunity: Opportunity) -> dict[str, Any]:
    """An opportunity for one viewer."""
    amount = None
    if opportunity.amount_minor is not None:
        money = Money(opportunity.amount_minor, opportunity.currency)
        amount = {"amount": f"{money.amount:f}", "currency": money.currency}
    return {
        **_record(viewer, opportunity),
        "account": account_line(opportunity.account),
        "name": opportunity.name,
        "stage": opportunity.stage,
        "state": opportunity.state,
        "amount": amount,
        "expected_on": opportunity.expected_on.isoformat() if opportunity.expected_on else None,
    }


def account_line(account: Account | None) -> dict[str, Any] | None:
    """An account as one line."""
    return {"id": str(account.pk), "name": account.name, "city": account.city} if account else None


def _record(viewer: Member, record: Record) -> dict[str, Any]:
    return {
        "id": str(record.pk),
        "owner": {"id": str(record.owner_id), "name": record.owner.name} if record.owner else None,
        "notes": record.notes,
        "external_id": record.external_id,
        "version": record.version,
        "can_edit": queries.can_edit(viewer, record),
        "created_at": record.created_at.isoformat(),
        "updated_at": record.updated_at.isoformat(),
    }
