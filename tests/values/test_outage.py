"""Which errors mean that the disk is full, or that the database is away."""

import errno
import sqlite3
from pathlib import Path

import psycopg
import psycopg_pool
import pytest
from django.db import OperationalError

from tournee.values.outage import Outage, outage_of


def wrapped(error: Exception) -> Exception:
    """As Django raises what a driver raised."""
    try:
        raise OperationalError(str(error)) from error
    except OperationalError as raised:
        return raised


def full_database(folder: Path) -> sqlite3.Error:
    connection = sqlite3.connect(folder / "small.sqlite3")
    try:
        connection.execute("PRAGMA max_page_count = 2")
        connection.execute("CREATE TABLE one (text)")
        with pytest.raises(sqlite3.OperationalError) as caught:
            connection.execute("INSERT INTO one VALUES (?)", ["x" * 100_000])
    finally:
        connection.close()
    return caught.value


def locked_database(folder: Path) -> sqlite3.Error:
    one, other = (sqlite3.connect(folder / "busy.sqlite3", timeout=0) for _ in range(2))
    try:
        one.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as caught:
            other.execute("BEGIN IMMEDIATE")
    finally:
        one.close()
        other.close()
    return caught.value


def test_a_full_database_and_a_busy_one_are_told_apart(tmp_path: Path) -> None:
    assert outage_of(wrapped(full_database(tmp_path))) is Outage.FULL
    assert outage_of(wrapped(locked_database(tmp_path))) is Outage.AWAY


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (psycopg.errors.DiskFull(), Outage.FULL),
        (psycopg.errors.AdminShutdown(), Outage.AWAY),
        (psycopg.errors.TooManyConnections(), Outage.AWAY),
        (psycopg.errors.DeadlockDetected(), Outage.AWAY),
        (psycopg.OperationalError("consuming input failed: server closed the connection"), Outage.AWAY),
        (psycopg_pool.PoolTimeout("couldn't get a connection"), Outage.AWAY),
        (OSError(errno.ENOSPC, "No space left on device"), Outage.FULL),
        (psycopg.errors.UniqueViolation(), None),
        (psycopg.errors.UndefinedColumn(), None),
        (sqlite3.IntegrityError("UNIQUE constraint failed"), None),
        (OSError(errno.ENOENT, "No such file"), None),
        (ValueError("database or disk is full"), None),
        (None, None),
    ],
)
def test_other_errors_are_faults(error: Exception | None, outage: Outage | None) -> None:
    assert outage_of(error) is outage
    assert error is None or outage_of(wrapped(error)) is outage


def test_causes_that_go_round_in_a_circle_end() -> None:
    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one
    assert outage_of(one) is None
