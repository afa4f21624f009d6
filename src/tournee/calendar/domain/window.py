"""The stretch of time that a calendar shows, and what lies in it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from tournee.values.time_range import BadRange, TimeRange
from tournee.values.time_zone import RepeatedTime, SkippedTime, local_instant, zone

# What lasts longer is found by an index of its own, so that a window reads no more history than this.
LONG = timedelta(days=31)
# Local dates are at most this far from UTC's.
WIDEST_OFFSET = timedelta(hours=14)
LONGEST = timedelta(days=800)


class BadWindow(ValueError):
    """Not two moments in order, or further apart than 800 days. `field` says which one is wrong."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Window:
    """`span` for what has hours; `first_day` up to, not including, `last_day` for what lasts all day."""

    span: TimeRange
    first_day: date
    last_day: date

    @classmethod
    def read(cls, start: str, end: str, zone_name: str) -> "Window":
        """From RFC 3339 moments or dates, local ones in that zone. Raises BadWindow, UnknownZone."""
        tz = zone(zone_name)
        first, last = _moment(start, zone_name, "start"), _moment(end, zone_name, "end")
        try:
            span = TimeRange(first, last)
        except BadRange as error:
            raise BadWindow("end" if error.args == ("order",) else "start") from error
        if span.duration > LONGEST or first == last:
            raise BadWindow("end")
        local_last = last.astimezone(tz)
        whole = local_last.time() == time.min
        return cls(span, first.astimezone(tz).date(), local_last.date() + timedelta(days=0 if whole else 1))


def _moment(raw: str, zone_name: str, field: str) -> datetime:
    try:
        moment = datetime.fromisoformat(raw)
        if not 1900 <= moment.year <= 2200:
            raise BadWindow(field)
        return (moment if moment.tzinfo else _local(moment, zone_name)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadWindow(field) from error


def _local(moment: datetime, zone_name: str) -> datetime:
    try:
        return local_instant(moment, zone_name)
    except RepeatedTime as error:
        return error.choices[0]
    except SkippedTime:
        return moment.replace(tzinfo=zone(zone_name))
