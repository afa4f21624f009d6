"""What holds for every page: protection, languages, errors that say what to do."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

import tournee.web
from tests.factories.world import World
from tests.web.conftest import SignIn

WEB = Path(tournee.web.__file__).parent
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_no_template_holds_inline_script_or_style(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json)", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "an inline handler"
    assert not re.search(r"hx-on|js:|javascript:", text), "needs eval, or is a script in an address"


@pytest.mark.django_db
def test_every_answer_forbids_inline_scripts(world: World, sign_in: SignIn) -> None:
    for client, address in ((Client(), "/sign-in/login/"), (sign_in(world.rep), "/profile/about/"), (Client(), "/no/")):
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "object-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("fr", "Il n'y a rien ici"), ("en", "There is nothing here")])
def test_an_unknown_address_says_what_to_do_in_the_browsers_language(language: str, words: str) -> None:
    answer = Client().get("/no/such/page/", headers={"Accept-Language": language})
    assert answer.status_code == 404
    assert words in answer.content.decode()
    assert f'<html lang="{language}"' in answer.content.decode()


@pytest.mark.django_db
def test_a_forged_form_is_refused_and_explained(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/sign-in/login/", {"login": "a@b.cc", "password": "x"}, headers={"Accept-Language": "en"})
    assert answer.status_code == 403
    assert "Reload it, then try once more" in answer.content.decode()


def test_the_error_page_needs_no_database() -> None:
    client = Client(raise_request_exception=False, headers={"Accept-Language": "fr"})
    # Without the database fixture every query fails, here that for the session.
    client.cookies["tournee_session"] = "a" * 32
    answer = client.get("/profile/about/")
    assert answer.status_code == 500
    assert "Quelque chose s'est cassé de notre côté" in answer.content.decode()


@pytest.mark.django_db
def test_a_visitor_chooses_the_language_of_the_sign_in() -> None:
    client = Client(headers={"Accept-Language": "en"})
    assert "Sign in" in client.get("/sign-in/login/").content.decode()
    client.post("/language/", {"language": "fr", "next": "/sign-in/login/"})
    assert "Se connecter" in client.get("/sign-in/login/").content.decode()


@pytest.mark.django_db
def test_a_page_speaks_its_viewers_language_whatever_the_browser_says(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.rep).get("/profile/about/", headers={"Accept-Language": "fr"}).content.decode()
    assert '<html lang="en"' in page
    assert "Mon profil" not in page


@pytest.mark.django_db
def test_pages_are_for_people_who_are_signed_in() -> None:
    for address in ("/profile/about/", "/profile/security/", "/settings/users/", "/calendar/", "/tasks/"):
        answer = Client().get(address)
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/sign-in/login/"), address


@pytest.mark.django_db
def test_a_part_of_a_page_is_never_the_sign_in_page() -> None:
    answer = Client().get("/profile/about/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.content == b""


@pytest.mark.django_db
def test_the_theme_cookie_is_no_way_to_write_markup(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.rep)
    client.cookies["tournee_theme"] = 'dark" onload="x'
    assert "onload" not in client.get("/profile/about/").content.decode()


def test_built_files_are_small_enough_for_the_first_page() -> None:
    built = WEB / "static" / "web"
    assert {"shell.js", "app.css", "icons.svg", "mark.svg"} <= {path.name for path in built.iterdir()}
    assert not list(built.rglob("*.map"))
    assert settings.STATIC_URL == "/static/"
