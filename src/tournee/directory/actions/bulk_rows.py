"""Write many rows by one statement: building each through the ORM costs several times what the database needs."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import CharField, FloatField, IntegerField, TextField, UUIDField


def columns_of(model: Any) -> list[Any]:
    """The fields that are columns of its table."""
    return list(model._meta.concrete_fields)  # noqa: SLF001 -- Django documents it


def insert_rows(model: Any, rows: Iterable[Mapping[str, Any]], *, skip_known: bool = False) -> None:
    """Insert rows, given by `attname`, each whole; `skip_known` leaves out those that a unique constraint forbids."""
    fields = columns_of(model)
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    ending = " ON CONFLICT DO NOTHING" if skip_known else ""
    # Names from the model, values apart.
    statement = f"INSERT INTO {_table(model)} ({names}) VALUES ({marks}){ending}"  # noqa: S608
    _write(statement, _prepared(fields, rows))


def update_rows(model: Any, rows: Iterable[Mapping[str, Any]], *, kept: frozenset[str]) -> None:
    """Update rows by their `id`, every column but those kept."""
    (id_field,) = (field for field in columns_of(model) if field.attname == "id")
    fields = [field for field in columns_of(model) if field.attname not in kept and field is not id_field]
    quote = connection.ops.quote_name
    assignments = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    statement = f"UPDATE {_table(model)} SET {assignments} WHERE {quote('id')} = %s"  # noqa: S608 -- as above
    _write(statement, _prepared([*fields, id_field], rows))


def _table(model: Any) -> str:
    return connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 -- Django documents it


def _prepared(fields: list[Any], rows: Iterable[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    names = [field.attname for field in fields]
    written = [_writer(field) for field in fields]
    return [tuple(write(row[name]) for write, name in zip(written, names, strict=True)) for row in rows]


def _writer(field: Any) -> Callable[[Any], Any]:
    """How a column's values are handed to the database; most are as they stand."""
    target = field.target_field if field.is_relation else field
    if isinstance(target, UUIDField):
        return _uuid if connection.features.has_native_uuid_field else _hexadecimal
    if isinstance(target, CharField | TextField | FloatField | IntegerField):
        return _as_it_stands
    return lambda value: field.get_db_prep_save(value, connection)


def _as_it_stands(value: Any) -> Any:
    return value


def _uuid(value: UUID | str | None) -> UUID | None:
    return UUID(value) if isinstance(value, str) else value


def _hexadecimal(value: UUID | str | None) -> str | None:
    return None if value is None else str(value).replace("-", "")


def _write(statement: str, parameters: list[tuple[Any, ...]]) -> None:
    if parameters:
        with connection.cursor() as cursor:
            cursor.executemany(statement, parameters)
