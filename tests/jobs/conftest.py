"""The queue in each place where huey keeps it, apart from the one of the settings; and workers as processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.servers.redis import RedisServer, redis_server
from tests.servers.tournee import ROOT, environment_of
from tournee.jobs import queue
from tournee.jobs.engines.on_huey import LastingHuey
from tournee.values.identifier import new_id

__all__ = ["redis_server"]
Engine = Callable[[], LastingHuey]
POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.postgresql)


def jobs_url(kind: str, request: pytest.FixtureRequest) -> str:
    """An address of that kind with nothing in the queue."""
    if kind == "postgresql":
        url: str = request.getfixturevalue("postgresql_cluster").make_database(f"jobs_{new_id().hex}")
        return url
    if kind == "sqlite":
        return "sqlite:"
    server: RedisServer = request.getfixturevalue("redis_server")
    server.empty()
    return f"celery+{server.url()}" if kind == "celery" else server.url()


@pytest.fixture
def fresh_queue() -> Iterator[None]:
    """No engine of an earlier test, and none of this one's tasks in a later test."""
    kept = list(queue.REGISTRATIONS)
    if queue.engine.cache_info().currsize:
        # Dropped open, its connection would be told of in whichever test collects it.
        queue.engine().close()
    queue.engine.cache_clear()
    yield
    queue.engine().close()
    queue.engine.cache_clear()
    queue.REGISTRATIONS[:] = kept


@pytest.fixture(params=["sqlite", "redis", POSTGRESQL])
def engine(request: pytest.FixtureRequest, tmp_path: Path, settings: Any, fresh_queue: None) -> Engine:
    """Makes the engine when first called, so that a test can declare its tasks before."""
    settings.DATA_DIR, settings.JOBS_URL = tmp_path, jobs_url(request.param, request)
    return queue.engine  # type: ignore[return-value]


class Workers:
    """Workers as processes of their own, and what their jobs wrote down."""

    def __init__(self, folder: Path, url: str) -> None:
        self.witness, self.log = folder / "witness", folder / "log"
        self.witness.touch()
        settings = {"TOURNEE_JOBS_URL": url, "TOURNEE_WITNESS": str(self.witness)}
        self.environment = environment_of(folder, **settings)
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.jobs.impatient_worker"]
        with self.log.open("ab") as log:
            started = subprocess.Popen(
                command, env=self.environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )
        self.running.append(started)
        return started

    def kill(self) -> None:
        """All of them and their children, by the signal that nobody can handle."""
        for one in self.running:
            if one.poll() is None:
                os.killpg(one.pid, signal.SIGKILL)
                one.wait()
        self.running.clear()

    def lines(self) -> list[str]:
        """What the jobs wrote, in order."""
        return [line.split(" at ")[0] for line in self.witness.read_text().splitlines()]

    def moments(self, text: str) -> list[float]:
        """When a job wrote a line."""
        return [float(line.split(" at ")[1]) for line in self.witness.read_text().splitlines() if text in line]

    def wait_for(self, condition: Callable[[list[str]], bool], *, keep_one: bool = False) -> None:
        """Until the lines say so; with `keep_one`, a worker that ended is followed by another."""
        deadline = time.monotonic() + 180
        while not condition(self.lines()):
            if all(one.poll() is not None for one in self.running):
                assert keep_one, self.log.read_text()
                self.start()
            assert time.monotonic() < deadline, f"{self.lines()}\n{self.log.read_text()}"
            time.sleep(0.05)


@pytest.fixture
def workers(request: pytest.FixtureRequest, tmp_path: Path, settings: Any, fresh_queue: None) -> Iterator[Workers]:
    """For the engine that the test is parametrised with, none started yet; this process is the one that asks."""
    settings.DATA_DIR, settings.JOBS_URL = tmp_path, jobs_url(request.param, request)
    found = Workers(tmp_path, settings.JOBS_URL)
    try:
        yield found
    finally:
        found.kill()
