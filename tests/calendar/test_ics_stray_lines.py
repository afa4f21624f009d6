"""Lines that are none, after values that are no text."""

import pytest

from tests.calendar.ics_files import taken


@pytest.mark.parametrize(
    "before", ["DTSTART;TZID=Europe/Paris:20260701T090000", "SEQUENCE:2", "RRULE:FREQ=WEEKLY;COUNT=3", "DURATION:PT2H"]
)
def test_a_line_that_is_none_spoils_no_moment_and_no_number(before: str) -> None:
    lines = ["SUMMARY:Visite", "DTSTART;TZID=Europe/Paris:20260701T090000", before, "SUMMARY=Visite"]
    component, plain = taken(*dict.fromkeys(lines)), taken(*dict.fromkeys(lines[:3]))
    assert component == plain
    assert component.summary == "Visite"
