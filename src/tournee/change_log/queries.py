"""Read the log. The caller says which owners' changes its viewer may hear of."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from .models import Change, ChangeCounter


def last_number(organisation_id: UUID) -> int:
    """The number of the newest change, 0 before the first."""
    numbers = ChangeCounter.objects.filter(organisation_id=organisation_id).values_list("last_number", flat=True)
    return numbers.first() or 0


def changes_heard_by(
    organisation_id: UUID, *, member_id: UUID, owner_ids: Collection[UUID] | None, since: int = 0
) -> QuerySet[Change]:
    """Changes after number `since`, oldest first, that concern everybody, one of `owner_ids` (None: all), or the
    member himself."""
    changes = Change.objects.filter(organisation_id=organisation_id, number__gt=since)
    if owner_ids is not None:
        changes = changes.filter(
            Q(owner_id__isnull=True) | Q(owner_id__in=owner_ids) | Q(owner_id=member_id) | Q(actor_id=member_id)
        )
    return changes.order_by("number")


def changes_of_subject(organisation_id: UUID, subject_id: UUID) -> QuerySet[Change]:
    """One record's history, newest first. The caller has checked that its viewer may see the record."""
    changes = Change.objects.filter(organisation_id=organisation_id, subject_id=subject_id)
    return changes.select_related("actor").order_by("-number")


def changes_since(organisation_id: UUID, number: int) -> QuerySet[Change]:
    """All changes after `number`, oldest first: for the product's own reactions, never for a person."""
    return Change.objects.filter(organisation_id=organisation_id, number__gt=number).order_by("number")
