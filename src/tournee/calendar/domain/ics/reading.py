"""An iCalendar file, as found in the world, into values."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

from ..recurrence import starts_among
from .blocks import Block, read_blocks
from .content_lines import content_lines, name_of
from .events import read_event
from .faults import BadEvent
from .limits import USUAL, Limits
from .model import Calendar, Component, Item, Unreadable, When
from .parts import first_value
from .primitives import BadValue, read_moment, unescape
from .zone_names import exact_zone, likely_zone
from .zones import Zones

_OTHER_KINDS = {"VTODO": "task", "VJOURNAL": "journal", "VFREEBUSY": "free_busy"}
_OURS = frozenset({"VERSION", "PRODID", "METHOD", "CALSCALE", "X-WR-CALNAME", "NAME", "X-WR-TIMEZONE"})
_TITLE = 200


def read(data: bytes, *, limits: Limits = USUAL, home_zone: str = "UTC") -> Calendar:
    """Everything that the octets say about events. Raises BadFile, and nothing else, whatever they are.

    An event that cannot be read stops no other: it is listed with its title, its date and the reason. `home_zone`
    is preferred among zones that behave alike, and serves to compare floating times.
    """
    root = read_blocks(content_lines(data, limits), limits)
    events = [block for block in root.blocks if block.name == "VEVENT"]
    zones = Zones((block for block in root.blocks if block.name == "VTIMEZONE"), events, home_zone, limits)
    told = _told(root.lines)
    method = told.get("METHOD", "").upper()
    read_one = partial(_component, zones=zones, limits=limits, method=method, home_zone=home_zone)
    items: dict[str, Item] = {}
    unreadable = list(_other_kinds(root.blocks, limits))
    groups = _by_uid(events)
    # The text of each is let go once it has been read.
    root.blocks.clear()
    events.clear()
    while groups:
        item, failed = _item(groups.popleft(), limits, read_one)
        if item:
            # Events without a UID that say the same are one.
            items.setdefault(item.uid, item)
        unreadable += failed
    zone = told.get("X-WR-TIMEZONE", "")
    return Calendar(
        items=tuple(items.values()),
        unreadable=tuple(unreadable),
        method=method,
        name=told.get("NAME") or told.get("X-WR-CALNAME", ""),
        zone=exact_zone(zone) or likely_zone(zone),
        others=tuple(line for line in root.lines if name_of(line) not in _OURS)[: limits.others],
    )


def _told(lines: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        if (name := name_of(line)) in _OURS:
            found.setdefault(name, unescape(line.partition(":")[2]).strip()[:_TITLE])
    return found


def _other_kinds(blocks: Iterable[Block], limits: Limits) -> Iterator[Unreadable]:
    for block in blocks:
        if block.name not in {"VEVENT", "VTIMEZONE"}:
            yield _listed(block, _OTHER_KINDS.get(block.name, "other_component"), limits)


def _listed(block: Block, code: str, limits: Limits) -> Unreadable:
    title, start, uid = (first_value(block.lines, name, limits) for name in ("SUMMARY", "DTSTART", "UID"))
    try:
        moment = read_moment(start)
    except BadValue:
        return Unreadable(title[:_TITLE], None, code, uid[: limits.uid])
    day = moment.date() if isinstance(moment, datetime) else moment
    return Unreadable(title[:_TITLE], day, code, uid[: limits.uid])


def _by_uid(events: Iterable[Block]) -> deque[list[Block]]:
    groups: dict[str, list[Block]] = defaultdict(list)
    for number, block in enumerate(events):
        uid = next((line.partition(":")[2].strip() for line in block.lines if name_of(line) == "UID"), "")
        groups[uid or f"\n{number}"].append(block)
    return deque(groups.values())


def _item(
    group: list[Block], limits: Limits, read_one: Callable[[Block], Component | Unreadable]
) -> tuple[Item | None, list[Unreadable]]:
    if len(group) > limits.overrides + 1:
        return None, [_listed(group[0], "too_many_overrides", limits)]
    answers = [(read_one(block), block) for block in group]
    failed = [answer for answer, _ in answers if isinstance(answer, Unreadable)]
    found = [(answer, block) for answer, block in answers if isinstance(answer, Component)]
    masters = [component for component, _ in found if component.recurrence_id is None]
    start = max(masters, key=_version).start if masters else None
    kept: dict[When | None, tuple[Component, Block]] = {}
    for component, block in found:
        one = _named_as_in_series(component, start), block
        # Two that speak of one occurrence: the later version counts (RFC 5546 §2.1.5).
        other = kept.setdefault(one[0].recurrence_id, one)
        newer, older = (one, other) if _version(one[0]) > _version(other[0]) else (other, one)
        kept[one[0].recurrence_id] = newer
        if newer[0] != older[0]:
            code = "duplicate" if _version(newer[0]) == _version(older[0]) else "superseded"
            failed.append(_listed(older[1], code, limits))
    item, outdated = _without_outdated(Item.of(component for component, _ in kept.values())) if kept else (None, [])
    failed += [_listed(kept[one.recurrence_id][1], "superseded", limits) for one in outdated]
    return item, failed


def _without_outdated(item: Item) -> tuple[Item, list[Component]]:
    """A later version of the series, of which an occurrence is no more, takes with it what was said of that."""
    master = item.master
    if master is None or not master.recurrence:
        return item, []
    older = {one.recurrence_id.wall for one in item.overrides if one.recurrence_id and one.sequence < master.sequence}
    gone = older - starts_among(master.recurrence, master.start.wall, master.start.zone, older)
    kept = tuple(one for one in item.overrides if one.recurrence_id is None or one.recurrence_id.wall not in gone)
    outdated = [one for one in item.overrides if one.recurrence_id and one.recurrence_id.wall in gone]
    return replace(item, overrides=kept), outdated


def _version(component: Component) -> tuple[int, float]:
    return component.sequence, component.stamp.timestamp() if component.stamp else 0.0


def _component(block: Block, *, zones: Zones, limits: Limits, method: str, home_zone: str) -> Component | Unreadable:
    try:
        return read_event(block, zones, limits, method=method, home_zone=home_zone)
    except BadEvent as error:
        return _listed(block, error.code, limits)
    except Exception:  # noqa: BLE001 -- whatever is wrong with one event, the others are read
        return _listed(block, "unreadable", limits)


def _named_as_in_series(component: Component, start: When | None) -> Component:
    """Name an occurrence as its series does: on the series' clock, or by its date."""
    if component.recurrence_id is None or start is None:
        return component
    return replace(component, recurrence_id=_as_in_series(component.recurrence_id, start))


def _as_in_series(named: When, start: When) -> When:
    if start.all_day:
        return When(named.wall.date()) if isinstance(named.wall, datetime) else named
    if named.all_day and isinstance(start.wall, datetime):
        return When(datetime.combine(named.wall, start.wall.time()), start.zone)
    if named.zone is None:
        return When(named.wall, start.zone)
    return named.on_clocks_of(start.zone)
