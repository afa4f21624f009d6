"""A worker holds a message for a while: what becomes of it when he is killed, or sleeps."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.factories.notifications import make_message
from tests.factories.world import World
from tournee.notifications import actions
from tournee.notifications.models import Notice, OutgoingMessage
from tournee.notifications.providers.memory.adapter import MemoryCarrier

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def send(world: World, now: datetime = NOW, carrier: MemoryCarrier | None = None) -> int:
    return actions.send_due_mail(organisation_id=world.organisation.pk, now=now, carrier=carrier)


def fresh(message: OutgoingMessage) -> OutgoingMessage:
    return OutgoingMessage.objects.of(message.organisation_id).get(pk=message.pk)


def test_a_worker_that_was_killed_before_handing_over_loses_nothing(world: World) -> None:
    message = make_message(world.rep, now=NOW)
    hold(message, handed_over=False)
    carrier = MemoryCarrier()
    assert send(world, NOW + timedelta(minutes=4), carrier) == 0
    assert send(world, NOW + timedelta(minutes=6), carrier) == 1


def test_a_worker_that_was_killed_after_handing_over_leaves_an_unknown_outcome(world: World) -> None:
    message = make_message(world.rep, now=NOW)
    hold(message, handed_over=True)
    carrier = MemoryCarrier()
    assert send(world, NOW + timedelta(minutes=6), carrier) == 0
    assert send(world, NOW + timedelta(days=1), carrier) == 0
    assert fresh(message).state == "unknown"
    assert carrier.letters == []


def hold(message: OutgoingMessage, *, handed_over: bool) -> None:
    """As a worker leaves it that is killed while it sends."""
    rows = OutgoingMessage.objects.of(message.organisation_id).filter(pk=message.pk)
    rows.update(
        state="sending",
        lease=message.pk,
        leased_until=NOW + timedelta(minutes=5),
        handed_over_at=NOW if handed_over else None,
    )


def test_a_worker_that_wakes_after_its_lease_sends_nothing(world: World) -> None:
    message = make_message(world.rep, now=NOW)

    class Sleepy(MemoryCarrier):
        def carry(self, letter: Any, *, handing_over: Any) -> None:
            # Meanwhile another worker finds the lease run out, and sends.
            assert actions.send_due_mail(
                organisation_id=world.organisation.pk, now=NOW + timedelta(minutes=10), carrier=quick
            )
            super().carry(letter, handing_over=handing_over)

    quick, sleepy = MemoryCarrier(), Sleepy()
    assert send(world, carrier=sleepy) == 0
    assert (len(quick.letters), len(sleepy.letters)) == (1, 0)
    assert fresh(message).state == "sent"


def test_a_worker_that_comes_back_late_settles_the_unknown_outcome(world: World) -> None:
    message = make_message(world.rep, now=NOW)

    class Slow(MemoryCarrier):
        def carry(self, letter: Any, *, handing_over: Any) -> None:
            super().carry(letter, handing_over=handing_over)
            send(world, NOW + timedelta(minutes=10), MemoryCarrier())
            assert fresh(message).state == "unknown"

    send(world, carrier=Slow())
    assert fresh(message).state == "sent"
    assert not Notice.objects.of(world.organisation.pk).filter(dismissed_at__isnull=True).exists()
