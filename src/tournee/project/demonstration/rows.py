"""Rows by the thousand, past the ORM: it would take longer to make the rows than to write them.

The actions' promises hold all the same: whoever makes the rows fills every column as the actions do.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import batched
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection, models

ROWS_A_STATEMENT = 2_000
Row = tuple[Any, ...]


def write(records: Iterable[models.Model]) -> None:
    """Insert records of one model as they stand; a moment of writing left open is taken from the UUIDv7."""
    several = list(records)
    if several:
        model = type(several[0])
        fields = fields_of(model)
        insert(model, [field.column for field in fields], (_row(record, fields) for record in several))


def fields_of(model: type[models.Model]) -> list[Any]:
    """The fields that are columns of the model's table."""
    return list(model._meta.concrete_fields)  # noqa: SLF001 -- Django documents it


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows of plain Python values; both databases by their fastest way."""
    table = model._meta.db_table  # noqa: SLF001 -- Django documents it
    if connection.vendor == "postgresql":
        _copy(table, columns, rows)
    else:
        _insert_many(table, columns, rows)


def _row(record: models.Model, fields: Sequence[Any]) -> Row:
    return tuple(_value(record, field) for field in fields)


def _value(record: models.Model, field: Any) -> Any:
    value = getattr(record, field.attname)
    if value is None and field.attname in {"created_at", "updated_at"}:
        return written_at(record.pk)
    return value


def written_at(record_id: UUID) -> datetime:
    """The moment in a UUIDv7."""
    return datetime.fromtimestamp((record_id.int >> 80) / 1000, UTC)


def _copy(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row([_as_json(value) if isinstance(value, dict | list) else value for value in row])


def _as_json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _insert_many(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    names, places = ", ".join(f'"{name}"' for name in columns), ", ".join(["?"] * len(columns))
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({places})'  # noqa: S608 -- names of our own tables
    connection.ensure_connection()
    # The driver's own cursor: Django's would rewrite the statement's placeholders for each batch.
    cursor = connection.connection.cursor()
    for some in batched(rows, ROWS_A_STATEMENT):
        cursor.executemany(statement, _for_sqlite(some))


def _for_sqlite(rows: Iterable[Row]) -> Iterator[list[Any]]:
    plain: dict[type, Callable[[Any], Any]] = {
        UUID: lambda value: value.hex,
        datetime: lambda value: value.astimezone(UTC).replace(tzinfo=None).isoformat(" "),
        date: date.isoformat,
        time: time.isoformat,
        dict: _as_json,
        list: _as_json,
    }
    for row in rows:
        yield [plain[type(value)](value) if type(value) in plain else value for value in row]
