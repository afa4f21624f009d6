"""Browsers without a browser: Django's client, signed in as somebody of the world."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories.organisations import PASSWORD
from tournee.organisations.models import Member

SignIn = Callable[[Member], Client]


@pytest.fixture(autouse=True)
def no_attempts_yet() -> None:
    """The limits on wrong passwords are kept in the process's cache."""
    cache.clear()


@pytest.fixture
def sign_in() -> SignIn:
    """A client in which the member is signed in, by the sign-in page."""

    def signed_in(member: Member) -> Client:
        if not member.has_usable_password():
            member.set_password(PASSWORD)
            member.save(update_fields=["password"])
        client = Client()
        answer = client.post("/sign-in/login/", {"login": member.email, "password": PASSWORD})
        assert answer.status_code == 302, answer.content
        return client

    return signed_in
