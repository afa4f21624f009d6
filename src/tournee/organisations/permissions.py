"""Who reaches whom: computed once a request from the role and the tree of teams."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from .models import Member, Role, Sharing, Team


@dataclass(frozen=True, slots=True)
class Reach:
    """A set of members: everybody of the organisation (`ids` None), or those named."""

    ids: frozenset[UUID] | None

    def __contains__(self, member_id: object) -> bool:
        return self.ids is None or member_id in self.ids

    def narrow(self, wanted: Iterable[UUID]) -> list[UUID]:
        """Those of `wanted` that are within reach."""
        return [one for one in wanted if one in self]

    def where(self, field: str) -> Q:
        """The filter that a table's column `field` has to pass."""
        return Q() if self.ids is None else Q(**{f"{field}__in": self.ids})


EVERYBODY = Reach(None)


def teams_below(tops: Collection[UUID], parents: Iterable[tuple[UUID, UUID | None]]) -> frozenset[UUID]:
    """The teams `tops` and all beneath them; `parents` lists every team with its parent. Loops end."""
    children: dict[UUID | None, list[UUID]] = defaultdict(list)
    for team_id, parent_id in parents:
        children[parent_id].append(team_id)
    found: set[UUID] = set()
    waiting = list(tops)
    while waiting:
        team_id = waiting.pop()
        if team_id not in found:
            found.add(team_id)
            waiting.extend(children[team_id])
    return frozenset(found)


def readable_calendars(viewer: Member) -> Reach:
    """Whose calendars the viewer reads (private items as busy)."""
    sharing = viewer.organisation.calendar_sharing
    if viewer.is_administrator or sharing == Sharing.ORGANISATION:
        return EVERYBODY
    if viewer.is_manager:
        return editable_calendars(viewer)
    if sharing == Sharing.TEAM and viewer.team_id is not None:
        return Reach(_members_of(viewer, {viewer.team_id}) | {viewer.pk})
    return Reach(frozenset({viewer.pk}))


def editable_calendars(viewer: Member) -> Reach:
    """In whose calendars the viewer writes; also whose directory records he edits."""
    if viewer.is_administrator:
        return EVERYBODY
    if viewer.is_manager and viewer.team_id is not None:
        tree = Team.objects.of(viewer.organisation_id).values_list("id", "parent_id")
        return Reach(_members_of(viewer, teams_below({viewer.team_id}, tree)) | {viewer.pk})
    return Reach(frozenset({viewer.pk}))


def _members_of(viewer: Member, teams: Collection[UUID]) -> frozenset[UUID]:
    members = Member.objects.filter(organisation_id=viewer.organisation_id, team_id__in=teams)
    return frozenset(members.values_list("id", flat=True))


def administers(viewer: Member) -> bool:
    """Whether the viewer sets up the organisation."""
    return viewer.is_active and viewer.role == Role.ADMINISTRATOR
