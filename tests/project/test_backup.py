"""Backups are restored here, on both databases, by the commands that an administrator types."""

import io
import json
import shutil
import sqlite3
import stat
import tarfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.servers.tournee import environment_of, manage
from tournee.values.identifier import new_id

MAKE = "from tournee.organisations.models import Organisation; Organisation.objects.create(name={name!r})"
NAMES = "SELECT name FROM organisations_organisation ORDER BY name"


@dataclass
class Installation:
    """One installation of the product: a data folder and a database."""

    data: Path
    database_url: str = ""

    def manage(self, *arguments: str) -> str:
        settings = {"TOURNEE_DATABASE_URL": self.database_url} if self.database_url else {}
        return manage(environment_of(self.data, **settings), *arguments)

    def names(self) -> list[str]:
        """What the database itself says, past the product."""
        if self.database_url:
            with psycopg.connect(self.database_url) as connection:
                return [name for (name,) in connection.execute(NAMES)]
        with closing(sqlite3.connect(self.data / "tournee.sqlite3")) as connection:
            return [name for (name,) in connection.execute(NAMES)]

    def make(self, name: str) -> None:
        self.manage("shell", "--no-imports", "--command", MAKE.format(name=name))


Install = Callable[..., Installation]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def install(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Install:
    """Makes a further installation on the database, an empty one or a copy of another."""
    cluster = request.getfixturevalue("postgresql_cluster") if request.param == "postgresql" else None

    def make(like: Installation | None = None) -> Installation:
        data = tmp_path_factory.mktemp("installation")
        if like:
            shutil.copytree(like.data, data, dirs_exist_ok=True)
        template = like.database_url.rpartition("/")[2] if like else "template1"
        return Installation(data, cluster.make_database(f"backup_{new_id().hex}", template) if cluster else "")

    return make


@pytest.fixture(scope="module")
def model(install: Install) -> Installation:
    """An installation with an organisation and an uploaded file; copied, never touched."""
    made = install()
    made.manage("migrate", "--verbosity", "0")
    made.make("Brûlerie Août")
    (made.data / "files" / "deep").mkdir(parents=True)
    (made.data / "files" / "deep" / "plan.pdf").write_bytes(b"plan")
    return made


@pytest.fixture
def full(install: Install, model: Installation) -> Installation:
    return install(like=model)


def test_a_backup_restored_elsewhere_is_the_same(full: Installation, install: Install, tmp_path: Path) -> None:
    backup = tmp_path / "backup.tar.gz"
    assert str(backup) in full.manage("backup", "--to", str(backup))
    other = install()
    assert "Restored" in other.manage("restore", str(backup))
    assert other.names() == ["Brûlerie Août"]
    assert (other.data / "files" / "deep" / "plan.pdf").read_bytes() == b"plan"
    other.manage("migrate", "--check")
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_data_is_overwritten_only_when_told_to(full: Installation, tmp_path: Path) -> None:
    full.manage("backup", "--to", str(tmp_path))
    (backup,) = tmp_path.glob("tournee-*.tar.gz")
    full.make("Later")
    (full.data / "files" / "later.pdf").write_bytes(b"later")
    with pytest.raises(RuntimeError, match="holds data already"):
        full.manage("restore", str(backup), "--yes")
    assert full.names() == ["Brûlerie Août", "Later"]
    full.manage("restore", str(backup), "--replace", "--yes")
    assert full.names() == ["Brûlerie Août"]
    assert not (full.data / "files" / "later.pdf").exists()


def test_a_damaged_backup_changes_nothing(full: Installation, tmp_path: Path) -> None:
    backup = tmp_path / "backup.tar.gz"
    full.manage("backup", "--to", str(backup))
    whole = backup.read_bytes()
    for damaged in (whole[: len(whole) // 2], b"not a backup"):
        backup.write_bytes(damaged)
        with pytest.raises(RuntimeError, match="was not restored"):
            full.manage("restore", str(backup), "--replace", "--yes")
    rewrite(backup, whole, lambda name, data: b"no database" if name.startswith("database.") else data)
    with pytest.raises(RuntimeError, match="its database is damaged"):
        full.manage("restore", str(backup), "--replace", "--yes")
    assert full.names() == ["Brûlerie Août"]
    assert (full.data / "files" / "deep" / "plan.pdf").exists()


def test_what_does_not_fit_is_refused(full: Installation, tmp_path: Path) -> None:
    backup = tmp_path / "backup.tar.gz"
    full.manage("backup", "--to", str(backup))
    whole = backup.read_bytes()
    cases = {
        "made by a newer version": {"migrations": ["calendar.9999_of_tomorrow"]},
        "made from oracle": {"database": "oracle"},
        "no backup that this version can read": {"format": 99},
    }
    for words, change in cases.items():
        rewrite(backup, whole, lambda name, data, change=change: changed(name, data, change))
        with pytest.raises(RuntimeError, match=words):
            full.manage("restore", str(backup), "--replace", "--yes")
    assert full.names() == ["Brûlerie Août"]


def test_a_backup_that_climbs_out_of_its_folder_is_refused(full: Installation, tmp_path: Path) -> None:
    backup = tmp_path / "backup.tar.gz"
    with tarfile.open(backup, "w:gz") as archive:
        add(archive, "../../outside", b"x")
    with pytest.raises(RuntimeError, match="was not restored"):
        full.manage("restore", str(backup), "--replace", "--yes")
    assert not (full.data.parent / "outside").exists()


def test_the_keys_are_not_in_it(full: Installation, tmp_path: Path) -> None:
    backup = tmp_path / "backup.tar.gz"
    full.manage("backup", "--to", str(backup))
    keys = json.loads((full.data / "keys.json").read_text()).values()
    with tarfile.open(backup) as archive:
        members = [archive.extractfile(member) for member in archive if member.isfile()]
        held = [member.read() for member in members if member]
    assert not any(key.encode() in data for key in keys for data in held)


def test_nothing_half_written_is_left_where_it_cannot_be_made(full: Installation, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="No backup was made"):
        full.manage("backup", "--to", str(tmp_path / "absent" / "backup.tar.gz"))
    assert not (tmp_path / "absent").exists()


def changed(name: str, data: bytes, change: dict[str, object]) -> bytes:
    return json.dumps({**json.loads(data), **change}).encode() if name == "manifest.json" else data


def rewrite(backup: Path, whole: bytes, change: Callable[[str, bytes], bytes]) -> None:
    """The backup with each file's contents passed through a function."""
    with tarfile.open(fileobj=io.BytesIO(whole)) as before, tarfile.open(backup, "w:gz") as after:
        for member in before:
            held = before.extractfile(member)
            if held is None:
                after.addfile(member)
            else:
                add(after, member.name, change(member.name, held.read()))


def add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    archive.addfile(member, io.BytesIO(data))
