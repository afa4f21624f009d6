"""An item that differs from what is here: which rows change, which come and which go."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ..domain.changes import difference, plain
from ..domain.ics import Component
from ..domain.recurrence import Recurrence
from ..domain.series import Series, read_written
from ..exporting import PARTS, SINGLE
from ..models import Event, Status
from . import importing_matching as matching
from .importing_drafts import Draft, Surroundings, draft, stored
from .importing_matching import Known
from .importing_whole import Coming, new_occurrence, whole_of
from .importing_writing import Bundle, around_changes, entry, fields_of, put

# Where a row came from, and how old the file was.
AGE = ("digest", "sequence", "stamp", "created")
UNSEEN = frozenset({"sequence", "kept", "is_long"})


def changes_of(coming: Coming, known: Known, around: Surroundings, *, now: datetime) -> Bundle:
    """What is to be done; nothing where the file says nothing new. Raises Unfit."""
    bundle, master = Bundle(), known.master
    was = master.as_series
    if master.deleted_at is not None:
        bundle.restored.append(master)
    if "" in coming.parts or master.deleted_at is not None:
        made, more = whole_of(coming, around)
        _change(bundle, master, made, {**more, "deleted_at": None})
    else:
        _make_room(bundle, coming, known)
    for name in coming.names:
        row = known.overrides.get(name)
        if row is None:
            fresh, made = new_occurrence(master, name, coming.parts[name], around)
            bundle.made.append((fresh, made))
            bundle.entries.append(entry(fresh, {"subject": [None, fresh.subject]}))
        else:
            _change(bundle, row, draft(coming.parts[name], around, name=name), {"deleted_at": None})
    if "" in coming.parts:
        bundle.removed += matching.gone(known, coming.parts)
        _let_go(bundle, known, coming.parts, was, now)
    return bundle


def cancellation_of(coming: Coming, known: Known, around: Surroundings) -> Bundle:
    """What a CANCEL does: the event, or the occurrences named, no longer take place; all else stays. Raises Unfit."""
    bundle = Bundle()
    if "" not in coming.parts:
        _make_room(bundle, coming, known)
    for name, part in coming.parts.items():
        row = known.row(name)
        if row is None:
            fresh, made = new_occurrence(known.master, name, part, around)
            fresh.subject = fresh.subject if part.summary else known.master.subject
            bundle.made.append((fresh, made))
            bundle.entries.append(entry(fresh, {"status": [known.master.status, fresh.status]}))
        else:
            values = {"status": Status.CANCELLED, "sequence": max(part.sequence, row.sequence)}
            _change(bundle, row, Draft(row.times, values, {}, None, ()), {})
    return bundle


def _change(bundle: Bundle, row: Event, made: Draft, more: Mapping[str, Any]) -> None:
    before, kept_before = fields_of(row, made), _lasting(row.kept)
    put(row, made, more)
    changes = difference(before, fields_of(row, made)) | around_changes(row, made)
    if changes.keys() - UNSEEN or _lasting(row.kept) != kept_before:
        bundle.changed.append((row, made))
        bundle.entries.append(entry(row, changes))


def _lasting(kept: Mapping[str, Any] | None) -> Any:
    return plain({name: value for name, value in (kept or {}).items() if name not in AGE})


def _make_room(bundle: Bundle, coming: Coming, known: Known) -> None:
    """Let occurrences be named that come without their series: one event becomes a series of one."""
    master, kept = known.master, known.master.kept or {}
    series = master.as_series
    named = {read_written(name) for name in coming.names}
    if not series.recurrence:
        extra, form = {series.first}, SINGLE
    elif kept.get("form") == PARTS and named - set(series.recurrence.extra):
        extra, form = {*series.recurrence.extra, *named}, PARTS
    else:
        return
    room = Series(series.times, Recurrence(extra=tuple(extra), excluded=series.recurrence.excluded))
    nothing = Draft(master.times, {"kept": {**kept, "form": form}}, {}, None, ())
    put(master, nothing, stored(room))
    bundle.changed.append((master, nothing))


def _let_go(bundle: Bundle, known: Known, names: Mapping[str, Component], was: Series, now: datetime) -> None:
    """Occurrences changed here, of which the series has no more: what is past stays by itself."""
    series, removed = known.master.as_series, {row.pk for row in bundle.removed}
    for name, row in known.overrides.items():
        moment = read_written(name)
        if name in names or row.pk in removed or series.has(moment) or not was.has(moment):
            continue
        if row.ends_at > now:
            bundle.removed.append(row)
        else:
            row.series, row.recurrence_id, row.uid = None, "", f"{row.pk}@tournee"
            bundle.changed.append((row, Draft(row.times, {}, {}, None, ())))
