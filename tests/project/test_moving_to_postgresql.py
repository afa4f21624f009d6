"""The move from the embedded database to PostgreSQL, by the commands of the guide."""

import re
import shlex
from pathlib import Path

import psycopg
import pytest

from tests.servers.postgresql import Cluster
from tests.servers.tournee import ROOT, environment_of, manage
from tournee.values.identifier import new_id

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]
GUIDE = ROOT / "docs" / "administrators" / "postgresql.md"


def test_the_guides_commands_carry_everything_over(postgresql_cluster: Cluster, tmp_path: Path) -> None:
    commands = [shlex.split(found) for found in re.findall(r"`manage\.py ([^`]+)`", GUIDE.read_text())]
    dump, migrate, load = commands
    data = tmp_path / "data.json"
    before = environment_of(tmp_path, TOURNEE_PASSWORD="An-invented-1")
    manage(before, "migrate", "--verbosity", "0")
    make = ["create_organisation", "--name", "Brûlerie", "--email", "alice@example.org", "--admin-name", "Alice"]
    manage(before, *make)
    manage(before, *(str(data) if part == "data.json" else part for part in dump))

    url = postgresql_cluster.make_database(f"moved_{new_id().hex}")
    after = environment_of(tmp_path, TOURNEE_DATABASE_URL=url)
    manage(after, *migrate)
    manage(after, *(str(data) if part == "data.json" else part for part in load))
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT name FROM organisations_organisation").fetchall() == [("Brûlerie",)]
        assert connection.execute("SELECT email FROM organisations_member").fetchall() == [("alice@example.org",)]
        assert connection.execute("SELECT count(*) > 0 FROM change_log_change").fetchone() == (True,)
