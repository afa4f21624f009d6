"""An item as the rows that stand for it: the event or series, and the occurrences that differ."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from tournee.organisations.models import Member
from tournee.values.identifier import new_id

from ..domain.ics import Component, Item, When
from ..domain.recurrence import Moment, Recurrence
from ..domain.series import Series, read_written, written
from ..exporting import PARTS, SINGLE
from ..models import Event
from .importing_drafts import Draft, Surroundings, draft, series_of, stored
from .importing_matching import Known
from .importing_writing import put

# An event of so long stands for a series of which the file has only occurrences of another kind.
_USUAL = {True: timedelta(days=1), False: timedelta(hours=1)}


@dataclass(frozen=True, slots=True)
class Coming:
    """An item, its components by the names of the occurrences ("" for the whole), and what is here of it."""

    item: Item
    parts: Mapping[str, Component]
    known: Known | None

    @property
    def names(self) -> list[str]:
        """Of the occurrences, in their order."""
        return sorted(name for name in self.parts if name)


def coming_of(item: Item, known: Known | None, around: Surroundings) -> Coming:
    """Name the occurrences as the series does: by where they begin in its zone."""
    parts = {"": item.master} if item.master else {}
    first, zone = _first_and_zone(item, known, around)
    for one in item.overrides:
        if one.recurrence_id is not None:
            parts[written(_named(one.recurrence_id, first, zone))] = one
    return Coming(item, parts, known)


def _first_and_zone(item: Item, known: Known | None, around: Surroundings) -> tuple[Moment, str]:
    if item.master:
        return item.master.start.wall, item.master.start.zone or around.zone
    if known:
        return known.master.as_series.first, known.master.time_zone
    named = item.overrides[0].recurrence_id or item.overrides[0].start
    return named.wall, named.zone or around.zone


def _named(named: When, first: Moment, zone: str) -> Moment:
    if named.all_day or When(first).all_day:
        day = named.on_clocks_of(zone).wall
        return read_written(written(day)[:10] + written(first)[10:])
    return named.on_clocks_of(zone).wall


def whole_of(coming: Coming, around: Surroundings) -> tuple[Draft, dict[str, Any]]:
    """The item's own row; of occurrences without their series, one made for them. Raises Unfit."""
    component, series, form = _whole(coming, around)
    made = draft(component, around, repeats=series)
    return made, {**stored(series), "kept": {**made.values["kept"], **form}}


def _whole(coming: Coming, around: Surroundings) -> tuple[Component, Series, dict[str, str]]:
    if master := coming.parts.get(""):
        series = series_of(master, around)
        if series.recurrence or not coming.names:
            return master, series, {}
        return master, replace(series, recurrence=Recurrence(extra=(series.first,))), {"form": SINGLE}
    moments = [read_written(name) for name in coming.names]
    component = _stand_in(coming, moments[0], around)
    return (
        component,
        replace(series_of(component, around), recurrence=Recurrence(extra=tuple(moments))),
        {"form": PARTS},
    )


def _stand_in(coming: Coming, moment: Moment, around: Surroundings) -> Component:
    first = coming.parts[coming.names[0]]
    zone = _first_and_zone(coming.item, None, around)[1]
    start = When(moment) if When(moment).all_day else When(moment, zone)
    alike = first.all_day == start.all_day
    length = first.end.instant(around.zone) - first.start.instant(around.zone) if alike else _USUAL[start.all_day]
    end = start.later(length) if start.all_day else start.later(timedelta(), length)
    return replace(first, uid=coming.item.uid, start=start, end=end, recurrence_id=None)


def new_row(owner: Member, uid: str) -> Event:
    """An empty one."""
    return Event(id=new_id(), organisation_id=owner.organisation_id, owner=owner, uid=uid)


def new_occurrence(master: Event, name: str, component: Component, around: Surroundings) -> tuple[Event, Draft]:
    """A row for an occurrence; what a file need not speak of, it has of its series. Raises Unfit."""
    made = draft(component, around, name=name)
    row = new_row(around.owner, master.uid)
    row.series, row.recurrence_id = master, name
    row.type_id, row.account_id, row.opportunity_id = master.type_id, master.account_id, master.opportunity_id
    put(row, made, {})
    return row, made
