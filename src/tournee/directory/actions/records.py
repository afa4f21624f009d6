"""What every write of a record does: check, put, number the version, index, log."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from tournee.change_log import actions as change_log
from tournee.directory import queries
from tournee.directory.domain.record_fields import BadValue, Problems
from tournee.directory.errors import account_is_in_trash, bad_fields
from tournee.directory.models import Account, Contact, Opportunity, Record
from tournee.directory.permissions import may_edit
from tournee.organisations import queries as organisations
from tournee.organisations.errors import not_allowed, not_found, stale
from tournee.organisations.models import Member
from tournee.values.money import Money
from tournee.values.text import fold

from .search_terms import index, kind_of

Changes = dict[str, list[Any]]


def for_change[R: (Account, Contact, Opportunity)](record: R, *, by: Member, if_version: int | None = None) -> R:
    """The same record, read again and kept from other writers until the transaction ends.

    Raises NotVisible when it went to the trash, or out of it, in the meantime; NotAllowed; Stale when it is no longer
    at the version that was read.
    """
    rows = type(record).objects.of(record.organisation_id).select_for_update(of=("self",))
    related = ("owner",) if isinstance(record, Account) else ("owner", "account")
    found: Any = rows.select_related(*related).filter(pk=record.pk).first()
    if found is None or found.deleted_at != record.deleted_at:
        raise not_found()
    if not may_edit(by, found):
        raise not_allowed()
    if if_version is not None and found.version != if_version:
        raise stale()
    return found  # type: ignore[no-any-return]  # of the record's own class


def owner_problem(by: Member, values: Mapping[str, Any], present: UUID | None) -> Problems:
    """What is wrong with a new owner: of another organisation, or no longer active."""
    owner_id = values.get("owner_id")
    if owner_id is None or owner_id == present:
        return {}
    owner = organisations.members_visible_to(by).filter(pk=owner_id).first()
    if owner is None:
        return {"owner_id": BadValue("unknown")}
    return {} if owner.is_active else {"owner_id": BadValue("inactive")}


def reference_problem(record: Record, values: Mapping[str, Any]) -> Problems:
    """What is wrong with a new reference: another record has it, be it in the trash."""
    reference = values.get("external_id")
    if not reference or reference == record.external_id:
        return {}
    others = type(record).objects.of(record.organisation_id).filter(external_id=reference).exclude(pk=record.pk)
    return {"external_id": BadValue("taken")} if others.exists() else {}


def account_problem(by: Member, values: Mapping[str, Any], present: UUID | None, *, needed: bool) -> Problems:
    """What is wrong with a new account: none where one is needed, or one that the organisation does not have."""
    account_id = values.get("account_id")
    if account_id is None:
        return {"account_id": BadValue("required")} if needed and "account_id" in values else {}
    if account_id == present or queries.accounts_visible_to(by).filter(pk=account_id).exists():
        return {}
    return {"account_id": BadValue("unknown")}


def put(record: Record, values: Mapping[str, Any]) -> Changes:
    """Set those fields and what follows from them; returns what changed, each with its values before and after."""
    changes: Changes = {}
    for field, after in values.items():
        before = _read(record, field)
        if before != after:
            changes[field] = [_plain(before), _plain(after)]
            _write(record, field, after)
    if isinstance(record, Contact):
        record.sort_name = fold(f"{record.family_name} {record.given_name}".strip() or record.email)[:200]
        record.email_key = record.email.casefold()[:254]
    elif isinstance(record, Account | Opportunity):
        record.sort_name = fold(record.name)[:200]
    return changes


def save_new(record: Record, changes: Changes, *, by: Member) -> None:
    """Write a new record with its words and its line in the log."""
    _save(record, force_insert=True)
    index(record)
    log(record, "created", by=by, changes={field: change for field, change in changes.items() if change[1] != ""})


def save_changed(record: Record, changes: Changes, *, by: Member) -> None:
    """Write what changed; without a change nothing is written and the version stays."""
    if not changes:
        return
    record.version += 1
    _save(record)
    index(record)
    log(record, "changed", by=by, changes=changes)


def put_in_trash(record: Record, *, by: Member, at: datetime | None = None) -> None:
    """Take a record out of every list; it comes back by `take_from_trash` until it is purged."""
    record.deleted_at = at or timezone.now()
    record.version += 1
    record.save(update_fields=["deleted_at", "version", "updated_at"])
    log(record, "deleted", by=by, changes={})


def require_account(record: Contact | Opportunity) -> None:
    """Raises Conflict while its account is in the trash."""
    if record.account is not None and record.account.deleted_at is not None:
        raise account_is_in_trash()


def take_from_trash(record: Record, *, by: Member) -> None:
    """Bring a record back as it was."""
    record.deleted_at = None
    record.version += 1
    record.save(update_fields=["deleted_at", "version", "updated_at"])
    index(record)
    log(record, "restored", by=by, changes={})


def log(record: Record, what: str, *, by: Member, changes: Changes) -> None:
    """One line of the change log. No owner is named in it: everybody of the organisation reads the directory."""
    change_log.record(
        f"{kind_of(record)}.{what}",
        organisation_id=record.organisation_id,
        subject_id=record.pk,
        by_id=by.pk,
        changes=changes,
    )


def _save(record: Record, *, force_insert: bool = False) -> None:
    try:
        record.save(force_insert=force_insert)
    except IntegrityError as error:
        # The one constraint that a person's input can break; another writer may have been a moment faster.
        if record.external_id:
            raise bad_fields({"external_id": BadValue("taken")}) from error
        raise


def _read(record: Record, field: str) -> Any:
    if field == "amount" and isinstance(record, Opportunity):
        return None if record.amount_minor is None else Money(record.amount_minor, record.currency)
    return getattr(record, field)


def _write(record: Record, field: str, value: Any) -> None:
    if field == "amount" and isinstance(record, Opportunity):
        record.amount_minor, record.currency = (value.minor, value.currency) if value else (None, "")
    else:
        setattr(record, field, value)


def _plain(value: Any) -> Any:
    match value:
        case UUID():
            return str(value)
        case date():
            return value.isoformat()
        case Money():
            return {"amount": str(value.amount), "currency": value.currency}
    return value
