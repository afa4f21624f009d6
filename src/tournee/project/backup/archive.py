"""The archive: a tar.gz with a manifest, the database, and the uploaded files below `files/`."""

import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from . import postgresql, sqlite

FORMAT = 1
MANIFEST = "manifest.json"
FILES = "files"


class UnusableBackupError(Exception):
    """Why a file cannot be restored here, in words."""


def write(to: Path, *, now: datetime) -> None:
    """Write a backup that appears under its name only when it is whole; readable by its owner alone."""
    part = to.with_name(f"{to.name}.part")
    with tempfile.TemporaryDirectory(dir=to.parent) as folder:
        engine = engine_here()
        dumped = Path(folder) / engine.NAME
        engine.dump(dumped)
        manifest = Path(folder) / MANIFEST
        manifest.write_text(json.dumps(describe(now), indent=2))
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with (
            os.fdopen(descriptor, "wb") as output,
            tarfile.open(fileobj=output, mode="w:gz", compresslevel=6) as archive,
        ):
            archive.add(manifest, MANIFEST)
            archive.add(dumped, engine.NAME)
            if uploads().is_dir():
                archive.add(uploads(), FILES)
    part.replace(to)


def restore(backup: Path) -> None:
    """Put what a backup holds in the place of this installation's data, then bring it up to this version."""
    with unpacked(backup) as folder:
        engine = engine_here()
        fault = engine.fault_in(folder / engine.NAME)
        if fault:
            raise UnusableBackupError(f"its database is damaged: {fault}")
        engine.load(folder / engine.NAME)
        replace_uploads(folder / FILES)
    call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def unpacked(backup: Path) -> Iterator[Path]:
    """A folder with the contents of a backup that fits this installation."""
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as name:
        folder = Path(name)
        try:
            with tarfile.open(backup, "r:gz") as archive:
                archive.extractall(folder, filter="data")
            manifest = json.loads((folder / MANIFEST).read_text())
        except (tarfile.TarError, OSError, ValueError, EOFError) as error:
            raise UnusableBackupError(f"it cannot be read as a backup: {error}") from error
        refuse_unfitting(manifest, folder)
        yield folder


def refuse_unfitting(manifest: dict[str, Any], folder: Path) -> None:
    """Raises UnusableBackupError for another product's, another database's or a newer version's backup."""
    if manifest.get("product") != "tournee" or manifest.get("format") != FORMAT:
        raise UnusableBackupError("it is no backup that this version can read")
    if manifest.get("database") != connection.vendor or not (folder / engine_here().NAME).exists():
        raise UnusableBackupError(f"it was made from {manifest.get('database')}, and this is {connection.vendor}")
    unknown = set(manifest.get("migrations", [])) - known_migrations()
    if unknown:
        raise UnusableBackupError(f"it was made by a newer version, {manifest.get('version')}: upgrade first")


def describe(now: datetime) -> dict[str, Any]:
    """The manifest: what the archive is, and of which version."""
    applied = MigrationRecorder(connection).applied_migrations()
    return {
        "product": "tournee",
        "format": FORMAT,
        "version": settings.VERSION,
        "made_at": now.isoformat(),
        "database": connection.vendor,
        "migrations": sorted(".".join(name) for name in applied),
    }


def is_empty() -> bool:
    """Whether this installation holds no organisation yet, or not even tables."""
    table = "organisations_organisation"
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return True
        cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 -- a constant
        return cursor.fetchone() is None


def replace_uploads(fresh: Path) -> None:
    """The uploaded files as the backup holds them; those that were here are set aside until all is done."""
    aside = uploads().with_name(f"{uploads().name}.before-restore")
    shutil.rmtree(aside, ignore_errors=True)
    if uploads().exists():
        uploads().rename(aside)
    if fresh.is_dir():
        shutil.move(fresh, uploads())
    shutil.rmtree(aside, ignore_errors=True)


def known_migrations() -> set[str]:
    disk = MigrationLoader(connection, ignore_no_migrations=True).disk_migrations
    return {".".join(name) for name in disk}


def engine_here() -> Any:
    """The module for this installation's database."""
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]


def uploads() -> Path:
    return Path(settings.MEDIA_ROOT)
