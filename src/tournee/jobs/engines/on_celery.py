"""Celery, for many workers on many machines: its broker is Redis or RabbitMQ.

Celery only carries the jobs here. When to try again and when to give up is decided by this file, and a job that waits
is handed round in short steps: Redis delivers again what a worker holds for longer than the time-out.
"""

import logging
import os
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from celery import Celery
from celery.schedules import crontab
from django.utils import timezone

from . import engine

logger = logging.getLogger(__name__)
# So long after a worker was killed with all its processes, Redis hands its jobs to others. A job that takes longer is
# begun a second time beside the first.
TIME_OUT = 900


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What a message holds."""

    name: str
    values: dict[str, Any]
    left: int
    failed: int = 0
    at: datetime | None = None

    def again_later(self, now: datetime) -> "Job":
        """The same job with one retry less, after a delay that grows with each failure."""
        at = now + timedelta(seconds=engine.FIRST_DELAY * engine.BACK_OFF**self.failed)
        return msgspec.structs.replace(self, left=self.left - 1, failed=self.failed + 1, at=at)

    def seconds_until(self, now: datetime) -> float:
        """0 when it is due."""
        return max(0.0, (self.at - now).total_seconds()) if self.at else 0.0


class CeleryEngine:
    """See `Engine`."""

    def __init__(self, broker: str) -> None:
        # Django's own checks ran when the settings were written; here they would double the time to start.
        os.environ.setdefault("CELERY_SKIP_CHECKS", "1")
        self.app = Celery(engine.NAME, broker=broker, set_as_current=False)
        self.app.conf.update(settings_for(broker))
        self.calls: dict[str, tuple[Callable[..., None], int]] = {}
        self.entries: dict[str, Callable[[], None]] = {}
        self.job = self.app.task(name="job", bind=True)(self._receiver())
        self.app.task(name="entry")(self._do_entry)

    def declare(self, name: str, call: Callable[..., None], *, retries: int) -> None:
        """See `Engine`."""
        self.calls[name] = (call, retries)

    def declare_entry(self, name: str, run: Callable[[], None], *, minute: str, hour: str) -> None:
        """See `Engine`."""
        self.entries[name] = run
        self.app.conf.beat_schedule[name] = {
            "task": "entry",
            "args": [name],
            "schedule": crontab(minute=minute, hour=hour),
        }

    def put(self, name: str, message: Mapping[str, Any], *, at: datetime | None) -> None:
        """See `Engine`."""
        self.send(Job(name=name, values=dict(message), left=self.calls[name][1], at=at))

    def send(self, job: Job) -> None:
        """Hand a job to the broker, to be looked at when it is due, or in half the time-out."""
        wait = min(job.seconds_until(timezone.now()), TIME_OUT / 2)
        self.job.apply_async((msgspec.to_builtins(job),), countdown=wait or None)

    def _do_entry(self, name: str) -> None:
        self.entries[name]()

    def _receiver(self) -> Callable[..., None]:
        # Celery binds a function to its task, and could not bind a method, which is bound already.
        def receive(message: Any, raw: dict[str, Any]) -> None:
            self._received(msgspec.convert(raw, Job), redelivered=bool(message.request.delivery_info["redelivered"]))

        return receive

    def _received(self, job: Job, *, redelivered: bool) -> None:
        if job.seconds_until(timezone.now()) > 0:
            self.send(job)
        elif redelivered:
            self._interrupted(job)
        else:
            self._run(job)

    def _interrupted(self, job: Job) -> None:
        """A worker was killed with it: each time costs the job one of its retries."""
        if job.left > 0:
            self.send(msgspec.structs.replace(job, left=job.left - 1))
        else:
            logger.error("job %s was interrupted too often and is given up", job.name)

    def _run(self, job: Job) -> None:
        call, _ = self.calls[job.name]
        try:
            call(**job.values)
        except engine.NotNowError as cause:
            logger.warning("job %s has to wait: %s", job.name, cause)
        except Exception:
            logger.exception("job %s failed", job.name)
        else:
            return
        if job.left > 0:
            self.send(job.again_later(timezone.now()))

    def work(self, *, threads: int, with_timetable: bool) -> None:
        """See `Engine`."""
        options = ["worker", "--concurrency", str(threads), "--loglevel", "WARNING"]
        options += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        if with_timetable:
            # Kept in memory: what was due while no worker ran is not made up for, as with the other engines.
            options += ["--beat", "--scheduler", "celery.beat:Scheduler"]
        self.app.worker_main(["--quiet", *options])

    def close(self) -> None:
        """Let go of connections."""
        self.app.close()


def settings_for(broker: str) -> dict[str, Any]:
    """Celery's own settings: acknowledged when done, one job a process at a time, JSON only, no results."""
    by_redis = broker.startswith("redis")
    return {
        "accept_content": ["json"],
        "beat_schedule": {},
        "broker_connection_retry_on_startup": True,
        "broker_connection_timeout": 5,
        "broker_transport_options": (
            {"visibility_timeout": TIME_OUT, "socket_connect_timeout": 5, "health_check_interval": 30}
            if by_redis
            else {"confirm_publish": True}
        ),
        "task_acks_late": True,
        "task_default_queue": engine.NAME,
        "task_ignore_result": True,
        "task_publish_retry_policy": {"max_retries": 2, "interval_start": 0, "interval_step": 0.5},
        "task_reject_on_worker_lost": True,
        "timezone": "UTC",
        "worker_hijack_root_logger": False,
        "worker_prefetch_multiplier": 1,
    }
