"""Write the log; called by every action, inside its transaction."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import BigIntegerField, CharField, F, UUIDField
from django.utils import timezone

from . import queries
from .models import Change, ChangeCounter
from .origin import current_origin

CHANNEL = "tournee_changes"

# Called with the organisation and the kinds just logged, still inside the transaction. Rooms above add themselves
# when the program starts; this room knows none of them.
listeners: list[Callable[[UUID, frozenset[str]], None]] = []


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be logged. `kind` is a noun and a past participle: "event.moved"."""

    kind: str
    subject_id: UUID
    owner_id: UUID | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def subject_type(self) -> str:
        """The noun of the kind."""
        return self.kind.partition(".")[0]


def record(
    kind: str,
    *,
    organisation_id: UUID,
    subject_id: UUID,
    owner_id: UUID | None = None,
    by_id: UUID | None = None,
    changes: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> int:
    """Log one change and return its number. Must run inside a transaction."""
    entry = Entry(kind, subject_id, owner_id, changes or {})
    return record_all([entry], organisation_id=organisation_id, by_id=by_id, at=at)


def record_all(
    entries: Iterable[Entry], *, organisation_id: UUID, by_id: UUID | None = None, at: datetime | None = None
) -> int:
    """Log several changes of one transaction in their order; returns the last number."""
    if not connection.in_atomic_block:
        raise RuntimeError("a change is logged in the transaction that makes it")
    rows, now = list(entries), at or timezone.now()
    if not rows:
        return queries.last_number(organisation_id)
    last = _take_numbers(organisation_id, len(rows))
    first = last - len(rows) + 1
    _insert(
        Change(
            organisation_id=organisation_id,
            number=number,
            kind=entry.kind,
            subject_type=entry.subject_type,
            subject_id=entry.subject_id,
            owner_id=entry.owner_id,
            actor_id=by_id,
            at=now,
            changes=dict(entry.changes),
            source=current_origin(),
        )
        for number, entry in enumerate(rows, start=first)
    )
    _notify_database(organisation_id)
    kinds = frozenset(entry.kind for entry in rows)
    for listener in listeners:
        listener(organisation_id, kinds)
    return last


def _insert(changes: Iterable[Change]) -> None:
    # An import logs tens of thousands while others wait for its lock: bulk_create takes four times as long.
    fields = Change._meta.concrete_fields  # noqa: SLF001 -- Django documents it
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = quote(Change._meta.db_table)  # noqa: SLF001 -- as above
    statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 -- names of ours
    written = [(field.attname, _writer(field)) for field in fields]
    rows = [tuple(write(getattr(change, name)) for name, write in written) for change in changes]
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def _writer(field: Any) -> Callable[[Any], Any]:
    """How a column's values are handed to the database; most are as they stand."""
    target = field.target_field if field.is_relation else field
    if isinstance(target, UUIDField):
        return _as_it_stands if connection.features.has_native_uuid_field else _hexadecimal
    if isinstance(target, (CharField, BigIntegerField)):
        return _as_it_stands
    return lambda value: field.get_db_prep_save(value, connection)


def _as_it_stands(value: Any) -> Any:
    return value


def _hexadecimal(value: UUID | None) -> str | None:
    return value.hex if value is not None else None


def _take_numbers(organisation_id: UUID, count: int) -> int:
    counters = ChangeCounter.objects.filter(organisation_id=organisation_id)
    if not counters.update(last_number=F("last_number") + count):
        with transaction.atomic():
            ChangeCounter.objects.get_or_create(organisation_id=organisation_id)
        counters.update(last_number=F("last_number") + count)
    return counters.values_list("last_number", flat=True).get()


def _notify_database(organisation_id: UUID) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(organisation_id)])
