"""When series start: clock changes, ends, exceptions, dates, and what a window touches."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tournee.calendar.domain.recurrence import (
    Moment,
    Recurrence,
    Rule,
    TooDense,
    is_start,
    last_start,
    next_start,
    occurrences,
    starts,
)

PARIS = "Europe/Paris"
HOUR = timedelta(hours=1)
at = datetime.fromisoformat
on = date.fromisoformat


def series(*rules: str, extra: tuple[Moment, ...] = (), excluded: tuple[Moment, ...] = ()) -> Recurrence:
    return Recurrence(tuple(map(Rule.parse, rules)), extra, excluded)


def found(recurrence: Recurrence, first: Moment, after: str, before: str, zone: str | None = PARIS) -> list[str]:
    read = at if isinstance(first, datetime) else on
    return [f"{start:%m-%d %H:%M}" for start in starts(recurrence, first, zone, read(after), read(before))]


def days(recurrence: Recurrence, first: Moment, after: str, before: str, zone: str | None = PARIS) -> list[str]:
    return [moment[:5] for moment in found(recurrence, first, after, before, zone)]


# Clock changes


def instants(rule: str, first: str, zone: str, after: str, before: str) -> list[str]:
    listed = occurrences(series(rule), at(first), zone, length=HOUR, after=at(after), before=at(before))
    assert all(one.end - one.start == HOUR for one in listed)
    return [f"{one.start:%m-%d %H:%M}" for one in listed]


def test_a_weekly_nine_o_clock_stays_at_nine_on_both_sides_of_each_change() -> None:
    shown = instants("FREQ=WEEKLY", "2026-03-23T09:00", PARIS, "2026-03-01T00:00Z", "2026-04-07T00:00Z")
    assert shown == ["03-23 08:00", "03-30 07:00", "04-06 07:00"]
    shown = instants("FREQ=WEEKLY", "2026-03-23T09:00", PARIS, "2026-10-15T00:00Z", "2026-11-03T00:00Z")
    assert shown == ["10-19 07:00", "10-26 08:00", "11-02 08:00"]


def test_an_hour_that_is_skipped_is_read_with_the_offset_before_it() -> None:
    shown = instants("FREQ=DAILY", "2026-03-01T02:30", PARIS, "2026-03-28T00:00Z", "2026-03-31T00:00Z")
    assert shown == ["03-28 01:30", "03-29 01:30", "03-30 00:30"]


def test_an_hour_that_is_repeated_is_its_first() -> None:
    shown = instants("FREQ=DAILY", "2026-10-01T02:30", PARIS, "2026-10-24T00:00Z", "2026-10-27T00:00Z")
    assert shown == ["10-24 00:30", "10-25 00:30", "10-26 01:30"]


def test_a_day_that_a_zone_skipped_loses_no_occurrence() -> None:
    # Samoa left out 30 December 2011.
    shown = instants("FREQ=DAILY", "2011-12-01T09:00", "Pacific/Apia", "2011-12-29T12:00Z", "2012-01-01T00:00Z")
    assert shown == ["12-29 19:00", "12-30 19:00", "12-30 19:00", "12-31 19:00"]


# Where a rule begins and ends


def test_a_first_start_that_the_rule_does_not_mean_is_one_and_is_counted() -> None:
    tuesday = at("2026-11-24T09:00")
    assert days(series("FREQ=WEEKLY;BYDAY=FR;COUNT=3"), tuesday, "2026-11-01", "2027-11-01") == [
        "11-24",
        "11-27",
        "12-04",
    ]


def test_excluded_starts_are_counted() -> None:
    recurrence = series("FREQ=DAILY;COUNT=4", excluded=(at("2026-11-25T09:00"),))
    assert days(recurrence, at("2026-11-24T09:00"), "2026-11-01", "2027-11-01") == ["11-24", "11-26", "11-27"]


def test_added_starts_are_not_counted_and_excluding_outdoes_adding() -> None:
    extra = (at("2026-11-20T10:00"), at("2026-11-25T09:00"), at("2026-12-24T15:00"))
    recurrence = series("FREQ=DAILY;COUNT=2", extra=extra, excluded=(at("2026-12-24T15:00"),))
    assert found(recurrence, at("2026-11-24T09:00"), "2026-11-01", "2027-11-01") == [
        "11-20 10:00",
        "11-24 09:00",
        "11-25 09:00",
    ]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20261126T080000Z", "11-26"),
        ("20261126T075959Z", "11-25"),
        ("20261126T090000", "11-26"),
        ("20261126T085959", "11-25"),
        ("20261126", "11-26"),
    ],
)
def test_until_in_utc_in_local_time_or_as_a_day_keeps_what_starts_exactly_then(until: str, last: str) -> None:
    recurrence = series(f"FREQ=DAILY;UNTIL={until}")
    assert days(recurrence, at("2026-11-24T09:00"), "2026-11-01", "2027-01-01")[-1] == last
    assert f"{last_start(recurrence, at('2026-11-24T09:00'), PARIS):%m-%d}" == last


def test_until_of_whole_days_is_its_date_however_it_is_written() -> None:
    for until in ("20261126", "20261126T000000Z", "20261126T235959"):
        recurrence = series(f"FREQ=DAILY;UNTIL={until}")
        assert days(recurrence, on("2026-11-24"), "2026-11-01", "2027-01-01")[-1] == "11-26"


def test_until_counts_instants_where_clocks_go_back() -> None:
    # 02:30 is shown twice on 25 October; the occurrence is the first, at 00:30 UTC.
    first = at("2026-10-24T02:30")
    assert len(days(series("FREQ=DAILY;UNTIL=20261025T003000Z"), first, "2026-10-01", "2026-12-01")) == 2
    assert len(days(series("FREQ=DAILY;UNTIL=20261025T012000Z"), first, "2026-10-01", "2026-12-01")) == 2
    assert len(days(series("FREQ=DAILY;UNTIL=20261025T002959Z"), first, "2026-10-01", "2026-12-01")) == 1


def test_of_count_and_until_the_earlier_ends_the_rule() -> None:
    first = at("2026-11-24T09:00")
    assert len(days(series("FREQ=DAILY;COUNT=5;UNTIL=20261126"), first, "2026-11-01", "2027-01-01")) == 3
    assert len(days(series("FREQ=DAILY;COUNT=2;UNTIL=20261126"), first, "2026-11-01", "2027-01-01")) == 2


def test_a_rule_that_ended_before_its_first_start_has_none() -> None:
    assert days(series("FREQ=DAILY;UNTIL=20200101"), at("2026-11-24T09:00"), "2019-01-01", "2030-01-01") == []


def test_each_rule_s_count_counts_the_first_start() -> None:
    rules = Rule.parse("FREQ=WEEKLY;BYDAY=TU;COUNT=3"), Rule.parse("FREQ=WEEKLY;BYDAY=FR;COUNT=3")
    tuesday = at("2026-11-24T09:00")
    found = starts(Recurrence(rules), tuesday, PARIS, tuesday, at("2027-11-24"))
    assert [start.day for start in found] == [24, 27, 1, 4, 8]


def test_counts_far_beyond_the_window_are_exact() -> None:
    first = at("2005-01-31T09:00")
    for rule, count in [("MONTHLY", 1_000), ("DAILY;BYMONTH=2", 1_000), ("MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", 5_000)]:
        recurrence = series(f"FREQ={rule};COUNT={count}")
        everything = starts(recurrence, first, PARIS, first, at("9999-01-01"))
        assert len(everything) == count
        assert everything[-1] == last_start(recurrence, first, PARIS)


# What rules mean


@pytest.mark.parametrize(
    ("rule", "first", "expected"),
    [
        ("FREQ=MONTHLY", "2026-01-31", ["01-31", "03-31", "05-31", "07-31", "08-31", "10-31", "12-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;INTERVAL=3", "2026-01-31", ["01-31", "04-30", "07-31", "10-31"]),
        ("FREQ=MONTHLY;BYDAY=5FR;COUNT=3", "2026-01-30", ["01-30", "05-29", "07-31"]),
        ("FREQ=WEEKLY;BYDAY=MO,WE;BYMONTH=2;COUNT=3", "2026-02-02", ["02-02", "02-04", "02-09"]),
        ("FREQ=YEARLY;BYWEEKNO=20", "2026-05-12", ["05-12"]),
        ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=TH", "2026-12-31", ["12-31"]),
        ("FREQ=YEARLY;BYYEARDAY=-1,1", "2026-01-01", ["01-01", "12-31"]),
        ("FREQ=MONTHLY;BYDAY=MO,2TU;COUNT=6", "2026-01-05", ["01-05", "01-12", "01-13", "01-19", "01-26", "02-02"]),
    ],
)
def test_days_of_a_year(rule: str, first: str, expected: list[str]) -> None:
    assert days(series(rule), at(f"{first}T09:00"), "2026-01-01", "2027-01-01") == expected


def test_a_leap_day_comes_back_in_leap_years_alone() -> None:
    shown = starts(series("FREQ=YEARLY"), on("2096-02-29"), None, on("2000-01-01"), on("2120-01-01"))
    # 2100 is none.
    assert [start.year for start in shown] == [2096, 2104, 2108, 2112, 2116]


def test_the_week_begins_where_the_rule_says_in_its_first_week_too() -> None:
    wednesday = at("2026-11-25T09:00")
    recurrence = series("FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2")
    assert days(recurrence, wednesday, "2026-11-01", "2026-12-10") == ["11-25", "12-02", "12-09"]


def test_several_rules_are_one_series() -> None:
    recurrence = series("FREQ=WEEKLY;BYDAY=MO;COUNT=2", "FREQ=MONTHLY;BYMONTHDAY=1")
    assert days(recurrence, at("2026-11-23T09:00"), "2026-11-01", "2027-01-02") == ["11-23", "11-30", "12-01", "01-01"]


# Exceptions and dates


def test_a_day_left_out_of_a_timed_series_is_left_out_whole() -> None:
    recurrence = series("FREQ=DAILY;BYHOUR=9,14", excluded=(on("2026-11-25"),))
    assert found(recurrence, at("2026-11-24T09:00"), "2026-11-24", "2026-11-27") == [
        "11-24 09:00",
        "11-24 14:00",
        "11-26 09:00",
        "11-26 14:00",
    ]


def test_exceptions_with_hours_concern_the_dates_of_whole_days() -> None:
    recurrence = series("FREQ=DAILY", extra=(at("2026-12-24T10:00"),), excluded=(at("2026-11-25T00:00"),))
    assert days(recurrence, on("2026-11-24"), "2026-11-24", "2026-11-27") == ["11-24", "11-26"]


def test_a_day_added_to_a_timed_series_has_the_series_hour() -> None:
    assert found(series(extra=(on("2026-12-24"),)), at("2026-11-24T09:30"), "2026-11-01", "2027-01-01") == [
        "11-24 09:30",
        "12-24 09:30",
    ]


def test_the_first_start_can_be_left_out() -> None:
    first = at("2026-11-24T09:00")
    recurrence = series("FREQ=DAILY;COUNT=2", excluded=(first,))
    assert days(recurrence, first, "2026-11-01", "2027-01-01") == ["11-25"]
    assert not is_start(recurrence, first, PARIS, first)
    assert next_start(recurrence, first, PARIS, first) == at("2026-11-25T09:00")


def test_hours_of_a_rule_mean_nothing_for_whole_days() -> None:
    recurrence = series("FREQ=DAILY;BYHOUR=9,14;COUNT=3")
    assert days(recurrence, on("2026-11-24"), "2026-11-01", "2027-01-01") == ["11-24", "11-25", "11-26"]


# What a window touches


def test_an_occurrence_that_reaches_into_the_window_is_in_it_and_one_that_ends_there_is_not() -> None:
    recurrence, first = series("FREQ=DAILY"), at("2026-11-24T22:00")
    window = {"after": at("2026-11-26T00:00Z"), "before": at("2026-11-26T21:00Z")}
    touching = occurrences(recurrence, first, PARIS, length=timedelta(hours=4), **window)
    assert [one.recurrence_id for one in touching] == [at("2026-11-25T22:00")]
    assert not occurrences(recurrence, first, PARIS, length=timedelta(hours=3), **window)
    moments = occurrences(
        recurrence, first, PARIS, length=timedelta(0), after=at("2026-11-26T21:00Z"), before=at("2026-11-27T00:00Z")
    )
    assert [one.start for one in moments] == [datetime(2026, 11, 26, 21, tzinfo=UTC)]


def test_whole_days_touch_the_dates_of_the_window() -> None:
    recurrence = series("FREQ=WEEKLY")
    window = {"after": on("2026-11-26"), "before": on("2026-12-08")}
    touching = occurrences(recurrence, on("2026-11-24"), PARIS, length=timedelta(days=3), **window)
    assert [(one.start, one.end) for one in touching] == [
        (on("2026-11-24"), on("2026-11-27")),
        (on("2026-12-01"), on("2026-12-04")),
    ]
    assert not occurrences(
        recurrence, on("2026-11-24"), PARIS, length=timedelta(days=2), after=on("2026-11-26"), before=on("2026-12-01")
    )


def test_a_period_keeps_its_own_length() -> None:
    recurrence = Recurrence.parse(["RDATE;VALUE=PERIOD:20261201T080000Z/PT3H"], zone=PARIS, all_day=False)
    found = occurrences(
        recurrence,
        at("2026-11-24T09:00"),
        PARIS,
        length=HOUR,
        after=at("2026-12-01T10:30Z"),
        before=at("2026-12-02T00:00Z"),
    )
    assert [one.end for one in found] == [datetime(2026, 12, 1, 11, tzinfo=UTC)]


def test_a_window_with_more_starts_than_can_be_shown_is_refused() -> None:
    with pytest.raises(TooDense):
        starts(series("FREQ=MINUTELY;INTERVAL=5"), at("2026-01-01"), PARIS, at("2026-01-01"), at("2030-01-01"))
