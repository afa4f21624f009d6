"""Mail leaves the outbox once, by a real server; what fails is told to who can act."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.factories.notifications import make_message
from tests.factories.world import World
from tests.servers.smtp_sink import Sink
from tournee.change_log.models import Change
from tournee.notifications import actions
from tournee.notifications.domain.letter import BadLetter, CalendarPart, Content
from tournee.notifications.domain.retry import OutcomeUnknown, ServerUnreachable
from tournee.notifications.models import Notice, OutgoingMessage
from tournee.notifications.providers.memory.adapter import MemoryCarrier

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def send(world: World, now: datetime = NOW, carrier: MemoryCarrier | None = None) -> int:
    return actions.send_due_mail(organisation_id=world.organisation.pk, now=now, carrier=carrier)


def message_to(world: World, to: str, **fields: Any) -> OutgoingMessage:
    return make_message(world.rep, to, now=NOW, **fields)


def fresh(message: OutgoingMessage) -> OutgoingMessage:
    return OutgoingMessage.objects.of(message.organisation_id).get(pk=message.pk)


def told(world: World) -> set[tuple[str, str]]:
    notices = Notice.objects.of(world.organisation.pk).filter(dismissed_at__isnull=True).select_related("member")
    return {(one.member.name, one.kind) for one in notices}


def test_it_arrives_as_it_was_written(world: World, mail_server: Sink) -> None:
    invitation = Content("Bonjour Léa", "<p>Bonjour</p>", (CalendarPart("REQUEST", "BEGIN:VCALENDAR\r\n"),))
    message = message_to(world, "lea@example.org", content=invitation, subject="Réunion", recipient_name="Léa")
    assert send(world) == 1
    (received,) = mail_server.received
    assert received.sender == "tournee@sender.example"
    assert received.recipients == ("lea@example.org",)
    read = received.message
    assert read["Subject"] == "Réunion"
    assert read["Message-ID"] == message.message_id
    assert message.message_id.endswith("@sender.example>")
    assert str(read["From"]) == "Rita Rep <tournee@sender.example>"
    assert str(read["Reply-To"]) == f"Rita Rep <{world.rep.email}>"
    assert str(read["To"]) == "Léa <lea@example.org>"
    assert [part.get_content_type() for part in read.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/ics",
    ]  # fmt: skip
    sent = fresh(message)
    assert (sent.state, sent.sent_at, sent.content, sent.tries) == ("sent", NOW, "", 1)
    assert told(world) == set()


def test_it_is_sent_once_however_often_the_worker_looks(world: World, mail_server: Sink) -> None:
    message_to(world, "lea@example.org")
    assert [send(world), send(world), send(world, NOW + timedelta(days=2))] == [1, 0, 0]
    assert len(mail_server.received) == 1


def test_the_same_key_is_one_message(world: World, mail_server: Sink) -> None:
    first = message_to(world, "lea@example.org", dedupe_key="invite 1")
    assert message_to(world, "lea@example.org", dedupe_key="invite 1").pk == first.pk
    send(world)
    assert message_to(world, "lea@example.org", dedupe_key="invite 1").state == "sent"
    assert make_message(world.stranger, now=NOW, dedupe_key="invite 1").pk != first.pk
    send(world)
    assert len(mail_server.received) == 1


def test_a_message_is_announced_to_the_worker_in_its_own_transaction(world: World) -> None:
    message = message_to(world, "lea@example.org")
    (change,) = Change.objects.filter(organisation_id=world.organisation.pk, kind="mail.queued")
    assert (change.subject_id, change.owner_id) == (message.pk, world.rep.pk)


def test_what_it_says_is_sealed_at_rest(world: World) -> None:
    message = message_to(world, "lea@example.org", content=Content("canary-7f3a", "<p>canary-7f3a</p>"))
    assert "canary" not in str(OutgoingMessage.objects.of(world.organisation.pk).filter(pk=message.pk).values().get())


def test_one_that_says_it_answers_nothing_readable_is_refused(world: World) -> None:
    with pytest.raises(BadLetter):
        message_to(world, "lea@example.org", in_reply_to="<x@y>\r\nBcc: eve@evil.example")


def test_a_temporary_refusal_is_tried_again_later(world: World, mail_server: Sink) -> None:
    message = message_to(world, "greylist+lea@example.org")
    assert send(world) == 0
    waiting = fresh(message)
    assert (waiting.state, waiting.tries, waiting.fault) == ("waiting", 1, "later")
    assert waiting.last_error == "450 4.7.1 Greylisted, try again"
    assert waiting.next_try_at is not None
    assert MINUTE <= waiting.next_try_at - NOW <= 2 * MINUTE
    assert send(world, NOW + MINUTE - timedelta(seconds=1)) == 0
    assert send(world, waiting.next_try_at) == 1
    assert len(mail_server.received) == 1


@pytest.mark.parametrize("fault", ["reject", "refusedata"])
def test_a_refusal_for_good_fails_at_once_and_its_sender_is_told_in_the_servers_words(
    world: World, mail_server: Sink, fault: str
) -> None:
    message = message_to(world, f"{fault}+lea@example.org")
    assert send(world) == 0
    failed = fresh(message)
    assert (failed.state, failed.fault, failed.next_try_at) == ("failed", "refused", None)
    assert failed.last_error in {"550 5.1.1 No such user here", "552 5.3.4 Too much"}
    assert told(world) == {("Rita Rep", "mail.failed")}
    (notice,) = Notice.objects.of(world.organisation.pk)
    assert notice.data["said"] == failed.last_error
    assert send(world, NOW + timedelta(days=1)) == 0
    assert mail_server.received == []


def test_a_refusal_of_the_products_own_mail_is_told_to_the_administrators(world: World, mail_server: Sink) -> None:
    message_to(world, "reject+rita@example.org", sender=None)
    send(world)
    assert told(world) == {("Ada Administrator", "mail.failed")}


def test_a_body_refused_for_now_is_tried_again(world: World, mail_server: Sink) -> None:
    message = message_to(world, "laterdata+lea@example.org")
    send(world)
    assert (fresh(message).state, fresh(message).last_error) == ("waiting", "451 4.3.2 Not now")


def test_after_a_day_of_refusals_it_is_given_up_and_both_who_can_act_are_told(world: World, mail_server: Sink) -> None:
    message = message_to(world, "tempfail+lea@example.org")
    now, tries = NOW, 0
    while fresh(message).state == "waiting":
        now = fresh(message).next_try_at or now
        send(world, now)
        tries += 1
    given_up = fresh(message)
    assert (given_up.state, given_up.fault, given_up.tries) == ("failed", "gave_up", tries)
    assert timedelta(hours=23) < now - NOW <= timedelta(hours=24)
    assert 80 < tries < 120
    assert told(world) == {("Rita Rep", "mail.failed"), ("Ada Administrator", "mail.failed")}


@pytest.mark.parametrize("fault", ["dropafterdata", "dropbeforedata"])
def test_an_answer_that_never_came_is_an_unknown_outcome_and_never_sent_again_by_itself(
    world: World, mail_server: Sink, fault: str
) -> None:
    message = message_to(world, f"{fault}+lea@example.org")
    assert send(world) == 0
    assert fresh(message).state == "unknown"
    for days in range(1, 4):
        assert send(world, NOW + timedelta(days=days)) == 0
    assert len(mail_server.received) == (fault == "dropafterdata")
    assert mail_server.connections == 1
    assert told(world) == {("Rita Rep", "mail.unknown"), ("Ada Administrator", "mail.unknown")}


def test_a_server_that_lets_nobody_in_is_asked_once_for_all_that_waits(world: World, mail_server: Sink) -> None:
    mail_server.refuses_everybody = True
    messages = [message_to(world, f"lea{number}@example.org") for number in range(20)]
    assert send(world) == 0
    assert mail_server.connections == 1
    assert {(fresh(one).state, fresh(one).fault) for one in messages} == {("waiting", "unreachable")}
    mail_server.refuses_everybody = False
    assert send(world, NOW + 2 * MINUTE) == 20


def test_no_server_at_that_address_is_tried_again(world: World, settings: Any) -> None:
    settings.MAILERS = Sink(1).mailers()
    message = message_to(world, "lea@example.org")
    assert send(world) == 0
    assert (fresh(message).state, fresh(message).fault) == ("waiting", "unreachable")


def test_without_a_mail_server_it_is_kept_and_the_administrators_are_told_once_a_day(
    world: World, settings: Any
) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {}}}
    kept = [message_to(world, f"lea{number}@example.org") for number in range(3)]
    assert send(world) == 0
    assert {fresh(one).state for one in kept} == {"not_sent_no_server"}
    assert fresh(kept[0]).content
    assert told(world) == {("Ada Administrator", "mail.no_server")}
    assert Notice.objects.of(world.organisation.pk).count() == 1


def test_once_there_is_a_server_nothing_that_was_kept_leaves_by_itself(
    world: World, settings: Any, mail_server: Sink
) -> None:
    message = message_to(world, "lea@example.org")
    send(world, carrier=MemoryCarrier(configured=False))
    OutgoingMessage.objects.of(world.organisation.pk).filter(pk=message.pk).update(state="not_sent_no_server")
    assert send(world, NOW + timedelta(hours=1)) == 0
    assert mail_server.received == []


def test_what_is_over_is_not_sent_any_more(world: World, mail_server: Sink) -> None:
    message = message_to(world, "lea@example.org", useful_until=NOW + MINUTE)
    assert send(world, NOW + MINUTE) == 0
    assert (fresh(message).state, fresh(message).fault) == ("failed", "too_late")
    assert mail_server.connections == 0


def test_an_address_that_cannot_be_written_fails_for_good(world: World, mail_server: Sink) -> None:
    message = message_to(world, "lé@example.org")
    assert send(world) == 0
    assert (fresh(message).state, fresh(message).fault) == ("failed", "refused")


def test_a_message_whose_key_is_lost_fails_and_stops_no_other(world: World, mail_server: Sink) -> None:
    lost, good = message_to(world, "lea@example.org"), message_to(world, "max@example.org")
    OutgoingMessage.objects.of(world.organisation.pk).filter(pk=lost.pk).update(content="gAAAAAAA")
    assert send(world) == 1
    assert (fresh(lost).state, fresh(lost).fault, fresh(good).state) == ("failed", "unreadable", "sent")


def test_of_a_private_event_administrators_learn_nothing(world: World) -> None:
    message_to(world, "lea@example.org", confidential=True, subject="Doctor")
    send(world, carrier=MemoryCarrier(OutcomeUnknown("421 lea@example.org?")))
    data = {one.member.name: one.data for one in Notice.objects.of(world.organisation.pk).select_related("member")}
    assert data["Rita Rep"]["subject"] == "Doctor"
    assert not {"subject", "recipient", "said"} & data["Ada Administrator"].keys()


def test_an_unreachable_server_does_not_postpone_what_was_to_come_later(world: World) -> None:
    first, second = message_to(world, "lea@example.org"), message_to(world, "max@example.org")
    later = NOW + timedelta(minutes=10)
    OutgoingMessage.objects.of(world.organisation.pk).filter(pk=second.pk).update(next_try_at=later)
    send(world, carrier=MemoryCarrier(ServerUnreachable("closed")))
    assert fresh(first).next_try_at != later
    assert fresh(second).next_try_at == later


def test_organisations_do_not_send_one_anothers_mail(world: World, mail_server: Sink) -> None:
    message = make_message(world.stranger, now=NOW)
    assert send(world) == 0
    sent_by_us = actions.send_message(organisation_id=world.organisation.pk, message_id=message.pk, now=NOW)
    assert not sent_by_us
    assert mail_server.received == []
