"""The window: what lies in it, and how it is read."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.calendar.domain.window import LONG, WIDEST_OFFSET, BadWindow, Window
from tournee.values.time_zone import UnknownZone, places

zones = st.sampled_from(places())
days = st.dates(date(1975, 1, 1), date(2036, 1, 1))


def test_dates_are_midnights_of_the_zone() -> None:
    window = Window.read("2026-11-01", "2026-12-01", "Europe/Paris")
    assert window.span.start == datetime(2026, 10, 31, 23, tzinfo=UTC)
    assert window.span.end == datetime(2026, 11, 30, 23, tzinfo=UTC)
    assert (window.first_day, window.last_day) == (date(2026, 11, 1), date(2026, 12, 1))


def test_moments_inside_days_touch_both_days() -> None:
    window = Window.read("2026-11-24T10:00:00+01:00", "2026-11-25T10:00:00+01:00", "Europe/Paris")
    assert (window.first_day, window.last_day) == (date(2026, 11, 24), date(2026, 11, 26))


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        ("2026-12-01", "2026-11-01", "end"),
        ("2026-11-01", "2026-11-01", "end"),
        ("2026-01-01", "2029-01-01", "end"),
        ("soon", "2026-11-01", "start"),
        ("2026-11-01", "", "end"),
        ("0001-01-01", "2026-11-01", "start"),
        ("2026-11-01", "9999-12-31T23:59:59-12:00", "end"),
    ],
)
def test_what_is_no_window_is_refused_beside_its_field(start: str, end: str, field: str) -> None:
    with pytest.raises(BadWindow) as caught:
        Window.read(start, end, "Europe/Paris")
    assert caught.value.field == field


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(UnknownZone):
        Window.read("2026-11-01", "2026-12-01", "Europe/Nowhere")


@given(days, st.integers(1, 60), zones)
def test_a_window_of_dates_covers_exactly_those_dates_in_every_zone(first: date, length: int, name: str) -> None:
    last = first + timedelta(days=length)
    window = Window.read(first.isoformat(), last.isoformat(), name)
    # Where the clocks skip midnight, or the whole day, the window begins when the day does.
    assert window.first_day - first in {timedelta(0), timedelta(days=1)}
    assert window.last_day - last in {timedelta(0), timedelta(days=1)}
    local = window.span.start.astimezone(ZoneInfo(name))
    if local.time() == time.min and window.span.end.astimezone(ZoneInfo(name)).time() == time.min:
        assert (window.first_day, window.last_day) == (first, last)


@given(days, st.integers(1, 60), zones)
def test_no_all_day_event_of_the_dates_is_further_from_the_window_than_it_is_looked_for(
    first: date, length: int, name: str
) -> None:
    window = Window.read(first.isoformat(), (first + timedelta(days=length)).isoformat(), name)
    last_day = datetime.combine(window.last_day - timedelta(days=1), time.min, UTC)
    ends_first = datetime.combine(window.first_day + timedelta(days=1), time.min, UTC)
    assert last_day < window.span.end + WIDEST_OFFSET
    assert ends_first > window.span.start - WIDEST_OFFSET
    assert ends_first - LONG > window.span.start - WIDEST_OFFSET - LONG


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_read_or_refused(start: str, end: str) -> None:
    try:
        window = Window.read(start, end, "Europe/Paris")
    except BadWindow:
        return
    assert window.span.start < window.span.end
