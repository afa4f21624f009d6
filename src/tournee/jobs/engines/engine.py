"""What the room asks of an engine, whichever it is."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

NAME = "tournee"
# 15 s, 1 min, 4 min, 16 min, about an hour: long enough for a neighbour's outage, short enough to be noticed.
FIRST_DELAY, BACK_OFF = 15, 4
# Who says nothing for so many seconds is taken for dead, and his jobs are done by others.
PATIENCE = 60.0


class NotNowError(Exception):
    """The job met a state of things that may pass: it is tried again later, without alarm."""


class Engine(Protocol):
    """A queue outside the transaction of the caller, and the worker that empties it.

    A job is done at least once, also when the worker is killed in its midst; one that fails is tried again, ever
    later, as often as it was declared to be.
    """

    def declare(self, name: str, call: Callable[..., None], *, retries: int) -> None:
        """Make a task known."""

    def declare_entry(self, name: str, run: Callable[[], None], *, minute: str, hour: str) -> None:
        """Make an entry of the timetable known; minute and hour, in UTC, as in a crontab."""

    def put(self, name: str, message: Mapping[str, Any], *, at: datetime | None) -> None:
        """Enqueue a declared task with its values, for now or for an aware moment. Raises where the queue is away."""

    def work(self, *, threads: int, with_timetable: bool) -> None:
        """Work the queue off until SIGTERM or SIGINT."""

    def close(self) -> None:
        """Let go of connections."""
