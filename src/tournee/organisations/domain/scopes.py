"""What an API token may be allowed to do. The member's own rights are the limit in any case."""

from collections.abc import Iterable

ALL = "all"
SCOPES = (
    "events:read",
    "events:write",
    "tasks:read",
    "tasks:write",
    "directory:read",
    "directory:write",
    "changes:read",
    "organisation:read",
    "organisation:write",
    "me",
    ALL,
)


class UnknownScope(ValueError):
    """No such scope; the text is what was asked for."""


def read_scopes(asked: Iterable[str]) -> list[str]:
    """Those asked for, each once, in the order of SCOPES; `all` stands for every other. Raises UnknownScope."""
    wanted = {scope.strip() for scope in asked}
    unknown = wanted - set(SCOPES)
    if unknown:
        raise UnknownScope(min(unknown))
    return [ALL] if ALL in wanted else [scope for scope in SCOPES if scope in wanted]
