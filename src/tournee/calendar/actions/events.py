"""Plan, change, move, delete and restore events; of a series, the whole of it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from tournee.organisations.errors import not_allowed
from tournee.organisations.models import Member
from tournee.values.identifier import new_id

from .. import permissions, queries
from ..domain.series import wall_start
from ..models import Event
from . import series, writing
from .checking import Problems, check_version
from .log_lines import log
from .repeating import put_recurrence, take_recurrence


@transaction.atomic
def create_event(*, by: Member, sent: Mapping[str, Any]) -> Event:
    """Plan an event from the API's fields (`subject` and `start` at least). Raises Invalid, NotAllowed, Conflict."""
    event = Event(id=new_id(), organisation_id=by.organisation_id, owner=by)
    event.uid = f"{event.pk}@tournee"
    problems = Problems()
    wanted = {"subject": "", **sent}
    writing.take(problems, event, by, wanted, current=None)
    writing.check_private(problems, event, by)
    put_recurrence(event, take_recurrence(problems, event.as_series, wanted, at=wall_start(event.times)))
    problems.refuse()
    writing.refuse_double_booking(event)
    event.save(force_insert=True)
    writing.put_around(problems, event, by, wanted)
    log("event.created", event, by, {"subject": [None, event.subject]})
    return event


@transaction.atomic
def update_event(*, event_id: UUID, by: Member, sent: Mapping[str, Any], if_version: int | None = None) -> Event:
    """Change the fields that were sent, and those alone; of a series, in all its occurrences.

    Raises NotVisible, NotAllowed, Stale, Invalid, Conflict.
    """
    event = _locked(by, event_id)
    check_version(event.version, if_version)
    if event.recurrence:
        series.change_all(event, by, sent)
        return event
    owner_id = event.owner_id
    changes = writing.change(Problems(), event, by, sent)
    if changes:
        writing.log_change(event, by, changes, former_owner=owner_id)
    return event


@transaction.atomic
def delete_event(*, event_id: UUID, by: Member, if_version: int | None = None) -> None:
    """Put an event into the trash, a series with all its occurrences. Raises NotVisible, NotAllowed, Stale."""
    event = _locked(by, event_id)
    check_version(event.version, if_version)
    writing.put_into_trash(event, by)


@transaction.atomic
def restore_event(*, event_id: UUID, by: Member, if_version: int | None = None) -> Event:
    """Take an event out of the trash as it was. Raises NotVisible, NotAllowed, Stale, Conflict."""
    event = _locked(by, event_id, in_trash=True)
    check_version(event.version, if_version)
    writing.refuse_double_booking(event)
    writing.take_out_of_trash(event, by)
    return event


def _locked(by: Member, event_id: UUID, *, in_trash: bool = False) -> Event:
    queries.event(by, event_id, in_trash=in_trash)
    event = Event.objects.of(by.organisation_id).select_for_update().get(pk=event_id)
    if not permissions.may_edit(by, event):
        raise not_allowed()
    return event
