"""Read the log. Who may hear of which change is decided above, where events and tasks are known."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from .models import Change, ChangeCounter


def last_number(organisation_id: UUID) -> int:
    """The number of the newest change, 0 before the first."""
    numbers = ChangeCounter.objects.filter(organisation_id=organisation_id).values_list("last_number", flat=True)
    return numbers.first() or 0


def last_numbers(organisation_ids: Collection[UUID]) -> dict[UUID, int]:
    """The number of the newest change of each of those organisations that has one, in one query."""
    counters = ChangeCounter.objects.filter(organisation_id__in=organisation_ids)
    return dict(counters.values_list("organisation_id", "last_number"))


def changes_of_subject(organisation_id: UUID, subject_id: UUID) -> QuerySet[Change]:
    """One record's history, newest first. The caller has checked that its viewer may see the record."""
    changes = Change.objects.filter(organisation_id=organisation_id, subject_id=subject_id)
    return changes.select_related("actor").order_by("-number")


def changes_since(organisation_id: UUID, number: int) -> QuerySet[Change]:
    """All changes after `number`, oldest first; not everybody may hear of each."""
    return Change.objects.filter(organisation_id=organisation_id, number__gt=number).order_by("number")
