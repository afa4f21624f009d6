"""My profile: private addresses of one's calendar, shown once and ended by hand or by a new password."""

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.test import Client
from django.utils import timezone

from tests.factories.calendar import make_event
from tests.factories.organisations import PASSWORD
from tests.factories.world import World
from tests.web.conftest import SignIn
from tournee.calendar.actions.feeds import MOST, create_feed
from tournee.calendar.models import CalendarFeed
from tournee.change_log.models import Change
from tournee.organisations.models import Member

pytestmark = pytest.mark.django_db
PAGE = "/profile/calendar-addresses/"
NEW_PASSWORD = "another-long-password"


@pytest.fixture
def client(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.rep)


def feeds() -> Any:
    rows = CalendarFeed.objects.all()
    rows.opened = True
    return rows


def make(client: Client, name: str = "Phone", content: str = "details") -> str:
    """An address of the page, without its host."""
    page = client.post(PAGE, {"name": name, "content": content})
    assert page.status_code == 200, page.content.decode()
    found = re.search(r'<code id="new-address">http://testserver(/feeds/[\w-]+\.ics)</code>', page.content.decode())
    assert found
    return found[1]


def status_of(address: str) -> int:
    return Client().get(address).status_code


def test_an_address_is_shown_once_and_shows_the_calendar(client: Client, world: World) -> None:
    make_event(world.rep, timezone.now(), subject="Call Lyon", privacy="private")
    address = make(client)
    answer = Client().get(address)
    assert "SUMMARY:Call Lyon" in answer.content.decode()
    page = client.get(PAGE)
    assert address not in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]


def test_the_list_says_what_each_shows_and_when_it_was_used(client: Client) -> None:
    make(client, "Phone")
    make(client, "Family", "busy")
    phone = feeds().get(name="Phone")
    feeds().filter(pk=phone.pk).update(last_used_at=timezone.now() - timedelta(hours=3))
    first, second = re.findall(r'<li class="list__item">.*?</li>', client.get(PAGE).content.decode(), re.DOTALL)
    assert "Phone" in first
    assert "private ones too" in first
    assert re.search(r"last read 3\s+hours ago", unescape(first))
    assert "Family" in second
    assert "Only when your time is taken" in second
    assert "never read" in second


def test_a_busy_address_tells_only_when(client: Client, world: World) -> None:
    make_event(world.rep, timezone.now(), subject="Secret call")
    text = Client().get(make(client, content="busy")).content.decode()
    assert ("BEGIN:VEVENT" in text, "Secret" in text) == (True, False)


def test_a_revoked_address_ends_at_once_and_the_others_go_on(client: Client) -> None:
    ended, kept = make(client, "Phone"), make(client, "Family")
    answer = client.post(f"{PAGE}{feeds().get(name='Phone').pk}/revoke/", follow=True)
    assert "The address no longer works." in answer.content.decode()
    assert (status_of(ended), status_of(kept)) == (404, 200)


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"name": " ", "content": "busy"}, "id_name_error"),
        ({"name": "x" * 81, "content": "busy"}, "id_name_error"),
        ({"name": "a\x07b", "content": "busy"}, "id_name_error"),
        ({"name": "Phone", "content": "all"}, "id_content_error"),
        ({"name": "Phone"}, "id_content_error"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_makes_nothing(
    client: Client, sent: dict[str, str], wrong: str
) -> None:
    answer = client.post(PAGE, sent)
    assert (answer.status_code, feeds().count()) == (422, 0)
    assert f'id="{wrong}"' in answer.content.decode()


def test_whoever_has_too_many_is_told_what_to_do(client: Client, world: World) -> None:
    for number in range(MOST):
        create_feed(by=world.rep, name=str(number), content="busy")
    answer = client.post(PAGE, {"name": "One more", "content": "busy"})
    assert (answer.status_code, feeds().count()) == (422, MOST)
    assert "Revoke one that you no longer need." in answer.content.decode()
    assert "new-address" not in answer.content.decode()


def test_without_an_address_the_page_says_what_to_do(world: World, sign_in: SignIn) -> None:
    Member.objects.filter(pk=world.rep.pk).update(language="fr")
    page = sign_in(world.rep).get(PAGE).content.decode()
    assert "Aucune adresse pour l’instant." in page


def test_one_takes_away_what_is_known_of_ones_addresses_but_no_secret(client: Client) -> None:
    address = make(client)
    answer = client.get("/profile/data/download/")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # it streams
    assert [one["name"] for one in json.loads(text)["calendar_addresses"]] == ["Phone"]
    assert "digest" not in text
    assert address.rpartition("-")[2].removesuffix(".ics") not in text


def change_password(client: Client) -> Any:
    fields = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    answer = client.post("/sign-in/password/change/", fields)
    assert answer.status_code == 302, answer.content.decode()
    return answer


def test_a_new_password_ends_ones_own_addresses_and_nobody_elses(client: Client, world: World, sign_in: SignIn) -> None:
    address, others = make(client), make(sign_in(world.colleague))
    feed = feeds().get(member=world.rep)
    change_password(client)
    assert (status_of(address), status_of(others)) == (404, 200)
    found = Change.objects.get(organisation_id=world.organisation.pk, kind="feed.revoked")
    assert (found.subject_id, found.owner_id, found.actor_id) == (feed.pk, world.rep.pk, world.rep.pk)
    assert status_of(make(client, "Anew")) == 200


def test_a_password_set_by_a_command_ends_them_too(client: Client, world: World) -> None:
    address = make(client)
    member = Member.objects.get(pk=world.rep.pk)
    member.set_password(NEW_PASSWORD)
    member.save()
    assert status_of(address) == 404


def test_signing_in_and_a_stronger_hash_are_no_new_password(client: Client, world: World, sign_in: SignIn) -> None:
    address = make(client)
    weaker = hashers.make_password(PASSWORD, hasher="pbkdf2_sha256")
    Member.objects.filter(pk=world.rep.pk).update(password=weaker)
    sign_in(world.rep)
    assert Member.objects.get(pk=world.rep.pk).password.startswith("argon2")
    assert status_of(address) == 200


def test_the_form_of_a_new_password_says_so(client: Client) -> None:
    page = client.get("/sign-in/password/change/").content.decode()
    assert "Your API tokens and calendar addresses end too" in page
