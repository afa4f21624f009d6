"""Which record each line of a file is about: told by its reference, else by what people tell records apart by."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tournee.directory.domain.csv_columns import RecordType
from tournee.directory.domain.record_fields import BadValue, Problems
from tournee.directory.models import Account, Contact, Opportunity
from tournee.organisations import queries as organisations
from tournee.organisations.models import Member
from tournee.values.text import fold

AnyRecord = Account | Contact | Opportunity
MODELS: Mapping[RecordType, type[AnyRecord]] = {"account": Account, "contact": Contact, "opportunity": Opportunity}


@dataclass(slots=True)
class Line:
    """A line of the file: what it says, what is wrong with it, and the record that it changes, None for a new one."""

    number: int
    values: dict[str, Any]
    problems: Problems
    record: AnyRecord | None = None
    cells: Sequence[str] = field(default_factory=tuple)


class Matcher:
    """Reads a file's lines against one organisation, some hundred at a time; remembers which records it met."""

    def __init__(self, by: Member, record_type: RecordType) -> None:
        self.organisation_id = by.organisation_id
        self.record_type = record_type
        members = list(organisations.members_visible_to(by))
        self.owners = {member.email.casefold(): member for member in members}
        self.seen: dict[int, int] = {}

    def match(self, lines: Sequence[Line]) -> None:
        """Put the ids of owners and accounts into the lines, and the records that they are about."""
        for one in lines:
            self._owner(one)
        if self.record_type != "account":
            self._accounts(lines)
        found = self._found(lines)
        for one in lines:
            if not one.problems:
                one.record = found.record_of(one)
                self._new_needs(one)
                self._once(one, found.key_of(one))

    def _owner(self, one: Line) -> None:
        written = one.values.pop("owner", "")
        if not written:
            return
        owner = self.owners.get(written.casefold())
        if owner is None or not owner.is_active:
            one.problems["owner"] = BadValue("inactive" if owner else "unknown")
        else:
            one.values["owner_id"] = owner.pk

    def _accounts(self, lines: Sequence[Line]) -> None:
        accounts = Account.objects.of(self.organisation_id).filter(deleted_at__isnull=True)
        references = {one.values["account_reference"] for one in lines if one.values.get("account_reference")}
        by_reference = dict(accounts.filter(external_id__in=references).values_list("external_id", "id"))
        names = {fold(one.values["account"])[:200] for one in lines if one.values.get("account")}
        by_name: dict[str, list[UUID]] = {}
        for name, account_id in accounts.filter(sort_name__in=names).order_by("id").values_list("sort_name", "id"):
            by_name.setdefault(name, []).append(account_id)
        for one in lines:
            reference, name = one.values.pop("account_reference", ""), one.values.pop("account", "")
            if reference:
                _take(one, "account_reference", [by_reference[reference]] if reference in by_reference else [])
            elif name:
                _take(one, "account", by_name.get(fold(name)[:200], []))

    def _found(self, lines: Sequence[Line]) -> "_Found":
        rows: QuerySet[Any] = MODELS[self.record_type].objects.of(self.organisation_id)
        if self.record_type != "account":
            rows = rows.select_related("account")
        return _FOUND[self.record_type](rows, [one for one in lines if not one.problems])

    def _new_needs(self, one: Line) -> None:
        if one.record is not None:
            if one.record.deleted_at is not None:
                one.problems["external_id"] = BadValue("in_trash")
        elif self.record_type == "contact":
            if not any(one.values.get(name) for name in ("family_name", "given_name", "email")):
                one.problems["family_name"] = BadValue("name_or_email")
        elif not one.values.get("name"):
            one.problems["name"] = BadValue("required")
        elif self.record_type == "opportunity" and not one.values.get("account_id"):
            one.problems["account"] = BadValue("required")

    def _once(self, one: Line, key: object) -> None:
        # Hashes of 64 bits: a hundred thousand lines take a few megabytes, and none is mistaken for another.
        marks = {hash(key)} | ({hash(one.record.pk)} if one.record is not None else set())
        earlier = next((self.seen[mark] for mark in marks if mark in self.seen), None)
        if earlier is not None:
            one.problems["external_id" if one.values.get("external_id") else "name"] = BadValue("twice", earlier)
        for mark in marks:
            self.seen.setdefault(mark, one.number)


def _take(one: Line, column: str, ids: Sequence[UUID]) -> None:
    if len(ids) == 1:
        one.values["account_id"] = ids[0]
    else:
        one.problems[column] = BadValue("ambiguous" if ids else "unknown")


class _Found(ABC):
    """The records that some lines may be about."""

    def __init__(self, rows: QuerySet[Any], lines: Sequence[Line]) -> None:
        references = {one.values["external_id"] for one in lines if one.values.get("external_id")}
        self.by_reference: dict[str, Any] = {
            record.external_id: record for record in rows.filter(external_id__in=references)
        }
        self.by_key: dict[object, list[Any]] = {}
        for record in self.alike(rows.filter(deleted_at__isnull=True).order_by("id"), lines):
            self.by_key.setdefault(self.kept_key(record), []).append(record)

    def record_of(self, one: Line) -> Any:
        """The record with the line's reference; else the oldest that has none and is alike."""
        reference = one.values.get("external_id", "")
        if reference in self.by_reference:
            return self.by_reference[reference]
        candidates = self.by_key.get(self.written_key(one), [])
        return next((record for record in candidates if self.fits(record, one, reference)), None)

    def fits(self, record: Any, _one: Line, reference: str) -> bool:
        """Whether a record that is alike may be the line's."""
        return not reference or not record.external_id

    def key_of(self, one: Line) -> object:
        """What two lines about one record have in common."""
        reference = one.values.get("external_id", "")
        return ("reference", reference) if reference else self.line_key(one)

    def line_key(self, one: Line) -> object:
        """As `key_of`, of a line without a reference."""
        return self.written_key(one)

    @abstractmethod
    def alike(self, rows: QuerySet[Any], lines: Sequence[Line]) -> Iterable[Any]:
        """Records that may answer to the lines' keys."""

    @abstractmethod
    def kept_key(self, record: Any) -> object:
        """The key of a record."""

    @abstractmethod
    def written_key(self, one: Line) -> object:
        """The key of a line."""


class _Accounts(_Found):
    """By name, and by postcode or town where both sides say one."""

    def alike(self, rows: QuerySet[Any], lines: Sequence[Line]) -> Iterable[Any]:
        return rows.filter(sort_name__in={self.written_key(one) for one in lines})

    def kept_key(self, record: Any) -> object:
        return record.sort_name

    def written_key(self, one: Line) -> object:
        return fold(one.values.get("name", ""))[:200]

    def line_key(self, one: Line) -> object:
        return (self.written_key(one), one.values.get("postcode") or fold(one.values.get("city", "")))

    def fits(self, record: Any, one: Line, reference: str) -> bool:
        postcode, city = one.values.get("postcode", ""), one.values.get("city", "")
        if postcode and record.postcode:
            near = postcode == record.postcode
        else:
            near = not (city and record.city) or fold(city) == fold(record.city)
        return near and super().fits(record, one, reference)


class _Contacts(_Found):
    """By e-mail address; without one, by name and account."""

    def alike(self, rows: QuerySet[Any], lines: Sequence[Line]) -> Iterable[Any]:
        keys = [self.written_key(one) for one in lines]
        yield from rows.filter(email_key__in={key for key in keys if isinstance(key, str)})
        yield from rows.filter(sort_name__in={key[0] for key in keys if isinstance(key, tuple)}, email_key="")

    def kept_key(self, record: Any) -> object:
        return record.email_key or (record.sort_name, record.account_id)

    def written_key(self, one: Line) -> str | tuple[str, UUID | None]:
        values = one.values
        if values.get("email"):
            return str(values["email"]).casefold()
        name = fold(f"{values.get('family_name', '')} {values.get('given_name', '')}".strip())[:200]
        return (name, values.get("account_id"))


class _Opportunities(_Found):
    """By account and name."""

    def alike(self, rows: QuerySet[Any], lines: Sequence[Line]) -> Iterable[Any]:
        return rows.filter(
            account_id__in={one.values.get("account_id") for one in lines} - {None},
            sort_name__in={fold(one.values.get("name", ""))[:200] for one in lines},
        )

    def kept_key(self, record: Any) -> object:
        return (record.account_id, record.sort_name)

    def written_key(self, one: Line) -> object:
        return (one.values.get("account_id"), fold(one.values.get("name", ""))[:200])


_FOUND: Mapping[RecordType, type[_Found]] = {
    "account": _Accounts,
    "contact": _Contacts,
    "opportunity": _Opportunities,
}
