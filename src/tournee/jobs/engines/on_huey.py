"""huey: in SQLite, in PostgreSQL, or in Redis. What the queue holds are names of tasks and ids, as JSON."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Lock, Thread
from typing import Any

import msgspec
from django.db import close_old_connections, connections
from huey import CancelExecution, Huey, crontab
from huey.api import Task as HueyTask
from huey.registry import Message

from tournee.values.identifier import new_id

from . import engine

logger = logging.getLogger(__name__)
# An empty queue is looked at once a second; longer would make an import wait, shorter would cost for nothing.
LONGEST_PAUSE = 1.0
STARTED, ALIVE = "started:", "alive:"


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
    """huey that remembers what it is working on, so that a killed worker loses no job."""

    def __init__(self, *, alone: bool = False, **options: Any) -> None:
        super().__init__(engine.NAME, results=False, utc=True, serializer=PlainSerializer(), **options)
        self.tasks: dict[str, Any] = {}
        self.worker = new_id().hex
        # Whether there can be no other worker: then whatever was begun before this one was interrupted.
        self.alone = alone
        self.closing = Lock()
        # Under a long-lived worker every job is what a request is under a server.
        self.pre_execute("connections")(lambda _: close_old_connections())
        self.post_execute("connections")(lambda *_: close_old_connections())
        self.on_shutdown("connections")(self.close)

    def declare(self, name: str, call: Callable[..., None], *, retries: int) -> None:
        """See `Engine`."""

        def run(**message: Any) -> None:
            try:
                call(**message)
            except engine.NotNowError as cause:
                raise CancelExecution(str(cause)) from cause

        options = {"retries": retries, "retry_delay": engine.FIRST_DELAY, "retry_backoff": engine.BACK_OFF}
        self.tasks[name] = self.task(name=name, **options)(run)

    def declare_entry(self, name: str, run: Callable[[], None], *, minute: str, hour: str) -> None:
        """See `Engine`."""
        self.periodic_task(crontab(minute=minute, hour=hour), name=name)(run)

    def put(self, name: str, message: Mapping[str, Any], *, at: datetime | None) -> None:
        """See `Engine`."""
        if at is None:
            self.tasks[name](**message)
        else:
            self.tasks[name].schedule(kwargs=dict(message), eta=at)

    def dequeue(self) -> HueyTask | None:
        """The next job; kept under this worker's name until it ended, was put back for later, or failed for good."""
        key = f"{STARTED}{self.worker}:{new_id().hex}"
        data = self.storage.take(key)
        if data is None:
            return None
        # One that this version does not know stays kept: the next worker may be of a newer version.
        task = self.deserialize_task(data)
        task.kept_as = key
        return task

    def execute(self, task: HueyTask, timestamp: datetime | None = None) -> Any:
        """Run one job, then forget the copy that was kept."""
        result = super().execute(task, timestamp)
        self.storage.delete_data(task.kept_as)
        return result

    def put_back(self, worker: str) -> None:
        """Enqueue again what a killed worker had begun; each time costs the job one of its retries."""
        for key, data in self.kept().items():
            if key.startswith(f"{STARTED}{worker}:"):
                self._put_back_one(key, data)
        self.storage.delete_data(f"{ALIVE}{worker}")

    def _put_back_one(self, key: str, data: bytes) -> None:
        try:
            task = self.deserialize_task(data)
        except Exception:
            logger.exception("a job that cannot be read is given up")
            self.storage.delete_data(key)
            return
        if task.retries > 0:
            task.retries -= 1
            self.storage.give_back(key, self.serialize_task(task))
        elif self.storage.delete_data(key):
            logger.error("job %s was interrupted too often and is given up", task.name)

    def kept(self) -> dict[str, bytes]:
        """What was begun, by worker and job, and who is alive."""
        items = self.storage.result_items().items()
        return {key.decode() if isinstance(key, bytes) else key: bytes(data) for key, data in items}

    def work(self, *, threads: int, with_timetable: bool) -> None:
        """See `Engine`."""
        logging.getLogger("huey").setLevel(logging.WARNING)
        ended = Event()
        watch = Thread(target=self._keep_watch, args=(ended,), name="watch", daemon=True)
        watch.start()
        self.create_consumer(
            workers=threads,
            periodic=with_timetable,
            max_delay=LONGEST_PAUSE,
            graceful_signal="TERM",
            shutdown_timeout=20,
        ).run()
        ended.set()
        watch.join()
        # What did not end in time is done by the next worker.
        self.put_back(self.worker)
        self.close()

    def _keep_watch(self, ended: Event) -> None:
        watch = Watch(alone=self.alone)
        while True:
            try:
                self.storage.put_data(f"{ALIVE}{self.worker}", str(time.monotonic_ns()).encode())
                for worker in watch.dead(self.kept(), now=time.monotonic(), but=self.worker):
                    self.put_back(worker)
            except Exception:
                logger.exception("the queue does not answer")
            if ended.wait(engine.PATIENCE / 6):
                return

    def close(self) -> None:
        """Close this thread's connections to the queue and to the database; they are opened anew when needed."""
        # huey's threads share one connection to the queue, and all of them end at once.
        with self.closing:
            self.storage.close()
        connections.close_all()


@dataclass
class Watch:
    """Tells which workers are dead: whose sign of life has not changed for so long, by the watcher's own clock."""

    alone: bool
    seen: dict[str, tuple[bytes | None, float]] = field(default_factory=dict)

    def dead(self, kept: Mapping[str, bytes], *, now: float, but: str) -> list[str]:
        """Among the workers that have begun something or were alive, except the watcher itself."""
        workers = {key.split(":")[1] for key in kept if key.startswith((STARTED, ALIVE))} - {but}
        seen = {worker: (kept.get(f"{ALIVE}{worker}"), now) for worker in workers}
        for worker, (sign, _) in seen.items():
            if worker in self.seen and self.seen[worker][0] == sign:
                seen[worker] = self.seen[worker]
        self.seen = seen
        return sorted(worker for worker in workers if self.alone or now - seen[worker][1] >= engine.PATIENCE)
