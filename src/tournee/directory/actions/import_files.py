"""An import's files, below the installation's folder of files: what was sent, what is prepared, how far it has come."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from django.core.files import File

from tournee.directory.models import Import


def shown_name(uploaded: "File[bytes]") -> str:
    """The file's own name, for people to recognise it; never a path."""
    name = (uploaded.name or "").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in name if sign.isprintable()).strip()[:200] or "import.csv"


def prepared_path(record: Import) -> Path:
    """Where the lines stand while they are prepared."""
    return Path(record.file.path).with_suffix(".prepared")


def remove_files(record: Import) -> None:
    """Everything of it on the disk."""
    if record.file.name:
        for path in (Path(record.file.path), prepared_path(record), progress_path(record)):
            path.unlink(missing_ok=True)


def progress_path(record: Import) -> Path:
    """A file tells how far it has come: the one transaction that imports is seen by nobody until it ends."""
    return Path(record.file.path).with_suffix(".progress")


def write_progress(record: Import, lines: int) -> None:
    """Tell readers, whole or not at all."""
    path = progress_path(record)
    draft = path.with_suffix(".draft")
    draft.write_text(str(lines), encoding="ascii")
    draft.replace(path)


class Prepared(msgspec.Struct, array_like=True):
    """A record ready to be written. `version` is None for a new one, else the one that it was read at."""

    id: UUID
    version: int | None
    columns: dict[str, Any]
    changes: dict[str, list[Any]]
    stale_words: list[str]


def read_prepared(path: Path, size: int) -> Iterator[list[Prepared]]:
    """The prepared records, `size` at a time."""
    decoder = msgspec.json.Decoder(Prepared)
    some: list[Prepared] = []
    with path.open("rb") as file:
        for line in file:
            some.append(decoder.decode(line))
            if len(some) == size:
                yield some
                some = []
    if some:
        yield some
