"""What follows which change: one table, read along the change log.

An action writes its change and knows nothing of what follows. Each reaction is a task that takes the change's
organisation and subject; it runs at least once, also when the worker was killed in between.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from tournee.change_log import queries as change_log
from tournee.organisations import queries as organisations

from .models import ReactionPosition
from .task import Task, task

# kind of change → tasks that take (organisation_id, subject_id)
REACTIONS: Mapping[str, Sequence[Task]] = {}
# So many changes are read at once; an import may have written many thousands.
STEP = 500


@task()
def react(organisation_id: UUID) -> None:
    """Enqueue what follows the changes of an organisation that were not yet reacted to, in their order."""
    while read_on(organisation_id):
        pass


@transaction.atomic
def read_on(organisation_id: UUID) -> bool:
    """React to the next few changes; whether there may be more."""
    position, _ = ReactionPosition.objects.select_for_update().get_or_create(organisation_id=organisation_id)
    changes = list(change_log.changes_since(organisation_id, position.number)[:STEP])
    for change in changes:
        for reaction in REACTIONS.get(change.kind, ()):
            reaction.later(organisation_id, subject_id=change.subject_id)
    if changes:
        position.number = changes[-1].number
        position.save(update_fields=["number"])
    return len(changes) == STEP


def hear(organisation_id: UUID, kinds: frozenset[str]) -> None:
    """What the change log calls for each transaction that wrote changes."""
    if REACTIONS.keys() & kinds:
        react.later(organisation_id)


def catch_up() -> None:
    """React to what was not heard, because the server ended between its commit and the queue."""
    if REACTIONS:
        for organisation_id in organisations.organisation_ids():
            react.later(organisation_id)
