"""What is in a calendar already of the events of a file: their rows, by UID, and what is around those that differ."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any
from uuid import UUID

from tournee.organisations.models import Member

from .. import queries
from ..domain.ics import Component
from ..exporting import component_of
from ..exporting import kept as foreign
from ..models import Event

BATCH = 500


@dataclass(slots=True)
class Known:
    """One event or series of the calendar, also from its trash: its row, and those of occurrences by their name."""

    master: Event
    overrides: dict[str, Event] = field(default_factory=dict)

    def row(self, name: str) -> Event | None:
        """Of the whole under "", of an occurrence under its name."""
        return self.overrides.get(name) if name else self.master

    @property
    def rows(self) -> list[Event]:
        """All of them."""
        return [self.master, *self.overrides.values()]


def known_by_uid(owner: Member, uids: Iterable[str]) -> dict[str, Known]:
    """What the owner's calendar has of those UIDs."""
    found: dict[str, Known] = {}
    events = Event.objects.of(owner.organisation_id)
    for some in batched(uids, BATCH):
        rows = list(events.filter(owner=owner, uid__in=some, series__isnull=True, recurrence_id=""))
        by_id = {row.pk: Known(row) for row in rows}
        series = [row.pk for row in rows if row.recurrence]
        for override in events.filter(series_id__in=series) if series else ():
            by_id[override.series_id].overrides[override.recurrence_id] = override  # type: ignore[index]  # as asked
        found |= {one.master.uid: one for one in by_id.values()}
    return found


def taken_part_in(owner: Member, uids: Iterable[str]) -> set[str]:
    """Those of the UIDs that colleagues' events have in which the owner takes part: one meeting stays one event."""
    found: set[str] = set()
    for some in batched(uids, BATCH):
        events = Event.objects.of(owner.organisation_id).filter(uid__in=some, deleted_at__isnull=True)
        invited = events.exclude(owner=owner).filter(pk__in=queries.invitations_of(owner).values("event_id"))
        found |= set(invited.values_list("uid", flat=True))
    return found


def with_details(found: Sequence[Known], organisation_id: UUID) -> None:
    """Read what is around their rows, in a fixed number of queries."""
    for some in batched(found, BATCH):
        ids = [row.pk for one in some for row in one.rows]
        rows = queries.with_details(Event.objects.of(organisation_id).filter(pk__in=ids), organisation_id)
        read = {row.pk: row for row in rows}
        for one in some:
            one.master = read[one.master.pk]
            one.overrides = {name: read[row.pk] for name, row in one.overrides.items()}


def same_file(known: Known, parts: Mapping[str, Component]) -> bool:
    """Whether this very content came in before, whatever became of it here since."""
    for name, part in parts.items():
        row = known.row(name)
        if (
            row is None
            or row.deleted_at
            or not _brought(row, name)
            or (row.kept or {})["digest"] != foreign.digest(part)
        ):
            return False
    return "" not in parts or not gone(known, parts)


def gone(known: Known, names: Container[str]) -> list[Event]:
    """Occurrences of their own that a file brought, and that the file in hand no longer has."""
    return [row for name, row in known.overrides.items() if name not in names and _brought(row, name)]


def _brought(row: Event, name: str) -> bool:
    # A row made here from its series' has the series' digest, one that was moved another name.
    kept: Mapping[str, Any] = row.kept or {}
    return "digest" in kept and kept.get("of", "") == name


def says_the_same(known: Known, parts: Mapping[str, Component], language: str) -> bool:
    """Whether what would go out of here is what comes in."""
    for name, part in parts.items():
        row = known.row(name)
        if row is None or row.deleted_at:
            return False
        if foreign.digest(component_of(row, language=language)) != foreign.digest(part):
            return False
    return "" not in parts or len(known.overrides) == len(parts) - 1


def is_older(row: Event, component: Component) -> bool:
    """Whether the file's version came before the one that is here (RFC 5546 §2.1.5)."""
    kept: Mapping[str, Any] = row.kept or {}
    seen = kept.get("sequence", row.sequence)
    if component.sequence != seen:
        return component.sequence < int(seen)
    stamp = foreign.moment_of(kept.get("stamp"))
    if stamp and component.stamp:
        return component.stamp < stamp
    return bool(not kept and component.modified and component.modified < row.updated_at.replace(microsecond=0))
