"""Rules and lines as they are written, and those that are refused."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tournee.calendar.domain.recurrence import BadRule, Frequency, Recurrence, Rule, TooDense

PARIS = "Europe/Paris"
at = datetime.fromisoformat
on = date.fromisoformat


@pytest.mark.parametrize(
    "text",
    [
        "RRULE:FREQ=WEEKLY;BYDAY=MO,TU;WKST=SU",
        "freq=weekly;wkst=su;byday=tu,mo;",
        " FREQ = WEEKLY ; BYDAY = +0TU , MO ; WKST = SU ; INTERVAL = 1 ",
        "FREQ=WEEKLY;INTERVAL=0;BYDAY=MO,MO,TU;WKST=SU;COUNT=-1;BYMONTH=;X-NOTE=1;RSCALE=GREGORIAN;SKIP=OMIT",
    ],
)
def test_sloppy_rules_are_read(text: str) -> None:
    assert Rule.parse(text) == Rule(Frequency.WEEKLY, by_day=((0, 0), (0, 1)), week_start=6)
    assert Rule.parse(text).text == "FREQ=WEEKLY;BYDAY=MO,TU;WKST=SU"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (";;", "empty"),
        ("BYDAY=MO", "no_frequency"),
        ("FREQ=FORTNIGHTLY", "frequency"),
        ("WEEKLY", "part"),
        ("FREQ=YEARLY;BYEASTER=1", "part"),
        ("FREQ=MONTHLY;SKIP=FORWARD", "part"),
        ("FREQ=YEARLY;RSCALE=HEBREW", "part"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "number"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "number"),
        ("FREQ=DAILY;BYHOUR=-1", "number"),
        ("FREQ=DAILY;BYHOUR=²", "number"),
        ("FREQ=DAILY;COUNT=ten", "number"),
        ("FREQ=DAILY;INTERVAL=9999999999", "number"),
        ("FREQ=DAILY;INTERVAL=" + "9" * 5_000, "number"),
        ("FREQ=MONTHLY;BYDAY=54MO", "weekday"),
        ("FREQ=WEEKLY;BYDAY=LU", "weekday"),
        ("FREQ=DAILY;UNTIL=20261301", "date"),
        ("FREQ=DAILY;UNTIL=tomorrow", "date"),
        ("FREQ=DAILY;BYMONTH=" + "1," * 5_000, "too_long"),
    ],
)
def test_what_is_no_rule_is_refused_by_a_code(text: str, code: str) -> None:
    with pytest.raises(BadRule) as refusal:
        Rule.parse(text)
    assert refusal.value.code == code
    assert code in BadRule.CODES


def numbers(most: int) -> str:
    return ",".join(map(str, range(most)))


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY",
        "FREQ=MINUTELY;INTERVAL=4",
        "FREQ=SECONDLY;COUNT=2000000000",
        f"FREQ=DAILY;BYHOUR={numbers(24)};BYMINUTE={numbers(60)};BYSECOND={numbers(60)}",
        f"FREQ=YEARLY;BYHOUR={numbers(24)};BYMINUTE={numbers(60)};BYSECOND={numbers(60)};BYSETPOS=1",
        f"FREQ=HOURLY;BYMINUTE={numbers(60)}",
    ],
)
def test_rules_denser_than_one_every_five_minutes_are_refused(text: str) -> None:
    with pytest.raises(TooDense):
        Rule.parse(text)


def test_dense_rules_that_stop_soon_or_mean_few_moments_are_taken() -> None:
    for text in ("FREQ=SECONDLY;COUNT=10", "FREQ=MINUTELY;INTERVAL=5", "FREQ=SECONDLY;BYHOUR=9;BYMINUTE=0;BYSECOND=0"):
        assert Rule.parse(text).text == text


def read(*lines: str, zone: str | None = PARIS, all_day: bool = False, **named: Any) -> Recurrence:
    return Recurrence.parse(lines, zone=zone, all_day=all_day, **named)


def test_exceptions_in_utc_or_in_another_zone_become_wall_times_of_the_series() -> None:
    recurrence = read(
        "EXDATE:20260701T070000Z,20261201T080000Z",
        "exdate;tzid=America/New_York:20261202T030000",
        'EXDATE;TZID="Europe/Paris";X-A=1:20261203T090000',
        "EXDATE;VALUE=DATE:20261204",
        "SUMMARY:EXDATE:20261205",
    )
    walls = [at(f"2026-{day}T09:00") for day in ("07-01", "12-01", "12-02", "12-03")]
    assert recurrence.excluded == (*walls, on("2026-12-04"))


def test_zones_of_the_file_are_named_by_the_caller_and_unknown_ones_are_the_series_own() -> None:
    named = {"Eastern Standard Time": "America/New_York"}.get
    assert read("RDATE;TZID=Eastern Standard Time:20261202T030000", zone_named=named).extra == (at("2026-12-02T09:00"),)
    assert read("RDATE;TZID=Nowhere:20261202T030000").extra == (at("2026-12-02T03:00"),)


def test_periods_keep_their_lengths_by_duration_or_by_end() -> None:
    recurrence = read("RDATE;VALUE=PERIOD:20261201T080000Z/PT2H30M,20261024T220000Z/20261025T040000Z")
    assert recurrence.extra == (at("2026-10-25T00:00"), at("2026-12-01T09:00"))
    # The night of the change lasts an hour more than its clocks show.
    assert dict(recurrence.lengths) == {
        at("2026-12-01T09:00"): timedelta(hours=2, minutes=30),
        at("2026-10-25T00:00"): timedelta(hours=6),
    }
    assert read(*recurrence.lines(zone=PARIS, all_day=False)) == recurrence


@pytest.mark.parametrize(
    ("zone", "all_day", "written"),
    [
        (PARIS, False, "20261126T225959Z"),
        (None, False, "20261126T235959"),
        (PARIS, True, "20261126"),
    ],
)
def test_until_is_written_as_the_start_demands(zone: str | None, all_day: bool, written: str) -> None:
    recurrence = Recurrence((Rule.parse("FREQ=DAILY;UNTIL=20261126"),))
    assert recurrence.lines(zone=zone, all_day=all_day) == (f"RRULE:FREQ=DAILY;UNTIL={written}",)


@pytest.mark.parametrize(
    "line",
    [
        "RDATE:20261201T080000Z,20261202T080000Z",
        "EXDATE:20261124T090000Z",
        "EXDATE;VALUE=DATE:20261125",
        "RDATE;VALUE=PERIOD:20261201T080000Z/PT5400S",
    ],
)
def test_a_series_in_utc_names_no_zone_and_writes_z(line: str) -> None:
    recurrence = read("RRULE:FREQ=DAILY", line, zone="UTC")
    assert recurrence.lines(zone="UTC", all_day=False) == ("RRULE:FREQ=DAILY", line)
    # As it was once stored.
    assert read("RRULE:FREQ=DAILY", line.replace(":", ";TZID=UTC:", 1).replace("Z", ""), zone="UTC") == recurrence


@pytest.mark.parametrize(
    ("until", "ahead", "local"),
    [
        ("20261126T230000Z", 2, "20261127T010000"),
        ("20261126T230000Z", 0, "20261126T230000"),
        ("20261126T230000", 2, "20261126T230000"),
        ("20261126", 2, "20261126T235959"),
    ],
)
def test_until_in_utc_is_read_by_the_clocks_of_a_floating_series(until: str, ahead: int, local: str) -> None:
    recurrence = read(f"RRULE:FREQ=DAILY;UNTIL={until}", zone=None, ahead=timedelta(hours=ahead))
    assert recurrence.lines(zone=None, all_day=False) == (f"RRULE:FREQ=DAILY;UNTIL={local}",)


def test_until_for_ever_is_read_in_every_zone() -> None:
    for zone in ("Pacific/Kiritimati", "America/Los_Angeles"):
        (rule,) = read("RRULE:FREQ=DAILY;UNTIL=99991231T235959Z", zone=zone).rules
        assert rule.until == datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert read("EXDATE:99991231T235959Z,00010101T000000Z", zone="Pacific/Kiritimati").excluded


def test_more_dates_than_people_write_are_refused() -> None:
    line = "RDATE:" + ",".join(
        f"{20000101 + day % 28}T{day % 24:02}{day % 60:02}{day // 1_680 % 60:02}" for day in range(9_000)
    )
    with pytest.raises(TooDense) as refusal:
        read(line)
    assert refusal.value.code == "too_many"
    with pytest.raises(TooDense):
        read(*["EXDATE:" + ",".join(["20261126"] * 100_000)] * 3)
    with pytest.raises(TooDense):
        read(*(f"RRULE:FREQ=DAILY;INTERVAL={number}" for number in range(1, 60)))


def test_a_day_and_its_midnight_left_out_together_have_one_order() -> None:
    midnight, day = datetime(2019, 3, 1), date(2019, 3, 1)  # noqa: DTZ001 -- a wall time
    one, other = Recurrence(excluded=(midnight, day)), Recurrence(excluded=(day, midnight))
    assert one == other
    assert Recurrence.parse(one.lines(zone="Europe/Paris", all_day=False), zone="Europe/Paris", all_day=False) == one
