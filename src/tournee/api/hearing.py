"""Which changes a viewer may hear of: one rule, as a query for the past and as a function for the present.

Whose calendar he reads, he hears of; of his own doings and invitations too, also when one is taken back; of others'
private tasks, tokens and unshared filters never.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, QuerySet

from tournee.calendar import queries as calendar
from tournee.calendar.actions import UNINVITED
from tournee.change_log import queries as change_log
from tournee.change_log.models import Change
from tournee.organisations import queries as organisations
from tournee.organisations.models import Member
from tournee.organisations.permissions import Reach

# What belongs to one person alone as long as its lines in the log name an owner.
PERSONAL = ("saved_filter", "token", "feed", "notice", "mail")


def heard_by(viewer: Member, *, since: int, until: int) -> QuerySet[Change]:
    """The changes after number `since` up to `until` that the viewer may hear of, oldest first."""
    changes = change_log.changes_since(viewer.organisation_id, since).filter(number__lte=until)
    mine = Q(owner_id=viewer.pk) | Q(actor_id=viewer.pk)
    reach = organisations.readable_calendars(viewer)
    if reach.ids is not None:
        invited = Q(subject_type="event", subject_id__in=calendar.invitations_of(viewer).values("event_id"))
        changes = changes.filter(mine | Q(owner_id__isnull=True) | reach.where("owner_id") | invited)
    personal = Q(subject_type__in=PERSONAL) | Q(kind=UNINVITED)
    changes = changes.exclude(personal & Q(owner_id__isnull=False) & ~Q(owner_id=viewer.pk))
    open_tasks = Q(subject_id__in=calendar.tasks_open_to_others(viewer.organisation_id).values("pk"))
    told = Q(changes__has_key="privacy")
    return changes.filter(~Q(subject_type="task") | mine | open_tasks | told)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the function must know beside the changes: who is invited to which event, which tasks are not private."""

    invited: Collection[tuple[UUID, UUID]] = field(default_factory=frozenset)
    open_tasks: Collection[UUID] = field(default_factory=frozenset)


def circumstances(organisation_id: UUID, changes: Collection[Change], listening: Collection[UUID]) -> Circumstances:
    """For a batch of changes and those members; two queries at most."""
    events = {one.subject_id for one in changes if one.subject_type == "event"}
    tasks = {one.subject_id for one in changes if one.subject_type == "task"}
    return Circumstances(
        invited=calendar.invitations_among(organisation_id, events, listening) if events else frozenset(),
        open_tasks=(
            frozenset(calendar.tasks_open_to_others(organisation_id).filter(pk__in=tasks).values_list("pk", flat=True))
            if tasks
            else frozenset()
        ),
    )


def hears(member_id: UUID, reads: Reach, change: Change, now: Circumstances) -> bool:
    """Whether one member, who reads those calendars, may hear of one change."""
    mine = member_id in {change.owner_id, change.actor_id}
    personal = change.subject_type in PERSONAL or change.kind == UNINVITED
    if personal and change.owner_id not in {None, member_id}:
        return False
    if change.subject_type == "task" and not (
        mine or change.subject_id in now.open_tasks or _tells_privacy(change.changes)
    ):
        return False
    invited = change.subject_type == "event" and (change.subject_id, member_id) in now.invited
    return mine or invited or change.owner_id is None or change.owner_id in reads


def _tells_privacy(changes: Mapping[str, object]) -> bool:
    # Whoever could see the task until now must hear that it has gone.
    return "privacy" in changes
