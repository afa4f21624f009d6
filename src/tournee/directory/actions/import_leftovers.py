"""Where the records of an import lie hidden until all of them are there, and how they go if it comes to nothing."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from django.db import transaction

from tournee.directory.domain.csv_columns import record_type
from tournee.directory.models import COMING, Import

from .import_files import prepared_path, read_prepared
from .import_matching import MODELS
from .search_terms import forget

log = logging.getLogger("tournee.directory")
ROWS_A_BATCH = 500
A_YEAR = 31_000_000_000_000


def coming_at(import_id: UUID) -> datetime:
    """The moment by which the hidden records of one import are told from those of another."""
    return COMING + timedelta(microseconds=import_id.int % A_YEAR)


def clean_up(record: Import) -> None:
    """Take out what an attempt left behind that did not come to its end, in short steps."""
    _forget_words(record)
    rows = MODELS[record_type(record.record_type)].objects.of(record.organisation_id)
    hidden = rows.filter(deleted_at=coming_at(record.pk))
    while ids := list(hidden.values_list("id", flat=True)[:ROWS_A_BATCH]):
        with transaction.atomic():
            rows.filter(pk__in=ids).delete()


def _forget_words(record: Import) -> None:
    path = prepared_path(record)
    if not path.exists():
        return
    alive = MODELS[record_type(record.record_type)].objects.of(record.organisation_id).filter(deleted_at__isnull=True)
    try:
        for some in read_prepared(path, ROWS_A_BATCH):
            ids = [one.id for one in some if one.version is None]
            there = set(alive.filter(pk__in=ids).values_list("id", flat=True))
            with transaction.atomic():
                forget(record.organisation_id, [one for one in ids if one not in there])
    except msgspec.DecodeError:
        log.warning("import %s: its prepared lines break off; some words may stay behind", record.pk)
    path.unlink(missing_ok=True)
