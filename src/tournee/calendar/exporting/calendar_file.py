"""Which events go into a file, and what of each its reader may know."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import batched
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import get_language, gettext

from tournee.organisations import queries as organisations
from tournee.organisations.models import Member
from tournee.values.time_range import DateRange, TimeRange

from .. import permissions, queries
from ..domain import ics
from ..domain.event_times import ONE_DAY
from ..domain.ics import Component, Item
from ..domain.recurrence import TooDense, without
from ..domain.series import read_written
from ..models import Event
from .components import PARTS, component_of

# As many as a file that is read may hold; read from the database so many at a time.
MOST = 25_000
BATCH = 500
FEED_BACK, FEED_AHEAD = timedelta(days=366), timedelta(days=731)


class TooManyEvents(ValueError):
    """More than MOST events and occurrences of their own: more than other programs read, too."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose events; None: the viewer's own, with those that he takes part in. `within` None: all there are."""

    owner_ids: Sequence[UUID] | None = None
    within: TimeRange | None = None


def calendar_file(viewer: Member, wanted: Wanted, *, now: datetime) -> bytes:
    """What the viewer sees of those events, series whole; others' private ones as busy time. Raises TooManyEvents."""
    return _written(viewer, _items(viewer, wanted), now)


def feed_file(member: Member, *, busy: bool, now: datetime) -> bytes:
    """The member's calendar from a year back to two years ahead; `busy`: only when. Raises TooManyEvents."""
    items = _items(member, Wanted(within=_feed_window(now)))
    return _written(member, (_busy(item) for item in items if _takes_time(item)) if busy else items, now)


def feed_version(member: Member, *, now: datetime) -> tuple[int, datetime | None]:
    """How many events `feed_file` looks at, and when the last of them was changed, the deleted ones included."""
    own = Q(owner=member) | Q(pk__in=queries.invitations_of(member).values("event_id"))
    events = Event.objects.of(member.organisation_id).filter(own).filter(_touching(_feed_window(now)))
    found = events.aggregate(last=Max("updated_at"), there=Count("pk", filter=Q(deleted_at__isnull=True)))
    return int(found["there"]), found["last"]


def _feed_window(now: datetime) -> TimeRange:
    # By whole days: the same all day long.
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return TimeRange(today - FEED_BACK, today + FEED_AHEAD)


def _written(viewer: Member, items: Iterator[Item], now: datetime) -> bytes:
    found: list[Item] = []
    count = 0
    for item in items:
        count += len(item.components)
        if count > MOST:
            raise TooManyEvents
        found.append(item)
    # No X-WR-TIMEZONE: some programs move series in UTC to its clock.
    return ics.write(found, stamp=now, name=viewer.name)


def _items(viewer: Member, wanted: Wanted) -> Iterator[Item]:
    """One item a series or event, by start."""
    events = _seen(viewer, wanted)
    touching = events.filter(_touching(wanted.within)) if wanted.within else events
    pairs = touching.order_by("starts_at", "id").values_list("id", "series_id")
    for ids in batched(dict.fromkeys(series_id or pk for pk, series_id in pairs), BATCH):
        rows = queries.with_details(events.filter(Q(pk__in=ids) | Q(series_id__in=ids)), viewer.organisation_id)
        own: dict[UUID, list[Event]] = {pk: [] for pk in ids}
        for row in sorted(rows, key=lambda one: (one.recurrence_id, one.pk)):
            own[row.series_id or row.pk].append(row)
        names = _names(viewer, ids)
        for pk, found in own.items():
            if found and _shows(found, wanted.within):
                yield _item(viewer, found, names.get(pk, frozenset()))


def _seen(viewer: Member, wanted: Wanted) -> QuerySet[Event]:
    invited = Q(pk__in=queries.invitations_of(viewer).values("event_id"))
    if wanted.owner_ids is None:
        return queries.events_visible_to(viewer).filter(Q(owner=viewer) | invited)
    ids = organisations.readable_calendars(viewer).narrow(wanted.owner_ids)
    owned = Q(owner_id__in=ids)
    return queries.events_visible_to(viewer).filter(owned | invited if viewer.pk in ids else owned)


def _touching(within: TimeRange) -> Q:
    days = _days(within)
    begins_in = Q(starts_at__lt=within.end) & (Q(ends_at__gt=within.start) | Q(starts_at__gte=within.start))
    timed = Q(all_day=False, series_ends_at__isnull=True) & begins_in
    dates = Q(all_day=True, series_ends_at__isnull=True, starts_on__lt=days.end, ends_on__gt=days.start)
    series = Q(series_ends_at__gte=within.start - ONE_DAY, starts_at__lt=within.end + ONE_DAY)
    return timed | dates | series


def _days(within: TimeRange) -> DateRange:
    first = within.start.date()
    return DateRange(first, max((within.end - timedelta(microseconds=1)).date(), first) + ONE_DAY)


def _shows(rows: Sequence[Event], within: TimeRange | None) -> bool:
    """Whether a series has an occurrence there; all else was asked of the database."""
    if within is None or not rows[0].recurrence or len(rows) > 1:
        return True
    try:
        return bool(rows[0].as_series.between(within, _days(within)))
    except TooDense:
        return True


def _names(viewer: Member, series_ids: Sequence[UUID]) -> dict[UUID, frozenset[str]]:
    """By series, the occurrences that have rows of their own, whoever sees them."""
    rows = Event.objects.of(viewer.organisation_id).filter(series_id__in=series_ids, deleted_at__isnull=True)
    found: dict[UUID, set[str]] = {}
    for series_id, name in rows.values_list("series_id", "recurrence_id"):
        if series_id is not None:
            found.setdefault(series_id, set()).add(name)
    return {series_id: frozenset(names) for series_id, names in found.items()}


def _item(viewer: Member, rows: Sequence[Event], names: frozenset[str]) -> Item:
    parts = [_component(viewer, row) for row in rows]
    if any(_is_hidden(viewer, row) for row in rows):
        # A UID can say who met whom by which program; one item has one.
        uid = f"{rows[0].series_id or rows[0].pk}@tournee"
        parts = [replace(part, uid=uid) for part in parts]
    if rows[0].series_id is not None or (rows[0].kept or {}).get("form") == PARTS:
        return Item(parts[0].uid, None, tuple(part for part in parts if part.recurrence_id))
    elsewhere = names - {row.recurrence_id for row in rows[1:]}
    return Item(parts[0].uid, _left_out(parts[0], elsewhere), tuple(parts[1:]))


def _left_out(master: Component, names: frozenset[str]) -> Component:
    """The series without occurrences that are not shown: by its rule alone they would come back."""
    recurrence = master.recurrence
    for name in sorted(names) if recurrence else ():
        recurrence = without(recurrence, read_written(name)) if recurrence else None
    return replace(master, recurrence=recurrence)


def _component(viewer: Member, row: Event) -> Component:
    component = component_of(row, language=get_language() or "fr")
    return _veiled(component) if _is_hidden(viewer, row) else component


def _is_hidden(viewer: Member, row: Event) -> bool:
    return permissions.is_hidden_from(viewer, row, participates=queries.takes_part(viewer, row))


def _veiled(component: Component) -> Component:
    (veiled,) = ics.busy_only(Item(component.uid, None, (component,)), title=gettext("Busy")).overrides
    return veiled


def _busy(item: Item) -> Item:
    parts = [replace(_veiled(part), classification="", uid=_opaque(part.uid)) for part in item.components]
    return Item.of(parts)


def _opaque(uid: str) -> str:
    return f"{sha256(uid.encode()).hexdigest()[:32]}@tournee"


def _takes_time(item: Item) -> bool:
    return any(not part.transparent and part.status != "CANCELLED" for part in item.components)
