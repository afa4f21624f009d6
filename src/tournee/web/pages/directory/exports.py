"""Lists as files for a spreadsheet: the same columns that an import reads."""

import csv
import io
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone

from tournee.directory.domain.csv_values import safe_cell
from tournee.directory.models import Record

from ..viewing import viewer_of
from .lists import Listing, all_found, read_wanted

# With it, Excel reads UTF-8.
MARK = "\ufeff"


def export(
    request: HttpRequest, listing: Listing, header: Sequence[str], cells: Callable[[Any], Sequence[object]]
) -> StreamingHttpResponse:
    """The list that the address asks for, in portions, however long it is."""
    viewer = viewer_of(request)
    portions = all_found(viewer, listing, read_wanted(viewer, listing, request.GET))
    # French spreadsheets separate by semicolons, as their comma belongs to numbers.
    delimiter = ";" if viewer.language.startswith("fr") else ","
    written = _written(header, portions, cells, delimiter)
    # Under ASGI, Django reads an ordinary iterator to its end before the first byte leaves.
    content: Any = _in_threads(written) if isinstance(request, ASGIRequest) else written
    response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"{listing.folder}-{timezone.localdate().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _written(
    header: Sequence[str],
    portions: Iterator[list[Record]],
    cells: Callable[[Any], Sequence[object]],
    delimiter: str,
) -> Iterator[bytes]:
    yield (MARK + _lines([header], delimiter)).encode()
    for portion in portions:
        yield _lines([cells(record) for record in portion], delimiter).encode()


def _lines(rows: Sequence[Sequence[object]], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows([map(_cell, row) for row in rows])
    return text.getvalue()


def _cell(value: object) -> object:
    # A number is no formula, be it negative.
    return value if isinstance(value, int | float | Decimal) else safe_cell(value)


async def _in_threads(portions: Iterator[bytes]) -> AsyncIterator[bytes]:
    following = sync_to_async(lambda: next(portions, None))
    while (portion := await following()) is not None:
        yield portion
