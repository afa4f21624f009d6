"""What keeps a database or a disk from doing its part, told from the error that it raised."""

import errno
from collections.abc import Iterator
from enum import StrEnum

# PostgreSQL, appendix A: the connection, the resources, who shuts down, and what another try may get round.
_FULL_STATES = frozenset({"53100"})
_AWAY_CLASSES = ("08", "40", "53", "55P03", "57P0", "25006")
# https://www.sqlite.org/rescode.html
_AWAY_NAMES = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")
_FULL_NUMBERS = frozenset({errno.ENOSPC, errno.EDQUOT})


class Outage(StrEnum):
    """The stable code of each."""

    FULL = "storage_full"
    AWAY = "storage_unavailable"


class StorageFailed(Exception):
    """An outage that another process met."""

    def __init__(self, outage: Outage) -> None:
        super().__init__(outage)
        self.outage = outage


def outage_of(error: BaseException | None) -> Outage | None:
    """The outage behind an error or one of its causes; None where it is a fault of another kind."""
    for one in _with_causes(error):
        found = _outage(one)
        if found:
            return found
    return None


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _outage(error: BaseException) -> Outage | None:
    if isinstance(error, StorageFailed):
        return error.outage
    name = str(getattr(error, "sqlite_errorname", ""))
    if name == "SQLITE_FULL" or (isinstance(error, OSError) and error.errno in _FULL_NUMBERS):
        return Outage.FULL
    if name.startswith(_AWAY_NAMES):
        return Outage.AWAY
    state = getattr(error, "sqlstate", "")
    if state in _FULL_STATES:
        return Outage.FULL
    # psycopg has no state to tell where it found no server, or lost it in the middle of a statement.
    lost = state is None and any(kind.__name__ == "OperationalError" for kind in type(error).__mro__)
    return Outage.AWAY if lost or (state or "").startswith(_AWAY_CLASSES) else None
