"""The frame around every page: what it weighs, and how changes reach all open tabs."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.servers.tournee import Served

pytestmark = pytest.mark.browser
FIRST_PAGE_BYTES = 250_000
TABS = 7  # one more than a browser opens connections to one server over HTTP/1.1
LISTEN = "window.heard = []; document.addEventListener('tournee:change', (event) => heard.push(event.detail.kind))"
ADD_TASK = """async () => {
    const token = document.cookie.match(/tournee_csrf=([^;]+)/)[1];
    const headers = {"Content-Type": "application/json", "X-CSRFToken": token};
    const answer = await fetch("/api/v1/tasks", {method: "POST", headers, body: JSON.stringify({subject: "Live"})});
    return answer.status;
}"""


@pytest.fixture
def page(browser: Browser, served_demo: Served) -> Iterator[Page]:
    context = browser.new_context(base_url=served_demo.address, locale="fr-FR")
    opened = context.new_page()
    table = served_demo.manage("demo_accounts")
    found = re.search(r"(\S+@\S+)\s+(\S+)", table)
    assert found, table
    opened.goto("/sign-in/login/?next=/profile/about/")
    opened.get_by_label("Adresse e-mail").fill(found[1])
    opened.get_by_label("Mot de passe", exact=True).fill(found[2])
    opened.get_by_role("button", name="Se connecter", exact=True).click()
    opened.wait_for_url("**/profile/about/")
    yield opened
    context.close()


def test_the_calendar_comes_in_under_250_kilobytes(page: Page) -> None:
    sizes: dict[str, int] = {}

    def weigh(response: Response) -> None:
        if "/changes" not in response.url:
            sizes[response.url] = response.request.sizes()["responseBodySize"]

    fresh = page.context.new_page()
    cdp = page.context.new_cdp_session(fresh)
    cdp.send("Network.enable")
    cdp.send("Network.setCacheDisabled", {"cacheDisabled": True})
    fresh.on("requestfinished", lambda request: weigh(request.response()))
    fresh.goto("/calendar/")
    fresh.wait_for_load_state("load")
    expect(fresh.locator("[data-drawn=yes]")).to_be_visible()
    assert any("fullcalendar" in url for url in sizes)
    assert sum(sizes.values()) < FIRST_PAGE_BYTES


def test_a_change_reaches_every_tab_also_after_the_first_is_closed(page: Page) -> None:
    tabs = [page, *(page.context.new_page() for _ in range(TABS - 1))]
    for tab in tabs[1:]:
        tab.goto("/profile/about/")
    for tab in tabs:
        tab.evaluate(LISTEN)
    assert page.evaluate(ADD_TASK) == 201
    for tab in tabs:
        wait_until_heard(tab)
    page.close()
    for tab in tabs[1:]:
        tab.evaluate("heard.length = 0")
    # Another tab takes the connection over, and asks for what it missed meanwhile.
    assert tabs[1].evaluate(ADD_TASK) == 201
    for tab in tabs[1:]:
        wait_until_heard(tab)


def wait_until_heard(tab: Page, *, seconds: float = 60) -> None:
    """By asking again: Playwright's own waiting for an expression needs eval, which the pages forbid."""
    deadline = time.monotonic() + seconds
    while "task.created" not in tab.evaluate("heard"):
        assert time.monotonic() < deadline, "the change did not reach this tab"
        tab.wait_for_timeout(100)
