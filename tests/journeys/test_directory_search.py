"""One finds with a slip of the finger, without accents, by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import OpenAs
from tests.journeys.screens import REP, SIZES, api, go, look

pytestmark = pytest.mark.browser
NAME = "Crèmerie Zéphyrin"


@pytest.fixture
def account(open_as: OpenAs) -> str:
    """An account with accents in its name; its page."""
    page = go(open_as(REP), "/accounts/")
    found = api(page, "GET", "/accounts?q=zephyrin")["items"]
    made = found[0] if found else api(page, "POST", "/accounts", {"name": NAME, "city": "Orléans"})
    return f"/accounts/{made['id']}/"


@pytest.mark.parametrize("typed", ["cremerie zephyrin", "ZEPHIRIN", "zepyhrin"])
def test_the_box_at_the_top_finds_by_keyboard_alone(open_as: OpenAs, account: str, typed: str) -> None:
    page = go(open_as(REP, **SIZES["desk"]), "/contacts/")
    page.keyboard.press("/")
    page.keyboard.type(typed)
    option = page.locator("[role=option]").filter(has_text=NAME)
    option.first.wait_for()
    look(page, "suggestions")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-search]")).to_have_attribute("aria-activedescendant", re.compile(".+"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(account)))


def test_escape_closes_the_suggestions_and_enter_shows_all_answers(open_as: OpenAs, account: str) -> None:
    page = go(open_as(REP, **SIZES["desk"]), "/contacts/")
    page.keyboard.press("/")
    page.keyboard.type("zephyrin")
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=zephyrin"))
    expect(page.locator("#answers")).to_contain_text(NAME)


@pytest.mark.parametrize("size", SIZES)
def test_the_search_page_answers_while_typing(open_as: OpenAs, account: str, size: str) -> None:
    page = go(open_as(REP, **SIZES[size]), "/search/")
    box = page.locator("#main input[name=q]")
    expect(box).to_be_focused()
    box.press_sequentially("creemerie")
    expect(page.locator("#answers")).to_contain_text(NAME)
    page.wait_for_url(re.compile(r"q=creemerie"))
    look(page, f"search-{size}")
    box.fill("xyzzyxyzzy")
    expect(page.locator("#answers")).to_contain_text("Rien ne correspond")


@pytest.mark.parametrize("size", SIZES)
def test_a_list_is_searched_while_typing(open_as: OpenAs, account: str, size: str) -> None:
    page = go(open_as(REP, **SIZES[size]), "/accounts/")
    page.locator("#main input[name=q]").press_sequentially("zephirin")
    expect(page.locator("tbody th")).to_have_text([NAME])
    go(page, page.url)
    expect(page.locator("tbody th")).to_have_text([NAME])
