"""A person's calendar as an iCalendar file, and events as the components of one."""

from .calendar_file import MOST, TooManyEvents, Wanted, calendar_file, feed_file, feed_version
from .components import PARTS, SINGLE, alert_of, answer_of, component_of

__all__ = [
    "MOST",
    "PARTS",
    "SINGLE",
    "TooManyEvents",
    "Wanted",
    "alert_of",
    "answer_of",
    "calendar_file",
    "component_of",
    "feed_file",
    "feed_version",
]
