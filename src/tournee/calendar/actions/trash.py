"""What was deleted is kept for a while, then goes for good."""

from datetime import datetime
from uuid import UUID

from ..models import Event, Task

BATCH = 500


def purge_trash(*, organisation_id: UUID, before: datetime) -> int:
    """Remove for good what was deleted before then, in batches; returns how many events and tasks went."""
    removed = 0
    for model in (Event, Task):
        while True:
            old = model.objects.of(organisation_id).filter(deleted_at__lt=before)
            ids = list(old.values_list("id", flat=True)[:BATCH])
            if not ids:
                break
            model.objects.of(organisation_id).filter(pk__in=ids).delete()
            removed += len(ids)
    return removed
