"""An occurrence of an event, as far as alerts need it; and the alerts that follow from it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from .due import Lead, due_at, moment_of, start_key


@dataclass(frozen=True, slots=True)
class Occasion:
    """`row_id` is the event to show, `event_id` the series (or the single event) it belongs to, `origin_id` the first
    of the series that were split from one another. `start` and `end` are aware moments, or dates, the end exclusive.
    `changed_at` is when the event was last written. Title and place are for its people alone."""

    row_id: UUID
    event_id: UUID
    origin_id: UUID
    recurrence_id: str
    start: date | datetime
    end: date | datetime
    changed_at: datetime
    leads: tuple[Lead, ...]
    member_ids: frozenset[UUID]
    title: str = ""
    place: str = ""
    private: bool = False


def event_path(event_id: UUID | str, recurrence_id: str) -> str:
    """The address of an event, or of one occurrence of a series, on this installation."""
    which = f"?{urlencode({'recurrence_id': recurrence_id})}" if recurrence_id else ""
    return f"/calendar/events/{event_id}/{which}"


class Key(NamedTuple):
    """What an alert fires once for: this person, this occurrence start, this lead."""

    member_id: UUID
    origin_id: UUID
    starts: str
    lead: str


@dataclass(frozen=True, slots=True)
class Due:
    """An alert that ought to be planned."""

    key: Key
    occasion: Occasion
    due_at: datetime
    ends_at: datetime

    @property
    def passed(self) -> bool:
        """Whether its moment had gone by when the event was written: nobody waits for such an alert, it never fires."""
        return self.due_at <= self.occasion.changed_at


def alerts_of(occasions: Iterable[Occasion], zones: Mapping[UUID, str], *, now: datetime) -> dict[Key, Due]:
    """Every alert of these occasions for the people in `zones`, but for what has ended by now."""
    return {one.key: one for occasion in occasions for one in _alerts_of(occasion, zones) if one.ends_at > now}


def _alerts_of(occasion: Occasion, zones: Mapping[UUID, str]) -> Iterator[Due]:
    starts = start_key(occasion.start)
    for member_id in occasion.member_ids & zones.keys():
        zone_name = zones[member_id]
        ends_at = moment_of(occasion.end, zone_name)
        for lead in occasion.leads:
            key = Key(member_id, occasion.origin_id, starts, lead.key)
            yield Due(key, occasion, due_at(occasion.start, lead, zone_name), ends_at)
