"""OpenID Connect, against a provider that really runs: known people come in, nobody else does."""

import re
import urllib.request
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from pytest_django.fixtures import Settings

from tests.factories.organisations import make_member
from tests.factories.world import World
from tests.servers.identity_provider import CLIENT_ID, CLIENT_SECRET, IdentityProvider, identity_provider
from tests.web.conftest import SignIn
from tournee.organisations.models import Member

pytestmark = pytest.mark.django_db
START = "/sign-in/oidc/oidc/login/"


class StayHere(urllib.request.HTTPRedirectHandler):
    """The answer itself, not where it leads."""

    def redirect_request(self, *_: Any) -> None:
        return None


@pytest.fixture
def provider(settings: Settings) -> Iterator[IdentityProvider]:
    with identity_provider() as running:
        app = {
            "provider_id": "oidc",
            "name": "Acme",
            "client_id": CLIENT_ID,
            "secret": CLIENT_SECRET,
            "settings": {"server_url": running.address},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield running


@pytest.fixture
def member(world: World) -> Member:
    return make_member(world.organisation, email="zoe@example.com")


def come_back(client: Client) -> Any:
    """Press the button, go to the provider, and return with its answer."""
    page = client.post(START).content.decode()
    assert '<meta http-equiv="refresh"' in page
    found = re.search(r'<a href="(http://127[^"]+)"', page)
    assert found, page
    try:
        urllib.request.build_opener(StayHere).open(unescape(found[1]), timeout=10)
        raise AssertionError("the provider sends the browser back")
    except urllib.error.HTTPError as answer:
        answer.close()
        return client.get(answer.headers["Location"].removeprefix("http://testserver"), follow=True)


def is_signed_in(client: Client) -> bool:
    return client.get("/profile/about/").status_code == 200


def test_the_button_names_the_organisations_sign_in(provider: IdentityProvider) -> None:
    page = Client().get("/sign-in/login/", headers={"Accept-Language": "en"}).content.decode()
    assert "Sign in with Acme" in page
    assert f'action="{START}' in page


def test_a_member_comes_in_by_the_verified_address_and_then_by_identity(
    provider: IdentityProvider, member: Member
) -> None:
    provider.email = "ZOE@example.com"
    client = Client()
    come_back(client)
    assert is_signed_in(client)
    assert SocialAccount.objects.get().user == member
    # The provider's identity stays the member's, also under a new address here.
    Member.objects.filter(pk=member.pk).update(email="zoe.new@example.com")
    again = Client()
    come_back(again)
    assert is_signed_in(again)


def test_a_password_survives_single_sign_on(provider: IdentityProvider, world: World, sign_in: SignIn) -> None:
    sign_in(world.rep)
    provider.email = world.rep.email
    come_back(Client())
    assert Member.objects.get(pk=world.rep.pk).has_usable_password()


@pytest.mark.parametrize(("email", "verified"), [("zoe@example.com", False), ("stranger@example.com", True)])
def test_unverified_and_unknown_addresses_stay_outside(
    provider: IdentityProvider, member: Member, email: str, verified: bool
) -> None:
    provider.email, provider.email_verified = email, verified
    client = Client(headers={"Accept-Language": "en"})
    assert "By invitation only" in come_back(client).content.decode()
    assert not is_signed_in(client)
    assert not Member.objects.filter(email="stranger@example.com").exists()


def test_a_deactivated_member_stays_outside(provider: IdentityProvider, member: Member) -> None:
    Member.objects.filter(pk=member.pk).update(is_active=False)
    provider.email = member.email
    client = Client(headers={"Accept-Language": "en"})
    assert "Your access has ended" in come_back(client).content.decode()
    assert not is_signed_in(client)


def test_whoever_cancels_is_told_how_to_go_on(provider: IdentityProvider, member: Member) -> None:
    provider.cancelled = True
    page = come_back(Client(headers={"Accept-Language": "en"})).content.decode()
    assert "Sign-in cancelled" in page


def test_a_provider_that_fails_gets_a_page_and_no_stack_trace(provider: IdentityProvider) -> None:
    provider.broken = True
    answer = Client(headers={"Accept-Language": "en"}).post(START)
    assert answer.status_code == 503
    assert "Sign-in failed" in answer.content.decode()


def test_a_forged_answer_is_refused(provider: IdentityProvider, member: Member) -> None:
    provider.email = member.email
    client = Client(headers={"Accept-Language": "en"})
    answer = client.get("/sign-in/oidc/oidc/login/callback/?code=guessed&state=guessed")
    assert "Sign-in failed" in answer.content.decode()
    assert not is_signed_in(client)


def test_without_a_provider_there_is_neither_button_nor_address() -> None:
    assert "/oidc/" not in Client().get("/sign-in/login/").content.decode()
    assert Client().post(START).status_code == 404
