"""The organisation's teams as a list in the order of the tree."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from tournee.organisations.models import Team

DEEPEST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Branch:
    """A team and how deep it stands; the top is 0."""

    team: Team
    depth: int

    @property
    def indent(self) -> int:
        """The depth, as far as screens show it."""
        return min(self.depth, DEEPEST_SHOWN)


def branches(teams: Iterable[Team]) -> list[Branch]:
    """Every team after the one above it, names in order."""
    below: dict[UUID | None, list[Team]] = defaultdict(list)
    for team in teams:
        below[team.parent_id].append(team)
    found: list[Branch] = []

    def walk(parent_id: UUID | None, depth: int) -> None:
        for team in sorted(below[parent_id], key=lambda team: team.name.casefold()):
            found.append(Branch(team, depth))
            walk(team.pk, depth + 1)

    walk(None, 0)
    return found


def team_choices(teams: Iterable[Team]) -> list[tuple[str, str]]:
    """For a select box: lower teams stand further in."""
    return [(str(branch.team.pk), "\u2003" * branch.depth + branch.team.name) for branch in branches(teams)]
