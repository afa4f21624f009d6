"""What administrators see of outgoing mail, and what they do with it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from tests.factories.notifications import make_message
from tests.factories.world import World
from tournee.change_log.models import Change
from tournee.notifications import actions, queries
from tournee.notifications.domain.retry import NeverRetry, NoServer, NotSent, OutcomeUnknown
from tournee.notifications.models import Notice, OutgoingMessage
from tournee.notifications.providers.memory.adapter import MemoryCarrier
from tournee.values.refusal import Conflict, NotAllowed, NotVisible

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FAILED, UNKNOWN, KEPT = NeverRetry("550 no such user"), OutcomeUnknown("cut"), NoServer("")


def stopped(world: World, fault: NotSent, **fields: Any) -> OutgoingMessage:
    """A message that did not simply leave."""
    message = make_message(world.rep, now=NOW, **fields)
    send(world, MemoryCarrier(fault))
    return OutgoingMessage.objects.of(world.organisation.pk).get(pk=message.pk)


def send(world: World, carrier: MemoryCarrier, now: datetime = NOW) -> int:
    return actions.send_due_mail(organisation_id=world.organisation.pk, now=now, carrier=carrier)


@pytest.mark.parametrize("fault", [FAILED, UNKNOWN, KEPT], ids=["failed", "unknown", "no server"])
def test_it_is_sent_again_under_the_same_message_id_when_told_to(world: World, fault: NotSent) -> None:
    message = stopped(world, fault)
    carrier = MemoryCarrier()
    assert send(world, carrier, NOW + timedelta(hours=1)) == 0
    actions.send_again(message_id=message.pk, by=world.administrator, now=NOW + timedelta(hours=2))
    assert send(world, carrier, NOW + timedelta(hours=2)) == 1
    assert [letter.message_id for letter in carrier.letters] == [message.message_id]
    assert not Notice.objects.of(world.organisation.pk).filter(member=world.rep, dismissed_at__isnull=True).exists()


def test_a_new_attempt_has_a_day_of_its_own(world: World) -> None:
    message = stopped(world, FAILED)
    later = NOW + timedelta(days=3)
    again = actions.send_again(message_id=message.pk, by=world.administrator, now=later)
    assert (again.trying_since, again.tries, again.fault, again.last_error) == (later, 0, "", "")


def test_one_that_arrived_is_settled_and_its_content_goes(world: World) -> None:
    message = stopped(world, UNKNOWN)
    settled = actions.mark_arrived(message_id=message.pk, by=world.administrator, now=NOW)
    assert (settled.state, settled.content) == ("sent", "")
    with pytest.raises(Conflict):
        actions.send_again(message_id=message.pk, by=world.administrator, now=NOW)


@pytest.mark.parametrize("fault", [FAILED, UNKNOWN, KEPT, None], ids=["failed", "unknown", "no server", "waiting"])
def test_a_discarded_one_never_leaves(world: World, fault: NotSent | None) -> None:
    message = stopped(world, fault) if fault else make_message(world.rep, now=NOW)
    assert actions.discard_message(message_id=message.pk, by=world.administrator, now=NOW).content == ""
    assert send(world, MemoryCarrier(), NOW + timedelta(hours=1)) == 0
    with pytest.raises(Conflict):
        actions.send_again(message_id=message.pk, by=world.administrator, now=NOW)


def test_a_failed_one_did_not_arrive(world: World) -> None:
    with pytest.raises(Conflict):
        actions.mark_arrived(message_id=stopped(world, FAILED).pk, by=world.administrator)


def test_one_that_is_just_being_sent_is_left_alone(world: World) -> None:
    message = make_message(world.rep, now=NOW)
    OutgoingMessage.objects.of(world.organisation.pk).update(state="sending")
    for act in (actions.send_again, actions.discard_message, actions.mark_arrived):
        with pytest.raises(Conflict):
            act(message_id=message.pk, by=world.administrator)


def test_what_is_over_is_not_sent_again(world: World) -> None:
    message = stopped(world, KEPT, useful_until=NOW + timedelta(hours=1))
    with pytest.raises(Conflict):
        actions.send_again(message_id=message.pk, by=world.administrator, now=NOW + timedelta(hours=1))


def test_what_was_kept_is_released_as_far_as_it_is_about_the_future(world: World) -> None:
    coming = stopped(world, KEPT, useful_until=NOW + timedelta(days=2))
    timeless, over = stopped(world, KEPT), stopped(world, KEPT, useful_until=NOW + timedelta(minutes=1))
    failed = stopped(world, FAILED)
    later = NOW + timedelta(hours=1)
    assert actions.release_kept_mail(by=world.administrator, now=later) == 2
    states = dict(OutgoingMessage.objects.of(world.organisation.pk).values_list("pk", "state"))
    assert states == {
        coming.pk: "waiting", timeless.pk: "waiting", over.pk: "not_sent_no_server", failed.pk: "failed"
    }  # fmt: skip


def test_every_step_is_logged_with_who_took_it(world: World) -> None:
    message = stopped(world, UNKNOWN)
    actions.send_again(message_id=message.pk, by=world.administrator, now=NOW)
    change = Change.objects.filter(subject_id=message.pk).order_by("-number")[0]
    assert (change.kind, change.actor_id) == ("mail.queued", world.administrator.pk)


ACTIONS: list[Callable[..., Any]] = [actions.send_again, actions.mark_arrived, actions.discard_message]


@pytest.mark.parametrize("who", ["rep", "manager", "colleague"])
def test_others_than_administrators_may_not(world: World, who: str) -> None:
    message, other = stopped(world, UNKNOWN), getattr(world, who)
    for act in ACTIONS:
        with pytest.raises(NotAllowed):
            act(message_id=message.pk, by=other)
    with pytest.raises(NotAllowed):
        actions.release_kept_mail(by=other)
    with pytest.raises(NotAllowed):
        queries.mail_counts(other)


def test_administrators_of_another_organisation_see_nothing(world: World) -> None:
    message = stopped(world, UNKNOWN)
    for act in ACTIONS:
        with pytest.raises(NotVisible):
            act(message_id=message.pk, by=world.stranger)
    assert list(queries.outgoing(world.stranger)) == []
    assert queries.mail_counts(world.stranger) == {}


def test_an_administrator_reads_the_envelope_and_the_reason(world: World) -> None:
    message = stopped(world, FAILED, subject="Réunion")
    with translation.override("en"):
        line = queries.mail_line(world.administrator, message)
    assert (line.subject, line.recipient) == ("Réunion", "lea@example.org")
    assert line.reason == "The mail server refused it for good. Check the address. (550 no such user)"


def test_of_a_confidential_message_only_its_sender_reads_the_envelope(world: World) -> None:
    message = stopped(world, NeverRetry("550 <lea@example.org> unknown"), confidential=True)
    line = queries.mail_line(world.administrator, message)
    assert (line.subject, line.recipient) == (None, None)
    assert "lea" not in line.reason
    assert queries.mail_line(world.rep, message).recipient == "lea@example.org"


def test_states_are_counted(world: World) -> None:
    stopped(world, FAILED)
    stopped(world, FAILED)
    make_message(world.rep, now=NOW)
    assert queries.mail_counts(world.administrator) == {"failed": 2, "waiting": 1}
