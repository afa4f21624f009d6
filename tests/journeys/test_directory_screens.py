"""Every page of the directory: usable by everyone, on each screen, in both themes and languages."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Route

from tests.journeys.conftest import OpenAs
from tests.journeys.screens import ADMINISTRATOR, DESK, ENGLISH_REP, PHONE, REP, SMALLEST, go, look

pytestmark = pytest.mark.browser
DARK = {"dark": True}


@pytest.mark.parametrize(
    ("name", "email", "how"),
    [
        ("desk-fr", ADMINISTRATOR, DESK),
        ("desk-en-dark", ENGLISH_REP, {**DESK, **DARK}),
        ("phone-fr-dark", REP, {**PHONE, **DARK}),
        ("smallest-en", ENGLISH_REP, SMALLEST),
    ],
)
def test_every_page_is_fit_for_everyone(open_as: OpenAs, name: str, email: str, how: dict[str, Any]) -> None:
    page = go(open_as(email, **how), "/accounts/")
    paths = {f"list-{folder}": f"/{folder}/" for folder in ("accounts", "contacts", "opportunities")}
    for folder in ("accounts", "contacts", "opportunities"):
        go(page, f"/{folder}/?owner=me")
        if not page.locator("tbody th a").count():
            go(page, f"/{folder}/")
        address = str(page.locator("tbody th a").first.get_attribute("href"))
        paths |= {
            f"page-{folder}": address,
            f"new-{folder}": f"/{folder}/new/",
            f"history-{folder}": f"{address}history/",
        }
    paths |= {"search": "/search/?q=boulangerie", "nothing": "/accounts/?q=xyzzyxyzzy"}
    for what, path in paths.items():
        go(page, path)
        look(page, f"{what}-{name}")


def test_a_map_follows_the_theme_and_needs_no_other_host(open_as: OpenAs) -> None:
    asked: list[str] = []
    page = go(open_as(REP, **DESK), "/accounts/")
    page.on("request", lambda request: asked.append(request.url))
    page.locator("tbody th a").first.click()
    page.wait_for_selector("[data-map][data-ready]")
    own = f"{urlsplit(page.url).scheme}://{urlsplit(page.url).netloc}/"
    assert all(url.startswith((own, "data:", "blob:")) for url in asked), asked
    fill = "getComputedStyle(document.querySelector('.map__land')).fill"
    light = page.evaluate(fill)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(fill) != light


def test_a_history_unfolds_in_place(open_as: OpenAs) -> None:
    page = go(open_as(REP, **DESK), "/accounts/new/?name=Historique")
    page.get_by_role("button", name="Créer le compte").click()
    page.wait_for_selector(".fold")
    page.wait_for_selector("html[data-ready]")
    page.locator(".fold summary").click()
    page.wait_for_selector(".history")
    look(page, "history-unfolded")


def test_tiles_take_the_place_of_the_embedded_map_where_they_are_set(open_as: OpenAs) -> None:
    page = go(open_as(REP, **DESK), "/accounts/")
    address = str(page.locator("tbody th a").first.get_attribute("href"))

    def with_tiles(route: Route) -> None:
        answer = route.fetch()
        body = answer.text().replace("<body", '<body data-tiles="/tiles/{z}/{x}/{y}.png"', 1)
        route.fulfill(response=answer, body=body)

    asked: list[str] = []
    page.route(f"**{address}", with_tiles)
    page.route("**/tiles/**", lambda route: (asked.append(route.request.url), route.abort())[1])
    go(page, address)
    assert asked
    assert page.locator(".map__land").count() == 0
    assert page.locator(".map__pin").count() == 1
    assert "OpenStreetMap" in page.locator(".leaflet-control-attribution").inner_text()
