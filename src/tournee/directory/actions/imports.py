"""Send, start and remove imports."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from tournee.change_log import actions as change_log
from tournee.directory import queries
from tournee.directory.domain.csv_columns import RecordType, fields_of
from tournee.directory.domain.record_fields import BadValue
from tournee.directory.errors import bad_fields, import_is_busy, import_not_ready, too_large
from tournee.directory.models import Import, ImportState
from tournee.organisations import queries as organisations
from tournee.organisations.errors import stale
from tournee.organisations.models import Member
from tournee.values.text import has_control

from .import_check import check_import
from .import_files import remove_files, shown_name
from .import_leftovers import clean_up

# A file of so many bytes is read at once, while its sender waits; a larger one by the worker.
READ_AT_ONCE = 200_000


def start_import(
    *, by: Member, record_type: RecordType, file: "File[bytes]", columns: Mapping[str, str] | None = None
) -> Import:
    """Keep a file and have it read; nothing of it is imported before `request_import`.

    `columns` names the heading of a field where the product would guess wrong, or "" for a field to be left out.
    Raises NotAllowed, Invalid.
    """
    organisations.require_administrator(by)
    size = file.size or 0
    if size > settings.IMPORT_MAX_BYTES:
        raise too_large(settings.IMPORT_MAX_BYTES)
    _require_known(record_type, columns or {})
    record = Import(organisation_id=by.organisation_id, record_type=record_type, by=by, file_name=shown_name(file))
    record.format = {"chosen": dict(columns)} if columns else {}
    try:
        with transaction.atomic():
            record.file.save("file.csv", file, save=False)
            record.save(force_insert=True)
            _log(record, "uploaded", by)
    except BaseException:
        remove_files(record)
        raise
    if size <= READ_AT_ONCE:
        check_import(organisation_id=by.organisation_id, subject_id=record.pk)
    return queries.import_of(by, record.pk)


def _require_known(record_type: RecordType, columns: Mapping[str, str]) -> None:
    if not columns.keys() <= set(fields_of(record_type)):
        raise bad_fields({"columns": BadValue("choice")})
    if any(map(has_control, columns.values())):
        raise bad_fields({"columns": BadValue("control")})


@transaction.atomic
def request_import(*, import_id: UUID, by: Member, if_version: int | None = None) -> Import:
    """Have the file imported, by the worker: all of it or nothing. One that failed may be started again.

    Raises NotVisible, NotAllowed, Stale; Conflict when it has errors or is in already; ImportBusy while it is at work.
    """
    record = queries.import_of(by, import_id)
    rows = Import.objects.of(by.organisation_id).select_for_update(of=("self",))
    record = rows.select_related("by").get(pk=record.pk)
    _require_version(record, if_version)
    if record.leased_until is not None and record.leased_until > timezone.now():
        raise import_is_busy()
    if not queries.can_start(record):
        raise import_not_ready()
    record.state, record.cause, record.errors, record.error_count = ImportState.IMPORTING, "", [], 0
    record.lease = record.leased_until = None
    record.lines_done = 0
    record.version += 1
    record.save()
    _log(record, "requested", by)
    return queries.import_of(by, import_id)


@transaction.atomic
def delete_import(*, import_id: UUID, by: Member, if_version: int | None = None) -> None:
    """Remove an import and its file; the records that it brought stay. Raises Stale; ImportBusy while it is at work."""
    record = queries.import_of(by, import_id)
    _require_version(record, if_version)
    if record.leased_until is not None and record.leased_until > timezone.now():
        raise import_is_busy()
    _remove(record)
    _log(record, "deleted", by)


def _require_version(record: Import, if_version: int | None) -> None:
    if if_version is not None and record.version != if_version:
        raise stale()


def purge_imports(*, organisation_id: UUID, before: datetime) -> int:
    """Remove the imports that nobody touched since that moment; returns how many. The records they brought stay."""
    rows = Import.objects.of(organisation_id).filter(updated_at__lt=before)
    old = [record for record in rows if record.leased_until is None or record.leased_until < before]
    for record in old:
        with transaction.atomic():
            _remove(record)
    return len(old)


def _remove(record: Import) -> None:
    clean_up(record)
    Import.objects.of(record.organisation_id).filter(pk=record.pk).delete()
    transaction.on_commit(lambda: remove_files(record))


def _log(record: Import, what: str, by: Member) -> None:
    change_log.record(
        f"import.{what}", organisation_id=record.organisation_id, subject_id=record.pk, owner_id=by.pk, by_id=by.pk
    )
