"""The gate to imports: administrators alone."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from tournee.directory.models import Import, ImportState
from tournee.organisations import queries as organisations
from tournee.organisations.errors import not_found
from tournee.organisations.models import Member

# What a file was refused for as a whole: only another file helps.
UNREADABLE = frozenset({"binary", "columns", "quotes", "cell_too_long", "too_many_lines", "encoding"})
AT_WORK = (ImportState.CHECKING, ImportState.IMPORTING)


@dataclass(frozen=True, slots=True)
class Progress:
    """How an import stands now: `cause` says why it failed, `lines_done` of `lines_total` how far it is."""

    state: ImportState
    cause: str
    lines_done: int
    lines_total: int


def imports_visible_to(viewer: Member) -> QuerySet[Import]:
    """The gate to imports, the latest first. Raises NotAllowed for all but administrators."""
    organisations.require_administrator(viewer)
    return Import.objects.of(viewer.organisation_id).select_related("by").order_by("-created_at", "-id")


def import_of(viewer: Member, import_id: UUID) -> Import:
    """One import. Raises NotAllowed, NotVisible."""
    found = imports_visible_to(viewer).filter(pk=import_id).first()
    if found is None:
        raise not_found()
    return found


def can_start(record: Import) -> bool:
    """Whether it may be started: read without an error, or failed after that."""
    if not record.format.get("columns") or record.cause in UNREADABLE:
        return False
    state = progress_of(record).state
    return state == ImportState.FAILED or (state == ImportState.CHECKED and not record.error_count)


def progress_of(record: Import) -> Progress:
    """How it stands; one whose worker died is told as interrupted."""
    state, cause, done = ImportState(record.state), record.cause, record.lines_done
    if state in AT_WORK:
        if record.leased_until is not None and record.leased_until <= timezone.now() and not _moves(record):
            return Progress(ImportState.FAILED, "interrupted", 0, record.lines_total)
        done = max(done, _told(record) or 0)
    return Progress(state, cause, done, max(record.lines_total, done))


def _progress_file(record: Import) -> Path:
    return Path(record.file.path).with_suffix(".progress")


def _told(record: Import) -> int | None:
    try:
        return int(_progress_file(record).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def _moves(record: Import) -> bool:
    """Whether its file of progress was written within the minute: the last transaction cannot renew the lease."""
    try:
        written = _progress_file(record).stat().st_mtime
    except OSError:
        return False
    return timezone.now().timestamp() - written < 60
