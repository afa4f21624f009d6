"""What follows which change: one table, read along the change log.

An action writes its change and knows nothing of what follows. Each reaction is a task that takes the change's
organisation and subject, or a run of the log; it runs at least once, also when the worker was killed in between.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from django.db import transaction

from tournee.change_log import queries as change_log
from tournee.directory import actions as directory
from tournee.notifications import actions as notifications
from tournee.organisations import queries as organisations

from .models import ReactionPosition
from .task import Task, task


@task()
def check_import(organisation_id: UUID, subject_id: UUID) -> None:
    """Look an uploaded file through, so that its preview can be shown."""
    directory.check_import(organisation_id=organisation_id, subject_id=subject_id)


@task()
def run_import(organisation_id: UUID, subject_id: UUID) -> None:
    """Import the lines of a file whose preview was agreed to."""
    directory.run_import(organisation_id=organisation_id, subject_id=subject_id)


@task()
def plan_alerts(organisation_id: UUID, subject_id: UUID) -> None:
    """Plan the alerts of an event anew: its time, its people, or its alerts may be others now."""
    notifications.plan_event(organisation_id=organisation_id, event_id=subject_id)


@task()
def plan_alerts_of_member(organisation_id: UUID, subject_id: UUID) -> None:
    """Follow a person into another time zone, or out."""
    notifications.plan_member(organisation_id=organisation_id, member_id=subject_id)


@task()
def send_invitations(organisation_id: UUID, subject_id: UUID) -> None:
    """Tell people by mail what they do not yet know of an event."""
    notifications.send_invitations(organisation_id=organisation_id, event_id=subject_id)


@task()
def tell_of_answers(organisation_id: UUID, subject_id: UUID) -> None:
    """Tell an event's owner who declines or proposes another time, and guests what became of that."""
    notifications.tell_of_answers(organisation_id=organisation_id, event_id=subject_id)


@task()
def send_message(organisation_id: UUID, subject_id: UUID) -> None:
    """Send a mail that was put into the outbox."""
    notifications.send_message(organisation_id=organisation_id, message_id=subject_id)


@task()
def plan_alerts_of_imported(organisation_id: UUID, after: int, up_to: int) -> None:
    """Plan the alerts of all events that a run of the log imported."""
    event_ids = _subjects(organisation_id, "event.imported", after, up_to)
    notifications.plan_events(organisation_id=organisation_id, event_ids=event_ids)


@task()
def send_invitations_of_imported(organisation_id: UUID, after: int, up_to: int) -> None:
    """Note that those invited know what a file has brought, and tell what else has changed since."""
    event_ids = _subjects(organisation_id, "event.imported", after, up_to)
    notifications.send_invitations_of_many(organisation_id=organisation_id, event_ids=event_ids)


def _subjects(organisation_id: UUID, kind: str, after: int, up_to: int) -> list[UUID]:
    changes = change_log.changes_since(organisation_id, after).filter(number__lte=up_to, kind=kind)
    return list(dict.fromkeys(changes.values_list("subject_id", flat=True)))


# kind of change, or `type.*` for every kind of it → tasks that take (organisation_id, subject_id)
REACTIONS: Mapping[str, Sequence[Task]] = {
    "event.*": (plan_alerts, send_invitations),
    "event.answered": (tell_of_answers,),
    "event.countered": (tell_of_answers,),
    "event.counter_declined": (tell_of_answers,),
    "mail.queued": (send_message,),
    "member.*": (plan_alerts_of_member,),
    "import.uploaded": (check_import,),
    "import.requested": (run_import,),
}
# kind of change of which thousands come at once, with nothing else to follow it → tasks that take (organisation_id,
# after, up_to): one of each for a run of the log, after the first of these numbers and up to the second.
REACTIONS_TO_RUNS: Mapping[str, Sequence[Task]] = {
    "event.imported": (plan_alerts_of_imported, send_invitations_of_imported),
}
# So many changes are read at once, and what follows them is enqueued, while SQLite has no other writer.
STEP = 200


def reactions_to(kind: str) -> list[Task]:
    """What follows each change of a kind."""
    if kind in REACTIONS_TO_RUNS:
        return []
    return [*REACTIONS.get(kind, ()), *REACTIONS.get(f"{kind.partition('.')[0]}.*", ())]


@task()
def react(organisation_id: UUID) -> None:
    """Enqueue what follows the changes of an organisation that were not yet reacted to, in their order."""
    while read_on(organisation_id):
        pass


@transaction.atomic
def read_on(organisation_id: UUID) -> bool:
    """React to the next few changes; whether there may be more."""
    position, _ = ReactionPosition.objects.select_for_update().get_or_create(organisation_id=organisation_id)
    found = change_log.changes_since(organisation_id, position.number).values_list("number", "kind", "subject_id")
    changes = list(found[:STEP])
    for kind, same in groupby(changes, key=itemgetter(1)):
        run = list(same)
        # Before the position is written: a worker killed in between enqueues it twice rather than never.
        _follow(organisation_id, kind, run)
        position.number = run[-1][0]
    if changes:
        position.save(update_fields=["number"])
    return len(changes) == STEP


def _follow(organisation_id: UUID, kind: str, run: Sequence[tuple[int, str, UUID]]) -> None:
    """Enqueue what follows changes of one kind."""
    for _number, _kind, subject_id in run:
        for reaction in reactions_to(kind):
            reaction.at_once(organisation_id, subject_id=subject_id)
    for reaction in REACTIONS_TO_RUNS.get(kind, ()):
        reaction.at_once(organisation_id, after=run[0][0] - 1, up_to=run[-1][0])


def hear(organisation_id: UUID, kinds: frozenset[str]) -> None:
    """What the change log calls for each transaction that wrote changes."""
    if any(kind in REACTIONS_TO_RUNS or reactions_to(kind) for kind in kinds):
        # What was saved is saved, also where the queue is away; `catch_up` finds the change then.
        transaction.on_commit(partial(react.at_once, organisation_id), robust=True)


def catch_up() -> None:
    """React to what was not heard, because the server ended between its commit and the queue."""
    if REACTIONS:
        for organisation_id in organisations.organisation_ids():
            react.at_once(organisation_id)
