"""Calendar files that others published for their own tests: the examples of the RFCs, and what broke other programs.

What an independent engine finds in a file for two years after its first start is what the feed then tells; a file that
was taken in once changes nothing the second time, and comes out again as it went in. Nothing is an error of ours.
"""

import warnings
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events

from tests.factories.organisations import make_member
from tests.factories.world import Program, World

FILES = sorted(
    file for package in (icalendar, recurring_ical_events) for file in Path(package.__file__).parent.rglob("*.ics")
)
HOME = ZoneInfo("Europe/Paris")
TWO_YEARS = timedelta(days=700)
# A day as a PERIOD of a timed series is a start at midnight UTC there, and the day of the series' own hour here.
READ_OTHERWISE = {"issue_1633_rdate_with_dates.ics", "issue_1633_rdate_with_dates_and_tzid.ics"}
# A floating series whose EXDATE are in UTC is a series in UTC there, and floats here.
READ_OTHERWISE |= {"event_with_recurrence.ics"}
# A date as DTSTART with a moment as DTEND is whole days here.
READ_OTHERWISE |= {"issue_201_mixed_datetime_and_date.ics"}
# A date as UNTIL of a timed series is its midnight there, and the whole day here, as its writer meant it.
READ_OTHERWISE |= {"issue_75_range_parameter.ics"}
OF_ANOTHER_VERSION = {"superseded", "duplicate"}


def instant(moment: date) -> str:
    """As one text, whatever the zone; floating ones are the owner's."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return (moment if moment.tzinfo else moment.replace(tzinfo=HOME)).astimezone(UTC).isoformat()


def starts_by_engine(data: bytes) -> tuple[date, set[str]] | None:
    """From which day, and the starts; None of a file that the engine cannot read, or that holds no start."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            calendars = icalendar.Calendar.from_ical(data, multiple=True)
            events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
            firsts = [event["DTSTART"].dt for event in events]
            low = min(one.date() if isinstance(one, datetime) else one for one in firsts) - timedelta(days=2)
            found = [recurring_ical_events.of(one).between(low, low + TWO_YEARS) for one in calendars]
            return low, {instant(event["DTSTART"].dt) for events in found for event in events}
        # Each of its parts raises what it likes.
        except Exception:  # noqa: BLE001
            return None


def take_in(ask: Program, data: bytes) -> Any:
    return ask.client.generic("POST", "/api/v1/calendar/import", data, content_type="text/calendar")


def told(ask: Program, low: date) -> set[tuple[str, str]]:
    window = {"start": low.isoformat(), "end": (low + TWO_YEARS).isoformat(), "owner": "me", "limit": 50_000}
    items = ask("GET", "/events", window).json()["items"]
    return {
        (one["start"] if one["all_day"] else instant(datetime.fromisoformat(one["start"])), one["subject"])
        for one in items
    }


def test_there_are_files_to_read() -> None:
    assert len(FILES) > 100


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_published_file_is_read_as_others_read_it(path: Path, world: World, program: type[Program]) -> None:
    data = path.read_bytes()
    ask, other = (program(make_member(world.organisation, time_zone=str(HOME))) for _ in range(2))
    answer = take_in(ask, data)
    assert answer.status_code in {200, 422}, answer.text
    if answer.status_code == 422:
        assert answer.json()["code"] == "an_answer"
        return
    counts = answer.json()
    again = take_in(ask, data).json()
    assert (again["new"], again["changed"]) == (0, 0)
    by_engine = starts_by_engine(data)
    if by_engine is None:
        return
    low, starts = by_engine
    found = told(ask, low)
    unreadable = {one["code"] for one in counts["items"] if one["what"] == "unreadable"}
    if unreadable <= OF_ANOTHER_VERSION and path.name not in READ_OTHERWISE:
        assert {start for start, _ in found} == starts
    assert take_in(other, ask("GET", "/calendar/export").content).status_code == 200
    assert told(other, low) == found
