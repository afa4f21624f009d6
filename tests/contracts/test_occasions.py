"""What the calendar's reading must give to alerts."""

from datetime import UTC, date, datetime, timedelta

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
