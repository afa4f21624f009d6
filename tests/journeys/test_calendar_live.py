"""Colleagues at work: their changes appear by themselves, and what is private stays so."""

from typing import Any

import pytest
from playwright.sync_api import Route, expect

from .calendar_screen import CalendarScreen
from .conftest import OpenAs

pytestmark = pytest.mark.browser


def test_a_colleague_s_change_appears_without_a_reload(open_as: OpenAs) -> None:
    mine, theirs = CalendarScreen(open_as("julien.delvallee")), CalendarScreen(open_as("sarah.whitcombe"))
    theirs.open()
    mine.open(view="week", date="2027-12-06")
    julien = next(one["id"] for one in theirs.api("GET", "/users")["items"] if one["name"] == "Julien Delvallée")
    # The stream is open before anything happens.
    mine.page.wait_for_function("document.documentElement.dataset.ready === 'true'")
    event = theirs.plan("Posé par Sarah", "2027-12-07", owner_id=julien)
    expect(mine.shown("Posé par Sarah")).to_be_visible()
    theirs.api("PATCH", f"/events/{event['id']}", {"subject": "Renommé par Sarah"})
    expect(mine.shown("Renommé par Sarah")).to_be_visible()
    theirs.api("DELETE", f"/events/{event['id']}")
    expect(mine.shown("Renommé par Sarah")).to_have_count(0)


def test_one_s_own_event_is_drawn_once(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee")).open(view="week", date="2027-12-13")
    with screen.page.expect_event("console", lambda said: said.text == "heard", timeout=20_000):
        screen.page.evaluate("document.addEventListener('tournee:change', () => console.log('heard'))")
        screen.page.mouse.click(*screen.spot(1, 10))
        screen.card.get_by_role("textbox").fill("Une seule fois")
        screen.page.keyboard.press("Enter")
    expect(screen.shown("Une seule fois")).to_have_count(1)
    screen.page.reload()
    expect(screen.drawn().shown("Une seule fois")).to_have_count(1)


def test_an_open_sheet_follows_its_event(open_as: OpenAs) -> None:
    mine, theirs = CalendarScreen(open_as("julien.delvallee")), CalendarScreen(open_as("sarah.whitcombe"))
    mine.open()
    theirs.open()
    event = mine.plan("Sous mes yeux", "2027-12-21")
    mine.page.goto(f"/calendar/events/{event['id']}/")
    expect(mine.sheet).to_contain_text("mar. 21 déc. 2027, 10:00–11:00")
    theirs.api("PATCH", f"/events/{event['id']}", {"start": "2027-12-21T16:00:00+01:00"})
    expect(mine.sheet).to_contain_text("mar. 21 déc. 2027, 16:00–17:00")


def test_what_changes_before_the_stream_is_open_is_told_when_it_opens(open_as: OpenAs) -> None:
    mine, theirs = CalendarScreen(open_as("julien.delvallee")), CalendarScreen(open_as("sarah.whitcombe"))
    mine.open()
    theirs.open()
    event = mine.plan("Avant d'écouter", "2027-12-28")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    mine.page.context.route("**/changes/stream*", hold)
    mine.page.goto(f"/calendar/events/{event['id']}/")
    expect(mine.sheet).to_contain_text("mar. 28 déc. 2027, 10:00–11:00")
    moves = f"one => one.detail.subject_id === '{event['id']}' && console.log('told')"
    theirs.page.evaluate(f"document.addEventListener('tournee:change', {moves})")
    # The server has told it to all who listen by then.
    with theirs.page.expect_event("console", lambda said: said.text == "told", timeout=20_000):
        theirs.api("PATCH", f"/events/{event['id']}", {"start": "2027-12-28T16:00:00+01:00"})
    expect(mine.sheet).to_contain_text("mar. 28 déc. 2027, 10:00–11:00")
    held[-1].continue_()
    expect(mine.sheet).to_contain_text("mar. 28 déc. 2027, 16:00–17:00")


def test_a_private_event_is_only_busy_to_a_colleague(open_as: OpenAs) -> None:
    mine, theirs = CalendarScreen(open_as("julien.delvallee")), CalendarScreen(open_as("oliver.pemberton"))
    mine.open()
    theirs.open()
    address = {"address": "3 rue du Secret"}
    body: dict[str, Any] = {"privacy": "private", "notes": "Cardiologie", "other_address": address}
    event = mine.plan("Chez le médecin", "2027-12-22", **body)
    julien = event["owner"]["id"]
    theirs.open(view="week", date="2027-12-20", owner=julien)
    busy = theirs.shown("Busy")
    expect(busy).to_be_visible()
    busy.click()
    expect(theirs.card).to_contain_text("10:00–11:00")
    for secret in ("médecin", "Cardiologie", "Secret"):
        expect(theirs.page.locator("body")).not_to_contain_text(secret)
    expect(theirs.card.get_by_role("button")).to_have_count(0)
    theirs.page.goto(f"/calendar/events/{event['id']}/")
    expect(theirs.sheet.get_by_role("heading", name="Busy")).to_be_visible()
    assert "Cardiologie" not in theirs.page.content()


def test_the_details_tell_all_that_matters(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    screen.open()
    account = next(one for one in screen.api("GET", "/accounts?q=hotel")["items"] if one["latitude"])
    event = screen.plan(
        "Tout savoir",
        "2027-12-23",
        account_id=account["id"],
        time_zone="Europe/London",
        participants=[{"email": "inconnue@exemple.fr", "name": "Une Inconnue"}],
        other_address={"address": "Port de Calais", "latitude": 50.966, "longitude": 1.862},
        notes="Deux\nlignes",
    )
    screen.page.goto(f"/calendar/events/{event['id']}/")
    sheet = screen.sheet
    expect(sheet).to_contain_text("jeu. 23 déc. 2027, 10:00–11:00 (London)")
    expect(sheet).to_contain_text("jeu. 23 déc. 2027, 11:00–12:00 (Paris, dans mon fuseau)")
    expect(sheet).to_contain_text("Port de Calais")
    expect(sheet).to_contain_text("km de l’adresse du compte")
    expect(sheet.locator(".map[data-ready]")).to_be_visible()
    expect(sheet.get_by_role("link", name=account["name"])).to_have_attribute("href", f"/accounts/{account['id']}/")
    expect(sheet).to_contain_text("Une Inconnue sans réponse")
    link = sheet.get_by_role("link", name="Créer le contact")
    expect(link).to_have_attribute(
        "href",
        f"/contacts/new/?email=inconnue%40exemple.fr&name=Une+Inconnue&event={event['id']}&account={account['id']}",
    )
    screen.api("PATCH", f"/events/{event['id']}", {"subject": "Tout est su"})
    expect(sheet.get_by_role("heading", name="Tout est su")).to_be_visible()
    sheet.get_by_text("Historique").click()
    expect(sheet.locator(".history__list")).to_contain_text("Objet : Tout savoir → Tout est su")
