"""What the calendar's reading must give to alerts."""

import logging
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.factories.calendar import NOON, make_all_day, make_event, make_participant
from tests.factories.directory import make_account
from tests.factories.notifications import make_alert
from tests.factories.world import World
from tournee.calendar.models import Event
from tournee.notifications.domain.due import Lead
from tournee.notifications.domain.occasion import Occasion
from tournee.notifications.providers.calendar.adapter import CalendarOccasions

pytestmark = pytest.mark.django_db
AFTER, BEFORE = NOON - timedelta(days=1), NOON + timedelta(days=7)


def upcoming(world: World, *events: Event) -> list[Occasion]:
    ids = [event.pk for event in events] or None
    return CalendarOccasions().upcoming(world.organisation.pk, after=AFTER, before=BEFORE, event_ids=ids)


def test_a_timed_event_is_two_instants_and_an_all_day_one_two_dates(world: World) -> None:
    timed, whole = make_event(world.rep), make_all_day(world.rep, date(2026, 11, 25), 2)
    make_alert(timed, 15, channel="email")
    make_alert(whole, 1440)
    found = {one.event_id: one for one in upcoming(world)}
    assert (found[timed.pk].start, found[timed.pk].end) == (NOON, NOON + timedelta(hours=1))
    assert (found[whole.pk].start, found[whole.pk].end) == (date(2026, 11, 25), date(2026, 11, 27))
    assert found[timed.pk].leads == (Lead(15, None, "email"),)


def test_what_has_no_alert_is_left_out(world: World) -> None:
    make_event(world.rep)
    assert upcoming(world) == []


def test_what_its_people_read_comes_along(world: World) -> None:
    account = make_account(world.organisation, name="Brûlerie", city="Lyon")
    with_account = make_event(world.rep, subject="Visit", account=account, privacy="private")
    elsewhere = make_event(world.rep, account=account, address="Quai 3")
    for event in (with_account, elsewhere):
        make_alert(event)
    found = {one.event_id: one for one in upcoming(world)}
    assert (found[with_account.pk].title, found[with_account.pk].place) == ("Visit", "Brûlerie, Lyon")
    assert found[with_account.pk].private
    assert found[elsewhere.pk].place == "Quai 3"


def test_only_the_events_asked_for(world: World) -> None:
    one, other = make_event(world.rep), make_event(world.rep)
    for event in (one, other):
        make_alert(event)
    assert [found.event_id for found in upcoming(world, one)] == [one.pk]


def test_a_stranger_on_an_event_is_not_told(world: World) -> None:
    event = make_event(world.rep)
    make_alert(event)
    make_participant(event, email="guest@example.org")
    assert [one.member_ids for one in upcoming(world)] == [frozenset({world.rep.pk})]


def test_another_organisation_is_not_read(world: World) -> None:
    make_alert(make_event(world.stranger))
    assert upcoming(world) == []


def test_relatives_are_found_up_and_down_and_a_ring_ends(world: World) -> None:
    first = make_event(world.rep)
    second = make_event(world.rep, split_from=first)
    third = make_event(world.rep, split_from=second)
    other = make_event(world.rep)
    calendar, organisation_id = CalendarOccasions(), world.organisation.pk
    for one in (first, second, third):
        assert calendar.relatives(organisation_id, [one.pk]) == {first.pk, second.pk, third.pk}
    assert calendar.relatives(organisation_id, [other.pk]) == {other.pk}
    Event.objects.of(organisation_id).filter(pk=first.pk).update(split_from=third)
    assert calendar.relatives(organisation_id, [second.pk]) == {first.pk, second.pk, third.pk}
    make_alert(third)
    assert upcoming(world, third)[0].origin_id in {first.pk, second.pk, third.pk}


def test_the_origin_is_the_first_of_those_split(world: World) -> None:
    first = make_event(world.rep, datetime(2020, 1, 1, tzinfo=UTC))
    third = make_event(world.rep, split_from=make_event(world.rep, split_from=first))
    make_alert(third)
    assert upcoming(world, third)[0].origin_id == first.pk


DAILY = "RRULE:FREQ=DAILY"
FOREVER = datetime(9999, 12, 31, tzinfo=UTC)


def make_series(world: World, start: datetime, rule: str = DAILY, **fields: Any) -> Event:
    series = make_event(world.rep, start, recurrence=rule, series_ends_at=FOREVER, **fields)
    make_alert(series, 15)
    return series


def test_a_series_gives_each_of_its_occurrences_at_its_own_hour_across_the_clock_change(world: World) -> None:
    # 09:00 in Paris since 2020; the clocks go back on 25 October 2026.
    series = make_series(world, datetime(2020, 6, 1, 7, tzinfo=UTC))
    after = datetime(2026, 10, 24, tzinfo=UTC)
    found = CalendarOccasions().upcoming(world.organisation.pk, after=after, before=after + timedelta(days=2))
    starts = {one.recurrence_id: one.start for one in found}
    assert starts["2026-10-24T09:00:00"] == datetime(2026, 10, 24, 7, tzinfo=UTC)
    assert starts["2026-10-25T09:00:00"] == datetime(2026, 10, 25, 8, tzinfo=UTC)
    assert all(one.row_id == one.event_id == series.pk for one in found)
    assert len(found) < 8


def test_a_series_of_whole_days_gives_dates(world: World) -> None:
    series = make_all_day(world.rep, date(2026, 1, 5), recurrence="RRULE:FREQ=WEEKLY", series_ends_at=FOREVER)
    make_alert(series, 1440)
    assert {one.recurrence_id for one in upcoming(world)} >= {"2026-11-23", "2026-11-30"}
    assert all(type(one.start) is date for one in upcoming(world))


def test_an_occurrence_that_differs_speaks_for_itself(world: World) -> None:
    series = make_series(world, NOON - timedelta(days=30))
    own = make_event(
        world.colleague, NOON + timedelta(hours=3), series=series, recurrence_id="2026-11-24T13:00:00", uid=series.uid
    )
    make_alert(own, 60)
    found = {one.recurrence_id: one for one in upcoming(world)}
    assert found["2026-11-24T13:00:00"].row_id == own.pk
    assert found["2026-11-24T13:00:00"].event_id == series.pk
    assert found["2026-11-24T13:00:00"].start == NOON + timedelta(hours=3)
    assert found["2026-11-24T13:00:00"].leads == (Lead(60, None, "in_app"),)
    assert found["2026-11-25T13:00:00"].row_id == series.pk
    assert [one.start for one in upcoming(world, series)] == [one.start for one in upcoming(world)]


def test_an_occurrence_that_differs_and_has_no_alert_is_silent(world: World) -> None:
    series = make_series(world, NOON - timedelta(days=30))
    make_event(world.rep, series=series, recurrence_id="2026-11-24T13:00:00", uid=series.uid)
    assert "2026-11-24T13:00:00" not in {one.recurrence_id for one in upcoming(world)}


def test_a_deleted_series_takes_its_differing_occurrences_along(world: World) -> None:
    series = make_series(world, NOON - timedelta(days=30), deleted_at=NOON)
    make_alert(make_event(world.rep, series=series, recurrence_id="2026-11-24T13:00:00", uid=series.uid))
    assert upcoming(world) == []


def test_what_was_left_out_of_a_series_is_silent(world: World) -> None:
    make_series(world, NOON - timedelta(days=30), f"{DAILY}\nEXDATE;TZID=Europe/Paris:20261124T130000")
    assert "2026-11-24T13:00:00" not in {one.recurrence_id for one in upcoming(world)}


def test_a_series_that_has_ended_is_not_expanded(world: World) -> None:
    make_series(world, NOON - timedelta(days=30), f"{DAILY};COUNT=3")
    Event.objects.of(world.organisation.pk).update(series_ends_at=NOON - timedelta(days=27))
    assert upcoming(world) == []


def test_a_series_that_cannot_be_expanded_stops_no_other(world: World, caplog: pytest.LogCaptureFixture) -> None:
    make_series(world, NOON, "RRULE:FREQ=NEVER")
    good = make_event(world.rep)
    make_alert(good)
    with caplog.at_level(logging.CRITICAL):
        assert [one.event_id for one in upcoming(world)] == [good.pk]
