"""A new password: what it ends, and what its owner is told."""

from datetime import timedelta

import pytest
from django.contrib.auth import hashers
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.factories.organisations import PASSWORD, make_member
from tests.factories.world import World
from tournee.change_log.models import Change
from tournee.organisations import actions
from tournee.organisations.models import ApiToken, Member

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "another-long-password"
ME = "/api/v1/me"


@pytest.fixture(autouse=True)
def no_attempts_yet() -> None:
    cache.clear()


@pytest.fixture
def member(world: World) -> Member:
    return make_member(world.organisation, password=PASSWORD, name="Ines", language="en")


@pytest.fixture
def secret(member: Member) -> str:
    return actions.create_token(by=member, name="Exporter", scopes=["me"])[1]


def signed_in(member: Member) -> Client:
    client = Client()
    answer = client.post("/sign-in/login/", {"login": member.email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content
    return client


def status_with(secret: str) -> int:
    return Client().get(ME, headers={"Authorization": f"Bearer {secret}"}).status_code


def change_password(client: Client) -> None:
    fields = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    answer = client.post("/sign-in/password/change/", fields)
    assert answer.status_code == 302, answer.content.decode()


def test_a_changed_password_ends_other_sessions_and_every_token(member: Member, secret: str) -> None:
    here, elsewhere = signed_in(member), signed_in(member)
    assert (elsewhere.get(ME).status_code, status_with(secret)) == (200, 200)
    change_password(here)
    assert (here.get(ME).status_code, elsewhere.get(ME).status_code, status_with(secret)) == (200, 401, 401)


def test_a_password_chosen_by_link_ends_every_session_and_token(member: Member, secret: str) -> None:
    elsewhere, client = signed_in(member), Client()
    member.refresh_from_db()
    form = client.get(actions.password_link(member).partition("8000")[2]).headers["Location"]
    answer = client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert answer.status_code == 302
    assert (elsewhere.get(ME).status_code, status_with(secret)) == (401, 401)


def test_the_tokens_of_others_go_on(member: Member, world: World) -> None:
    _, secret = actions.create_token(by=world.rep, name="Other", scopes=["me"])
    change_password(signed_in(member))
    assert status_with(secret) == 200


def test_the_log_tells_of_each_token_that_ended(member: Member, secret: str) -> None:
    token = ApiToken.objects.of(member.organisation_id).get(member=member)
    change_password(signed_in(member))
    found = Change.objects.get(organisation_id=member.organisation_id, kind="token.revoked")
    assert (found.subject_id, found.owner_id, found.actor_id) == (token.pk, member.pk, member.pk)


def test_signing_in_and_a_stronger_hash_are_no_new_password(member: Member, secret: str) -> None:
    member.password = hashers.make_password(PASSWORD, hasher="pbkdf2_sha256")
    member.save(update_fields=["password"])
    signed_in(member)
    member.refresh_from_db()
    assert member.password.startswith("argon2")
    assert status_with(secret) == 200


def test_a_token_made_afterwards_opens(member: Member) -> None:
    change_password(signed_in(member))
    member.refresh_from_db()
    expires_at = timezone.now() + timedelta(days=1)
    assert status_with(actions.create_token(by=member, name="New", scopes=["me"], expires_at=expires_at)[1]) == 200


class CountingHasher(hashers.Argon2PasswordHasher):
    """Counts how often the slow function runs."""

    runs = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).runs += 1
        return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        type(self).runs += 1
        return super().verify(password, encoded)


def test_known_and_unknown_addresses_cost_the_same(
    member: Member, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time of a sign-in is that of the slow hash; whoever measures it learns nothing about who exists."""
    deactivated = make_member(world.organisation, password=PASSWORD, is_active=False)
    invited = make_member(world.organisation)
    invited.set_unusable_password()
    invited.save(update_fields=["password"])
    counting = CountingHasher()
    monkeypatch.setattr(hashers, "get_hasher", lambda _algorithm="default": counting)
    monkeypatch.setattr(hashers, "get_hashers", lambda: [counting])
    monkeypatch.setattr(hashers, "identify_hasher", lambda _encoded: counting)
    runs = {}
    for email in (member.email, "nobody@example.com", deactivated.email, invited.email):
        CountingHasher.runs = 0
        answer = Client().post("/sign-in/login/", {"login": email, "password": "wrong-password"})
        assert answer.status_code == 200
        runs[email] = CountingHasher.runs
    assert set(runs.values()) == {1}, runs


@pytest.mark.parametrize(
    ("places", "waits"),
    [
        ([f"2001:db8:1:2::{number:x}" for number in range(1, 14)], True),
        ([f"2001:db8:1:{number:x}::1" for number in range(1, 14)], False),
        ([f"192.0.2.{number}" for number in range(1, 14)], False),
    ],
)
def test_a_place_is_one_address_or_a_whole_subnet_of_ipv6(places: list[str], waits: bool, world: World) -> None:
    """A home has 2^64 addresses of IPv6: guessing from each in turn must not help."""
    texts = [guess(place, f"nobody{number}@example.com") for number, place in enumerate(places)]
    assert ("Too many attempts" in texts[-1]) is waits


def guess(place: str, email: str) -> str:
    client = Client(REMOTE_ADDR=place, headers={"Accept-Language": "en"})
    return client.post("/sign-in/login/", {"login": email, "password": "wrong-password"}).content.decode()
