"""A throw-away Redis on a loopback port."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from development.machine import redis as find_program

from .postgresql import free_port


@dataclass(frozen=True)
class RedisServer:
    """A running server; each of its databases is empty until a test takes it."""

    port: int

    def url(self, database: int = 0) -> str:
        """As TOURNEE_JOBS_URL and TOURNEE_CACHE_URL name one."""
        return f"redis://127.0.0.1:{self.port}/{database}"

    def empty(self) -> None:
        """Forget everything."""
        import redis  # noqa: PLC0415 -- not every test run needs it

        with redis.Redis(port=self.port) as connection:
            connection.flushall()


@contextmanager
def throw_away_redis() -> Iterator[RedisServer]:
    """A new server that keeps nothing on disk, ended afterwards."""
    program = find_program()
    if program is None:
        raise RuntimeError("Redis is not installed: python3 dev.py test installs it")
    folder = Path(tempfile.mkdtemp(prefix="tournee-redis-"))
    server = RedisServer(free_port())
    options = ["--port", str(server.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([program, *options], stdout=log, stderr=log)
    try:
        wait_until_it_answers(server, process, folder / "log")
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_it_answers(server: RedisServer, process: subprocess.Popen[bytes], log: Path) -> None:
    import redis  # noqa: PLC0415 -- as above

    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with redis.Redis(port=server.port) as connection:
                connection.ping()
        except redis.ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"Redis does not answer:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A server of the test process's own."""
    with throw_away_redis() as server:
        yield server
