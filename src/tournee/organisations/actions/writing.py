"""What every write of this room does: check the version, put the fields, number the version, log."""

from collections.abc import Mapping
from datetime import time
from typing import Any, TypeVar
from uuid import UUID

from tournee.change_log import actions as change_log

from ..errors import stale
from ..models import Member, Organisation, Team

R = TypeVar("R", Member, Team, Organisation)
Changes = dict[str, list[Any]]


def require_version(record: Member | Team | Organisation, if_version: int | None) -> None:
    """Raises Stale when the record is no longer at the version that was read."""
    if if_version is not None and record.version != if_version:
        raise stale()


def put(record: Member | Team | Organisation, values: Mapping[str, Any]) -> Changes:
    """Set those fields; returns what changed, each with its values before and after."""
    changes: Changes = {}
    for field, after in values.items():
        before = getattr(record, field)
        if before != after:
            changes[field] = [_plain(before), _plain(after)]
            setattr(record, field, after)
    return changes


def save_changed(record: Member | Team | Organisation, kind: str, changes: Changes, *, by: Member) -> None:
    """Write the changed fields, the next version and one line of the log; nothing where nothing changed."""
    if not changes:
        return
    record.version += 1
    fields = [*changes, "version", *(["updated_at"] if isinstance(record, Team) else [])]
    record.save(update_fields=fields)
    log(kind, record, by=by, changes=changes)


def log(kind: str, record: Member | Team | Organisation, *, by: Member, changes: Changes) -> None:
    """One line of the change log, heard by the whole organisation."""
    change_log.record(kind, organisation_id=by.organisation_id, subject_id=record.pk, by_id=by.pk, changes=changes)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID | time) else value
