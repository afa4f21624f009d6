"""Empty the trash of what has lain in it long enough."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tournee.directory.models import Account, Contact, Opportunity

# Removing an account has the database look for rows that still name it, by that alone: on a SQLite without statistics
# it reads whole indexes for each, and everybody who saves meanwhile waits for the batch.
ROWS_A_BATCH = 20


def purge_trash(*, organisation_id: UUID, before: datetime) -> int:
    """Delete for good what was put in the trash before that moment; returns how many records.

    In short transactions: the day's work goes on meanwhile.
    """
    purged = 0
    for model in (Opportunity, Contact, Account):
        while count := _purge_some(model, organisation_id, before):
            purged += count
    return purged


@transaction.atomic
def _purge_some(model: type[Account | Contact | Opportunity], organisation_id: UUID, before: datetime) -> int:
    rows = model.objects.of(organisation_id)
    ids = list(rows.filter(deleted_at__lt=before).order_by("deleted_at").values_list("id", flat=True)[:ROWS_A_BATCH])
    if ids:
        rows.filter(pk__in=ids).delete()
    return len(ids)
