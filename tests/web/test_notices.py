"""The bell's panel, and the administrators' page of outgoing mail."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.calendar import make_event
from tests.factories.notifications import make_message, make_notice
from tests.factories.world import World
from tests.web.conftest import SignIn
from tournee.notifications import actions
from tournee.notifications.domain.retry import NeverRetry, NoServer, NotSent, OutcomeUnknown
from tournee.notifications.models import Notice, OutgoingMessage
from tournee.notifications.providers.memory.adapter import MemoryCarrier
from tournee.organisations.models import Member

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def alert_for(member: Member, subject: str = "Visit") -> Notice:
    start = timezone.now() + timedelta(minutes=10)
    event = make_event(member, start, subject=subject)
    data = {"start": start.isoformat(timespec="seconds"), "end": event.ends_at.isoformat(timespec="seconds")}
    return make_notice(member, timezone.now(), kind="alert.due", event_id=event.pk, data=data)


def panel(client: Client) -> str:
    answer = client.get("/notices/", headers=HTMX)
    assert answer.status_code == 200
    assert b"<html" not in answer.content
    return answer.content.decode()


def test_every_page_has_the_bell(world: World, sign_in: SignIn) -> None:
    text = sign_in(world.rep).get("/profile/about/").content.decode()
    assert "data-bell" in text
    assert 'hx-get="/notices/"' in text


def test_the_panel_and_the_page_tell_ones_own_notices(world: World, sign_in: SignIn) -> None:
    alert_for(world.rep, "Visit <b>of</b> Léa")
    client = sign_in(world.rep)
    assert 'data-unread="1"' in panel(client)
    assert "Visit &lt;b&gt;of&lt;/b&gt; Léa" in panel(client)
    page = client.get("/notices/").content.decode()
    assert "<html" in page
    assert "Visit &lt;b&gt;of" in page
    assert "Visit" not in panel(sign_in(world.administrator))


def test_nothing_new_says_so(world: World, sign_in: SignIn) -> None:
    assert "Nothing new" in panel(sign_in(world.rep))


def test_reading_putting_off_and_removing(world: World, sign_in: SignIn) -> None:
    first, second = alert_for(world.rep, "First"), alert_for(world.rep, "Second")
    client = sign_in(world.rep)
    assert 'data-unread="0"' in client.post("/notices/read/", headers=HTMX).content.decode()
    left = client.post(f"/notices/{first.pk}/dismiss/", headers=HTMX).content.decode()
    assert "First" not in left
    left = client.post(f"/notices/{second.pk}/snooze/", {"minutes": "5"}, headers=HTMX).content.decode()
    assert "Nothing new" in left
    second.refresh_from_db()
    assert second.snoozed_until is not None
    # Without scripts the answer is the page.
    assert client.post("/notices/read/").status_code == 302


def test_until_the_start_and_a_pause_that_cannot_be(world: World, sign_in: SignIn) -> None:
    notice, client = alert_for(world.rep), sign_in(world.rep)
    assert (
        "Choose 5, 10" in client.post(f"/notices/{notice.pk}/snooze/", {"minutes": "7"}, headers=HTMX).content.decode()
    )
    client.post(f"/notices/{notice.pk}/snooze/", {"minutes": "start"}, headers=HTMX)
    notice.refresh_from_db()
    assert notice.snoozed_until is not None
    assert notice.snoozed_until.isoformat(timespec="seconds") == notice.data["start"]


def test_anothers_notice_stays(world: World, sign_in: SignIn) -> None:
    notice = alert_for(world.rep)
    sign_in(world.administrator).post(f"/notices/{notice.pk}/dismiss/")
    notice.refresh_from_db()
    assert notice.dismissed_at is None


def stopped(world: World, fault: NotSent, **fields: Any) -> OutgoingMessage:
    message = make_message(world.rep, **fields)
    actions.send_due_mail(organisation_id=world.organisation.pk, carrier=MemoryCarrier(fault))
    return message


def state(message: OutgoingMessage) -> str:
    message.refresh_from_db()
    return message.state


@pytest.mark.parametrize("who", ["rep", "manager"])
def test_outgoing_mail_is_the_administrators(world: World, sign_in: SignIn, who: str) -> None:
    message, client = stopped(world, NeverRetry("550")), sign_in(getattr(world, who))
    assert client.get("/settings/mail/").status_code == 403
    assert client.post(f"/settings/mail/{message.pk}/", {"deed": "discard"}).status_code == 403
    assert client.post("/settings/mail/release/").status_code == 403
    assert state(message) == "failed"


def test_it_says_what_did_not_leave_and_why_and_hides_what_is_private(world: World, sign_in: SignIn) -> None:
    stopped(world, NeverRetry("550 no such user"), subject="Réunion")
    stopped(world, NeverRetry("550 max@example.org"), to="max@example.org", subject="Doctor", confidential=True)
    text = sign_in(world.administrator).get("/settings/mail/").content.decode()
    assert "Réunion" in text
    assert "550 no such user" in text
    assert "Doctor" not in text
    assert "max@example.org" not in text


@pytest.mark.parametrize(("deed", "expected"), [("send", "waiting"), ("arrived", "sent"), ("discard", "discarded")])
def test_what_may_be_done_is_done(world: World, sign_in: SignIn, deed: str, expected: str) -> None:
    message, client = stopped(world, OutcomeUnknown("cut")), sign_in(world.administrator)
    assert f'value="{deed}"' in client.get("/settings/mail/?state=unknown").content.decode()
    assert client.post(f"/settings/mail/{message.pk}/", {"deed": deed}).status_code == 302
    assert state(message) == expected


def test_the_answer_says_what_was_done_and_keeps_the_state_that_was_chosen(world: World, sign_in: SignIn) -> None:
    message, client = stopped(world, OutcomeUnknown("cut")), sign_in(world.administrator)
    answer = client.post(f"/settings/mail/{message.pk}/", {"deed": "arrived", "state": "unknown"}, follow=True)
    assert answer.request["QUERY_STRING"] == "state=unknown"
    text = answer.content.decode()
    assert ("Noted: it arrived." in text, "No mail is in this state" in text) == (True, True)
    elsewhere = client.post(f"/settings/mail/{message.pk}/", {"state": "https://example.org"})
    assert elsewhere.headers["Location"] == "/settings/mail/"


def test_a_message_that_waits_says_when_it_is_tried_again(world: World, sign_in: SignIn) -> None:
    message, client = make_message(world.rep), sign_in(world.administrator)
    assert "Next attempt" not in client.get("/settings/mail/").content.decode()
    later = datetime(2026, 12, 24, 18, 5, tzinfo=UTC)
    rows = OutgoingMessage.objects.of(world.organisation.pk).filter(pk=message.pk)
    rows.update(fault="later", tries=2, next_try_at=later, last_error="450 greylisted")
    text = client.get("/settings/mail/").content.decode()
    assert "It is tried again by itself. (450 greylisted) Next attempt: 24 Dec., 19:05." in text


def test_without_a_mail_server_nothing_offers_to_send_again(world: World, sign_in: SignIn, settings: Any) -> None:
    stopped(world, NeverRetry("550"))
    client = sign_in(world.administrator)
    assert 'value="send"' in client.get("/settings/mail/").content.decode()
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {}}}
    text = client.get("/settings/mail/").content.decode()
    assert ('value="send"' in text, 'value="discard"' in text) == (False, True)


def test_what_moved_on_in_the_meantime_is_told(world: World, sign_in: SignIn) -> None:
    message, client = stopped(world, NeverRetry("550")), sign_in(world.administrator)
    answer = client.post(f"/settings/mail/{message.pk}/", {"deed": "arrived"}, follow=True)
    assert "moved on in the meantime" in answer.content.decode()


def test_an_unknown_deed_does_nothing(world: World, sign_in: SignIn) -> None:
    message, client = stopped(world, NeverRetry("550")), sign_in(world.administrator)
    client.post(f"/settings/mail/{message.pk}/", {"deed": "burn"})
    assert state(message) == "failed"


def test_what_was_kept_is_released(world: World, sign_in: SignIn) -> None:
    message, client = stopped(world, NoServer("")), sign_in(world.administrator)
    text = client.get("/settings/mail/").content.decode()
    assert ("1 message was kept" in text, "No mail server is configured" in text) == (True, False)
    answer = client.post("/settings/mail/release/", follow=True)
    assert "1 message is on its way." in answer.content.decode()
    assert state(message) == "waiting"


def test_no_mail_server_is_said(world: World, sign_in: SignIn, settings: Any) -> None:
    client = sign_in(world.administrator)
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {}}}
    assert "TOURNEE_SMTP_HOST" in client.get("/settings/mail/").content.decode()


def test_another_organisations_mail_does_not_exist(world: World, sign_in: SignIn) -> None:
    message, client = stopped(world, NeverRetry("550"), subject="Réunion"), sign_in(world.stranger)
    assert "Réunion" not in client.get("/settings/mail/").content.decode()
    assert client.post(f"/settings/mail/{message.pk}/", {"deed": "discard"}).status_code == 404
