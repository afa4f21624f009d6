"""The one reader of the change log in a process, which hands each change to the listeners that may hear of it."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import msgspec
import psycopg
from django.db import DatabaseError, connection

from tournee.change_log import queries as change_log
from tournee.change_log.actions import CHANNEL
from tournee.change_log.models import Change

from ..hearing import hears
from . import log_reader
from .listener import Listener

log = logging.getLogger("tournee.api.live")
# SQLite tells nobody of a change: its log is looked at. PostgreSQL tells; it is looked at in case a word was lost.
LOOK_EVERY, LOOK_EVERY_IF_TOLD = 1.0, 15.0
# Many changes at once are read together.
REST = 0.1
CHECK_EVERY = 30.0
AFTER_FAULT = 3.0
MOST_LISTENERS = 1_500
# After these, somebody may read other calendars than before.
CHANGES_REACH = {"member", "team", "organisation"}


class Hub:
    """Runs as long as somebody listens."""

    def __init__(self) -> None:
        self._listeners: dict[UUID, set[Listener]] = defaultdict(set)
        self._reached: dict[UUID, int] = {}
        self._told = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def count(self) -> int:
        """How many listen."""
        return sum(len(group) for group in self._listeners.values())

    @property
    def is_full(self) -> bool:
        """Whether no more can be taken."""
        return self.count >= MOST_LISTENERS

    async def join(self, listener: Listener) -> None:
        """From now on the listener is told; `started_after` is the number before the first change that it hears."""
        organisation_id = listener.organisation_id
        self._listeners[organisation_id].add(listener)
        if organisation_id not in self._reached:
            number = await log_reader.ask(change_log.last_number, organisation_id)
            self._reached.setdefault(organisation_id, number)
        listener.started_after = self._reached[organisation_id]
        if not self._tasks:
            jobs: list[Callable[[], Awaitable[float]]] = [self._look, self._check]
            if connection.vendor == "postgresql":
                jobs.append(self._be_told)
            self._tasks = [asyncio.create_task(_for_ever(job)) for job in jobs]

    def leave(self, listener: Listener) -> None:
        """The listener is told no more."""
        group = self._listeners.get(listener.organisation_id, set())
        group.discard(listener)
        if not group:
            self._listeners.pop(listener.organisation_id, None)
            self._reached.pop(listener.organisation_id, None)
        if not self._listeners:
            for task in self._tasks:
                task.cancel()
            self._tasks = []

    async def _look(self) -> float:
        self._told.clear()
        for organisation_id, last in (await log_reader.ask(change_log.last_numbers, list(self._reached))).items():
            if last > self._reached.get(organisation_id, last):
                await self._catch_up(organisation_id)
        wait = LOOK_EVERY_IF_TOLD if connection.vendor == "postgresql" else LOOK_EVERY
        try:
            async with asyncio.timeout(wait):
                await self._told.wait()
        except TimeoutError:
            return 0
        return REST

    async def _catch_up(self, organisation_id: UUID) -> None:
        while organisation_id in self._reached:
            listeners = self._listeners[organisation_id]
            members = {one.member_id for one in listeners}
            changes, now = await log_reader.ask(
                log_reader.news, organisation_id, self._reached[organisation_id], members
            )
            if not changes or organisation_id not in self._reached:
                return
            for change in changes:
                message = write_change(change)
                for listener in listeners:
                    if hears(listener.member_id, listener.reads, change, now):
                        listener.tell(message)
            self._reached[organisation_id] = changes[-1].number
            if any(one.subject_type in CHANGES_REACH for one in changes):
                await self._read_reach_again(listeners)

    async def _read_reach_again(self, listeners: Collection[Listener]) -> None:
        for member_id in {one.member_id for one in listeners}:
            reads = await log_reader.ask(log_reader.reach_of, member_id)
            for listener in list(listeners):
                if listener.member_id == member_id:
                    listener.reads = reads

    async def _check(self) -> float:
        everyone = [one for group in self._listeners.values() for one in group]
        for listener in await log_reader.ask(log_reader.without_right, everyone):
            listener.end()
        return CHECK_EVERY

    async def _be_told(self) -> float:
        kept = {"cursor_factory", "context", "prepare_threshold"}
        how: dict[str, Any] = {
            name: value for name, value in connection.get_connection_params().items() if name not in kept
        }
        async with await psycopg.AsyncConnection.connect(autocommit=True, **how) as told:
            await told.execute(f"LISTEN {CHANNEL}")
            self._told.set()
            async for _ in told.notifies():
                self._told.set()
        return AFTER_FAULT


async def _for_ever(job: Callable[[], Awaitable[float]]) -> None:
    while True:
        try:
            pause = await job()
        except Exception as error:
            expected = isinstance(error, (DatabaseError, psycopg.Error, OSError))
            log.warning("Live changes halt: %s", type(error).__name__, exc_info=None if expected else error)
            pause = AFTER_FAULT
        await asyncio.sleep(pause)


def write_change(change: Change) -> bytes:
    """A change as a server-sent event."""
    data = {
        "number": change.number,
        "kind": change.kind,
        "subject_type": change.subject_type,
        "subject_id": str(change.subject_id),
    }
    return b"id: %d\nevent: change\ndata: %s\n\n" % (change.number, msgspec.json.encode(data))


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the running event loop: a process that serves has one."""
    return _hubs.setdefault(asyncio.get_running_loop(), Hub())
