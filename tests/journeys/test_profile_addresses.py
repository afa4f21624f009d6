"""A private address of one's calendar: made, copied, read by another program, revoked."""

import pytest
from playwright.sync_api import expect

from .conftest import OpenAs
from .screens import ENGLISH_REP, REP, SIZES, go, look

pytestmark = pytest.mark.browser
PAGE = "/profile/calendar-addresses/"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("dark", [False, True])
def test_an_address_is_made_copied_and_revoked(open_as: OpenAs, size: str, dark: bool) -> None:
    name = f"Famille {size} {dark}"
    page = go(open_as(REP, dark=dark, **SIZES[size]), "/profile/about/")
    page.get_by_role("link", name="Adresses d’agenda").click()
    page.wait_for_url(f"**{PAGE}")
    look(page, f"addresses-none-{size}-{dark}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_label("À quoi sert l’adresse ?").fill(name)
    page.get_by_label("Seulement quand votre temps est pris").check()
    page.get_by_role("button", name="Créer l’adresse").click()
    code = page.locator("#new-address")
    expect(code).to_be_visible()
    look(page, f"addresses-made-{size}-{dark}")
    page.get_by_role("button", name="Copier").click()
    expect(page.locator(".toast")).to_have_text("Copié.")
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == code.inner_text()
    read = page.request.get(address)
    assert (read.status, read.text()[:15]) == (200, "BEGIN:VCALENDAR")
    go(page, PAGE)
    expect(page.locator(".list__item").filter(has_text=name)).to_contain_text("Seulement quand votre temps est pris")
    look(page, f"addresses-list-{size}-{dark}")
    page.get_by_role("button", name=f"Révoquer {name}").click()
    expect(page.locator(".list__item").filter(has_text=name)).to_have_count(0)
    expect(page.locator(".toast")).to_have_text("Cette adresse ne fonctionne plus.")
    assert page.request.get(address).status == 404


@pytest.mark.parametrize("size", SIZES)
def test_the_page_is_fit_for_everyone_in_english(open_as: OpenAs, size: str) -> None:
    page = go(open_as(ENGLISH_REP, **SIZES[size]), PAGE)
    page.get_by_role("button", name="Create the address").click()
    expect(page.locator("input:invalid")).to_be_focused()
    page.get_by_label("What is the address for?").fill(" ")
    page.get_by_role("button", name="Create the address").click()
    expect(page.locator("[aria-invalid]")).to_have_count(1)
    look(page, f"addresses-wrong-{size}")
