"""Alerts fire once, for what is still so, and late rather than never."""

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from tests.factories.calendar import NOON, make_all_day, make_event, make_participant
from tests.factories.notifications import make_alert
from tests.factories.world import World
from tournee.calendar.models import Alert, Event, Participant
from tournee.change_log.models import Change
from tournee.notifications import actions, queries, registry
from tournee.notifications.models import Notice, OutgoingMessage, Planned, PlannedAlert
from tournee.notifications.providers.memory.adapter import MemoryChannel
from tournee.organisations.models import Member

pytestmark = pytest.mark.django_db
QUARTER = timedelta(minutes=15)
DUE = NOON - QUARTER


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> MemoryChannel:
    """Takes the place of the application's own."""
    made = MemoryChannel()
    monkeypatch.setattr(registry, "CHANNELS", {**registry.CHANNELS, "in_app": made})
    return made


def make_meeting(world: World, start: datetime = NOON, *, minutes: int = 15, **fields: Any) -> Event:
    event = make_event(world.rep, start, **fields)
    make_alert(event, minutes)
    return settled(event)


def settled(event: Event) -> Event:
    Event.objects.of(event.organisation_id).filter(pk=event.pk).update(updated_at=NOON - timedelta(days=9))
    actions.plan_event(organisation_id=event.organisation_id, event_id=event.pk, now=NOON - timedelta(days=1))
    return event


def fire(world: World, now: datetime) -> int:
    return actions.fire_due_alerts(organisation_id=world.organisation.pk, now=now)


def test_it_fires_at_its_moment_not_before_and_once(world: World, channel: MemoryChannel) -> None:
    event = make_meeting(world)
    assert fire(world, DUE - timedelta(seconds=1)) == 0
    assert fire(world, DUE) == 1
    assert fire(world, DUE) == fire(world, NOON) == 0
    ((reminder, person),) = channel.delivered.values()
    assert (reminder.event_id, reminder.title, reminder.start) == (event.pk, event.subject, NOON)
    assert person.member_id == world.rep.pk


def test_it_fires_late_rather_than_never_but_not_after_the_end(world: World, channel: MemoryChannel) -> None:
    make_meeting(world)
    over = make_meeting(world, NOON - timedelta(hours=2))
    # The worker was down from before either was due; the first meeting goes on, the other has ended.
    assert fire(world, NOON + timedelta(minutes=30)) == 1
    assert all(reminder.event_id != over.pk for reminder, _ in channel.delivered.values())
    assert PlannedAlert.objects.of(world.organisation.pk).filter(state=Planned.MISSED).count() == 1


def test_what_lasts_all_day_has_not_ended_before_the_persons_midnight(world: World, channel: MemoryChannel) -> None:
    world.rep.time_zone = "America/New_York"
    world.rep.save()
    event = make_all_day(world.rep, date(2026, 11, 24))
    make_alert(event, 0, at=time(9))
    settled(event)
    # 23:30 in New York, tomorrow in UTC.
    assert fire(world, datetime(2026, 11, 25, 4, 30, tzinfo=UTC)) == 1


def deleted(_world: World, event: Event) -> None:
    Event.objects.of(event.organisation_id).filter(pk=event.pk).update(deleted_at=NOON)


def removed(_world: World, event: Event) -> None:
    event.delete()


def cancelled(_world: World, event: Event) -> None:
    Event.objects.of(event.organisation_id).filter(pk=event.pk).update(status="cancelled")


def moved(_world: World, event: Event) -> None:
    later = {"starts_at": NOON + timedelta(hours=5), "ends_at": NOON + timedelta(hours=6)}
    Event.objects.of(event.organisation_id).filter(pk=event.pk).update(**later)


def declined(_world: World, event: Event) -> None:
    make_participant(event, member=event.owner, answer="declined")


def without_alert(_world: World, event: Event) -> None:
    Alert.objects.of(event.organisation_id).filter(event=event).delete()


def handed_on(world: World, event: Event) -> None:
    Event.objects.of(event.organisation_id).filter(pk=event.pk).update(owner=world.colleague)


def shut_out(world: World, _event: Event) -> None:
    Member.objects.filter(pk=world.rep.pk).update(is_active=False)


CHANGES = [deleted, removed, cancelled, moved, declined, without_alert, handed_on, shut_out]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_it_never_fires_for_what_is_no_longer_so_even_before_it_is_planned_anew(
    world: World, channel: MemoryChannel, change: Callable[[World, Event], None]
) -> None:
    event = make_meeting(world)
    # All was planned a moment ago; what follows the change has not run yet.
    assert fire(world, DUE - timedelta(minutes=1)) == 0
    change(world, event)
    assert fire(world, DUE) == 0
    assert channel.delivered == {}


def test_who_has_just_moved_west_is_told_by_his_new_clocks(world: World, channel: MemoryChannel) -> None:
    event = make_all_day(world.rep, date(2026, 11, 24))
    make_alert(event, 0, at=time(9))
    settled(event)
    paris, phoenix = datetime(2026, 11, 24, 8, tzinfo=UTC), datetime(2026, 11, 24, 16, tzinfo=UTC)
    assert fire(world, paris - timedelta(minutes=1)) == 0
    Member.objects.filter(pk=world.rep.pk).update(time_zone="America/Phoenix")
    assert fire(world, paris) == 0
    assert fire(world, phoenix) == 1


def test_moved_back_it_does_not_ring_again(world: World, channel: MemoryChannel) -> None:
    event = make_meeting(world)
    fire(world, DUE)
    moved(world, event)
    settled(event)
    Event.objects.of(event.organisation_id).filter(pk=event.pk).update(
        starts_at=NOON, ends_at=NOON + timedelta(hours=1)
    )
    settled(event)
    assert fire(world, NOON) == 0
    assert len(channel.delivered) == 1


def test_moved_and_back_before_it_rang_it_rings_once(world: World, channel: MemoryChannel) -> None:
    event = make_meeting(world)
    moved(world, event)
    settled(event)
    Event.objects.of(event.organisation_id).filter(pk=event.pk).update(
        starts_at=NOON, ends_at=NOON + timedelta(hours=1)
    )
    settled(event)
    assert fire(world, DUE) == 1
    assert len(channel.delivered) == 1


def test_moved_after_it_rang_it_rings_for_the_new_time_and_the_old_notice_goes(world: World) -> None:
    event = make_meeting(world)
    fire(world, DUE)
    moved(world, event)
    settled(event)
    assert list(open_notices(world)) == []
    assert fire(world, NOON + timedelta(hours=5) - QUARTER) == 1
    assert [one.data["start"] for one in open_notices(world)] == ["2026-11-24T17:00:00+00:00"]


def open_notices(world: World) -> Any:
    return Notice.objects.of(world.organisation.pk).filter(dismissed_at__isnull=True)


def test_an_alert_that_cannot_be_given_stops_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    make_meeting(world)
    make_meeting(world)
    first = PlannedAlert.objects.of(world.organisation.pk).order_by("due_at", "id")[0]

    class Broken(MemoryChannel):
        def deliver(self, reminder: Any, person: Any, desk: Any) -> None:
            if reminder.key == f"alert:{first.pk}" and not self.delivered:
                raise RuntimeError("no")
            super().deliver(reminder, person, desk)

    broken = Broken()
    monkeypatch.setattr(registry, "CHANNELS", {"in_app": broken})
    with caplog.at_level(logging.CRITICAL):
        assert fire(world, DUE) == 1
    # It is tried again, and only it.
    assert fire(world, DUE) == 1
    assert len(broken.delivered) == 2


def test_in_the_application_it_is_a_notice_that_its_person_alone_hears_of(world: World) -> None:
    event = make_meeting(world)
    make_participant(event, member=world.colleague)
    settled(event)
    fire(world, DUE)
    notices = {one.member_id: one for one in open_notices(world)}
    assert notices.keys() == {world.rep.pk, world.colleague.pk}
    heard = Change.objects.filter(organisation_id=world.organisation.pk, kind="notice.created")
    assert {(one.subject_id, one.owner_id) for one in heard} == {(one.pk, one.member_id) for one in notices.values()}
    assert all(one.event_id == event.pk for one in notices.values())


def test_by_email_it_goes_through_the_outbox_in_the_persons_language(world: World) -> None:
    world.rep.language = "fr"
    world.rep.save()
    event = make_event(world.rep, subject="Visite", privacy="private", address="Rue d'Été")
    make_alert(event, 15, channel="email")
    settled(event)
    assert fire(world, DUE) == 1
    (message,) = OutgoingMessage.objects.of(world.organisation.pk)
    assert message.recipient == world.rep.email
    assert message.subject == "Visite – mardi 24 novembre 2026, 13:00–14:00"
    assert message.confidential
    assert message.sender is None
    assert message.useful_until == event.ends_at
    assert "Visite" not in message.content


def test_by_email_without_a_mail_server_it_is_shown_in_the_application(world: World, settings: Any) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {}}}
    event = make_event(world.rep)
    make_alert(event, 15, channel="email")
    settled(event)
    assert fire(world, DUE) == 1
    assert open_notices(world).count() == 1
    assert not OutgoingMessage.objects.of(world.organisation.pk).exists()


def test_a_mail_that_has_not_left_is_taken_back_with_its_event(world: World) -> None:
    event = make_event(world.rep)
    make_alert(event, 15, channel="email")
    settled(event)
    fire(world, DUE)
    deleted(world, event)
    actions.plan_event(organisation_id=event.organisation_id, event_id=event.pk, now=DUE + timedelta(seconds=5))
    (message,) = OutgoingMessage.objects.of(world.organisation.pk)
    assert (message.state, message.content) == ("discarded", "")


def test_a_planning_that_is_a_day_old_is_made_anew_before_firing(world: World, channel: MemoryChannel) -> None:
    event = make_event(world.rep)
    make_alert(event)
    Event.objects.of(event.organisation_id).update(updated_at=NOON - timedelta(days=30))
    # Nobody reacted to its creation, and the worker was away for a month.
    assert fire(world, DUE + timedelta(minutes=1)) == 1


def test_who_answers_after_it_rang_has_his_notice_taken_back(world: World) -> None:
    event = make_meeting(world)
    make_participant(event, member=world.colleague)
    settled(event)
    fire(world, DUE)
    Participant.objects.of(world.organisation.pk).update(answer="declined")
    actions.plan_event(organisation_id=event.organisation_id, event_id=event.pk, now=DUE + timedelta(seconds=5))
    assert [one.member_id for one in open_notices(world)] == [world.rep.pk]


def test_the_worker_is_told_the_moments_of_the_coming_minute(world: World) -> None:
    make_meeting(world)
    make_meeting(world, NOON + timedelta(seconds=30))
    make_meeting(world, NOON + timedelta(minutes=30))
    now = DUE - timedelta(seconds=10)
    found = queries.due_moments(world.organisation.pk, after=now, before=now + timedelta(minutes=1))
    assert found == [DUE, DUE + timedelta(seconds=30)]


def test_an_organisation_fires_its_own_alerts_alone(world: World, channel: MemoryChannel) -> None:
    theirs = make_event(world.stranger)
    make_alert(theirs)
    settled(theirs)
    assert fire(world, DUE) == 0
    assert actions.fire_due_alerts(organisation_id=theirs.organisation_id, now=DUE) == 1
