"""The lines that events and tasks leave in the change log."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tournee.change_log.actions import record
from tournee.organisations.models import Member

from ..models import Event, Task


def log(
    kind: str,
    of: Event | Task,
    by: Member | None,
    changes: Mapping[str, Any],
    *,
    former_owner: UUID | None = None,
    recurrence_id: str = "",
) -> None:
    """One line, under the series if it is of an occurrence; and one more for those whose calendar it left."""
    subject_id = (isinstance(of, Event) and of.series_id) or of.pk
    by_id = by.pk if by else None
    if former_owner and former_owner != of.owner_id:
        # Whoever reads only the former owner's calendar must hear that it has left it.
        left = f"{kind.partition('.')[0]}.left"
        record(left, organisation_id=of.organisation_id, subject_id=subject_id, owner_id=former_owner, by_id=by_id)
    named = {"recurrence_id": [recurrence_id, recurrence_id]} if recurrence_id else {}
    record(
        kind,
        organisation_id=of.organisation_id,
        subject_id=subject_id,
        owner_id=of.owner_id,
        by_id=by_id,
        changes={**changes, **named},
    )
