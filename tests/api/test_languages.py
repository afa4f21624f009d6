"""The language of an answer: the session's member, else Accept-Language, else the token's member."""

from typing import Any

import pytest
from django.test import Client

from tests.factories.organisations import make_token
from tests.factories.world import World

FRENCH, ENGLISH = "Ce contenu n", "This does not exist"
CASES = [
    ("fr", None, "fr"),
    ("en", None, "en"),
    ("fr", "en", "en"),
    ("en", "fr-FR,fr;q=0.9,en;q=0.5", "fr"),
    ("en", "de, fr;q=0.5", "fr"),
]


def ask(client: Client, accept: str | None) -> Any:
    headers = {"Accept-Language": accept} if accept else {}
    return client.get("/api/v1/events/01900000-0000-7000-8000-000000000000", headers=headers)


@pytest.mark.parametrize(("member", "accept", "answered"), CASES)
def test_a_program_is_answered_in_the_language_it_accepts_else_its_member_s(
    world: World, member: str, accept: str | None, answered: str
) -> None:
    world.rep.language = member
    world.rep.save()
    client = Client(headers={"Authorization": f"Bearer {make_token(world.rep)}"})
    check(ask(client, accept), answered)


@pytest.mark.parametrize(("member", "accept"), [("fr", "en"), ("en", "fr"), ("fr", None)])
def test_a_page_is_answered_in_the_language_of_who_is_signed_in(
    world: World, settings: Any, member: str, accept: str | None
) -> None:
    world.rep.language = member
    world.rep.save()
    client = Client()
    client.force_login(world.rep, backend=settings.AUTHENTICATION_BACKENDS[0])
    check(ask(client, accept), member)


def test_whoever_is_not_known_is_refused_in_the_language_he_accepts(db: None) -> None:
    french, english = (ask(Client(), accept).json()["detail"] for accept in ("fr", "en"))
    assert english == "Sign in, or send a valid token."
    assert french != english


def test_one_request_leaves_the_next_its_own_language(world: World) -> None:
    world.rep.language, world.colleague.language = "fr", "en"
    world.rep.save()
    world.colleague.save()
    for member, answered in ((world.rep, "fr"), (world.colleague, "en"), (world.rep, "fr")):
        check(ask(Client(headers={"Authorization": f"Bearer {make_token(member)}"}), None), answered)


def check(answer: Any, language: str) -> None:
    assert answer.status_code == 404
    english = answer.json()["detail"].startswith(ENGLISH)
    assert (english, answer["Content-Language"]) == (language == "en", language)
