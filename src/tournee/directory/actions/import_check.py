"""Read a file that was sent, and say what would come of it. Writes nothing but that."""

import logging
from typing import Any
from uuid import UUID

from django.utils import translation

from tournee.directory.domain.csv_columns import record_type
from tournee.directory.domain.csv_file import BadFile
from tournee.directory.models import Account, Import, ImportState

from . import import_lease
from .accounts import put_account
from .import_files import write_progress
from .import_matching import Line
from .import_reading import Reading, file_error
from .records import put

log = logging.getLogger("tournee.directory")
PREVIEWED = 20
ERRORS_KEPT = 100
NOT_READ = (ImportState.WAITING, ImportState.CHECKING)


def check_import(*, organisation_id: UUID, subject_id: UUID) -> None:
    """Read the whole file and keep its preview, counts and first errors. Does nothing for one that was read already.

    Raises ImportBusy while another worker reads it.
    """
    found = import_lease.take(
        organisation_id=organisation_id, import_id=subject_id, among=NOT_READ, state=ImportState.CHECKING
    )
    if found is None:
        return
    with translation.override(found.by.language):
        try:
            _read(found)
            found.state = ImportState.CHECKED
        except BadFile as bad:
            fail(found, bad.code, [file_error(bad)])
        except import_lease.LeaseLostError:
            return
        except Exception:
            log.exception("import %s could not be read", found.pk)
            fail(found, "fault")
    import_lease.give_back(found)


def fail(record: Import, cause: str, errors: list[dict[str, Any]] | None = None) -> None:
    """Put down why it came to nothing."""
    record.state, record.cause = ImportState.FAILED, cause
    if errors is not None:
        record.errors, record.error_count = errors, len(errors)


def _read(record: Import) -> None:
    counts = {"new": 0, "changed": 0, "unchanged": 0, "wrong": 0}
    record.preview, record.errors, record.error_count, record.cause = [], [], 0, ""
    with record.file.open("rb") as file:
        reading = Reading(file.file, record_type(record.record_type), record.by, record.format.get("chosen"))
        record.format = _format(record, reading)
        reading.require_columns()
        for lines in reading.batches():
            for one in lines:
                _read_line(record, reading, one, counts)
            total = sum(counts.values())
            write_progress(record, total)
            import_lease.renew(record, lines_done=total)
    record.lines_total, record.lines_done = sum(counts.values()), 0
    record.created_count, record.changed_count = counts["new"], counts["changed"]
    record.unchanged_count = counts["unchanged"]
    write_progress(record, 0)


def _format(record: Import, reading: Reading) -> dict[str, Any]:
    used = set(reading.columns.values())
    return {
        **record.format,
        "encoding": "utf-8" if reading.form.encoding == "utf-8-sig" else reading.form.encoding,
        "delimiter": reading.form.delimiter,
        "headings": list(reading.form.headings),
        "columns": {field: reading.form.headings[place] for field, place in reading.columns.items()},
        "unused": [heading for place, heading in enumerate(reading.form.headings) if place not in used and heading],
    }


def _read_line(record: Import, reading: Reading, one: Line, counts: dict[str, int]) -> None:
    what = what_happens(one)
    counts[what] += 1
    if what == "wrong":
        errors = reading.errors_of(one)
        record.error_count += len(errors)
        record.errors += errors[: ERRORS_KEPT - len(record.errors)]
    if len(record.preview) < PREVIEWED:
        cells = {
            field: one.cells[place][:200] if place < len(one.cells) else "" for field, place in reading.columns.items()
        }
        record.preview.append({"line": one.number, "what": what, "values": cells})


def what_happens(one: Line) -> str:
    """new, changed, unchanged or wrong."""
    if one.problems:
        return "wrong"
    if one.record is None:
        return "new"
    return "changed" if apply(one) else "unchanged"


def apply(one: Line) -> dict[str, list[Any]]:
    """Put the line's values into its record, which is not saved; returns the changes."""
    record = one.record
    if record is None:
        raise ValueError("a new line has no record yet")
    if not isinstance(record, Account):
        return put(record, one.values)
    values = one.values
    if (values.get("latitude"), values.get("longitude")) == (record.latitude, record.longitude):
        # The same point: how it was found is known better here.
        values = {field: value for field, value in values.items() if field != "place_source"}
    return put_account(record, values)
