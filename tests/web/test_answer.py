"""The page behind the links of an invitation: open to whoever has the link, and to nobody else."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.factories.organisations import make_member, make_organisation
from tests.notifications.inviting import GUEST, in_days, told
from tournee.calendar import actions
from tournee.calendar.domain.series import Scope
from tournee.calendar.models import Event, Participant, Proposal
from tournee.change_log.models import Change
from tournee.organisations.models import Member

pytestmark = pytest.mark.django_db
NASTY = '<script>alert("x")</script>'


@pytest.fixture(autouse=True)
def no_limit_reached() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def owner() -> Member:
    return make_member(make_organisation(language="en"), name="Léa Martin")


def plan(owner: Member, **fields: Any) -> Event:
    people = [{"email": GUEST}]
    return actions.create_event(
        by=owner,
        sent={"subject": "Visit", "start": in_days(7), "time_zone": "Europe/Paris", "participants": people, **fields},
    )


def link_in(event: Event) -> str:
    (mail,) = told(event)
    found = re.search(r"(/answer/[^?\s]+/)\?answer=accepted", mail.text)
    assert found is not None
    return found[1]


def page(link: str, **options: Any) -> Any:
    return Client(**options).get(link)


def say(link: str, answer: str = "accepted", comment: str = "") -> Any:
    return Client(enforce_csrf_checks=True).post(link, {"answer": answer, "comment": comment}, follow=True)


def answers() -> dict[str, str]:
    rows = Participant.objects.all()
    rows.opened = True
    return dict(rows.values_list("event__recurrence_id", "answer"))


def test_looking_shows_the_event_and_answers_nothing(owner: Member) -> None:
    link = link_in(plan(owner, notes="Bring plans", other_address={"address": "1 rue X"}))
    before = Change.objects.count()
    for query in ("", "?answer=accepted", "?answer=nonsense"):
        answer = page(link + query)
        text = answer.content.decode()
        assert answer.status_code == 200
        assert all(one in text for one in ("Visit", "Bring plans", "1 rue X", "Léa Martin", "09:00–10:00"))
    Client().head(link)
    assert (answers(), Change.objects.count()) == ({"": "none"}, before)
    chosen = page(link + "?answer=declined").content.decode()
    assert re.search(r'button--primary" type="submit" name="answer" value="declined"', chosen)


def test_one_click_answers_and_the_page_says_so(owner: Member) -> None:
    event = plan(owner)
    link = link_in(event)
    shown = say(link, "tentative", "Perhaps late")
    place = Participant.objects.of(owner.organisation_id).get()
    assert (place.answer, place.comment) == ("tentative", "Perhaps late")
    assert "You have answered: maybe." in shown.content.decode()
    assert "Perhaps late" in page(link).content.decode()
    assert Change.objects.get(kind="event.answered").source == "link"
    say(link, "declined")
    assert answers() == {"": "declined"}


def test_what_is_no_answer_changes_nothing(owner: Member) -> None:
    link = link_in(plan(owner))
    for sent in ("", "none", "maybe"):
        assert say(link, sent).status_code == 200
    assert answers() == {"": "none"}


def test_one_occurrence_is_answered_alone(owner: Member) -> None:
    event = plan(owner, recurrence=["RRULE:FREQ=WEEKLY"])
    whole = link_in(event)
    name = (datetime.fromisoformat(in_days(7)) + timedelta(weeks=1)).isoformat()
    actions.update_occurrences(
        event_id=event.pk, recurrence_id=name, scope=Scope.THIS, by=owner, sent={"start": in_days(14, hour=15)}
    )
    one = link_in(event)
    assert "every date" in page(whole).content.decode()
    assert "every date" not in page(one).content.decode()
    say(one, "declined")
    assert answers() == {"": "none", name: "declined"}
    say(whole, "accepted")
    assert answers() == {"": "accepted", name: "declined"}


def test_a_changed_event_says_so_and_is_shown_as_it_is(owner: Member) -> None:
    event = plan(owner)
    link = link_in(event)
    actions.update_event(event_id=event.pk, by=owner, sent={"start": in_days(8, hour=15)})
    text = page(link).content.decode()
    assert "This was changed after that e-mail was sent" in text
    assert "15:00–16:00" in text
    assert "was changed" not in page(link_in(event)).content.decode()


def test_a_cancelled_event_or_invitation_shows_nothing_of_it(owner: Member) -> None:
    event = plan(owner, subject="Secret")
    link = link_in(event)
    actions.update_event(event_id=event.pk, by=owner, sent={"participants": []})
    off = page(link).content.decode()
    assert ("no longer expected" in off, "Secret" in off) == (True, False)
    say(link)
    assert not Change.objects.filter(kind="event.answered").exists()
    actions.delete_event(event_id=event.pk, by=owner)
    assert "no longer expected" in page(link).content.decode()


def test_what_is_over_can_no_longer_be_answered(owner: Member) -> None:
    event = plan(owner)
    link = link_in(event)
    start = timezone.now() - timedelta(hours=3)
    Event.objects.of(owner.organisation_id).update(starts_at=start, ends_at=start + timedelta(hours=1))
    text = page(link).content.decode()
    assert ("This is over" in text, 'name="answer"' in text) == (True, False)
    say(link)
    assert answers() == {"": "none"}


def test_what_is_over_still_tells_what_was_answered(owner: Member) -> None:
    link = link_in(plan(owner))
    say(link, "accepted")
    start = timezone.now() - timedelta(hours=3)
    Event.objects.of(owner.organisation_id).update(starts_at=start, ends_at=start + timedelta(hours=1))
    text = page(link).content.decode()
    assert ("You have accepted." in text, "This is over" in text, "change your answer" in text) == (True, True, False)


def test_a_proposal_is_shown_to_whoever_made_it_until_it_is_decided(owner: Member) -> None:
    event = plan(owner)
    link = link_in(event)
    start = event.starts_at + timedelta(hours=5)
    kept = {"organisation_id": owner.organisation_id, "event": event, "received_at": timezone.now()}
    times = {"starts_at": start, "ends_at": start + timedelta(hours=1), "time_zone": "Europe/Paris"}
    other = Proposal.objects.create(email="nora@client.example", **kept, **times)
    assert "proposed another time" not in page(link).content.decode()
    Proposal.objects.of(owner.organisation_id).update(email=GUEST)
    assert re.search(r"proposed another time: [^<]*14:00–15:00\. Léa Martin has not", page(link).content.decode())
    actions.decline_proposal(event_id=event.pk, proposal_id=other.pk, by=owner)
    assert "proposed another time" not in page(link).content.decode()


def test_a_link_that_was_not_sent_opens_nothing(owner: Member) -> None:
    link = link_in(plan(owner))
    token = link.split("/")[2]
    payload, _, signature = token.partition(".")
    for wrong in ("x", f"{payload}.x", f"{payload[:-2]}AA.{signature}", f"{payload}.{signature}x", "A" * 5000):
        answer = page(f"/answer/{wrong}/", headers={"Accept-Language": "en"})
        assert (answer.status_code, answer["X-Robots-Tag"]) == (404, "noindex")
        assert "open it from the e-mail once more" in answer.content.decode()
        assert not re.search(r'href="/(search|calendar)', answer.content.decode())
        assert say(f"/answer/{wrong}/").status_code == 404
    assert answers() == {"": "none"}


def test_texts_are_escaped_and_nothing_is_fetched_from_elsewhere(owner: Member) -> None:
    event = plan(owner, subject=NASTY, notes=NASTY, other_address={"address": NASTY})
    link = link_in(event)
    shown = say(link, "declined", NASTY).content.decode()
    assert "<script>" not in shown
    assert shown.count("&lt;script&gt;") >= 4
    assert re.findall(r'(?:src|href)="(?:https?:)?//', shown) == []


def test_the_page_is_kept_by_nobody_and_found_by_no_search(owner: Member) -> None:
    answer = page(link_in(plan(owner)))
    assert "no-store" in answer["Cache-Control"]
    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex", "same-origin")
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_it_speaks_the_guest_s_language_or_the_one_he_chooses() -> None:
    link = link_in(plan(make_member(make_organisation(language="fr"))))
    assert "Accepter" in page(link, headers={"Accept-Language": "en"}).content.decode()
    client = Client()
    client.cookies["tournee_language"] = "en"
    assert "Accept</button>" in client.get(link).content.decode()


def test_whoever_tries_too_often_waits(owner: Member) -> None:
    link = link_in(plan(owner))
    client = Client()
    assert {client.get(link).status_code for _ in range(60)} == {200}
    assert client.get(link).status_code == 429
    assert client.post(link, {"answer": "accepted"}).status_code == 429
    assert answers() == {"": "none"}
