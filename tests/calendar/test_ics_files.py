"""Files as the well-known programs write them (names invented), read, and kept through writing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tournee.calendar.domain.ics import Calendar, Component, When, read, write
from tournee.calendar.domain.recurrence import starts

FILES = Path(__file__).parent / "ics_files"
PARIS = "Europe/Paris"
STAMP = datetime(2026, 11, 24, 8, tzinfo=UTC)


def opened(name: str) -> Calendar:
    return read((FILES / f"{name}.ics").read_bytes(), home_zone=PARIS)


def masters(calendar: Calendar) -> list[Component]:
    return [item.master for item in calendar.items if item.master]


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_outlook_s_series_keeps_its_hour_and_its_words() -> None:
    meeting, holiday = masters(opened("outlook"))
    assert (
        meeting.uid
        == f"040000008200E00074C5B7101A82E00800000000B0C1D2E3F4A5DC01{'0' * 16}10000000A1B2C3D4E5F60718293A4B5C6D7E8F90"
    )
    assert meeting.summary == "Point commercial hebdomadaire avec les équipes de la région Île-de-France"
    assert meeting.description == "Ordre du jour :\n- chiffres; tendances\n- tournées, secteurs"
    assert (meeting.start, meeting.end) == (
        When(wall("2026-10-13T09:00"), PARIS),
        When(wall("2026-10-13T10:30"), PARIS),
    )
    assert meeting.recurrence
    found = starts(meeting.recurrence, meeting.start.wall, PARIS, wall("2026-10-20"), wall("2027-01-01"))
    # The last one starts exactly at UNTIL; 3 November is left out; the hour outlives the clock change.
    days = ["10-20", "10-27", "11-10", "11-17", "11-24", "12-01", "12-08", "12-15"]
    assert found == [wall(f"2026-{day}T09:00") for day in days]
    assert [person.name for person in meeting.attendees] == ["Léa Martin", "Salle Seine 2"]
    assert meeting.attendees[1].kind == "RESOURCE"
    assert (meeting.organizer and meeting.organizer.address) == "hugo.petit@exemple.example"
    assert meeting.parameters == (("SUMMARY", (("LANGUAGE", ("fr",)),)),)
    assert "PRIORITY:5" in meeting.others
    assert (holiday.start, holiday.end) == (When(date(2026, 12, 21)), When(date(2026, 12, 25)))
    assert (holiday.transparent, holiday.private, holiday.repairs) == (True, True, ())


def test_exchange_s_own_zone_is_found_by_its_rules_and_midnights_are_days() -> None:
    calendar = opened("exchange")
    review, fair = masters(calendar)
    assert calendar.method == "REQUEST"
    assert review.start == When(wall("2026-11-02T14:00"), "America/New_York")
    assert review.repairs == ()
    assert review.attendees[0].address == "jean.roux@exemple.example"
    assert (review.attendees[0].rsvp, review.attendees[0].answer) == (True, "NEEDS-ACTION")
    assert review.conference == "https://teams.example/l/meetup-join/19%3ameeting"
    assert (fair.start, fair.end) == (When(date(2026, 11, 10)), When(date(2026, 11, 12)))
    assert (fair.transparent, review.transparent) == (True, False)


def test_google_s_moved_occurrence_belongs_to_its_series() -> None:
    calendar = opened("google")
    assert (calendar.name, calendar.zone) == ("Nora Blanc, terrain", PARIS)
    assert calendar.others == ("X-WR-CALDESC:Visites",)
    series, call = calendar.items
    assert [one.recurrence_id for one in series.overrides] == [When(wall("2026-10-26T08:30"), PARIS)]
    assert series.overrides[0].start == When(wall("2026-10-27T14:00"), PARIS)
    assert series.master and series.master.conference == "https://meet.google.com/abc-defg-hij"
    assert series.master.attendees[0].parameters == (("X-NUM-GUESTS", ("0",)),)
    assert series.master.attendees[0].name == "Nora Blanc"
    assert call.master and (call.master.status, call.master.start) == (
        "CANCELLED",
        When(wall("2026-11-30T13:00"), "UTC"),
    )


def test_apple_s_place_link_and_alarms_are_read() -> None:
    tasting, birthday = masters(opened("apple"))
    assert tasting.summary == "Dégustation 🥐 chez Morel"
    assert tasting.location == "Boulangerie Morel\n3 Place du Marché, 35000 Rennes"
    assert tasting.geo == (48.111338, -1.68002)
    assert tasting.url == "https://morel.example/rdv?id=4;v=2,3"
    relative, absolute = tasting.alarms
    assert relative.offset == -timedelta(minutes=30)
    assert "X-WR-ALARMUID:0C1D2E3F-AAAA-4BBB-8CCC-DDDDEEEEFFFF" in relative.others
    assert (absolute.action, absolute.at) == ("AUDIO", datetime(2026, 11, 30, 8, tzinfo=UTC))
    assert (birthday.start, birthday.end) == (When(date(2026, 12, 5)), When(date(2026, 12, 6)))


def test_thunderbird_s_prefixed_zone_duration_and_utc_exceptions_are_read() -> None:
    calendar = opened("thunderbird")
    (series,) = calendar.items
    assert series.master and series.master.recurrence
    assert series.master.start == When(wall("2026-11-10T09:00"), PARIS)
    assert series.master.end == When(wall("2026-11-10T11:00"), PARIS)
    assert series.master.recurrence.excluded == (wall("2026-12-08T09:00"),)
    assert series.overrides[0].recurrence_id == When(wall("2027-01-12T09:00"), PARIS)
    assert series.master.categories == ("Clients", "Route, longue")
    assert [(one.title, one.code) for one in calendar.unreadable] == [("Commander les échantillons", "task")]


def test_zimbra_s_quoted_zone_is_read() -> None:
    (fair,) = masters(opened("zimbra"))
    assert fair.start == When(wall("2026-12-01T09:30"), "Europe/Brussels")
    assert (fair.classification, fair.private) == ("CONFIDENTIAL", True)


@pytest.mark.parametrize("name", sorted(path.stem for path in FILES.glob("*.ics")))
def test_a_file_says_the_same_once_it_was_written_again(name: str) -> None:
    before = opened(name)
    octets = write(
        before.items,
        stamp=STAMP,
        method=before.method,
        name=before.name,
        zone=before.zone,
        others=before.others,
    )
    after = read(octets, home_zone=PARIS)
    stamped = [
        replace(
            item,
            master=item.master and replace(item.master, stamp=item.master.stamp or STAMP),
            overrides=tuple(replace(one, stamp=one.stamp or STAMP) for one in item.overrides),
        )
        for item in before.items
    ]
    assert list(after.items) == stamped
    assert after.unreadable == ()
    assert (after.method, after.name, after.zone, after.others) == (
        before.method,
        before.name,
        before.zone,
        before.others,
    )
    assert (
        write(after.items, stamp=STAMP, method=after.method, name=after.name, zone=after.zone, others=after.others)
        == octets
    )
