"""Browsers in which somebody of the demonstration is signed in, as wide as a desk or as a phone.

TOURNEE_BROWSER_SLOWER=6 makes their scripts run six times slower: nothing may depend on a quick machine.
"""

import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.servers.tournee import Served

DOMAIN = "cuivrelune.example"
PASSWORD = "tournee-demo"
DESK = (1400, 900)
PHONE = (390, 844)
# Two people at work at once, on a machine that does other things too.
expect.set_options(timeout=15_000)

OpenAs = Callable[..., Page]


@pytest.fixture(scope="session")
def cookies_of() -> dict[str, Any]:
    """Who has signed in already: the sign-in itself is another journey's."""
    return {}


@pytest.fixture
def open_as(browser: Browser, served_demo: Served, cookies_of: dict[str, Any]) -> Iterator[OpenAs]:
    """`open_as("julien.delvallee", size=PHONE, dark=True)`: a page of his, at the product's address.

    What a page's scripts throw, and what its security policy blocks, fails the test.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def opened(who: str, *, size: tuple[int, int] = DESK, dark: bool = False, touch: bool = False) -> Page:
        context = browser.new_context(
            base_url=served_demo.address,
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            has_touch=touch,
            reduced_motion="reduce",
            locale="fr-FR",
            timezone_id="Europe/Paris",
        )
        contexts.append(context)
        if who in cookies_of:
            context.add_cookies(cookies_of[who])
        page = context.new_page()
        slow_down(page)
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.on("console", lambda said: problems.append(said.text) if "Content Security Policy" in said.text else None)
        if who not in cookies_of:
            sign_in(page, who)
            cookies_of[who] = context.cookies()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert problems == []


def slow_down(page: Page) -> None:
    """As much as the environment asks for."""
    rate = float(os.environ.get("TOURNEE_BROWSER_SLOWER", "1"))
    if rate > 1:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})


def sign_in(page: Page, who: str) -> None:
    """By the sign-in page, with the demonstration's password."""
    page.goto("/sign-in/login/")
    page.locator("input[name=login]").fill(f"{who}@{DOMAIN}")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").first.click()
    expect(page).not_to_have_url(re.compile("sign-in"))
