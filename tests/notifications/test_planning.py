"""Which alerts are planned, and for whom."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.factories.calendar import NOON, make_all_day, make_event, make_participant
from tests.factories.notifications import make_alert
from tests.factories.world import World
from tournee.calendar.models import Alert, Event, Participant
from tournee.notifications import actions
from tournee.notifications.models import Notice, Planned, PlannedAlert
from tournee.organisations.models import Member

pytestmark = pytest.mark.django_db
LONG_AGO = NOON - timedelta(days=40)


def plan(event: Event, *, now: datetime = NOON - timedelta(days=1)) -> None:
    actions.plan_event(organisation_id=event.organisation_id, event_id=event.pk, now=now)


def written(event: Event, at: datetime = LONG_AGO) -> Event:
    """As if it was last changed then."""
    Event.objects.of(event.organisation_id).filter(pk=event.pk).update(updated_at=at)
    event.refresh_from_db()
    return event


def planned(world: World) -> dict[Member, datetime]:
    rows = PlannedAlert.objects.of(world.organisation.pk).filter(state=Planned.PLANNED).select_related("member")
    return {row.member: row.due_at for row in rows}


def test_the_owner_and_members_who_have_not_declined_are_told(world: World) -> None:
    event = written(make_event(world.rep))
    make_alert(event, 15)
    make_participant(event, member=world.colleague, answer="accepted")
    make_participant(event, member=world.manager)
    make_participant(event, member=world.other_rep, answer="declined")
    make_participant(event, email="guest@example.org")
    plan(event)
    due = NOON - timedelta(minutes=15)
    assert planned(world) == {world.rep: due, world.colleague: due, world.manager: due}


def test_people_without_access_are_not_told(world: World) -> None:
    event = written(make_event(world.rep))
    make_alert(event)
    Member.objects.filter(pk=world.rep.pk).update(is_active=False)
    plan(event)
    assert planned(world) == {}


def test_an_all_day_alert_comes_by_each_persons_own_clocks(world: World) -> None:
    world.colleague.time_zone = "America/New_York"
    world.colleague.save()
    event = written(make_all_day(world.rep, date(2026, 11, 24)))
    make_participant(event, member=world.colleague)
    make_alert(event, 1440, at=time(9))
    plan(event, now=NOON - timedelta(days=5))
    assert planned(world) == {
        world.rep: datetime(2026, 11, 23, 8, tzinfo=UTC),
        world.colleague: datetime(2026, 11, 23, 14, tzinfo=UTC),
    }


def test_an_all_day_alert_follows_its_person_to_another_zone(world: World) -> None:
    event = written(make_all_day(world.rep, date(2026, 11, 24)))
    timed = written(make_event(world.rep, NOON))
    make_alert(event, 0, at=time(9))
    make_alert(timed, 60)
    plan(event)
    plan(timed)
    Member.objects.filter(pk=world.rep.pk).update(time_zone="America/Phoenix")
    member_changed(world)
    moments = set(PlannedAlert.objects.of(world.organisation.pk).values_list("due_at", flat=True))
    assert moments == {datetime(2026, 11, 24, 16, tzinfo=UTC), NOON - timedelta(hours=1)}


def test_who_loses_access_loses_his_alerts_until_he_has_it_again(world: World) -> None:
    event = written(make_event(world.rep))
    make_alert(event)
    plan(event)
    Member.objects.filter(pk=world.rep.pk).update(is_active=False)
    member_changed(world)
    assert planned(world) == {}
    Member.objects.filter(pk=world.rep.pk).update(is_active=True)
    member_changed(world)
    assert planned(world) == {world.rep: NOON - timedelta(minutes=15)}


def member_changed(world: World) -> None:
    """What follows a change of a member, and the worker's next look at what is due."""
    actions.plan_member(organisation_id=world.organisation.pk, member_id=world.rep.pk)
    fire(world, minutes_before=24 * 60)


def test_a_moved_event_has_its_new_alert_alone(world: World) -> None:
    event = written(make_event(world.rep))
    make_alert(event)
    plan(event)
    event.starts_at += timedelta(hours=2)
    event.ends_at += timedelta(hours=2)
    event.save()
    written(event)
    plan(event)
    assert planned(world) == {world.rep: NOON + timedelta(hours=2) - timedelta(minutes=15)}


@pytest.mark.parametrize("change", [{"deleted_at": NOON - timedelta(days=2)}, {"status": "cancelled"}])
def test_a_deleted_or_cancelled_event_has_none(world: World, change: dict[str, object]) -> None:
    event = written(make_event(world.rep))
    make_alert(event)
    plan(event)
    Event.objects.of(event.organisation_id).filter(pk=event.pk).update(**change)
    plan(event)
    assert planned(world) == {}


def test_who_declines_loses_his_alert_and_others_keep_theirs(world: World) -> None:
    event = written(make_event(world.rep))
    make_alert(event)
    make_participant(event, member=world.colleague)
    plan(event)
    Participant.objects.of(world.organisation.pk).update(answer="declined")
    plan(event)
    assert list(planned(world)) == [world.rep]


def test_an_alert_taken_off_the_event_is_no_longer_planned(world: World) -> None:
    event = written(make_event(world.rep))
    make_alert(event, 15)
    make_alert(event, 60)
    plan(event)
    Alert.objects.of(world.organisation.pk).filter(minutes_before=60).delete()
    plan(event)
    assert planned(world) == {world.rep: NOON - timedelta(minutes=15)}


def test_planning_again_changes_nothing(world: World) -> None:
    event = written(make_event(world.rep))
    make_alert(event)
    plan(event)
    before = list(PlannedAlert.objects.of(world.organisation.pk).values_list("pk", "due_at"))
    plan(event)
    actions.plan_everything(organisation_id=world.organisation.pk, now=NOON - timedelta(days=1))
    assert list(PlannedAlert.objects.of(world.organisation.pk).values_list("pk", "due_at")) == before


def test_planning_one_event_leaves_the_others_alone(world: World) -> None:
    one, other = written(make_event(world.rep)), written(make_event(world.colleague))
    make_alert(one)
    make_alert(other)
    plan(one)
    plan(other)
    assert set(planned(world)) == {world.rep, world.colleague}


def test_only_the_coming_days_are_planned_and_a_day_later_one_day_more(world: World) -> None:
    start = datetime(2026, 11, 1, 9, tzinfo=UTC)
    events = [written(make_event(world.rep, start + timedelta(days=days))) for days in range(12)]
    for event in events:
        make_alert(event, 30)
    now = start - timedelta(hours=1)
    actions.plan_everything(organisation_id=world.organisation.pk, now=now)
    assert PlannedAlert.objects.of(world.organisation.pk).count() == 8
    actions.plan_everything(organisation_id=world.organisation.pk, now=now + timedelta(days=1))
    assert PlannedAlert.objects.of(world.organisation.pk).filter(ends_at__gt=now + timedelta(days=1)).count() == 8


@pytest.mark.parametrize("days", [10, 20, 200])
def test_an_alert_that_comes_long_before_is_planned_in_time(world: World, days: int) -> None:
    event = written(make_event(world.rep, NOON + timedelta(days=days)))
    make_alert(event, days * 1440)
    actions.plan_everything(organisation_id=world.organisation.pk, now=NOON - timedelta(hours=1))
    assert planned(world) == {world.rep: NOON}


def test_everything_planned_anew_forgets_what_has_gone(world: World) -> None:
    event = written(make_event(world.rep))
    make_alert(event)
    plan(event)
    event.delete()
    actions.plan_everything(organisation_id=world.organisation.pk, now=NOON - timedelta(days=1))
    assert planned(world) == {}


def test_an_alert_whose_moment_had_gone_when_the_event_was_written_never_comes(world: World) -> None:
    # An import brings a meeting that begins in five minutes, and a week's alert for one on Friday.
    soon = written(make_event(world.rep, NOON + timedelta(minutes=5)), NOON)
    friday = written(make_event(world.rep, NOON + timedelta(days=3)), NOON)
    make_alert(soon, 15, channel="email")
    make_alert(friday, 7 * 1440)
    for event in (soon, friday):
        plan(event, now=NOON)
    assert planned(world) == {}
    assert actions.fire_due_alerts(organisation_id=world.organisation.pk, now=NOON + timedelta(minutes=1)) == 0


def test_a_year_of_events_with_alerts_is_planned_by_few_statements(
    world: World, django_assert_max_num_queries: object
) -> None:
    for days in range(6):
        event = written(make_event(world.rep, NOON + timedelta(days=days)))
        make_alert(event)
        make_participant(event, member=world.colleague)
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        actions.plan_everything(organisation_id=world.organisation.pk, now=NOON - timedelta(days=1))
    assert PlannedAlert.objects.of(world.organisation.pk).count() == 12


def split(first: Event) -> Event:
    """What was one is now another, at the same start."""
    second = written(make_event(first.owner, split_from=first))
    make_alert(second)
    Event.objects.of(first.organisation_id).filter(pk=first.pk).update(deleted_at=NOON)
    return second


@pytest.mark.parametrize("told", [(0, 1), (1, 0), (0,), (1,)])
def test_a_series_split_from_another_keeps_the_alert_whichever_is_told_of_first(world: World, told: list[int]) -> None:
    first = written(make_event(world.rep))
    make_alert(first)
    plan(first)
    both = [first, split(first)]
    for one in told:
        plan(both[one])
    assert planned(world) == {world.rep: NOON - timedelta(minutes=15)}
    assert fire(world, minutes_before=15) == 1


@pytest.mark.parametrize("told", [(0, 1), (1, 0)])
def test_a_split_does_not_ring_twice_for_one_start_nor_take_the_notice_back(world: World, told: list[int]) -> None:
    first = written(make_event(world.rep))
    make_alert(first)
    plan(first)
    assert fire(world, minutes_before=15) == 1
    both = [first, split(first)]
    for one in told:
        plan(both[one], now=NOON - timedelta(minutes=10))
    assert fire(world, minutes_before=9) == 0
    assert not Notice.objects.of(world.organisation.pk).filter(dismissed_at__isnull=False).exists()


def test_a_split_undone_keeps_the_alert(world: World) -> None:
    first = written(make_event(world.rep))
    make_alert(first)
    second = split(first)
    plan(second)
    Event.objects.of(world.organisation.pk).filter(pk=second.pk).delete()
    Event.objects.of(world.organisation.pk).filter(pk=first.pk).update(deleted_at=None)
    plan(first)
    plan(second)
    assert planned(world) == {world.rep: NOON - timedelta(minutes=15)}


def fire(world: World, *, minutes_before: int) -> int:
    now = NOON - timedelta(minutes=minutes_before)
    return actions.fire_due_alerts(organisation_id=world.organisation.pk, now=now)
