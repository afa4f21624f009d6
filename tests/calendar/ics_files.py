"""Small iCalendar files, and what is read of them."""

from datetime import UTC, datetime

from tournee.calendar.domain.ics import Component, When, read

PARIS = "Europe/Paris"
STAMP = datetime(2026, 11, 24, 8, tzinfo=UTC)


def file_of(*lines: str, end: str = "\r\n") -> bytes:
    """A file of those lines."""
    return end.join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]).encode()


def event(*lines: str, uid: str = "1") -> list[str]:
    """The lines of an event."""
    return ["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"]


def taken(*lines: str) -> Component:
    """An event of those lines, read."""
    calendar = read(file_of(*event(*lines)), home_zone=PARIS)
    assert calendar.unreadable == ()
    return calendar.items[0].components[0]


def wall(text: str, zone: str | None = None) -> When:
    """A time on the clocks of a zone."""
    return When(datetime.fromisoformat(text), zone)
