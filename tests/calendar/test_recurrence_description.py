"""What a rule says, taken apart for a phrase; and how it changes when a series moves."""

from datetime import date, datetime, timedelta

import pytest

from tournee.calendar.domain.recurrence import Kind, Recurrence, Rule, describe, shifted

at = datetime.fromisoformat
on = date.fromisoformat
TUESDAY = at("2026-11-24T09:00")
WORKDAYS = (0, 1, 2, 3, 4)


@pytest.mark.parametrize(
    ("text", "kind", "parts"),
    [
        ("DAILY;INTERVAL=3", Kind.DAILY, {"interval": 3}),
        ("DAILY;BYDAY=MO,TU,WE,TH,FR", Kind.WEEKLY, {"weekdays": WORKDAYS}),
        ("DAILY;INTERVAL=2;BYDAY=MO", Kind.OTHER, {}),
        ("DAILY;BYHOUR=9,14", Kind.OTHER, {}),
        ("WEEKLY;COUNT=4", Kind.WEEKLY, {"weekdays": (1,), "count": 4}),
        ("WEEKLY;BYDAY=FR,MO;UNTIL=20270101", Kind.WEEKLY, {"weekdays": (0, 4), "until": on("2027-01-01")}),
        ("MONTHLY", Kind.MONTHLY_BY_DATE, {"month_days": (24,)}),
        ("MONTHLY;BYMONTHDAY=1,-1", Kind.MONTHLY_BY_DATE, {"month_days": (-1, 1)}),
        ("MONTHLY;BYDAY=2TU", Kind.MONTHLY_BY_WEEKDAY, {"weekdays": (1,), "ordinals": (2,), "together": False}),
        ("MONTHLY;BYDAY=1TU,3TU", Kind.MONTHLY_BY_WEEKDAY, {"weekdays": (1,), "ordinals": (1, 3)}),
        ("MONTHLY;BYDAY=TU", Kind.MONTHLY_BY_WEEKDAY, {"weekdays": (1,), "ordinals": ()}),
        ("MONTHLY;BYDAY=1MO,3TU", Kind.OTHER, {}),
        (
            "MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            Kind.MONTHLY_BY_WEEKDAY,
            {"weekdays": WORKDAYS, "ordinals": (-1,), "together": True},
        ),
        ("MONTHLY;BYDAY=FR;BYMONTHDAY=13", Kind.OTHER, {}),
        ("YEARLY", Kind.YEARLY_BY_DATE, {"months": (11,), "month_days": (24,)}),
        ("YEARLY;BYMONTH=3;BYDAY=-1SU", Kind.YEARLY_BY_WEEKDAY, {"months": (3,), "weekdays": (6,), "ordinals": (-1,)}),
        ("YEARLY;BYDAY=20MO", Kind.OTHER, {}),
        ("YEARLY;BYWEEKNO=20", Kind.OTHER, {}),
        ("HOURLY", Kind.OTHER, {}),
    ],
)
def test_what_a_rule_says(text: str, kind: Kind, parts: dict[str, object]) -> None:
    described = describe(Rule.parse(f"FREQ={text}"), TUESDAY)
    assert described.kind is kind
    assert {name: getattr(described, name) for name in parts} == parts


@pytest.mark.parametrize(
    ("text", "by", "expected"),
    [
        ("WEEKLY;BYDAY=TU,TH", {"days": 1}, "WEEKLY;BYDAY=WE,FR"),
        ("WEEKLY;BYDAY=TU,SU;INTERVAL=2", {"days": 1}, "WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=TU"),
        ("WEEKLY;BYDAY=TU", {"hours": 2}, "WEEKLY;BYDAY=TU"),
        ("DAILY;BYHOUR=9,14", {"hours": 1}, "DAILY;BYHOUR=10,15"),
        ("DAILY;BYHOUR=9,23", {"hours": 1}, "DAILY;BYHOUR=10,23"),
        ("MONTHLY;BYDAY=4TU", {"days": 1}, "MONTHLY;BYDAY=4WE"),
        ("MONTHLY;BYDAY=4TU", {"days": -3}, "MONTHLY;BYDAY=3SA"),
        ("MONTHLY;BYDAY=-1TU", {"days": -1}, "MONTHLY;BYDAY=-2MO"),
        ("MONTHLY;BYMONTHDAY=24", {"days": 2}, "MONTHLY;BYMONTHDAY=26"),
        ("MONTHLY;BYMONTHDAY=10,24", {"days": 2}, "MONTHLY;BYMONTHDAY=12,26"),
        ("MONTHLY;BYMONTHDAY=24,30", {"days": 2}, "MONTHLY;BYMONTHDAY=26,30"),
        ("MONTHLY;BYMONTHDAY=-7", {"days": 6}, "MONTHLY;BYMONTHDAY=-1"),
        ("MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-5", {"days": 6}, "MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
        ("MONTHLY;BYDAY=TU;BYMONTHDAY=24", {"days": 1}, "MONTHLY;BYMONTHDAY=25"),
        ("YEARLY;BYMONTH=2,11", {"days": 7}, "YEARLY;BYMONTH=3,12"),
        ("YEARLY;BYMONTH=11;BYDAY=4TU", {"days": 7}, "YEARLY;BYMONTH=12;BYDAY=1TU"),
        ("YEARLY;BYYEARDAY=328", {"days": 7}, "YEARLY;BYYEARDAY=335"),
        ("YEARLY;BYWEEKNO=48;BYDAY=TU", {"days": 8}, "YEARLY;BYWEEKNO=49;BYDAY=WE"),
        ("DAILY;UNTIL=20261231T090000", {"days": 1, "hours": 1}, "DAILY;UNTIL=20270101T100000"),
        ("DAILY;UNTIL=20261231", {"days": 1, "hours": 1}, "DAILY;UNTIL=20270101"),
    ],
)
def test_the_rule_of_a_moved_series(text: str, by: dict[str, int], expected: str) -> None:
    moved = shifted(Recurrence((Rule.parse(f"FREQ={text}"),)), TUESDAY, timedelta(**by))
    assert [rule.text for rule in moved.rules] == [Rule.parse(f"FREQ={expected}").text]


def test_dates_left_out_follow_the_occurrences_that_they_left_out() -> None:
    # The fourth Tuesday of April 2027 is the 27th, the fourth Wednesday the 28th; in September the 28th and the 22nd.
    gone = (at("2027-04-27T09:00"), at("2027-09-28T09:00"), on("2027-01-26"))
    recurrence = Recurrence((Rule.parse("FREQ=MONTHLY;BYDAY=4TU"),), (at("2026-12-24T10:00"),), gone)
    moved = shifted(recurrence, TUESDAY, timedelta(days=1, hours=1))
    assert moved.excluded == (on("2027-01-27"), at("2027-04-28T10:00"), at("2027-09-22T10:00"))
    assert moved.extra == (at("2026-12-25T11:00"),)
