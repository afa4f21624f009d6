"""Take a file in that was read before: every line of it, or none.

Everything slow is done first and in short steps, so that others go on working: each line is read and matched, new
records are written hidden, and what changes is made ready in a file. What is left for the one transaction is to show
the new records, to change those that were there, and to log both.
"""

import logging
from typing import Any
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from tournee.change_log import actions as change_log
from tournee.change_log.origin import Origin, coming_from
from tournee.directory.domain.csv_columns import record_type
from tournee.directory.domain.csv_file import BadFile
from tournee.directory.models import Account, Import, ImportState
from tournee.organisations import queries as organisations
from tournee.values.identifier import new_id
from tournee.values.refusal import Refusal

from . import import_lease
from .import_check import ERRORS_KEPT, apply, fail
from .import_files import Prepared, prepared_path, read_prepared, write_progress
from .import_leftovers import clean_up, coming_at
from .import_matching import MODELS, Line
from .import_reading import Reading, file_error
from .import_rows import MeanwhileError, columns_to_write, insert_hidden, log_lines, update_changed
from .search_terms import drop_terms, words_of, write_terms

log = logging.getLogger("tournee.directory")
ROWS_A_BATCH = 500
# Of the whole work: until the lines are ready, until the rows are written; the rest is the log.
PREPARED, WRITTEN = 0.6, 0.85


@coming_from(Origin.IMPORT)
def run_import(*, organisation_id: UUID, subject_id: UUID) -> None:
    """Import the file. Does nothing for one that nobody asked to be imported, or that is in already.

    Raises ImportBusy while another worker is at it.
    """
    found = import_lease.take(
        organisation_id=organisation_id,
        import_id=subject_id,
        among=(ImportState.IMPORTING,),
        state=ImportState.IMPORTING,
    )
    if found is None:
        return
    try:
        with translation.override(found.by.language):
            _run(found)
    except import_lease.LeaseLostError:
        log.warning("import %s was taken over by another worker", found.pk)


def _run(record: Import) -> None:
    lease = record.lease
    try:
        organisations.require_administrator(record.by)
        clean_up(record)
        found_wrong = _prepare(record)
        if not found_wrong:
            _write(record)
            _finish(record)
            return
        fail(record, "errors", found_wrong)
    except import_lease.LeaseLostError:
        raise
    except BadFile as bad:
        fail(record, bad.code, [file_error(bad)])
    except Refusal:
        fail(record, "not_allowed")
    except (MeanwhileError, IntegrityError):
        fail(record, "meanwhile")
    except Exception:
        log.exception("import %s failed", record.pk)
        fail(record, "fault")
    clean_up(record)
    write_progress(record, 0)
    record.lines_done, record.lease = 0, lease
    import_lease.give_back(record)


def _prepare(record: Import) -> list[dict[str, Any]]:
    """Make every line ready; returns the errors of lines that can no longer be imported."""
    errors: list[dict[str, Any]] = []
    encoder, done = msgspec.json.Encoder(), 0
    with record.file.open("rb") as file, prepared_path(record).open("wb") as prepared:
        reading = Reading(file.file, record_type(record.record_type), record.by, record.format.get("chosen"))
        reading.require_columns()
        for lines in reading.batches():
            words, new = [], []
            for one in lines:
                if one.problems:
                    errors += reading.errors_of(one)[: ERRORS_KEPT - len(errors)]
                    continue
                ready, found_by = _make_ready(record, one)
                if ready is not None:
                    prepared.write(encoder.encode(ready) + b"\n")
                    words.append((record.record_type, ready.id, found_by))
                    if one.record is not None and ready.version is None:
                        new.append(one.record)
            # The ids come first: whatever ends the work, its words can be taken out again.
            prepared.flush()
            if not errors:
                with transaction.atomic():
                    write_terms(record.organisation_id, words)
                    insert_hidden(new, until=coming_at(record.pk))
            done += len(lines)
            _tell(record, int(done * PREPARED))
            import_lease.renew(record, lines_done=int(done * PREPARED))
    record.lines_total = done
    return errors


def _make_ready(record: Import, one: Line) -> tuple[Prepared | None, list[str]]:
    """A line as rows to be written, with the words of its record; None where nothing changes."""
    if one.record is not None:
        version, before = one.record.version, set(words_of(one.record))
        changes = apply(one)
        if not changes:
            return None, []
        now = words_of(one.record)
        stale = sorted(before - set(now))
        return Prepared(one.record.pk, version, columns_to_write(one.record), changes, stale), sorted(set(now) - before)
    one.record = new = MODELS[record_type(record.record_type)](id=new_id(), organisation_id=record.organisation_id)
    if isinstance(new, Account):
        one.values.setdefault("country", record.by.organisation.country)
    apply(one)
    # The log says that it was made; all its values beside each other would double what an import stores.
    return Prepared(new.pk, None, {}, {}, []), words_of(new)


def _write(record: Import) -> None:
    """Every row in one transaction. Raises MeanwhileError when a record is no longer as it was read."""
    model, path = MODELS[record_type(record.record_type)], prepared_path(record)
    with transaction.atomic():
        held = Import.objects.of(record.organisation_id).select_for_update().filter(pk=record.pk, lease=record.lease)
        if not held.exists():
            raise import_lease.LeaseLostError(record.pk)
        hidden = model.objects.of(record.organisation_id).filter(deleted_at=coming_at(record.pk))
        created, changed = hidden.update(deleted_at=None), 0
        for some in read_prepared(path, ROWS_A_BATCH):
            changed += update_changed(model, record.organisation_id, [one for one in some if one.version is not None])
            _tell_between(record, PREPARED, WRITTEN, changed)
        logged = 0
        # Last, because other writers of the organisation wait for the log's next number from here on.
        for some in read_prepared(path, ROWS_A_BATCH):
            log_lines(record, some)
            logged += len(some)
            _tell_between(record, WRITTEN, 1.0, logged)
        record.state, record.cause, record.errors, record.error_count = ImportState.DONE, "", [], 0
        record.created_count, record.changed_count = created, changed
        record.unchanged_count = record.lines_total - created - changed
        record.lines_done, record.finished_at = record.lines_total, timezone.now()
        record.lease = record.leased_until = None
        record.version += 1
        record.save()
        change_log.record(
            "import.finished", organisation_id=record.organisation_id, subject_id=record.pk, by_id=record.by_id
        )


def _finish(record: Import) -> None:
    """The records are in; the words that changed ones are no longer found by go last."""
    write_progress(record, record.lines_total)
    for some in read_prepared(prepared_path(record), ROWS_A_BATCH):
        drop_terms(record.organisation_id, [(one.id, one.stale_words) for one in some if one.stale_words])
    prepared_path(record).unlink(missing_ok=True)


def _tell_between(record: Import, start: float, end: float, done: int) -> None:
    share = done / max(record.lines_total, 1)
    _tell(record, int(record.lines_total * (start + (end - start) * share)))


def _tell(record: Import, lines: int) -> None:
    write_progress(record, min(lines, record.lines_total or lines))
