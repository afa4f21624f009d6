"""How an event repeats, in both languages."""

import pytest
from django.utils.translation import override

from tournee.calendar.domain.event_times import read_times
from tournee.calendar.domain.series import Series
from tournee.calendar.phrases import repetition

TIMES = read_times({"start": "2026-11-24T09:00"}, current=None, home_zone="Europe/Paris")


@pytest.mark.parametrize(
    ("rule", "english", "french"),
    [
        ("FREQ=DAILY", "every day", "chaque jour"),
        ("FREQ=DAILY;INTERVAL=3;COUNT=10", "every 3 days, 10 times", "tous les 3 jours, 10 fois"),
        ("FREQ=WEEKLY", "every week on Tuesday", "chaque semaine le mardi"),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;UNTIL=20270603",
            "every 2 weeks on Monday and Thursday, until 3 June 2027",
            "toutes les 2 semaines le lundi et le jeudi, jusqu’au 3 juin 2027",
        ),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every week on weekdays", "chaque semaine du lundi au vendredi"),
        ("FREQ=MONTHLY", "every month on day 24", "chaque mois le 24"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day", "chaque mois le dernier jour"),
        ("FREQ=MONTHLY;BYDAY=2TU", "every month on the second Tuesday", "chaque mois le deuxième mardi"),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "every month on the last weekday",
            "chaque mois le dernier jour ouvré",
        ),
        ("FREQ=YEARLY", "every year on 24 November", "chaque année le 24 novembre"),
        (
            "FREQ=YEARLY;BYMONTH=3;BYDAY=2TU",
            "every year on the second Tuesday of March",
            "chaque année le deuxième mardi, en mars",
        ),
        (
            "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
            "every year in week 20, on Monday",
            "chaque année en semaine 20, le lundi",
        ),
        ("FREQ=DAILY;BYHOUR=9,17", "every day at 09:00 and 17:00", "chaque jour à 09:00 et 17:00"),
    ],
)
def test_a_rule_is_said_in_words(rule: str, english: str, french: str) -> None:
    series = Series.read(f"RRULE:{rule}", TIMES)
    with override("en"):
        assert repetition(series) == english
    with override("fr"):
        assert repetition(series) == french


def test_the_last_day_is_the_one_of_its_own_zone() -> None:
    times = read_times({"start": "2026-05-24T09:00"}, current=None, home_zone="America/Phoenix")
    series = Series.read("RRULE:FREQ=DAILY;UNTIL=20260604T065959Z", times)
    with override("en"):
        assert repetition(series) == "every day, until 3 June 2026"


def test_dates_added_are_told() -> None:
    series = Series.read("RRULE:FREQ=DAILY;COUNT=2\nRDATE:20261201T090000", TIMES)
    with override("en"):
        assert repetition(series) == "every day, 2 times; and 1 more date"
