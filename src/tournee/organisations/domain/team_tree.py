"""The tree of teams, as identifiers."""

from collections.abc import Iterable
from uuid import UUID


def would_loop(team_id: UUID, parent_id: UUID | None, parents: Iterable[tuple[UUID, UUID | None]]) -> bool:
    """Whether the team would stand below itself; `parents` lists every team with its parent as it is now."""
    above = dict(parents)
    seen: set[UUID] = set()
    while parent_id is not None and parent_id not in seen:
        if parent_id == team_id:
            return True
        seen.add(parent_id)
        parent_id = above.get(parent_id)
    return False
