"""PostgreSQL in a backup, by its own pg_dump and pg_restore."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import IO

from django.db import connection

NAME = "database.dump"
# Django's names of a connection's parameters and libpq's variables.
VARIABLES = {
    "dbname": "PGDATABASE",
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}
EMPTY_THE_SCHEMA = "DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"


class ToolError(Exception):
    """What pg_dump, pg_restore or psql had to say, or that it is not installed."""


def dump(to: Path) -> None:
    """Write PostgreSQL's custom format."""
    run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={to}")


def load(dumped: Path) -> None:
    """Put a dump in the place of what the database holds, in one transaction: it succeeds wholly or changes nothing."""
    connection.close()
    with tempfile.TemporaryDirectory(dir=dumped.parent) as folder:
        script = Path(folder) / "restore.sql"
        run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(dumped))
        prelude = Path(folder) / "prelude.sql"
        prelude.write_text(EMPTY_THE_SCHEMA)
        options = ("--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
        run("psql", *options, f"--file={prelude}", f"--file={script}")


def fault_in(dumped: Path) -> str | None:
    """What pg_restore finds wrong with a dump's table of contents; None when it is sound."""
    try:
        run("pg_restore", "--list", str(dumped))
    except ToolError as error:
        return str(error)
    return None


def run(name: str, *arguments: str) -> None:
    with tempfile.TemporaryFile() as output:
        code = subprocess.call([program(name), *arguments], env=environment(), stdout=output, stderr=output)  # noqa: S603 -- PostgreSQL's own programs
        if code != 0:
            raise ToolError(f"{name}: {last_line(output)}")


def last_line(output: IO[bytes]) -> str:
    output.seek(0)
    lines = output.read().decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "ended without a word"


def program(name: str) -> str:
    """One of PostgreSQL's programs: in TOURNEE_POSTGRESQL_BIN, else on the PATH, else where Debian puts them."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -int(folder.parent.name))
    folders = [os.environ.get("TOURNEE_POSTGRESQL_BIN"), os.environ.get("PATH"), *map(str, debian)]
    found = next((path for folder in folders if folder and (path := shutil.which(name, path=folder))), None)
    if found is None:
        raise ToolError(f"{name} is not installed (package postgresql-client), or set TOURNEE_POSTGRESQL_BIN")
    return found


def environment() -> dict[str, str]:
    """The connection by variables: a password in the arguments could be read by everybody on the machine."""
    parameters = connection.get_connection_params()
    named = {variable: str(parameters[name]) for name, variable in VARIABLES.items() if parameters.get(name)}
    return {**os.environ, **named}
