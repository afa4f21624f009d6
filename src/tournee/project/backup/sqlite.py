"""The embedded database in a backup, by SQLite's online backup: nobody has to stop working."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

NAME = "database.sqlite3"


def dump(to: Path) -> None:
    """Write a copy of the database as it is at one moment."""
    with closing(sqlite3.connect(database_file())) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
        # The copy shall be one file, not one with a log beside it.
        target.execute("PRAGMA journal_mode = DELETE")


def load(dumped: Path) -> None:
    """Put a copy in the place of what the database holds, in one transaction."""
    connection.close()
    with closing(sqlite3.connect(dumped)) as source, closing(sqlite3.connect(database_file(), timeout=60)) as target:
        source.backup(target)


def fault_in(dumped: Path) -> str | None:
    """What SQLite finds wrong with a copy; None when it is sound."""
    with closing(sqlite3.connect(dumped)) as copy:
        try:
            found = str(copy.execute("PRAGMA quick_check(1)").fetchone()[0])
        except sqlite3.DatabaseError as error:
            return str(error)
    return None if found == "ok" else found


def database_file() -> str:
    return str(connection.settings_dict["NAME"])
