"""Make, change, place, delete and restore accounts."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tournee.directory import queries
from tournee.directory.domain.record_fields import ACCOUNT, place_problem, read_fields
from tournee.directory.errors import bad_fields
from tournee.directory.models import Account, Contact, Opportunity, PlaceSource
from tournee.directory.registry import towns
from tournee.organisations.models import Member
from tournee.values.place import Place

from .records import (
    Changes,
    for_change,
    owner_problem,
    put,
    put_in_trash,
    reference_problem,
    save_changed,
    save_new,
    take_from_trash,
)
from .search_terms import forget

ADDRESS = ("postcode", "city", "country")
PLACE = ("latitude", "longitude", "place_source")
# Coordinates that nobody chose: they follow the address.
UNCHOSEN = (PlaceSource.NONE, PlaceSource.TOWN)


@transaction.atomic
def create_account(*, by: Member, **fields: Any) -> Account:
    """A new account with the fields given, its maker's unless an owner (or None) is named.

    Without coordinates it is placed at its town where that is known. Raises Invalid with every field that is wrong.
    """
    account = Account(organisation_id=by.organisation_id)
    given = {"name": "", "owner_id": by.pk, "country": by.organisation.country, **fields}
    changes = put_account(account, _checked(account, given, by))
    save_new(account, changes, by=by)
    return queries.account(by, account.pk)


@transaction.atomic
def update_account(*, account_id: UUID, by: Member, if_version: int | None = None, **fields: Any) -> Account:
    """Change the fields given. Raises NotVisible, NotAllowed, Stale, or Invalid with every field that is wrong."""
    account = for_change(queries.account(by, account_id), by=by, if_version=if_version)
    changes = put_account(account, _checked(account, fields, by))
    save_changed(account, changes, by=by)
    return queries.account(by, account.pk)


def set_place(
    *, account_id: UUID, by: Member, place: Place | None, source: str = PlaceSource.PIN, if_version: int | None = None
) -> Account:
    """Put the account at a point on the map, or at none; its address stays as it is."""
    fields: dict[str, Any] = {"latitude": None, "longitude": None, "place_source": PlaceSource.NONE}
    if place is not None:
        fields = {"latitude": place.latitude, "longitude": place.longitude, "place_source": source}
    return update_account(account_id=account_id, by=by, if_version=if_version, **fields)


@transaction.atomic
def delete_account(*, account_id: UUID, by: Member, if_version: int | None = None) -> None:
    """Put the account in the trash, and its contacts and opportunities with it."""
    account = for_change(queries.account(by, account_id), by=by, if_version=if_version)
    now = timezone.now()
    gone: list[Account | Contact | Opportunity] = [account]
    gone += queries.contacts_visible_to(by).filter(account_id=account.pk)
    gone += queries.opportunities_visible_to(by).filter(account_id=account.pk)
    for record in gone:
        put_in_trash(record, by=by, at=now)
    forget(account.organisation_id, [record.pk for record in gone])


@transaction.atomic
def restore_account(*, account_id: UUID, by: Member, if_version: int | None = None) -> Account:
    """Take the account out of the trash, with what went there at the same moment."""
    account = for_change(queries.account(by, account_id, in_trash=True), by=by, if_version=if_version)
    together = account.deleted_at
    take_from_trash(account, by=by)
    for contact in queries.contacts_visible_to(by, in_trash=True).filter(account_id=account.pk, deleted_at=together):
        take_from_trash(contact, by=by)
    opportunities = queries.opportunities_visible_to(by, in_trash=True)
    for opportunity in opportunities.filter(account_id=account.pk, deleted_at=together):
        take_from_trash(opportunity, by=by)
    return queries.account(by, account.pk)


def put_account(account: Account, values: Mapping[str, Any]) -> Changes:
    """Set those fields; where nobody chose coordinates, a new address takes them along to its town, or to none."""
    before = [getattr(account, field) for field in PLACE]
    new = account._state.adding  # noqa: SLF001 -- Django documents it
    moved = new or any(values[field] != getattr(account, field) for field in ADDRESS if field in values)
    changes = put(account, values)
    if moved and values.get("latitude") is None and account.place_source in UNCHOSEN:
        _place_at_town(account)
        after = [getattr(account, field) for field in PLACE]
        changes |= {field: [old, new] for field, old, new in zip(PLACE, before, after, strict=True) if old != new}
    return changes


def _place_at_town(account: Account) -> None:
    found = towns().locate(postcode=account.postcode, city=account.city, country=account.country)
    account.latitude, account.longitude = (found.latitude, found.longitude) if found else (None, None)
    account.place_source = PlaceSource.TOWN if found else PlaceSource.NONE


def _checked(account: Account, fields: Mapping[str, Any], by: Member) -> dict[str, Any]:
    values, problems = read_fields(ACCOUNT, fields)
    problems |= owner_problem(by, values, account.owner_id) | reference_problem(account, values)
    if {"latitude", "longitude"} & values.keys() and not {"latitude", "longitude"} & problems.keys():
        # One of the two alone is judged with the other as it stands.
        latitude = values.setdefault("latitude", account.latitude)
        longitude = values.setdefault("longitude", account.longitude)
        problems |= place_problem(latitude, longitude)
        if latitude is None:
            values["place_source"] = PlaceSource.NONE
        elif not values.get("place_source") and (latitude, longitude) != (account.latitude, account.longitude):
            values["place_source"] = PlaceSource.COORDINATES
    elif "place_source" in values:
        # How a place was found goes with the place.
        del values["place_source"]
    if problems:
        raise bad_fields(problems)
    return values
