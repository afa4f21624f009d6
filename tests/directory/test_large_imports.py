"""Fifty thousand lines: in bounded memory, and whole or not at all when the worker is killed."""

import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.servers.postgresql import Cluster

LINES = 50_000
MEGABYTES = 60
ROOT = Path(__file__).resolve().parents[2]


def write_file(path: Path, lines: int) -> None:
    with path.open("w", encoding="cp1252") as file:
        file.write("Référence;Raison sociale;Code postal;Ville;Téléphone;Notes\n")
        for number in range(lines):
            file.write(f"C-{number};Société n°{number};{69001 + number % 9};Lyon;04 72 {number:06};{'x' * 120}\n")


BEGIN = """
import sys
sys.path[:0] = [{root!r} + "/src", {root!r}]
import django
django.setup()
from django.core.management import call_command
from tournee.change_log.models import Change
from tournee.directory import actions, queries
from tournee.directory.models import Account, Import, SearchTerm
from tournee.organisations.models import Member, Organisation
"""
PREPARE = """
from django.core.files import File
from tests.factories.organisations import make_member, make_organisation
call_command("migrate", verbosity=0)
by = make_member(make_organisation(), role="administrator")
with open(sys.argv[1], "rb") as opened:
    sent = actions.start_import(by=by, record_type="account", file=File(opened, "large.csv"))
actions.check_import(organisation_id=by.organisation_id, subject_id=sent.pk)
actions.request_import(import_id=sent.pk, by=by)
print(sent.file.path)
"""
WORK = """
found = Organisation.objects.get()
actions.run_import(organisation_id=found.pk, subject_id=Import.objects.of(found.pk).get().pk)
"""
LOOK = """
by = Member.objects.get()
one = queries.imports_visible_to(by).get()
accounts = Account.objects.of(by.organisation_id)
logged = Change.objects.filter(organisation=by.organisation, kind="account.created").count()
shown, found = queries.accounts_page(by, limit=500).items, queries.search(by, "societe")
print(len(shown), len(found), accounts.count(), one.state, logged)
"""
# The last transaction is killed too, when the records are shown but not all of them are logged.
DIE_LOGGING = """
import os
import signal
from tournee.directory.actions import import_run
log_lines, logged = import_run.log_lines, []


def log_and_die(record, some):
    log_lines(record, some)
    logged.append(some)
    if len(logged) == 3:
        os.kill(os.getpid(), signal.SIGKILL)


import_run.log_lines = log_and_die
"""
FREE = """
from django.utils import timezone
by = Member.objects.get()
Import.objects.of(by.organisation_id).update(leased_until=timezone.now())
"""


MEASURE = """
import threading
from pathlib import Path
peak, ended = [0], threading.Event()


def own_memory():
    # Without the pages of the database's file, which the system takes back when it needs them.
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) // 1024


def watch():
    while not ended.wait(0.02):
        peak[0] = max(peak[0], own_memory())


by = Member.objects.get()
one = Import.objects.of(by.organisation_id).get()
before = own_memory()
watcher = threading.Thread(target=watch)
watcher.start()
Import.objects.of(by.organisation_id).update(state="waiting")
actions.check_import(organisation_id=by.organisation_id, subject_id=one.pk)
actions.request_import(import_id=one.pk, by=by)
actions.run_import(organisation_id=by.organisation_id, subject_id=one.pk)
ended.set()
watcher.join()
done = queries.import_of(by, one.pk)
accounts = Account.objects.of(by.organisation_id).filter(deleted_at=None).count()
print(done.state, done.created_count, accounts, peak[0] - before)
"""


def run(script: str, folder: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "TOURNEE_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "tournee.project.settings"}
    environment.pop("TOURNEE_DATABASE_URL", None)
    if (folder / "database").exists():
        environment["TOURNEE_DATABASE_URL"] = (folder / "database").read_text()
    command = [sys.executable, "-c", BEGIN.format(root=str(ROOT)) + script, *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=folder)  # noqa: S603 -- this file wrote it


@pytest.fixture(params=["sqlite", "postgresql"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where an installation keeps its data, on each database in turn."""
    folder = tmp_path / "data"
    folder.mkdir()
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgresql_cluster")
        (folder / "database").write_text(cluster.make_database(f"imports_{secrets.token_hex(4)}"))
    return folder


def said(script: str, folder: Path, *arguments: str) -> str:
    with run(script, folder, *arguments) as program:
        output, _ = program.communicate(timeout=1200)
    assert program.returncode == 0
    return output.strip()


@pytest.mark.slow
def test_fifty_thousand_lines_come_in_in_bounded_memory(tmp_path: Path, folder: Path) -> None:
    write_file(tmp_path / "large.csv", LINES)
    said(PREPARE, folder, str(tmp_path / "large.csv"))
    state, created, accounts, megabytes = said(MEASURE, folder).split()
    assert (state, int(created), int(accounts)) == ("done", LINES, LINES)
    assert int(megabytes) < MEGABYTES, f"{megabytes} MB"


@pytest.mark.slow
def test_a_worker_that_is_killed_leaves_nothing_half_imported(tmp_path: Path, folder: Path) -> None:
    write_file(tmp_path / "large.csv", 4_000)
    progress = Path(said(PREPARE, folder, str(tmp_path / "large.csv"))).with_suffix(".progress")
    for share in (500, 1500):
        with run(WORK, folder) as worker:
            deadline = time.monotonic() + 300
            while time.monotonic() < deadline and worker.poll() is None:
                if progress.exists() and int(progress.read_text() or 0) >= share:
                    break
                time.sleep(0.005)
            worker.send_signal(signal.SIGKILL)
        expect_nothing(folder)
    with run(DIE_LOGGING + WORK, folder) as worker:
        worker.wait(timeout=600)
    assert worker.returncode == -signal.SIGKILL
    expect_nothing(folder)
    said(WORK, folder)
    assert said(LOOK, folder).split() == ["500", "20", "4000", "done", "4000"]


def expect_nothing(folder: Path) -> None:
    """Nothing of the import is to be seen; its lease is then over, so that another worker may take it."""
    visible, found, _, state, logged = said(LOOK, folder).split()
    assert (visible, found, state, logged) == ("0", "0", "importing", "0")
    said(FREE, folder)
