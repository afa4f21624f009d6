"""The page behind the link of an invitation: for people without an account, who came from their mail."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.servers.tournee import Served

from .inviting import links
from .screens import DESK, PHONE, look

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
STATES = ("open", "series", "moved", "ended", "cancelled", "proposed", "unknown")


@pytest.fixture(scope="module")
def paths(served_demo: Served) -> dict[str, str]:
    return {**links(served_demo), "unknown": "/answer/AZoANAMAceegKTfWUcm8cA.x/"}


@pytest.fixture
def visit(browser: Browser, served_demo: Served) -> Iterator[Visit]:
    """A browser that has never been here; what its pages' scripts throw fails the test."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def visited(path: str, how: dict[str, Any] = PHONE, *, language: str = "fr-FR", **options: Any) -> Page:
        width, height = how["size"]
        context = browser.new_context(
            base_url=served_demo.address, viewport={"width": width, "height": height}, locale=language, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(path)
        return page

    yield visited
    for context in contexts:
        context.close()
    assert problems == []


# One address may open sixty such pages a minute: all journeys here together open fewer.
@pytest.mark.parametrize(
    ("name", "how", "options"),
    [
        ("desk-fr", DESK, {}),
        ("desk-en-dark", DESK, {"color_scheme": "dark"}),
        ("phone-fr-dark", PHONE, {"color_scheme": "dark"}),
        ("phone-en", PHONE, {}),
    ],
)
def test_every_state_is_fit_for_everyone(
    visit: Visit, paths: dict[str, str], name: str, how: dict[str, Any], options: dict[str, Any]
) -> None:
    page = visit(paths["open"], how, **options)
    language = "en" if "-en" in name else "fr"
    if language == "en":
        page.get_by_role("button", name="English").click()
        expect(page.get_by_role("button", name="Accept", exact=True)).to_be_visible()
    for state in STATES:
        page.goto(paths[state])
        expect(page.locator("html")).to_have_attribute("lang", language)
        look(page, f"answer-{state}-{name}")


def test_a_guest_accepts_by_the_mail_s_button_then_changes_his_mind(visit: Visit, served_demo: Served) -> None:
    path = links(served_demo)["open"]
    page = visit(f"{path}?answer=accepted")
    accept = page.get_by_role("button", name="Accepter")
    expect(accept).to_be_focused()
    expect(page.get_by_text("Vous avez accepté.")).to_have_count(0)
    page.get_by_label("Commentaire").fill("J’arrive par le train.")
    accept.click()
    expect(page.get_by_role("status")).to_contain_text("Vous avez accepté.")
    expect(page.get_by_label("Commentaire")).to_have_value("J’arrive par le train.")
    look(page, "answer-given-phone")
    page.get_by_role("button", name="Refuser").click()
    expect(page.get_by_role("status")).to_contain_text("Vous avez refusé.")
    again = visit(path, DESK)
    expect(again.get_by_role("status")).to_contain_text("Vous avez refusé.")
    look(again, "answer-given-desk")


def test_without_scripts_and_by_the_keyboard_alone(visit: Visit, served_demo: Served) -> None:
    page = visit(links(served_demo)["series"], DESK, java_script_enabled=False)
    page.get_by_label("Commentaire").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Peut-être")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Vous avez répondu : peut-être.")).to_be_visible()


def test_what_cannot_be_answered_offers_no_button(visit: Visit, paths: dict[str, str]) -> None:
    texts = {
        "ended": "C’est passé",
        "cancelled": "Ce rendez-vous a été annulé",
        "unknown": "ouvrez-le encore une fois depuis l’e-mail",
    }
    page = visit(paths["moved"])
    expect(page.get_by_text("Cela a changé après l’envoi de cet e-mail.")).to_be_visible()
    for state, text in texts.items():
        page.goto(paths[state])
        expect(page.get_by_text(text)).to_be_visible()
        expect(page.get_by_role("button", name="Accepter")).to_have_count(0)


def test_a_guest_sees_the_time_that_he_proposed(visit: Visit, paths: dict[str, str]) -> None:
    page = visit(paths["proposed"])
    said = page.get_by_text("Vous avez proposé un autre moment")
    expect(said).to_contain_text("14:30–15:30. Bastien Chavanon n’a pas encore tranché.")
