"""From where a change comes: said once at the door, read wherever a change is logged."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum


class Origin(StrEnum):
    """What a history names. SELF: the product did it of its own accord."""

    SCREEN = "screen"
    API = "api"
    IMPORT = "import"
    MAIL = "mail"
    LINK = "link"
    SYNC = "sync"
    SELF = "self"


_current: ContextVar[Origin] = ContextVar("origin", default=Origin.SELF)


def current_origin() -> Origin:
    """Where the work in hand comes from."""
    return _current.get()


def say_origin(origin: Origin) -> None:
    """For the rest of this request."""
    _current.set(origin)


@contextmanager
def coming_from(origin: Origin) -> Iterator[None]:
    """For a stretch of work within a request or a job."""
    token = _current.set(origin)
    try:
        yield
    finally:
        _current.reset(token)
