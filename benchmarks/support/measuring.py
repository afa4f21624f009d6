"""What the benchmarks share: databases filled once, servers as in life, requests over one connection."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from tests.servers.postgresql import free_port
from tests.servers.tournee import environment_of, manage, wait_until_it_answers

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Server:
    """A running server, and one open connection to it."""

    address: str
    environment: Mapping[str, str]
    _connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    def get(self, path: str, headers: Mapping[str, str]) -> bytes:
        """The body of an answer. Raises RuntimeError for any status but 200."""
        try:
            answer = self._ask(path, headers)
        except (http.client.RemoteDisconnected, ConnectionError):
            # The server ends a connection that was idle while other databases were filled.
            self._connection = None
            answer = self._ask(path, headers)
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answers {answer.status}: {body[:300]!r}")
        return body

    def _ask(self, path: str, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        self._connection.request("GET", path, headers=dict(headers))
        return self._connection.getresponse()

    def cpu(self) -> float:
        """Seconds of processor time used so far by the process that serves."""
        return float(self.get("/cpu", {}))


def prepared(data: Path, **settings: str) -> dict[str, str]:
    """An environment for a data folder, its database migrated."""
    data.mkdir(parents=True, exist_ok=True)
    environment = environment_of(data, **settings)
    manage(environment, "migrate", "--verbosity", "0")
    return environment


@contextmanager
def serving(environment: Mapping[str, str], data: Path) -> Iterator[Server]:
    """Granian as `manage.py serve` starts it, without the worker, with the floors beside the product."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "granian", "tournee.project.asgi:application", "--interface", "asginl"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--no-ws", "--log-level", "warning"]
    log = data / "served.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env={**environment, "DJANGO_SETTINGS_MODULE": "benchmarks.support.settings", "PYTHONWARNINGS": "ignore"},
            cwd=ROOT,
            stdout=output,
            stderr=output,
        )
        try:
            wait_until_it_answers(f"{address}/healthz", process, log)
            yield Server(address, environment)
        finally:
            process.terminate()
            process.wait(timeout=30)


Call = Callable[[], object]


def in_turn(calls: Mapping[str, Call], times: int) -> dict[str, list[float]]:
    """Seconds of each call, all of them in turn, so that a busy moment of the machine strikes all alike."""
    for call in calls.values():
        for _ in range(5):
            call()
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(times):
        for name, call in calls.items():
            began = time.perf_counter()
            call()
            taken[name].append(time.perf_counter() - began)
    return taken


def cpu_of(server: Server, call: Call, times: int) -> float:
    """Seconds of the server's processor time for one call."""
    began = server.cpu()
    for _ in range(times):
        call()
    return (server.cpu() - began) / times


BLOCK = 8


def cpu_in_turn(server: Server, calls: Mapping[str, Call], times: int) -> dict[str, float]:
    """Seconds of the server's processor time for one of each call: the median of short blocks, all calls in turn."""
    blocks = [{name: cpu_of(server, call, BLOCK) for name, call in calls.items()} for _ in range(times // BLOCK + 1)]
    return {name: median(block[name] for block in blocks) for name in calls}


def milliseconds(seconds: list[float]) -> float:
    """The median, in milliseconds."""
    return median(seconds) * 1000


def machine() -> str:
    """One line about where it was measured."""
    return f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, {sys.platform}"
