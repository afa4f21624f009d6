"""Zones, and the hours that a clock change skips or repeats."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.values.time_zone import (
    RepeatedTime,
    SkippedTime,
    UnknownZone,
    local_instant,
    places,
    zone,
    zone_names,
)

names = st.sampled_from(sorted(zone_names()))
instants = st.datetimes(*map(datetime.fromisoformat, ("1971-01-01", "2037-01-01")), timezones=st.just(UTC))


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "localtime", "../etc/passwd", "Europe/paris\x00"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(UnknownZone):
        zone(name)


def test_the_zones_offered_are_places() -> None:
    assert {"Europe/Paris", "America/New_York", "UTC"} <= set(places())
    assert "EST5EDT" not in places()
    assert set(places()) <= zone_names()


def test_a_skipped_hour_is_told() -> None:
    with pytest.raises(SkippedTime):
        local_instant(datetime.fromisoformat("2026-03-29T02:30"), "Europe/Paris")


def test_a_repeated_hour_is_told_with_both_instants() -> None:
    with pytest.raises(RepeatedTime) as caught:
        local_instant(datetime.fromisoformat("2026-10-25T02:30"), "Europe/Paris")
    first, second = caught.value.choices
    assert second.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=1)
    assert [one.isoformat() for one in (first, second)] == ["2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"]


@given(instants, names)
def test_what_a_clock_shows_leads_back_to_its_instant(instant: datetime, name: str) -> None:
    shown = instant.astimezone(ZoneInfo(name)).replace(tzinfo=None, fold=0)
    try:
        found = [local_instant(shown, name)]
    except RepeatedTime as error:
        found = list(error.choices)
    assert instant in [one.astimezone(UTC) for one in found]
