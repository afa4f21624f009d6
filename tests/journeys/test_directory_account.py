"""An account is created, put on the map in three ways, changed by two people at once, deleted and brought back."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenAs
from tests.journeys.screens import ADMINISTRATOR, DESK, REP, SIZES, api, go, look, ready

pytestmark = pytest.mark.browser


def coordinates(page: Page) -> tuple[float, float]:
    written = page.locator("[data-coordinates]").inner_text()
    north, east = written.replace("\u00a0", "").split(", ")
    return float(north.replace(",", ".")), float(east.replace(",", "."))


def change_place(page: Page) -> None:
    page.get_by_role("link", name="Changer le lieu").click()
    page.wait_for_url(re.compile("/place/"))
    ready(page)


def save_place(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer le lieu").click()
    page.wait_for_url(re.compile(r"/accounts/[0-9a-f-]+/$"))
    page.wait_for_selector("[data-map][data-ready]")


@pytest.mark.parametrize("size", SIZES)
def test_an_account_is_created_and_placed(open_as: OpenAs, size: str) -> None:
    page = go(open_as(REP, **SIZES[size]), "/accounts/")
    page.get_by_role("link", name="Nouveau compte").click()
    page.wait_for_selector("html[data-ready]")
    page.locator("input[name=name]").fill(f"Fournil d'Été {size}")
    page.locator("input[name=street]").fill("3 rue des Lilas")
    page.locator("input[name=city]").press_sequentially("Villeurb")
    page.locator("[role=option]").first.wait_for()
    page.locator("input[name=city]").press("ArrowDown")
    page.locator("input[name=city]").press("Enter")
    assert page.locator("input[name=postcode]").input_value() == "69100"
    look(page, f"account-new-{size}")
    page.get_by_role("button", name="Créer le compte").click()
    page.wait_for_selector("[data-map][data-ready]")
    assert coordinates(page) == pytest.approx((45.77, 4.88), abs=0.02)
    look(page, f"account-{size}")


@pytest.mark.parametrize("size", SIZES)
def test_a_place_is_set_by_search_coordinates_and_dragging(open_as: OpenAs, size: str) -> None:
    page = go(open_as(REP, **SIZES[size]), "/accounts/")
    street, town = "3 rue des Lilas", {"postcode": "69100", "city": "Villeurbanne", "country": "FR"}
    made = api(page, "POST", "/accounts", {"name": f"Placé {size}", "street": street, **town})
    go(page, f"/accounts/{made['id']}/")

    # By search.
    change_place(page)
    page.locator("#place_q").press_sequentially("nante")
    page.locator("[role=option]").filter(has_text="Nantes").first.click()
    look(page, f"place-{size}")
    save_place(page)
    assert coordinates(page) == pytest.approx((47.217, -1.553), abs=0.02)

    # By coordinates; a wrong one first.
    change_place(page)
    page.locator("input[name=latitude]").fill("145,5")
    page.get_by_role("button", name="Enregistrer le lieu").click()
    page.wait_for_selector("[aria-invalid]")
    assert page.locator("input[name=latitude]").input_value() == "145,5"
    look(page, f"place-wrong-{size}")
    page.locator("input[name=latitude]").fill("45,5")
    page.locator("input[name=longitude]").fill("-0,5")
    save_place(page)
    assert coordinates(page) == pytest.approx((45.5, -0.5))

    # By dragging the pin, then by the keyboard.
    change_place(page)
    drag_pin(page, 60, 0)
    north, east = (float(page.locator(f"#{name}").input_value()) for name in ("latitude", "longitude"))
    assert north == pytest.approx(45.5, abs=0.02)
    assert east > -0.45
    page.locator(".map__pin").focus()
    page.keyboard.press("ArrowUp")
    assert float(page.locator("input[name=latitude]").input_value()) > north
    save_place(page)
    assert coordinates(page)[1] == pytest.approx(east, abs=0.001)
    expect(page.get_by_text("3 rue des Lilas")).to_be_visible()
    expect(page.locator(".facts")).to_contain_text("69100 Villeurbanne")

    # From the address again.
    change_place(page)
    page.get_by_role("button", name="Placer d'après l'adresse").click()
    expect(page.locator("[data-place-status]")).to_contain_text("Villeurbanne")
    save_place(page)
    assert coordinates(page) == pytest.approx((45.77, 4.88), abs=0.02)


def drag_pin(page: Page, right: int, down: int) -> None:
    box = page.locator(".map__pin").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y + down / 2, steps=4)
    page.mouse.move(x + right, y + down, steps=4)
    page.mouse.up()


@pytest.mark.parametrize("size", SIZES)
def test_a_deleted_account_is_brought_back_by_the_toast(open_as: OpenAs, size: str) -> None:
    page = go(open_as(REP, **SIZES[size]), f"/accounts/new/?name=Passager {size}")
    page.get_by_role("button", name="Créer le compte").click()
    page.wait_for_url(re.compile(r"/accounts/[0-9a-f-]+/$"))
    page.wait_for_selector("html[data-ready]")
    page.get_by_role("button", name="Supprimer").click()
    page.get_by_role("button", name="Annuler").click()
    page.wait_for_url(re.compile(r"/accounts/[0-9a-f-]+/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Passager {size}")


def test_mistakes_are_told_beside_their_fields(open_as: OpenAs) -> None:
    page = go(open_as(REP, **DESK), "/accounts/new/")
    page.locator("input[name=email]").fill("pas une adresse")
    page.locator("textarea[name=notes]").fill("Ce qui est écrit reste.")
    page.get_by_role("button", name="Créer le compte").click()
    page.wait_for_selector("[aria-invalid]")
    page.wait_for_selector("html[data-ready]")
    assert page.locator("input[name=email]").input_value() == "pas une adresse"
    assert page.locator("textarea[name=notes]").input_value() == "Ce qui est écrit reste."
    assert page.locator("[aria-invalid]").count() == 2
    look(page, "account-errors")


@pytest.mark.parametrize("size", SIZES)
def test_two_people_at_one_account_lose_nothing(open_as: OpenAs, size: str) -> None:
    first = go(open_as(REP, **SIZES[size]), f"/accounts/new/?name=Commun {size}")
    first.locator("select[name=owner_id]").select_option("")
    first.get_by_role("button", name="Créer le compte").click()
    first.wait_for_url(re.compile(r"/accounts/[0-9a-f-]+/$"))
    edit = f"{urlsplit(first.url).path}edit/"
    go(first, edit)
    second = go(open_as(ADMINISTRATOR, **SIZES[size]), edit)
    for page, number in ((first, "01 11 11 11 11"), (second, "02 22 22 22 22")):
        page.locator("input[name=phone]").fill(number)
    second.locator("textarea[name=notes]").fill("Fermé le lundi")
    for page in (first, second):
        page.get_by_role("button", name="Enregistrer le compte").click()
    second.wait_for_selector(".clashes")
    second.wait_for_selector("html[data-ready]")
    look(second, f"clash-{size}")
    second.get_by_role("button", name="Utiliser l'autre").click()
    second.wait_for_selector("html[data-ready]")
    assert second.locator("input[name=phone]").input_value() == "01 11 11 11 11"
    second.get_by_role("button", name="Enregistrer le compte").click()
    second.wait_for_url(re.compile(r"/accounts/[0-9a-f-]+/$"))
    expect(second.locator(".facts")).to_contain_text("01 11 11 11 11")
    expect(second.locator(".facts")).to_contain_text("Fermé le lundi")


def test_a_list_goes_on_and_keeps_its_filter_in_the_address(open_as: OpenAs) -> None:
    page = go(open_as(REP, **DESK), "/accounts/")
    rows: Any = page.locator("tbody th")
    expect(rows).to_have_count(50)
    page.get_by_role("link", name="Afficher la suite").click()
    expect(rows).to_have_count(100)
    page.locator("select[name=kind]").select_option("prospect")
    page.wait_for_url(re.compile(r"\?kind=prospect$"))
    expect(page.locator("tbody td").first).to_have_text("Prospect")
