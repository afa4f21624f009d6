"""An invitation by real mail, there and back: outbox → SMTP → LMTP → a mailbox → IMAP → an answer → the event."""

import re
import smtplib
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

import pytest
from django.test import Client

from tests.factories.world import World
from tests.notifications.inviting import in_days
from tests.servers.dovecot import Dovecot, dovecot_server
from tests.servers.smtp_sink import Sink, smtp_sink
from tournee.calendar import actions
from tournee.calendar.actions import receive_itip
from tournee.calendar.domain import ics
from tournee.calendar.domain.ics import Component, Person
from tournee.calendar.domain.series import Scope
from tournee.calendar.models import Event, Participant, Proposal
from tournee.notifications.actions import send_due_mail, send_invitations, tell_of_answers
from tournee.notifications.models import Notice
from tournee.values.identifier import new_id

__all__ = ["dovecot_server", "smtp_sink"]
pytestmark = pytest.mark.django_db(transaction=True)


class Post:
    """What carries mail: the product's server hands on what it took to the mailboxes."""

    def __init__(self, sink: Sink, mailboxes: Dovecot) -> None:
        self.sink, self.mailboxes = sink, mailboxes
        self.carried = 0

    def carry(self) -> None:
        for one in self.sink.received[self.carried :]:
            self.mailboxes.deliver(one.sender, one.recipients, one.raw)
        self.carried = len(self.sink.received)

    def newest(self, address: str) -> EmailMessage:
        parsed = message_from_bytes(self.mailboxes.fetch(address)[-1], policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    def count(self, address: str) -> int:
        return len(self.mailboxes.fetch(address))

    def send(self, sender: str, recipient: str, method: str, file: bytes) -> None:
        """A guest's mail program answers (RFC 6047)."""
        message = EmailMessage(policy=policy.SMTP)
        message["From"], message["To"], message["Subject"] = sender, recipient, "Re: Visite"
        message.set_content("See the calendar part.")
        message.add_alternative(file.decode(), subtype="calendar", params={"method": method})
        with smtplib.SMTP("127.0.0.1", self.sink.port) as line:
            line.send_message(message)
        self.carry()


def calendar_part(message: EmailMessage) -> tuple[str, bytes]:
    """The method that the mail names, and the file."""
    (part,) = [one for one in message.walk() if one.get_content_type() == "text/calendar"]
    content: Any = part.get_payload(decode=True)
    return str(part.get_param("method")), content


def component(message: EmailMessage) -> Component:
    (item,) = ics.read_message(calendar_part(message)[1]).items
    return item.components[0]


class Office:
    """The owner's side: the product with its worker, and his mailbox."""

    def __init__(self, world: World, post: Post) -> None:
        self.post = post
        self.owner = world.rep
        # Mailboxes live as long as the test run: each test has addresses of its own.
        self.guest = f"guest-{new_id().hex}@client.example"

    def plan(self, **fields: Any) -> Event:
        people = [{"email": self.guest, "name": "Jean Roux"}]
        sent = {"subject": "Visite", "start": in_days(7), "time_zone": "Europe/Paris", "participants": people}
        event = actions.create_event(by=self.owner, sent={**sent, **fields})
        self.work(event)
        return event

    def work(self, event: Event) -> None:
        """What the worker does after a change."""
        send_invitations(organisation_id=event.organisation_id, event_id=event.pk)
        tell_of_answers(organisation_id=event.organisation_id, event_id=event.pk)
        send_due_mail(organisation_id=event.organisation_id)
        self.post.carry()

    def read_mail(self, event: Event) -> list[str]:
        """Take what lies newest in the owner's mailbox, as the sync of mail does."""
        message = self.post.newest(self.owner.email)
        outcomes = receive_itip(
            organisation_id=event.organisation_id,
            message=calendar_part(message)[1],
            sender=parseaddr(str(message["From"]))[1],
        )
        self.work(event)
        return [one.result for one in outcomes]


@pytest.fixture
def office(world: World, smtp_sink: Sink, dovecot_server: Dovecot, settings: Any) -> Office:
    settings.MAILERS = smtp_sink.mailers()
    settings.DEFAULT_FROM_EMAIL = "Tournée <tournee@sender.example>"
    return Office(world, Post(smtp_sink, dovecot_server))


def later() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=1)


def test_a_guest_declines_by_his_mail_program_and_the_owner_sees_it(office: Office) -> None:
    event = office.plan()
    invitation = office.post.newest(office.guest)
    method, _file = calendar_part(invitation)
    kinds = {part.get_content_type() for part in invitation.walk() if not part.is_multipart()}
    assert {"text/plain", "text/html", "text/calendar"} <= kinds
    part = component(invitation)
    assert (method, part.uid, part.organizer) == ("REQUEST", event.uid, Person.at(office.owner.email, "Rita Rep"))
    file = ics.reply(part, person=Person.at(office.guest), answer="DECLINED", comment="En congé", stamp=later())
    office.post.send(office.guest, office.owner.email, "REPLY", file)
    assert office.read_mail(event) == ["taken"]
    place = Participant.objects.of(event.organisation_id).get()
    assert (place.answer, place.comment) == ("declined", "En congé")
    notice = Notice.objects.of(event.organisation_id).get(member=office.owner)
    assert (notice.kind, notice.data["comment"]) == ("invitation.declined", "En congé")
    assert office.post.count(office.guest) == 1
    office.work(event)
    assert Notice.objects.of(event.organisation_id).count() == 1


def test_a_guest_answers_one_occurrence_and_then_the_series_is_moved(office: Office) -> None:
    event = office.plan(recurrence=["RRULE:FREQ=WEEKLY"])
    name = (datetime.fromisoformat(in_days(7)) + timedelta(weeks=1)).isoformat()
    actions.update_occurrences(
        event_id=event.pk, recurrence_id=name, scope=Scope.THIS, by=office.owner, sent={"subject": "Autre"}
    )
    office.work(event)
    part = component(office.post.newest(office.guest))
    assert (part.summary, part.recurrence_id is not None) == ("Autre", True)
    file = ics.reply(part, person=Person.at(office.guest), answer="ACCEPTED", stamp=later())
    office.post.send(office.guest, office.owner.email, "REPLY", file)
    assert office.read_mail(event) == ["taken"]
    answers = dict(Participant.objects.of(event.organisation_id).values_list("event__recurrence_id", "answer"))
    assert answers == {"": "none", name: "accepted"}
    before = office.post.count(office.guest)
    actions.update_event(event_id=event.pk, by=office.owner, sent={"start": in_days(7, hour=11)})
    office.work(event)
    assert office.post.count(office.guest) == before + 1
    # An answer to what was planned before the move comes too late.
    file = ics.reply(part, person=Person.at(office.guest), answer="DECLINED", stamp=later())
    office.post.send(office.guest, office.owner.email, "REPLY", file)
    assert office.read_mail(event)[0] in {"stale", "unknown_event"}
    assert set(Participant.objects.of(event.organisation_id).values_list("answer", flat=True)) == {"none"}


def test_a_guest_proposes_another_time_that_is_declined(office: Office) -> None:
    event = office.plan()
    part = component(office.post.newest(office.guest))
    start = part.start.later(timedelta(days=1))
    file = ics.counter(part, person=Person.at(office.guest), start=start, end=start, stamp=later())
    office.post.send(office.guest, office.owner.email, "COUNTER", file)
    assert office.read_mail(event) == ["proposed"]
    assert Notice.objects.of(event.organisation_id).get(member=office.owner).kind == "invitation.countered"
    proposal = Proposal.objects.of(event.organisation_id).get()
    actions.decline_proposal(event_id=event.pk, proposal_id=proposal.pk, by=office.owner)
    office.work(event)
    office.work(event)
    assert office.post.count(office.guest) == 2
    assert calendar_part(office.post.newest(office.guest))[0] == "DECLINECOUNTER"


def test_a_guest_who_lost_the_invitation_gets_it_again_once(office: Office) -> None:
    event = office.plan()
    part = component(office.post.newest(office.guest))
    file = ics.reply(part, person=Person.at(office.guest), answer="", stamp=later())
    office.post.send(office.guest, office.owner.email, "REFRESH", file.replace(b"METHOD:REPLY", b"METHOD:REFRESH"))
    assert office.read_mail(event) == ["refreshed"]
    office.work(event)
    assert office.post.count(office.guest) == 2
    assert component(office.post.newest(office.guest)).uid == event.uid


def test_the_link_of_a_mail_answers_in_a_browser(office: Office) -> None:
    event = office.plan()
    body = office.post.newest(office.guest).get_body(("plain",))
    assert body is not None
    found = re.search(r"(/answer/\S+?)\?answer=accepted", body.get_content())
    assert found is not None
    assert Client().post(found[1], {"answer": "accepted"}).status_code == 302
    assert Participant.objects.of(event.organisation_id).get().answer == "accepted"


def test_a_cancellation_arrives_once(office: Office) -> None:
    event = office.plan()
    actions.delete_event(event_id=event.pk, by=office.owner)
    office.work(event)
    office.work(event)
    assert office.post.count(office.guest) == 2
    message = office.post.newest(office.guest)
    assert (calendar_part(message)[0], component(message).status) == ("CANCEL", "CANCELLED")
