"""The occurrences of series in a window: only those series are expanded that can touch it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from tournee.values.time_range import DateRange, TimeRange

from . import feed_sql
from .domain.event_times import EventTimes
from .domain.recurrence import Occurrence, TooDense
from .domain.series import Series, written
from .domain.window import Window
from .feed_rows import Row


def rows(organisation_id: UUID, found: Sequence[tuple[Any, ...]], window: Window) -> list[Row]:
    """A row for each occurrence in the window that has none of its own, of series with their lines at the end."""
    if not found:
        return []
    masters = [(Row._make(row[:-1]), row[-1]) for row in found]
    own = _own_rows(organisation_id, [row.id for row, _ in masters], window)
    return [one for row, lines in masters for one in _occurrences(row, lines, window, own.get(row.id, frozenset()))]


def _own_rows(organisation_id: UUID, ids: Sequence[Any], window: Window) -> Mapping[Any, frozenset[str]]:
    """By series, which occurrences around the window have rows of their own."""
    names: dict[Any, set[str]] = {}
    for series_id, name in feed_sql.read(*feed_sql.own_rows(organisation_id, ids, window)):
        names.setdefault(series_id, set()).add(name)
    return {series_id: frozenset(found) for series_id, found in names.items()}


def _occurrences(row: Row, lines: str, window: Window, own: frozenset[str]) -> list[Row]:
    series = Series.read(lines, _times(row))
    try:
        found = series.between(window.span, DateRange(window.first_day, window.last_day))
    except TooDense:
        # Written before the limits were what they are; its first occurrence is better than none.
        return []
    return [_row(row, one, name) for one in found if (name := written(one.recurrence_id)) not in own]


def _times(row: Row) -> EventTimes:
    if row.all_day:
        return EventTimes(DateRange(_day(row.starts_on), _day(row.ends_on)), row.time_zone)
    return EventTimes(TimeRange(_moment(row.starts_at), _moment(row.ends_at)), row.time_zone)


def _row(row: Row, one: Occurrence, name: str) -> Row:
    if isinstance(one.start, datetime) and isinstance(one.end, datetime):
        return row._replace(starts_at=_stored(one.start), ends_at=_stored(one.end), recurrence_id=name)
    midnights = (datetime.combine(day, time.min, UTC) for day in (one.start, one.end))
    starts_at, ends_at = map(_stored, midnights)
    return row._replace(starts_on=one.start, ends_on=one.end, starts_at=starts_at, ends_at=ends_at, recurrence_id=name)


def _stored(moment: datetime) -> Any:
    """A moment as the database gives it, so that all rows sort and are written alike."""
    return feed_sql.as_read(moment)


def _moment(raw: Any) -> datetime:
    moment = raw if isinstance(raw, datetime) else datetime.fromisoformat(raw)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _day(raw: Any) -> date:
    return raw if isinstance(raw, date) else date.fromisoformat(raw)
