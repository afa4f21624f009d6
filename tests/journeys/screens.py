"""Pages as people use them: ready, fit for everyone, on the desk and on the phone."""

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.servers.axe import serious_faults

ADMINISTRATOR = "claire.fontanel"
REP = "julien.delvallee"
ENGLISH_REP = "oliver.pemberton"
DESK: dict[str, Any] = {"size": (1400, 900)}
PHONE: dict[str, Any] = {"size": (390, 844), "touch": True}
SMALLEST: dict[str, Any] = {"size": (320, 640)}
SIZES = {"desk": DESK, "phone": PHONE}


def go(page: Page, path: str) -> Page:
    """To a page, ready to be used."""
    page.goto(path)
    return ready(page)


def ready(page: Page) -> Page:
    """The scripts of the page run; a map on it is drawn."""
    page.wait_for_selector("html[data-ready]")
    if page.locator("[data-map]").count():
        page.wait_for_selector("[data-map][data-ready]")
    return page


def look(page: Page, name: str) -> None:
    """No serious fault for those who see or move otherwise, nothing beyond the edge; a picture where one is wanted."""
    assert serious_faults(page) == [], name
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.evaluate("window.innerWidth"), f"{name} is {width} px wide"
    folder = os.environ.get("TOURNEE_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png")


def api(page: Page, method: str, path: str, body: Any = None) -> Any:
    """The API as the page's own scripts call it."""
    token = next(one["value"] for one in page.context.cookies() if one["name"] == "tournee_csrf")
    headers = {"X-CSRFToken": token, "Referer": page.url}
    answer = page.request.fetch(f"/api/v1{path}", method=method, data=body, headers=headers)
    assert answer.ok, answer.text()
    return answer.json()
