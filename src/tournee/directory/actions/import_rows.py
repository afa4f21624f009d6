"""Write prepared records by the hundred."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from tournee.change_log import actions as change_log
from tournee.directory.models import Import

from .bulk_rows import columns_of, insert_rows, update_rows
from .import_files import Prepared
from .import_matching import AnyRecord

# Kept as they are by an import.
KEPT = frozenset({"organisation_id", "created_at"})


class MeanwhileError(RuntimeError):
    """A record was changed or deleted by others since its line was prepared."""


def columns_to_write(record: AnyRecord) -> dict[str, Any]:
    """What the row of a record holds, as JSON."""
    return {
        field.attname: _plain(getattr(record, field.attname))
        for field in columns_of(record)
        if field.attname not in {"created_at", "updated_at", "version"}
    }


def insert_hidden(records: Sequence[AnyRecord], *, until: datetime) -> None:
    """Write new records that nobody sees yet: they lie as in the trash, at a moment of their own."""
    if not records:
        return
    now, fields = timezone.now(), [field.attname for field in columns_of(records[0])]
    written = {"version": 1, "created_at": now, "updated_at": now, "deleted_at": until}
    rows = [{**{field: getattr(one, field) for field in fields}, **written} for one in records]
    insert_rows(type(records[0]), rows)


def update_changed(model: Any, organisation_id: UUID, some: Sequence[Prepared]) -> int:
    """Write changed records; returns how many. Raises MeanwhileError when one is not at the version that was read."""
    rows = model.objects.of(organisation_id).select_for_update().filter(pk__in=[one.id for one in some])
    versions = dict(rows.values_list("id", "version")) if some else {}
    if any(versions.get(one.id) != one.version for one in some):
        raise MeanwhileError(str(model.__name__))
    now = timezone.now()
    changed = [{**one.columns, "version": (one.version or 0) + 1, "updated_at": now} for one in some]
    update_rows(model, changed, kept=KEPT)
    return len(some)


def log_lines(record: Import, some: Sequence[Prepared]) -> None:
    """One line of the change log for each record, as if a person had made it."""
    kind = record.record_type
    entries = [
        change_log.Entry(f"{kind}.{'created' if one.version is None else 'changed'}", one.id, None, one.changes)
        for one in some
    ]
    change_log.record_all(entries, organisation_id=record.organisation_id, by_id=record.by_id)


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date | datetime) else value
