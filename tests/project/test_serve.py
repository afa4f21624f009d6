"""`manage.py serve` as an administrator meets it: one command, one signal, no trace left."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers.postgresql import free_port
from tests.servers.tournee import ROOT, answers, environment_of, manage, wait_until_it_answers

pytestmark = pytest.mark.slow
MANAGE = [sys.executable, str(ROOT / "manage.py")]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    data = tmp_path_factory.mktemp("serve")
    made = environment_of(data)
    manage(made, "migrate", "--verbosity", "0")
    return made


@contextmanager
def started(environment: dict[str, str], log: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*MANAGE, "serve", "--port", str(port)], env=environment, stdout=output, stderr=output
        )
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}/healthz", process, log)
        yield process, f"http://127.0.0.1:{port}/healthz"
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def children_of(pid: int) -> list[int]:
    """The programs below a process, their own children included."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    below: dict[int, list[int]] = {}
    for line in listed.splitlines():
        child, parent = map(int, line.split())
        below.setdefault(parent, []).append(child)
    found, left = [], [pid]
    while left:
        children = below.get(left.pop(), [])
        found += children
        left += children
    return found


def comes_true(condition: Callable[[], bool], *, seconds: float = 90) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def alive(pid: int) -> bool:
    """Whether a process runs; one that ended and was not yet waited for does not."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all_of_it_in_silence(number: int, environment: dict[str, str], tmp_path: Path) -> None:
    log = tmp_path / "log"
    with started(environment, log) as (process, _):
        children = children_of(process.pid)
        assert len(children) >= 2
        process.send_signal(number)
        assert process.wait(timeout=60) == 0
        assert not any(alive(child) for child in children)
    said = log.read_text()
    assert "Traceback" not in said
    assert said.strip().endswith("Stopped.")


def test_a_killed_worker_is_started_again(environment: dict[str, str], tmp_path: Path) -> None:
    with started(environment, tmp_path / "log") as (process, _):

        def worker() -> list[int]:
            return [child for child in children_of(process.pid) if b"worker" in command_of(child).split(b"\0")]

        assert comes_true(lambda: len(worker()) == 1)
        (first,) = worker()
        os.kill(first, signal.SIGKILL)
        assert comes_true(lambda: worker() not in ([], [first]))


def test_a_killed_web_process_is_started_again(environment: dict[str, str], tmp_path: Path) -> None:
    with started(environment, tmp_path / "log") as (process, url):
        serving = [child for child in children_of(process.pid) if b"granian" in command_of(child)]
        os.kill(max(serving), signal.SIGKILL)
        assert comes_true(lambda: answers(url))


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of other systems has no such signal")
def test_a_killed_supervisor_leaves_nobody_behind(environment: dict[str, str], tmp_path: Path) -> None:
    with started(environment, tmp_path / "log") as (process, _):
        children = children_of(process.pid)
        process.kill()
        process.wait()
        assert comes_true(lambda: not any(alive(child) for child in children))


def test_a_taken_port_is_told_in_a_sentence(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*MANAGE, "serve", "--port", str(port)], env=environment, capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert f"Port {port} of 127.0.0.1 cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
