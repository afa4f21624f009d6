"""`manage.py worker` as a process of its own, on the queue that belongs to each database."""

import signal
import time
from pathlib import Path

import psycopg
import pytest

from tests.servers.tournee import environment_of, manage, start
from tournee.values.identifier import new_id

pytestmark = pytest.mark.slow

DELETE_AN_ACCOUNT = """
from datetime import timedelta
from django.utils import timezone
from tests.factories.directory import make_account
from tests.factories.organisations import make_organisation
from tournee.jobs.timetable import purge_trash
organisation = make_organisation()
make_account(organisation, deleted_at=timezone.now() - timedelta(days=31))
purge_trash.later(organisation.pk)
"""
COUNT = """
from tournee.directory.models import Account
print(Account._base_manager.count())
"""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    settings = {}
    if request.param == "postgresql":
        cluster = request.getfixturevalue("postgresql_cluster")
        settings["TOURNEE_DATABASE_URL"] = cluster.make_database(f"worker_{new_id().hex}")
    made = environment_of(tmp_path, **settings)
    manage(made, "migrate", "--verbosity", "0")
    return made


def shell(environment: dict[str, str], code: str) -> str:
    return manage(environment, "shell", "--no-imports", "--command", code).strip()


def test_it_does_what_another_process_asked_and_ends_in_silence(environment: dict[str, str], tmp_path: Path) -> None:
    shell(environment, DELETE_AN_ACCOUNT)
    assert shell(environment, COUNT) == "1"
    log = tmp_path / "log"
    worker = start(environment, "worker", log=log)
    try:
        deadline = time.monotonic() + 120
        while shell(environment, COUNT) != "0":
            assert time.monotonic() < deadline, log.read_text()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=60) == 0
    finally:
        worker.kill()
    assert log.read_text() == ""
    if "TOURNEE_DATABASE_URL" in environment:
        with psycopg.connect(environment["TOURNEE_DATABASE_URL"]) as connection:
            assert connection.execute("SELECT count(*) FROM huey_task").fetchone() == (0,)
    else:
        assert (tmp_path / "jobs.sqlite3").exists()
