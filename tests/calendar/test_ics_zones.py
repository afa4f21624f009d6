"""What a TZID means, and what is written for a zone."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Timezone

from tournee.calendar.domain.ics import Component, When, read, write
from tournee.calendar.domain.ics.blocks import read_blocks
from tournee.calendar.domain.ics.limits import USUAL
from tournee.calendar.domain.ics.model import Item
from tournee.calendar.domain.ics.zone_names import exact_zone, likely_zone, windows_zones
from tournee.calendar.domain.ics.zone_rules import read_zone
from tournee.calendar.domain.ics.zone_writing import zone_lines
from tournee.calendar.domain.recurrence import Recurrence
from tournee.values.time_zone import places

PARIS = "Europe/Paris"
RULES = {
    "paris": ("+0100", "+0200", "BYMONTH=3;BYDAY=-1SU", "BYMONTH=10;BYDAY=-1SU"),
    "new_york": ("-0500", "-0400", "BYMONTH=3;BYDAY=2SU", "BYMONTH=11;BYDAY=1SU"),
    "none": ("+0117", "+0217", "BYMONTH=5;BYDAY=1SA", "BYMONTH=9;BYDAY=3WE"),
}


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def vtimezone(tzid: str, rules: str, *more: str) -> list[str]:
    standard, daylight, to_daylight, to_standard = RULES[rules]
    return [
        "BEGIN:VTIMEZONE",
        f"TZID:{tzid}",
        *more,
        "BEGIN:DAYLIGHT",
        "DTSTART:16010101T020000",
        f"TZOFFSETFROM:{standard}",
        f"TZOFFSETTO:{daylight}",
        f"RRULE:FREQ=YEARLY;{to_daylight}",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        f"DTSTART:16010101T0{3 if rules != 'new_york' else 2}0000",
        f"TZOFFSETFROM:{daylight}",
        f"TZOFFSETTO:{standard}",
        f"RRULE:FREQ=YEARLY;{to_standard}",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def event(start: str, *more: str) -> list[str]:
    return ["BEGIN:VEVENT", "UID:1", f"DTSTART{start}", *more, "END:VEVENT"]


def component(*lines: str, home_zone: str = PARIS) -> Component:
    octets = "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR"]).encode()
    calendar = read(octets, home_zone=home_zone)
    assert calendar.unreadable == ()
    master = calendar.items[0].master
    assert master
    return master


def test_every_windows_zone_is_an_iana_zone() -> None:
    assert len(windows_zones()) > 130
    assert set(windows_zones().values()) <= available_timezones()
    assert exact_zone("Romance Standard Time") == PARIS
    assert exact_zone("w. europe standard time") == "Europe/Berlin"
    assert exact_zone("Eastern Standard Time 1") == "America/New_York"


@pytest.mark.parametrize(
    ("tzid", "zone"),
    [
        ("Europe/Paris", PARIS),
        ("europe/paris", PARIS),
        ('"Europe/Paris"', PARIS),
        ("/freeassociation.sourceforge.net/Europe/Paris", PARIS),
        ("/freeassociation.sourceforge.net/Tzfile/America/Argentina/Salta", "America/Argentina/Salta"),
        ("/mozilla.org/20050126_1/America/New_York", "America/New_York"),
        ("America/New York", "America/New_York"),
        ("(UTC+01:00) Brussels, Copenhagen, Madrid, Paris", "Europe/Brussels"),
        ("(GMT-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("(GMT+01.00) Sarajevo/Warsaw/Zagreb", "Europe/Sarajevo"),
        ("Pacific Time (US & Canada)", "America/Los_Angeles"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("UTC", "UTC"),
        ("GMT+0100", "Etc/GMT-1"),
        ("UTC+2", "Etc/GMT-2"),
        ("-03:00", "Etc/GMT+3"),
        ("UTC+05:30", None),
        ("Western/Central Europe", PARIS),
        ("Nowhere Standard Time", None),
        ("", None),
    ],
)
def test_a_name_stands_for_a_zone(tzid: str, zone: str | None) -> None:
    assert likely_zone(tzid) == zone


def test_a_name_that_everybody_knows_outweighs_what_the_file_says_of_it() -> None:
    known = component(*vtimezone(PARIS, "new_york"), *event(f";TZID={PARIS}:20260701T090000"))
    assert known.start == When(moment("2026-07-01T09:00"), PARIS)


@pytest.mark.parametrize(
    ("tzid", "rules", "home", "zone"),
    [
        ("Customized Time Zone", "paris", PARIS, PARIS),
        ("Customized Time Zone", "paris", "Europe/Madrid", "Europe/Madrid"),
        ("Customized Time Zone", "new_york", PARIS, "America/New_York"),
        ("EST", "new_york", PARIS, "America/New_York"),
        ("(UTC+01:00) Brussels, Copenhagen, Madrid, Paris", "paris", PARIS, "Europe/Brussels"),
        # It names a city that keeps other hours: the rules count.
        ("Tokyo", "paris", PARIS, PARIS),
    ],
)
def test_a_zone_of_the_file_s_own_is_the_place_that_behaves_alike(tzid: str, rules: str, home: str, zone: str) -> None:
    lines = vtimezone(tzid, rules)
    start = f';TZID="{tzid}":20260701T090000'
    assert component(*lines, *event(start), home_zone=home).start == When(moment("2026-07-01T09:00"), zone)


def test_a_zone_that_no_place_keeps_gives_the_instant_by_its_offsets() -> None:
    lines = vtimezone("Odd", "none")
    assert component(*lines, *event(";TZID=Odd:20260701T090000")).start == When(moment("2026-07-01T06:43"), "UTC")
    assert component(*lines, *event(";TZID=Odd:20261101T090000")).start == When(moment("2026-11-01T07:43"), "UTC")


def test_a_zone_that_changes_at_another_hour_of_the_same_days_is_that_place() -> None:
    lines = [line.replace("T030000", "T020000") for line in vtimezone("Own", "paris")]
    guessed = component(*lines, *event(";TZID=Own:20261025T023000"))
    assert (guessed.start, guessed.repairs) == (When(moment("2026-10-25T02:30"), PARIS), ("zone_guessed",))


def test_a_series_in_a_zone_that_no_place_keeps_says_that_it_was_guessed() -> None:
    series = component(*vtimezone("Odd", "none"), *event(";TZID=Odd:20260701T090000", "RRULE:FREQ=DAILY"))
    assert series.start.wall == moment("2026-07-01T09:00")
    assert series.start.zone in places()
    assert series.repairs == ("zone_approximate",)


def test_a_zone_is_compared_in_the_years_that_the_file_uses() -> None:
    # Turkey kept summer time until 2016, and no longer.
    shift = {"+0100": "+0200", "+0200": "+0300", "T020000": "T030000", "T030000": "T040000"}
    lines = [re.sub("|".join(map(re.escape, shift)), lambda found: shift[found[0]], x) for x in vtimezone("O", "paris")]
    early = component(*lines, *event(";TZID=O:20130701T090000"), home_zone="Europe/Istanbul")
    late = component(*lines, *event(";TZID=O:20260701T090000"), home_zone="Europe/Istanbul")
    assert early.start.zone == "Europe/Istanbul"
    assert late.start.instant(PARIS) == datetime(2026, 7, 1, 6, tzinfo=UTC)
    assert late.start.zone != "Europe/Istanbul"


@pytest.mark.parametrize(
    ("offset", "home", "zone"),
    [
        ("+0530", PARIS, "Asia/Kolkata"),
        ("+0000", PARIS, "UTC"),
        ("-0500", PARIS, "Etc/GMT+5"),
        ("-0500", "America/Bogota", "America/Bogota"),
    ],
)
def test_a_zone_with_offsets_only_keeps_them(offset: str, home: str, zone: str) -> None:
    lines = [
        *("BEGIN:VTIMEZONE", "TZID:Own", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
        *(f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}", "END:STANDARD", "END:VTIMEZONE"),
    ]
    start = component(*lines, *event(";TZID=Own:20260701T090000"), home_zone=home).start
    assert start == When(moment("2026-07-01T09:00"), zone)


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=DAILY", "FREQ=YEARLY;BYMONTH=13", "nonsense"])
def test_a_zone_that_cannot_be_followed_falls_back_on_its_name(rule: str) -> None:
    lines = [line if not line.startswith("RRULE") else f"RRULE:{rule}" for line in vtimezone("GMT+0200", "paris")]
    start = component(*lines, *event(";TZID=GMT+0200:20260701T090000")).start
    assert start == When(moment("2026-07-01T09:00"), "Etc/GMT-2")


def test_a_zone_that_nothing_tells_floats_and_says_so() -> None:
    lost = component(*event(";TZID=Nowhere:20260701T090000"))
    assert (lost.start, lost.repairs) == (When(moment("2026-07-01T09:00")), ("zone_unknown",))


def test_a_zone_name_cut_by_its_own_colon_is_made_whole() -> None:
    cut = component(*event(";TZID=(UTC+01:00) Paris:20260701T090000"))
    assert cut.start == When(moment("2026-07-01T09:00"), PARIS)


def read_back(name: str, first: int, last: int | None, until: int) -> list[tuple[datetime, timedelta]]:
    """What the written zone says, by our own reading, at every noon of some years and around each change."""
    root = read_blocks(["BEGIN:VCALENDAR", *zone_lines(name, first, last)], USUAL)
    zone = read_zone(root.blocks[0], first, until, USUAL)
    return [(at, zone.offset_at(at)) for at in (*zone.weeks(), *zone.changes())]


def different_zones() -> list[str]:
    """One of all that kept the same hours in the years of the test below."""
    begin = datetime(2018, 12, 31, tzinfo=UTC)
    moments = [begin + timedelta(days=3 * number) for number in range(1_200)]
    kinds = {
        tuple(at.astimezone(zone).utcoffset() for at in moments): name for name in places() for zone in [ZoneInfo(name)]
    }
    return sorted(kinds.values())


@pytest.mark.parametrize("name", different_zones())
def test_every_zone_is_written_right_for_the_years_used(name: str) -> None:
    zone = ZoneInfo(name)
    for at, offset in read_back(name, 2019, 2027, 2027):
        assert at.replace(tzinfo=UTC).astimezone(zone).utcoffset() == offset, at


@pytest.mark.parametrize(
    "name", [PARIS, "America/New_York", "Asia/Jerusalem", "America/Nuuk", "Australia/Lord_Howe", "Africa/Cairo"]
)
def test_the_zone_of_a_series_without_an_end_is_right_far_ahead(name: str) -> None:
    until = 2046 if name == "Africa/Cairo" else 2095  # Cairo's Fridays change months: no rule tells them
    for at, offset in read_back(name, 2026, None, until):
        assert at.replace(tzinfo=UTC).astimezone(ZoneInfo(name)).utcoffset() == offset, at


@given(name=st.sampled_from(places()), at=st.datetimes(moment("2021-01-02T00:00"), moment("2024-12-30T00:00")))
def test_other_libraries_read_the_written_zone_alike(name: str, at: datetime) -> None:
    lines = zone_lines(name, 2021, 2024)
    text = "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""])
    ours = at.replace(tzinfo=ZoneInfo(name))
    # A wall time that a change skips or repeats is read in two ways by the world.
    if ours.utcoffset() != ours.replace(fold=1).utcoffset():
        return
    theirs = Timezone.from_ical("\r\n".join(lines) + "\r\n").to_tz(lookup_tzid=False)
    assert at.replace(tzinfo=theirs).utcoffset() == ours.utcoffset()
    (known,) = (tz for tz in [tzical(_Text(text)).get(name)] if tz)
    assert at.replace(tzinfo=known).utcoffset() == ours.utcoffset()


class _Text:
    """What tzical takes for an open file."""

    def __init__(self, text: str) -> None:
        self._text = text

    def read(self) -> str:
        return self._text


def test_dublin_s_summer_is_its_daylight_time() -> None:
    # The law calls winter the exception; Outlook would then show it an hour off.
    lines = zone_lines("Europe/Dublin", 2026, 2026)
    assert lines[lines.index("BEGIN:DAYLIGHT") + 1 :][3] == "TZOFFSETTO:+0100"


def test_each_zone_used_is_written_once_and_utc_never() -> None:
    def at(zone: str, uid: str) -> Item:
        start = When(moment("2026-07-01T09:00"), zone)
        return Item(uid, Component(uid=uid, start=start, end=start))

    octets = write([at(PARIS, "1"), at(PARIS, "2"), at("UTC", "3")], stamp=datetime(2026, 1, 1, tzinfo=UTC))
    assert octets.count(b"BEGIN:VTIMEZONE") == 1
    assert b"DTSTART;TZID=Europe/Paris:20260701T090000\r\n" in octets
    assert b"DTSTART:20260701T090000Z\r\n" in octets


def test_a_series_in_utc_is_written_without_a_zone() -> None:
    start = When(moment("2026-07-01T09:00"), "UTC")
    series = Recurrence.parse(
        [
            "RRULE:FREQ=DAILY;UNTIL=20260801T090000Z",
            "EXDATE:20260702T090000Z,20260703T090000Z",
            "RDATE:20261224T090000Z",
        ],
        zone="UTC",
        all_day=False,
    )
    octets = write(
        [Item("1", Component(uid="1", start=start, end=start, recurrence=series))],
        stamp=datetime(2026, 1, 1, tzinfo=UTC),
    )
    assert b"TZID" not in octets
    assert b"UNTIL=20260801T090000Z\r\n" in octets
    assert b"EXDATE:20260702T090000Z,20260703T090000Z\r\n" in octets
    assert b"RDATE:20261224T090000Z\r\n" in octets
