"""A throw-away PostgreSQL on a loopback port: for a test that needs one, or around a whole run.

`python -m tests.servers.postgresql PROGRAM …` runs a program with TOURNEE_DATABASE_URL naming such a server.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from development.machine import postgresql as find_programs

# Nothing here has to survive a crash; what it may not do is wait for the disk.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "listen_addresses": "127.0.0.1",
    "timezone": "UTC",
}


@dataclass(frozen=True)
class Cluster:
    """A running server; `url` names its database as TOURNEE_DATABASE_URL does."""

    folder: Path
    port: int
    password: str

    @property
    def url(self) -> str:
        return self.url_of("tournee")

    def url_of(self, database: str) -> str:
        return f"postgres://tournee:{self.password}@127.0.0.1:{self.port}/{database}"

    def make_database(self, name: str, template: str = "template1") -> str:
        """A new database, empty or a copy of another; gives back its address."""
        # Not inside a transaction, so not through the server's own client library but its program.
        environment = {"PGPASSWORD": self.password}
        server = ["-h", "127.0.0.1", "-p", self.port, "-U", "tournee"]
        run([program("createdb"), *server, "--template", template, name], environment)
        return self.url_of(name)


@contextmanager
def throw_away_cluster() -> Iterator[Cluster]:
    """A new server with a database `tournee`, ended and removed afterwards."""
    # Short and outside the checkout: a socket's path may have 107 bytes, and another user must reach it.
    folder = Path(tempfile.mkdtemp(prefix="tournee-pg-"))
    cluster = Cluster(folder, free_port(), secrets.token_hex(16))
    try:
        create(cluster)
        control(cluster, "start", "-w", "-t", "60")
        try:
            cluster.make_database("tournee")
            yield cluster
        finally:
            control(cluster, "stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def create(cluster: Cluster) -> None:
    password_file = cluster.folder / "password"
    password_file.write_text(cluster.password)
    if os.geteuid() == 0:
        for path in (cluster.folder, password_file):
            shutil.chown(path, user=unprivileged_user())
    data = cluster.folder / "data"
    encoding = ["--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", f"--pwfile={password_file}"]
    run_unprivileged([program("initdb"), "-D", data, "-U", "tournee", "--no-sync", *encoding])
    lines = [f"{name} = '{value}'" for name, value in SETTINGS.items()]
    lines += [f"port = {cluster.port}", f"unix_socket_directories = '{cluster.folder}'"]
    with (data / "postgresql.conf").open("a") as configuration:
        configuration.write("\n".join(lines) + "\n")


def control(cluster: Cluster, *arguments: str) -> None:
    log = cluster.folder / "log"
    run_unprivileged([program("pg_ctl"), "-D", cluster.folder / "data", "-l", log, "-s", *arguments])


def run_unprivileged(command: list[object]) -> None:
    """initdb and the server refuse to run as root."""
    prefix = []
    if os.geteuid() == 0:
        prefix = ["setpriv", f"--reuid={unprivileged_user()}", f"--regid={unprivileged_user()}", "--init-groups"]
    run([*prefix, *command], {})


def run(command: list[object], environment: dict[str, str]) -> None:
    arguments = [str(part) for part in command]
    # The server inherits these handles: a pipe would keep its reader waiting as long as the server runs.
    with tempfile.TemporaryFile() as output:
        code = subprocess.call(
            arguments,
            cwd="/",
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
        if code != 0:
            output.seek(0)
            raise RuntimeError(f"{arguments} ended with {code}: {output.read().decode(errors='replace')}")


def unprivileged_user() -> str:
    """Debian's user for PostgreSQL, else nobody."""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def program(name: str) -> str:
    folder = find_programs()
    if folder is None:
        raise RuntimeError("PostgreSQL is not installed: python3 dev.py test installs it")
    return str(Path(folder) / name)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgresql_cluster() -> Iterator[Cluster]:
    """A server of the test process's own, whichever database the run itself is on."""
    with throw_away_cluster() as cluster:
        yield cluster


def main(command: list[str]) -> int:
    # Ended by a signal, it must not leave the server behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with throw_away_cluster() as cluster:
        environment = {**os.environ, "TOURNEE_DATABASE_URL": cluster.url}
        with subprocess.Popen(command, env=environment) as started:
            while True:
                try:
                    return started.wait()
                except KeyboardInterrupt:
                    continue  # The program got it too, and decides when it ends.


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
