"""What was deleted and can be restored."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tournee.organisations import queries as organisations
from tournee.organisations.models import Member
from tournee.values.refusal import Invalid

from .models import Event, Privacy, Task

KEPT_DAYS = 30


class Deleted(NamedTuple):
    """Something in the trash."""

    kind: str
    record: Event | Task
    deleted_at: datetime


def trash(viewer: Member, *, limit: int, before: Sequence[str] | None = None) -> list[Deleted]:
    """Deleted events and tasks that the viewer may restore, the newest first; those after `before` (a moment, an id).

    Others' private ones never. Raises Invalid for a `before` that is none.
    """
    mine = Q(deleted_at__isnull=False) & organisations.editable_calendars(viewer).where("owner_id")
    mine &= Q(privacy=Privacy.NORMAL) | Q(owner=viewer)
    if before:
        mine &= _deleted_before(before)
    events = Event.objects.of(viewer.organisation_id).filter(mine, series__isnull=True).select_related("owner")
    tasks = Task.objects.of(viewer.organisation_id).filter(mine).select_related("owner")
    newest = ("-deleted_at", "-id")
    found = [Deleted("event", one, one.deleted_at) for one in events.order_by(*newest)[:limit] if one.deleted_at]
    found += [Deleted("task", one, one.deleted_at) for one in tasks.order_by(*newest)[:limit] if one.deleted_at]
    return sorted(found, key=lambda one: (one.deleted_at, one.record.pk), reverse=True)[:limit]


def _deleted_before(key: Sequence[str]) -> Q:
    try:
        moment, last = datetime.fromisoformat(key[0]), UUID(key[1])
    except ValueError as error:
        text = _("This cursor cannot be used. Start again from the first page.")
        raise Invalid(text, code="bad_cursor", fields={"cursor": [text]}) from error
    if moment.tzinfo is None:
        raise Invalid(_("This cursor cannot be used. Start again from the first page."), code="bad_cursor")
    return Q(deleted_at__lt=moment) | Q(deleted_at=moment, pk__lt=last)
