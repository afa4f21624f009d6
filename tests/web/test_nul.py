"""NUL, which PostgreSQL refuses even in a text to look for, never breaks a page, wherever it comes from."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories.world import World
from tests.web.access_table import PAGES
from tests.web.test_access_matrix import Send, browser, records, send

__all__ = ["records", "send"]
NAMES = ("q", "page", "after", "owner", "kind", "grade", "state", "which", "start", "told", "name", "email", "account",
         "opportunity", "event", "guest", "next", "south", "west", "north", "east")  # fmt: skip
NUL_COOKIE = '="abcdefgh\\000ijklmnopqrstuvwx"'


@pytest.mark.parametrize("route", [route for route, page in PAGES.items() if page.read and "<" not in route])
def test_an_address_with_nul_shows_what_it_shows_without(route: str, world: World) -> None:
    client = browser(world, "administrator")
    for name in NAMES:
        answer = client.get(f"/{route}", {name: "\x00a\x00"})
        assert answer.status_code == client.get(f"/{route}", {name: "a"}).status_code, name


@pytest.mark.parametrize("route", [route for route, page in PAGES.items() if page.write])
def test_a_form_with_nul_saves_nothing_with_nul(route: str, world: World, send: Send, records: Any) -> None:
    write = PAGES[route].write
    assert write
    texts = {name: f"a\x00{value}" for name, value in write.sent.items() if isinstance(value, str) and name != "file"}
    for name, text in {**texts, "key": "\x00", "base": "\x00", "versions": "\x00", "version": "\x00"}.items():
        cache.clear()
        changed = type(write)(write.allowed, write.refused, write.status, {**write.sent, name: text})
        answer, _text, _changes = send(route, "post", "administrator", changed)
        assert answer.status_code in {200, 302, 404, 412, 422}, name


@pytest.mark.parametrize("cookie", ["tournee_session", "tournee_csrf", "tournee_zone", "tournee_language", "messages"])
@pytest.mark.parametrize("path", ["/accounts/", "/sign-in/login/", "/api/v1/me", "/healthz"])
def test_a_cookie_with_nul_is_no_cookie(cookie: str, path: str, db: None) -> None:
    clean, hostile = Client().get(path), Client().get(path, headers={"Cookie": f"{cookie}{NUL_COOKIE}"})
    assert hostile.status_code == clean.status_code
