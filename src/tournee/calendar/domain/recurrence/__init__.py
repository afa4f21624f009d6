"""Repeating events, after RFC 5545: values, exact expansion in a window, division. Pure; walls in, walls out."""

from .counting import counted_as_elsewhere, counted_as_here
from .description import Description, Kind, describe
from .division import from_moment, until_before, without
from .errors import BadRule, TooDense
from .expansion import Occurrence, is_start, last_start, next_start, occurrences, starts, starts_among
from .moments import Moment
from .rule import Frequency, Rule
from .series import Recurrence
from .shifting import counterpart, shifted

__all__ = [
    "BadRule",
    "Description",
    "Frequency",
    "Kind",
    "Moment",
    "Occurrence",
    "Recurrence",
    "Rule",
    "TooDense",
    "counted_as_elsewhere",
    "counted_as_here",
    "counterpart",
    "describe",
    "from_moment",
    "is_start",
    "last_start",
    "next_start",
    "occurrences",
    "shifted",
    "starts",
    "starts_among",
    "until_before",
    "without",
]
