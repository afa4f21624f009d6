"""The queue behind the jobs: kept beside the database, unless TOURNEE_JOBS_URL names another place.

Nothing outside this file knows which engine it is. What the queue holds are names of tasks and ids, as JSON.
"""

import logging
import socket
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import msgspec
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import close_old_connections, connection
from huey import Huey
from huey.api import Task as HueyTask
from huey.registry import Message
from huey.storage import BaseStorage, MemoryStorage, PostgresStorage, RedisStorage, SqliteStorage

logger = logging.getLogger(__name__)
NAME = "tournee"


class PlainSerializer:
    """Messages as JSON: a queue that somebody else can write to must not run code of his."""

    def serialize(self, message: Any) -> bytes:
        """A message of the engine's, or a plain value, as bytes."""
        return msgspec.json.encode(message._asdict() if isinstance(message, Message) else message)

    def deserialize(self, data: bytes) -> Any:
        """The message, or the plain value, that was serialised."""
        value = msgspec.json.decode(bytes(data))
        if not isinstance(value, dict) or "name" not in value:
            return value
        for moment in ("eta", "expires_resolved"):
            value[moment] = datetime.fromisoformat(value[moment]) if value[moment] else None
        return Message(**{**value, "args": tuple(value["args"])})


class LastingHuey(Huey):  # type: ignore[misc] # huey publishes no types
    """An engine that remembers what it is working on, so that a killed worker loses no job."""

    def __init__(self, **options: Any) -> None:
        super().__init__(NAME, results=False, utc=True, serializer=PlainSerializer(), **options)
        self.tasks: dict[str, Any] = {}

    def execute(self, task: HueyTask, timestamp: datetime | None = None) -> Any:
        """Run one task; a copy is kept until it ended, was put back for later, or failed for good."""
        key = f"{self._started_here()}{task.id}"
        self.storage.put_data(key, self.serialize_task(task))
        result = super().execute(task, timestamp)
        self.storage.delete_data(key)
        return result

    def put_back_interrupted(self) -> int:
        """Enqueue again what a killed worker of this machine had begun; each time costs the task one of its retries."""
        found = {key: data for key, data in self._kept().items() if key.startswith(self._started_here())}
        for key, data in found.items():
            task = self.deserialize_task(data)
            if task.retries > 0:
                task.retries -= 1
                self.enqueue(task)
            else:
                logger.error("job %s was interrupted too often and is given up", task.name)
            self.storage.delete_data(key)
        return len(found)

    def _kept(self) -> dict[str, bytes]:
        items = self.storage.result_items().items()
        return {key.decode() if isinstance(key, bytes) else key: bytes(data) for key, data in items}

    @staticmethod
    def _started_here() -> str:
        return f"started:{socket.gethostname()}:"


def storage_for(url: str) -> tuple[type[BaseStorage], dict[str, Any]]:
    """The storage that an address names, and its options. Raises ImproperlyConfigured for one that it cannot be."""
    match urlsplit(url).scheme:
        case "" if connection.vendor == "postgresql":
            return PostgresStorage, {"connection": connection_like_the_database}
        case "" | "sqlite":
            return SqliteStorage, {"filename": str(settings.DATA_DIR / "jobs.sqlite3"), "timeout": 20, "fsync": True}
        case "postgres" | "postgresql":
            return PostgresStorage, {"dsn": url}
        case "redis" | "rediss" | "unix":
            return RedisStorage, {"url": url}
        case "memory":
            return MemoryStorage, {}
    raise ImproperlyConfigured("TOURNEE_JOBS_URL must begin with sqlite:, postgres:, redis:, rediss:, unix: or memory:")


def connection_like_the_database() -> Any:
    """A connection of the queue's own to the product's PostgreSQL, outside any transaction of the caller's."""
    import psycopg  # noqa: PLC0415 -- not needed with SQLite

    wanted = {"dbname", "user", "password", "host", "port", "sslmode", "options"}
    parameters = connection.get_connection_params()
    return psycopg.connect(**{name: value for name, value in parameters.items() if name in wanted})


@cache
def engine() -> LastingHuey:
    """The one engine of this process, made when it is first needed."""
    storage, options = storage_for(settings.JOBS_URL)
    made = LastingHuey(storage_class=storage, **options)
    # Under a long-lived worker every job is what a request is under a server.
    made.pre_execute("connections")(lambda _: close_old_connections())
    made.post_execute("connections")(lambda *_: close_old_connections())
    for register in REGISTRATIONS:
        register(made)
    return made


# How each task and each entry of the timetable makes itself known to an engine.
REGISTRATIONS: list[Callable[[LastingHuey], None]] = []
