"""Write prepared records by the hundred."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from tournee.change_log import actions as change_log
from tournee.directory.models import Import

from .import_files import Prepared

# Kept as they are by an import.
KEPT = {"id", "organisation_id", "created_at"}


class MeanwhileError(RuntimeError):
    """A record was changed or deleted by others since its line was prepared."""


def columns_of(model: Any) -> list[Any]:
    """The fields that are columns of its table."""
    return list(model._meta.concrete_fields)  # noqa: SLF001 -- Django documents it


def insert_new(model: Any, some: Sequence[Prepared]) -> int:
    """Write new records; returns how many."""
    model.objects.bulk_create([model(**one.columns) for one in some], batch_size=len(some) or 1)
    return len(some)


def update_changed(model: Any, organisation_id: UUID, some: Sequence[Prepared]) -> int:
    """Write changed records; returns how many. Raises MeanwhileError when one is not at the version that was read."""
    if not some:
        return 0
    rows = model.objects.of(organisation_id).select_for_update().filter(pk__in=[one.id for one in some])
    versions = dict(rows.values_list("id", "version"))
    if any(versions.get(one.id) != one.version for one in some):
        raise MeanwhileError(str(model.__name__))
    fields = [field for field in columns_of(model) if field.attname not in KEPT]
    quote, now = connection.ops.quote_name, timezone.now()
    assignments = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    # Names from the model, values apart: one statement for all rows is many times faster than one query each.
    table = quote(model._meta.db_table)  # noqa: SLF001 -- Django documents it
    statement = f"UPDATE {table} SET {assignments} WHERE {quote('id')} = %s"  # noqa: S608
    (id_field,) = (field for field in columns_of(model) if field.attname == "id")
    parameters = []
    for one in some:
        columns = {**one.columns, "version": (one.version or 0) + 1, "updated_at": now}
        values = [field.get_db_prep_save(columns[field.attname], connection) for field in fields]
        parameters.append((*values, id_field.get_db_prep_value(one.id, connection)))
    with connection.cursor() as cursor:
        cursor.executemany(statement, parameters)
    return len(some)


def log_lines(record: Import, some: Sequence[Prepared]) -> None:
    """One line of the change log for each record, as if a person had made it."""
    kind = record.record_type
    entries = [
        change_log.Entry(f"{kind}.{'created' if one.version is None else 'changed'}", one.id, None, one.changes)
        for one in some
    ]
    change_log.record_all(entries, organisation_id=record.organisation_id, by_id=record.by_id)
