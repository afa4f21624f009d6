"""When an alert is due for a person: minutes before an hour, or days before a date at an hour of his own clocks."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from tournee.values.time_zone import zone

DAY = 24 * 60
# None: until the occurrence starts.
SNOOZES = (5, 10, 15, 60)


@dataclass(frozen=True, slots=True)
class Lead:
    """How long before, and by which channel. `at_time` counts for all-day events alone."""

    minutes_before: int
    at_time: time | None
    channel: str

    @property
    def key(self) -> str:
        """One text for each lead; `parse` reads it."""
        hour = self.at_time.isoformat("minutes") if self.at_time else ""
        return f"{self.minutes_before}|{hour}|{self.channel}"

    @classmethod
    def parse(cls, key: str) -> "Lead":
        """The lead of that key."""
        minutes, hour, channel = key.split("|")
        return cls(int(minutes), time.fromisoformat(hour) if hour else None, channel)


def due_at(start: date | datetime, lead: Lead, zone_name: str) -> datetime:
    """The instant, in UTC, at which the alert of an occurrence is due for a person who lives in that zone.

    `start` is an aware moment, or the date of an all-day event. An all-day alert without an hour counts its minutes
    from the midnight of the person's zone.
    """
    if isinstance(start, datetime):
        return start.astimezone(UTC) - timedelta(minutes=lead.minutes_before)
    if lead.at_time is None:
        wall = datetime.combine(start, time.min) - timedelta(minutes=lead.minutes_before)
    else:
        wall = datetime.combine(start - timedelta(days=lead.minutes_before // DAY), lead.at_time)
    return instant(wall, zone_name)


def instant(wall: datetime, zone_name: str) -> datetime:
    """The instant of a local time: of a repeated one the first, of a skipped one as if the clocks had not changed."""
    return wall.replace(tzinfo=zone(zone_name), fold=0).astimezone(UTC)


def moment_of(start_or_end: date | datetime, zone_name: str) -> datetime:
    """A start or an end as an instant: a date is the midnight that begins it in the person's zone."""
    if isinstance(start_or_end, datetime):
        return start_or_end.astimezone(UTC)
    return instant(datetime.combine(start_or_end, time.min), zone_name)


def start_key(start: date | datetime) -> str:
    """One text for each start, of whatever zone it was written in."""
    return start.astimezone(UTC).isoformat(timespec="seconds") if isinstance(start, datetime) else start.isoformat()


def read_start(key: str) -> date | datetime:
    """The start of that key."""
    return datetime.fromisoformat(key) if "T" in key else date.fromisoformat(key)
