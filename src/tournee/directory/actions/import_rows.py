"""Write prepared records by the hundred."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from tournee.change_log import actions as change_log
from tournee.directory.models import Import

from .bulk_rows import insert_rows, update_rows
from .import_files import Prepared

# Kept as they are by an import.
KEPT = frozenset({"organisation_id", "created_at"})


class MeanwhileError(RuntimeError):
    """A record was changed or deleted by others since its line was prepared."""


def insert_new(model: Any, some: Sequence[Prepared]) -> int:
    """Write new records; returns how many."""
    now = timezone.now()
    insert_rows(model, [{**one.columns, "version": 1, "created_at": now, "updated_at": now} for one in some])
    return len(some)


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
