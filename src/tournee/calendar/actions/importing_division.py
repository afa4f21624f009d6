"""A change to "this and all that follow" makes two series of one: each start stays where it was, or follows. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

from ..domain.ics import Component, Item, When
from ..domain.recurrence import BadRule, Moment, Recurrence, counterpart, from_moment, shifted, until_before
from ..domain.series import written

# Each makes a series of its own, and is looked for in all that come after: nobody changes his mind so often.
MOST = 50


class NotDivisible(ValueError):
    """No rule can begin where the change lies."""


def divided(item: Item) -> Iterator[Item]:
    """The item, or its parts where occurrences change all that follow (RFC 5545 §3.8.4.4), each with a UID of its own.

    Raises NotDivisible.
    """
    if sum(one.this_and_future for one in item.overrides) > MOST:
        raise NotDivisible
    master, overrides = item.master, sorted(item.overrides, key=_place)
    while master is not None and master.recurrence:
        change = next((one for one in overrides if one.this_and_future), None)
        if change is None:
            break
        earlier, master, overrides = _cut(item.uid, master, overrides, change)
        if earlier is not None:
            yield earlier
    # Without its series, a change to what follows can only be of the one.
    yield Item(master.uid if master else item.uid, master, tuple(replace(o, this_and_future=False) for o in overrides))


def _place(component: Component) -> datetime:
    return _midnight(component.recurrence_id.wall) if component.recurrence_id else datetime.min  # noqa: DTZ901 -- a wall


def _cut(
    uid: str, master: Component, overrides: list[Component], change: Component
) -> tuple[Item | None, Component, list[Component]]:
    """What comes before the change, the series from it on, and the occurrences that differ from that."""
    recurrence, first, zone = master.recurrence or Recurrence(), master.start.wall, master.start.zone
    moment = _wall(change, master)
    by = _shift(master, change, moment)
    others = [one for one in overrides if one is not change]
    at_once = moment == first
    try:
        rest = recurrence if at_once else from_moment(recurrence, first, zone, moment)
        before = None if at_once else until_before(recurrence, first, zone, moment)
    except BadRule as error:
        raise NotDivisible from error
    later = _later_part(uid, master, change, shifted(rest, moment, by), When(moment + by, zone))
    names = {
        id(one): counterpart(rest, moment, by, _wall(one, master)) for one in others if _wall(one, master) >= moment
    }
    moved = [
        replace(one, uid=later.uid, recurrence_id=When(names[id(one)], zone)) for one in others if id(one) in names
    ]
    if before is None:
        return None, replace(later, uid=uid), [replace(one, uid=uid) for one in moved]
    kept = tuple(one for one in others if id(one) not in names)
    return Item(master.uid, replace(master, recurrence=before or None), kept), later, moved


def _later_part(uid: str, master: Component, change: Component, recurrence: Recurrence, start: When) -> Component:
    length = change.end.instant("UTC") - change.start.instant("UTC")
    end = start.later(length) if start.all_day else start.later(timedelta(), length)
    return replace(
        change,
        uid=f"{uid[:230]}/{written(_wall(change, master))}",
        start=start,
        end=end,
        recurrence=recurrence or None,
        recurrence_id=None,
        this_and_future=False,
    )


def _shift(master: Component, change: Component, moment: Moment) -> timedelta:
    if change.start.all_day != master.start.all_day:
        raise NotDivisible
    return _midnight(change.start.on_clocks_of(master.start.zone).wall) - _midnight(moment)


def _midnight(moment: Moment) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time.min)


def _wall(one: Component, master: Component) -> Moment:
    return one.recurrence_id.on_clocks_of(master.start.zone).wall if one.recurrence_id else master.start.wall
