"""Narrow what is shown: the address holds it, a name keeps it, and another zone moves every hour."""

import re

import pytest
from playwright.sync_api import expect

from .calendar_screen import CalendarScreen
from .conftest import OpenAs

pytestmark = pytest.mark.browser


def test_owners_are_chosen_and_the_address_holds_them(open_as: OpenAs) -> None:
    mine, theirs = CalendarScreen(open_as("julien.delvallee")), CalendarScreen(open_as("oliver.pemberton"))
    mine.open()
    theirs.open().plan("Oliver's visit", "2027-10-05")
    mine.plan("Ma visite", "2027-10-05")
    mine.open(view="week", date="2027-10-04")
    expect(mine.shown("Ma visite")).to_be_visible()
    expect(mine.shown("Oliver's visit")).to_have_count(0)
    mine.page.keyboard.press("f")
    mine.page.get_by_role("dialog").get_by_role("combobox", name="Chercher une personne").press_sequentially("pember")
    mine.page.get_by_role("option", name="Oliver Pemberton").click()
    expect(mine.shown("Oliver's visit")).to_be_visible()
    expect(mine.shown("Oliver's visit")).to_contain_text("OP")
    expect(mine.page).to_have_url(re.compile(r"owner=me&owner=[0-9a-f-]{36}"))
    mine.page.keyboard.press("Escape")

    # The address alone shows the same, and the way back undoes the choice.
    address = mine.page.url
    mine.page.go_back()
    expect(mine.page).not_to_have_url(re.compile("owner="))
    expect(mine.shown("Oliver's visit")).to_have_count(0)
    # A browser that is busy may still be on its way back.
    mine.page.wait_for_load_state()
    mine.page.goto(address)
    expect(mine.drawn().shown("Oliver's visit")).to_be_visible()


def test_an_account_and_a_type_narrow_the_calendar(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    screen.open()
    account = screen.api("GET", "/accounts?q=hotel")["items"][0]
    kinds = {kind["name_fr"]: kind["id"] for kind in screen.api("GET", "/activity-types")["items"]}
    screen.plan("Chez lui", "2027-10-12", account_id=account["id"], type_id=kinds["Visite"])
    screen.plan("Ailleurs", "2027-10-12", "14:00", "15:00", type_id=kinds["Appel"])
    screen.open(view="week", date="2027-10-11")
    expect(screen.shown("Ailleurs")).to_be_visible()
    line = screen.page.locator(".filter-line")
    line.get_by_role("button", name="Compte", exact=True).click()
    # Without accents and with a slip of the finger.
    screen.page.get_by_role("dialog").get_by_role("combobox").press_sequentially(account["name"].replace("ô", "o"))
    screen.page.get_by_role("option", name=account["name"]).first.click()
    expect(screen.shown("Ailleurs")).to_have_count(0)
    expect(screen.shown("Chez lui")).to_be_visible()
    expect(line.get_by_role("button", name=f"Compte : {account['name']}")).to_be_visible()
    screen.page.reload()
    expect(screen.drawn().shown("Chez lui")).to_be_visible()
    expect(line.get_by_role("button", name=f"Compte : {account['name']}")).to_be_visible()

    line.get_by_role("button", name=f"Retirer {account['name']}").click()
    line.get_by_role("button", name="Type", exact=True).click()
    screen.page.get_by_role("dialog").get_by_label("Appel").check()
    expect(screen.shown("Chez lui")).to_have_count(0)
    expect(screen.shown("Ailleurs")).to_be_visible()


def test_a_view_is_kept_under_a_name_shared_renamed_and_deleted(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee")).open(view="week", date="2027-10-11", owner="team")
    screen.page.get_by_role("button", name="Enregistrer cette vue").click()
    panel = screen.page.get_by_role("dialog", name="Enregistrer cette vue")
    panel.get_by_label("Nom de la vue").fill("J: notre semaine")
    panel.get_by_label("Partager avec mes collègues").check()
    panel.get_by_role("button", name="Enregistrer cette vue").click()
    side = screen.page.locator(".side")
    expect(side.get_by_role("button", name="J: notre semaine partagée", exact=True)).to_be_visible()

    colleague = CalendarScreen(open_as("oliver.pemberton")).open()
    colleague.page.locator(".side").get_by_role("button", name="J: notre semaine shared by Julien Delvallée").click()
    expect(colleague.page).to_have_url(re.compile("view=week&owner=team"))
    expect(colleague.page.locator(".side").get_by_role("button", name="Actions for J: notre semaine")).to_have_count(0)

    side.get_by_role("button", name="Actions pour J: notre semaine").click()
    screen.page.get_by_role("button", name="Renommer").click()
    screen.page.keyboard.press("Control+a")
    screen.page.keyboard.type("J: toute l’équipe")
    screen.page.keyboard.press("Enter")
    expect(side.get_by_role("button", name="J: toute l’équipe partagée", exact=True)).to_be_visible()
    side.get_by_role("button", name="Actions pour J: toute l’équipe").click()
    screen.page.get_by_role("button", name="Supprimer").click()
    expect(side.get_by_text("J: toute l’équipe")).to_have_count(0)


def test_another_zone_moves_every_hour_and_says_so(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    screen.open()
    screen.plan("Midi à Paris", "2027-10-19", "12:00", "13:00")
    screen.open(view="week", date="2027-10-18")
    expect(screen.shown("Midi à Paris")).to_contain_text("12:00–13:00")
    screen.page.locator(".filter-line").get_by_role("button", name="Fuseau", exact=True).click()
    screen.page.get_by_role("dialog").get_by_role("combobox").press_sequentially("new york")
    screen.page.get_by_role("option", name="New York").click()
    expect(screen.page.get_by_text("Affiché à l’heure de New York (UTC−4)")).to_be_visible()
    expect(screen.shown("Midi à Paris")).to_contain_text("06:00–07:00")
    expect(screen.page).to_have_url(re.compile("time_zone=America%2FNew_York"))
    screen.shown("Midi à Paris").click()
    expect(screen.card).to_contain_text("mar. 19 oct. 2027, 06:00–07:00")
    expect(screen.card).to_contain_text("mar. 19 oct. 2027, 12:00–13:00 (Paris)")
    screen.page.keyboard.press("Escape")
    # Dragged in New York, it still begins on Paris's clock.
    screen.drag_event("Midi à Paris", days=1)
    expect(screen.toast).to_contain_text("mer. 20 oct. 2027, 06:00–07:00")
    (saved,) = screen.events_of("2027-10-20")
    assert (saved["start"], saved["time_zone"]) == ("2027-10-20T12:00:00+02:00", "Europe/Paris")
    screen.page.get_by_role("button", name="Revenir à mon fuseau").click()
    expect(screen.shown("Midi à Paris")).to_contain_text("12:00–13:00")


def test_a_day_is_picked_in_the_small_month(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee")).open(view="day", date="2027-10-19")
    small = screen.page.locator(".side").get_by_role("grid", name="Aller à un jour")
    small.get_by_role("button", name="vendredi 22 octobre 2027").click()
    expect(screen.page.get_by_role("heading", level=1)).to_contain_text("Ven. 22 oct. 2027")
    screen.page.get_by_role("button", name="Aujourd’hui").click()
    expect(screen.page).not_to_have_url(re.compile("date="))


def test_an_empty_week_says_what_to_do(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee")).open(view="week", date="2029-01-15")
    expect(screen.page.locator(".stage__empty")).to_contain_text("Aucun événement cette semaine.")
    expect(screen.page.locator(".stage__empty")).to_contain_text("Tapez C")


def test_a_failed_fetch_can_be_tried_again(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    screen.open()
    screen.plan("De retour", "2027-10-26")
    broken = "**/api/v1/events?*"
    screen.page.route(broken, lambda route: route.fulfill(status=503, body="{}"))
    screen.page.goto("/calendar/?view=week&date=2027-10-25")
    expect(screen.page.get_by_text("Le calendrier n’a pas pu être chargé.")).to_be_visible()
    screen.page.unroute(broken)
    screen.page.get_by_role("button", name="Réessayer").click()
    expect(screen.shown("De retour")).to_be_visible()
    screen.page.route(broken, lambda route: route.abort())
    screen.page.keyboard.press("j")
    expect(screen.page.get_by_text("Vous êtes hors ligne.").first).to_be_visible()
