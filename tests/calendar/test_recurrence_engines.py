"""Our expansion beside python-dateutil's and recurring-ical-events'."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.calendar.recurrence_strategies import ONE_YEAR, firsts, rule_texts, zones
from tournee.calendar.domain.recurrence import Recurrence, Rule, next_start, starts


@settings(deadline=None, max_examples=300)
@given(rule_texts(), firsts, st.sampled_from(["", "COUNT", "UNTIL"]), st.integers(0, 400), zones)
def test_where_other_engines_agree_we_agree(text: str, first: datetime, end: str, days: int, zone: str) -> None:
    # RFC 5545 differs: the first week of a set by position is a whole one, a week alone means one day of it.
    assume(not ("WEEKLY" in text and "BYSETPOS" in text))
    assume("BYWEEKNO" not in text or "BYDAY" in text or "BYMONTHDAY" in text)
    after = first + timedelta(days=days)
    before = after + timedelta(days=60)
    # The other engines run to the year 9999 for a rule that means nothing more, which takes them seconds.
    following = next_start(Recurrence((Rule.parse(text),)), first, None, before)
    assume(following is not None and following < before + 8 * ONE_YEAR)
    endless = search(text, first, before + 8 * ONE_YEAR)
    assume(endless and endless[-1] >= before)
    first = endless[0] if endless[0] < after else first
    text += {"": "", "COUNT": ";COUNT=40", "UNTIL": f";UNTIL={after + timedelta(days=30):%Y%m%dT%H%M%SZ}"}[end]
    theirs = by_dateutil(text, first, zone, after, before)
    assume(theirs == by_recurring_ical_events(text, first, zone, after, before))
    assert starts(Recurrence((Rule.parse(text),)), first, zone, after, before) == theirs


def search(text: str, first: datetime, until: datetime) -> list[datetime]:
    """Starts by dateutil up to a moment; none where it fails on its own."""
    try:
        return list(rrulestr(f"{text};UNTIL={until:%Y%m%dT%H%M%S}", dtstart=first))
    except (ValueError, IndexError):
        return []


def by_dateutil(text: str, first: datetime, zone: str, after: datetime, before: datetime) -> list[datetime]:
    """The wall starts in a window."""
    place = ZoneInfo(zone)
    rule = rrulestr(text, dtstart=first.replace(tzinfo=place))
    found = rule.between(after.replace(tzinfo=place), before.replace(tzinfo=place), inc=True)
    return [start.replace(tzinfo=None) for start in found if start.replace(tzinfo=None) < before]


def by_recurring_ical_events(
    text: str, first: datetime, zone: str, after: datetime, before: datetime
) -> list[datetime]:
    """The wall starts in a window."""
    event: Any = icalendar.Event()
    event.add("uid", "one@example.com")
    event.add("dtstart", first.replace(tzinfo=ZoneInfo(zone)))
    event.add("rrule", icalendar.vRecur.from_ical(text))
    calendar = icalendar.Calendar()
    calendar.add_component(event)
    margin = timedelta(days=2)
    window = ((after - margin).replace(tzinfo=UTC), (before + margin).replace(tzinfo=UTC))
    found = recurring_ical_events.of(calendar).between(*window)
    walls = sorted({one.start.replace(tzinfo=None) for one in found})
    return [start for start in walls if after <= start < before]
