"""A list as a CSV file that a spreadsheet opens at once, and that an import takes back."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from tournee.directory.domain.csv_columns import RecordType
from tournee.directory.domain.csv_values import safe_cell
from tournee.directory.errors import FIELD_NAMES
from tournee.directory.models import Account, Contact, Opportunity
from tournee.organisations.models import Member
from tournee.values.money import Money

from .records import accounts_visible_to, contacts_visible_to, opportunities_visible_to

ROWS_A_QUERY = 1_000
Cell = Callable[[Any], object]


def _column(name: str) -> Cell:
    return lambda record: getattr(record, name)


def _owner(record: Account | Contact | Opportunity) -> str:
    return record.owner.email if record.owner else ""


def _account(record: Contact | Opportunity) -> str:
    return record.account.name if record.account else ""


def _account_reference(record: Contact | Opportunity) -> str:
    return record.account.external_id if record.account else ""


def _amount(record: Opportunity) -> str:
    return "" if record.amount_minor is None else f"{Money(record.amount_minor, record.currency).amount:f}"


def _columns(*names: str) -> dict[str, Cell]:
    return {name: _column(name) for name in names}


_COMMON: Mapping[str, Cell] = {"owner": _owner, "notes": _column("notes")}
_ACCOUNT_OF: Mapping[str, Cell] = {"account": _account, "account_reference": _account_reference}
_LISTS: Mapping[RecordType, tuple[Callable[[Member], QuerySet[Any]], Mapping[str, Cell]]] = {
    "account": (
        accounts_visible_to,
        {
            **_columns("external_id", "name", "kind", "grade", "street", "postcode", "city", "country"),
            **_columns("latitude", "longitude", "phone", "email", "website"),
            **_COMMON,
        },
    ),
    "contact": (
        contacts_visible_to,
        {
            **_columns("external_id", "given_name", "family_name"),
            **_ACCOUNT_OF,
            **_columns("job_title", "email", "phone", "mobile", "language"),
            **_COMMON,
        },
    ),
    "opportunity": (
        opportunities_visible_to,
        {
            **_columns("external_id", "name"),
            **_ACCOUNT_OF,
            **_columns("stage", "state"),
            "amount": _amount,
            **_columns("currency", "expected_on"),
            **_COMMON,
        },
    ),
}


def export_lines(viewer: Member, record_type: RecordType) -> Iterator[str]:
    """The list as the viewer sees it, line by line, headings first, in the language of the moment.

    With semicolons and a byte order mark, which every Excel reads, the French one too. No cell is taken for a formula.
    """
    gate, columns = _LISTS[record_type]
    yield "\ufeff" + _line([str(FIELD_NAMES[field]) for field in columns])
    last: tuple[str, Any] | None = None
    while True:
        some = _next_rows(gate(viewer), last)
        for record in some:
            yield _line([read(record) for read in columns.values()])
        if len(some) < ROWS_A_QUERY:
            return
        last = (some[-1].sort_name, some[-1].pk)


def _next_rows(records: QuerySet[Any], last: tuple[str, Any] | None) -> list[Any]:
    if last is not None:
        records = records.filter(sort_name__gte=last[0]).exclude(sort_name=last[0], pk__lte=last[1])
    return list(records.order_by("sort_name", "id")[:ROWS_A_QUERY])


def _line(cells: list[object]) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="\r\n").writerow([safe_cell(cell) for cell in cells])
    return line.getvalue()
