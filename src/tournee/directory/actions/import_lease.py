"""Two workers never run one import: whoever works on it holds a lease, renewed at work and soon over when he dies."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tournee.directory.errors import import_is_busy
from tournee.directory.models import Import, ImportState
from tournee.values.identifier import new_id

HELD_FOR = timedelta(seconds=60)


class LeaseLostError(RuntimeError):
    """Another worker has taken the import over; whatever this one was doing is not to be written."""


@transaction.atomic
def take(*, organisation_id: UUID, import_id: UUID, among: Collection[str], state: ImportState) -> Import | None:
    """The import, leased, if it is in one of the states; None if it is in another or gone.

    Raises ImportBusy while someone else holds it.
    """
    rows = Import.objects.of(organisation_id).select_for_update(of=("self",)).select_related("by__organisation")
    found = rows.filter(pk=import_id).first()
    if found is None or found.state not in among:
        return None
    now = timezone.now()
    if found.leased_until is not None and found.leased_until > now:
        raise import_is_busy()
    found.state, found.lease, found.leased_until = state, new_id(), now + HELD_FOR
    found.version += 1
    found.save(update_fields=["state", "lease", "leased_until", "version", "updated_at"])
    return found


def renew(record: Import, *, lines_done: int) -> None:
    """Hold it for another minute, and say how far it has come. Raises LeaseLostError."""
    leased = Import.objects.of(record.organisation_id).filter(pk=record.pk, lease=record.lease)
    if not leased.update(leased_until=timezone.now() + HELD_FOR, lines_done=lines_done):
        raise LeaseLostError(record.pk)


def give_back(record: Import) -> None:
    """Write what came of it and let go. Raises LeaseLostError, and writes nothing, when it was taken over."""
    with transaction.atomic():
        leased = Import.objects.of(record.organisation_id).select_for_update().filter(pk=record.pk, lease=record.lease)
        if not leased.exists():
            raise LeaseLostError(record.pk)
        record.lease = record.leased_until = None
        record.version += 1
        record.save()
