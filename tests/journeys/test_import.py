"""A French Excel's file with a mistake: told, corrected, imported by the worker."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.conftest import OpenAs
from tests.journeys.screens import ADMINISTRATOR, SIZES, go, look

pytestmark = pytest.mark.browser


def lines(size: str, *, phone: str) -> str:
    return (
        "Code client;Raison sociale;Code postal;Ville;Téléphone\r\n"
        f"{size}-1;Pâtisserie Œillet {size};69003;Lyon;04 72 00 00 00\r\n"
        f"{size}-2;Café de l'Été {size};44000;Nantes;{phone}\r\n"
    )


def send(page: Page, text: str) -> None:
    go(page, "/settings/import/")
    file = FilePayload(name="clients.csv", mimeType="text/csv", buffer=text.encode("cp1252"))
    page.get_by_label("Fichier CSV").set_input_files(file)
    page.get_by_role("button", name="Lire le fichier").click()
    page.wait_for_selector("#import")
    page.wait_for_selector("html[data-ready]")


@pytest.mark.parametrize("size", SIZES)
def test_a_file_is_read_corrected_and_imported(open_as: OpenAs, size: str) -> None:
    page = go(open_as(ADMINISTRATOR, **SIZES[size]), "/settings/import/")
    look(page, f"imports-{size}")
    send(page, lines(size, phone="appelez-moi"))
    expect(page.locator("#import")).to_contain_text("1 erreur")
    expect(page.locator("section[aria-labelledby=errors]")).to_contain_text("Téléphone")
    expect(page.locator("section[aria-labelledby=errors] tbody th")).to_have_text("3")
    expect(page.get_by_role("button", name=re.compile("Importer"))).to_be_disabled()
    look(page, f"import-errors-{size}")

    send(page, lines(size, phone="02 40 00 00 00"))
    expect(page.locator("section[aria-labelledby=preview]")).to_contain_text(f"Pâtisserie Œillet {size}")
    look(page, f"import-preview-{size}")
    page.get_by_role("button", name="Importer 2 lignes").click()
    expect(page.locator("#import")).to_contain_text("2 nouveaux", timeout=30_000)
    look(page, f"import-done-{size}")
    go(page, f"/accounts/?q=oeillet {size}")
    expect(page.locator("tbody th").first).to_have_text(f"Pâtisserie Œillet {size}")

    send(page, lines(size, phone="02 40 00 00 00"))
    expect(page.locator("#import")).to_contain_text("Tout ce que contient ce fichier est déjà là.")


def test_columns_are_chosen_anew(open_as: OpenAs) -> None:
    page = go(open_as(ADMINISTRATOR, **SIZES["desk"]), "/settings/import/")
    send(page, "Machin;Où\r\nAtelier Zinzolin;Lyon\r\n")
    page.locator("#column_name").select_option("Machin")
    page.locator("#column_city").select_option("Où")
    page.get_by_role("button", name="Relire avec ces colonnes").click()
    expect(page.get_by_role("button", name="Importer 1 ligne")).to_be_enabled()
    expect(page.locator("section[aria-labelledby=preview]")).to_contain_text("Atelier Zinzolin")
