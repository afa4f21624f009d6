"""iCalendar files and messages (RFC 5545, 5546): read forgivingly and within bounds, written strictly. Pure."""

from .alarms import Notice, alarm_of, notice_of
from .faults import EVENT_CODES, FILE_CODES, BadFile
from .itip import (
    Answer,
    Message,
    busy_only,
    cancellation,
    counter,
    declined_counter,
    is_newer,
    read_message,
    reply,
    request,
)
from .limits import USUAL, Limits
from .model import Alarm, Calendar, Component, Item, Person, Unreadable, When
from .reading import read
from .writing import write

__all__ = [
    "EVENT_CODES",
    "FILE_CODES",
    "USUAL",
    "Alarm",
    "Answer",
    "BadFile",
    "Calendar",
    "Component",
    "Item",
    "Limits",
    "Message",
    "Notice",
    "Person",
    "Unreadable",
    "When",
    "alarm_of",
    "busy_only",
    "cancellation",
    "counter",
    "declined_counter",
    "is_newer",
    "notice_of",
    "read",
    "read_message",
    "reply",
    "request",
    "write",
]
