"""Wall times and instants."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .moments import Moment, wall

END_OF_DAY = time(23, 59, 59)
FIRST_MOMENT = datetime.combine(date.min, time.min)
LAST_MOMENT = datetime.combine(date.max, END_OF_DAY)


def wall_of(instant: datetime, zone: str, margin: timedelta = timedelta(0)) -> datetime:
    """What clocks in a zone show a margin after an instant; the calendar's own ends stand for what lies beyond them."""
    try:
        return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) + margin
    except OverflowError:
        return LAST_MOMENT if instant.year > 5_000 else FIRST_MOMENT


def instants_of(starts: Sequence[Moment], zone: str | None) -> list[datetime]:
    """The instants of wall times, as `instant_of`."""
    place = ZoneInfo(zone or "UTC")
    try:
        return [start.replace(tzinfo=place).astimezone(UTC) for start in starts if isinstance(start, datetime)]
    except OverflowError:
        return [instant_of(wall(start), zone) for start in starts]


def instant_of(start: datetime, zone: str | None) -> datetime:
    """The instant of a wall time: skipped ones by the offset before the gap, repeated ones their first."""
    try:
        return start.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) if zone else start.replace(tzinfo=UTC)
    except OverflowError:
        return start.replace(tzinfo=UTC)


def later[M: (date, datetime)](moment: M, by: timedelta) -> M:
    """A moment so much later, or the calendar's last one."""
    try:
        return moment + by
    except OverflowError:
        return LAST_MOMENT.replace(tzinfo=moment.tzinfo) if isinstance(moment, datetime) else date.max
