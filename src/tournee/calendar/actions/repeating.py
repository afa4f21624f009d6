"""How often an event repeats: read from what was sent, and stored."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..domain.recurrence import BadRule, Moment, Recurrence
from ..domain.series import Series
from ..errors import RULE_PROBLEMS
from ..models import Event
from .checking import Problems

FIELD = "recurrence"
MOST_LINES = 100


def take_recurrence(problems: Problems, series: Series, sent: Mapping[str, Any], *, at: Moment) -> Series:
    """The series with the lines that were sent; without any left it is the one event at that local time.

    Dates added and left out are kept unless the lines name some.
    """
    if FIELD not in sent:
        return series
    lines: Sequence[str] = sent[FIELD] or ()
    if not lines:
        return Series(series.at(at), Recurrence())
    try:
        if len(lines) > MOST_LINES:
            raise BadRule("too_long")
        read = Recurrence.parse(lines, zone=series.times.time_zone, all_day=series.times.all_day)
    except BadRule as error:
        problems.add(FIELD, RULE_PROBLEMS.get(error.code, RULE_PROBLEMS["part"]))
        return series
    if not read:
        problems.add(FIELD, RULE_PROBLEMS["empty"])
        return series
    if not (read.extra or read.excluded):
        before = series.recurrence
        read = replace(read, extra=before.extra, excluded=before.excluded, lengths=before.lengths)
    return Series(series.times, read)


def put_recurrence(event: Event, series: Series) -> None:
    """Store what repeats the event, and when that ends."""
    event.recurrence = series.text
    event.series_ends_at = series.ends_at if event.recurrence else None
