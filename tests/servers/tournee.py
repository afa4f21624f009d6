"""The product itself as it is served: granian and the worker, on a database file of its own."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from development.machine import postgresql as find_postgresql
from tests.servers.postgresql import free_port

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Served:
    """A running Tournée: where it answers, and how to run manage.py on its data."""

    address: str
    data: Path
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a manage.py command on the same data; gives back what it prints."""
        return manage(self.environment, *arguments)


def environment_of(data: Path, **settings: str) -> dict[str, str]:
    """The environment of a development server with its data in a folder; settings of the run itself left out."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("TOURNEE_", "DJANGO_", "PYTEST_"))
    }
    found = {
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "PYTHONWARNINGS": "default",
        "TOURNEE_DATA_DIR": str(data),
        "TOURNEE_POSTGRESQL_BIN": find_postgresql() or "",
    }
    return {**kept, **found, **settings}


def manage(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"manage.py {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def start(environment: dict[str, str], *arguments: str, log: Path) -> subprocess.Popen[bytes]:
    """Start a manage.py command that goes on by itself; what it says goes into a file."""
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    with log.open("wb") as output:
        return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=output, stderr=output)


@contextmanager
def serve(data: Path, **settings: str) -> Iterator[Served]:
    """Migrate, serve, wait until it answers; ended with SIGTERM, which must work."""
    environment = environment_of(data, **settings)
    manage(environment, "migrate", "--verbosity", "0")
    port = free_port()
    log = data / "served.log"
    process = start(environment, "serve", "--port", str(port), log=log)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_it_answers(f"{address}/healthz", process, log)
        yield Served(address, data, environment)
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=60)
    if code != 0:
        raise RuntimeError(f"the server ended with {code}:\n{log.read_text(errors='replace')[-4000:]}")


def wait_until_it_answers(url: str, process: subprocess.Popen[bytes], log: Path, *, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        if answers(url):
            return
        time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer:\n{log.read_text(errors='replace')[-4000:]}")


def answers(url: str) -> bool:
    """Whether a server answers 200 there."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture(scope="session")
def served_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Tournée with its demonstration data, served for the whole run of one test process."""
    data = tmp_path_factory.mktemp("served-demo")
    environment = environment_of(data)
    manage(environment, "migrate", "--verbosity", "0")
    manage(environment, "seed_demo")
    with serve(data) as served:
        yield served
