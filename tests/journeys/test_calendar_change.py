"""Move, lengthen, edit, duplicate, delete; take back; and settle what two people changed at once."""

import pytest
from playwright.sync_api import expect

from .calendar_screen import CalendarScreen
from .conftest import OpenAs

pytestmark = pytest.mark.browser


def test_an_event_is_dragged_and_put_back_by_the_button_and_by_ctrl_z(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    screen.open()
    event = screen.plan("À déplacer", "2027-08-03", "10:00", "11:30")
    screen.open(view="week", date="2027-08-02")
    screen.drag_event("À déplacer", days=2, hours=1)
    expect(screen.shown("À déplacer")).to_contain_text("11:00–12:30")
    expect(screen.toast).to_contain_text("jeu. 5 août 2027")
    assert screen.event(event["id"])["start"] == "2027-08-05T11:00:00+02:00"

    screen.toast.get_by_role("button", name="Annuler").click()
    expect(screen.shown("À déplacer")).to_contain_text("10:00–11:30")
    expect(screen.page.get_by_text("Annulé", exact=True)).to_be_attached()
    assert screen.event(event["id"])["start"] == "2027-08-03T10:00:00+02:00"

    screen.drag_event("À déplacer", days=1)
    expect(screen.toast).to_contain_text("mer. 4 août 2027")
    screen.page.keyboard.press("Control+z")
    expect(screen.shown("À déplacer")).to_contain_text("10:00–11:30")


def test_the_lower_edge_lengthens(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    screen.open()
    event = screen.plan("À allonger", "2027-08-10", "10:00", "11:00")
    screen.open(view="week", date="2027-08-09")
    box = screen.shown("À allonger").bounding_box()
    assert box is not None
    edge = (box["x"] + box["width"] / 2, box["y"] + box["height"] - 2)
    screen.page.mouse.move(*edge)
    screen.drag(edge, (edge[0], edge[1] + 48))
    screen.settled("À allonger")
    expect(screen.shown("À allonger")).to_contain_text("10:00–12:00")
    expect(screen.toast).to_contain_text("10:00–12:00")
    assert screen.event(event["id"])["end"] == "2027-08-10T12:00:00+02:00"


def test_a_move_keeps_the_event_s_own_zone(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    screen.open()
    body = {"subject": "À Londres", "start": "2027-08-18T09:00", "end": "2027-08-18T10:00"}
    event = screen.api("POST", "/events", body | {"time_zone": "Europe/London"})
    screen.open(view="week", date="2027-08-16")
    expect(screen.shown("À Londres")).to_contain_text("10:00–11:00")
    screen.drag_event("À Londres", days=1)
    expect(screen.toast).to_contain_text("jeu. 19 août 2027")
    screen.saved()
    moved = screen.api("GET", f"/events/{event['id']}")
    assert (moved["start"], moved["time_zone"]) == ("2027-08-19T09:00:00+01:00", "Europe/London")


def test_the_keyboard_moves_and_lengthens_too(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    screen.open()
    event = screen.plan("Au clavier", "2027-08-24", "10:00", "11:00")
    screen.open(view="week", date="2027-08-23")
    screen.shown("Au clavier").focus()
    screen.page.keyboard.press("Alt+ArrowDown")
    expect(screen.shown("Au clavier")).to_contain_text("10:15–11:15")
    expect(screen.shown("Au clavier")).to_be_focused()
    expect(screen.toast).to_contain_text("10:15–11:15")
    screen.page.keyboard.press("Alt+ArrowRight")
    expect(screen.toast).to_contain_text("mer. 25 août 2027")
    expect(screen.shown("Au clavier")).to_be_focused()
    screen.page.keyboard.press("Alt+Shift+ArrowDown")
    expect(screen.toast).to_contain_text("10:15–11:30")
    assert screen.event(event["id"])["end"] == "2027-08-25T11:30:00+02:00"


def test_a_refused_move_goes_back_and_says_why(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    screen.open()
    screen.plan("Reste ici", "2027-09-01", "10:00", "11:00")
    screen.open(view="week", date="2027-08-30")
    screen.page.route(
        "**/api/v1/events/*", lambda route: route.abort() if route.request.method == "PATCH" else route.continue_()
    )
    screen.drag_event("Reste ici", days=1)
    expect(screen.toast).to_contain_text("n’a pas pu être déplacé")
    box, lane = screen.shown("Reste ici").bounding_box(), screen.page.locator(".grid__lane").nth(2).bounding_box()
    assert box and lane
    assert lane["x"] <= box["x"] < lane["x"] + lane["width"]


def test_an_event_is_edited_from_its_sheet(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    screen.open()
    event = screen.plan("Ancien titre", "2027-09-07")
    screen.open(view="week", date="2027-09-06")
    screen.shown("Ancien titre").click()
    expect(screen.card).to_contain_text("mar. 7 sept. 2027, 10:00–11:00")
    screen.card.get_by_role("button", name="Modifier").click()
    screen.field("Objet").fill("Nouveau titre")
    screen.page.keyboard.press("Control+Enter")
    expect(screen.shown("Nouveau titre")).to_be_visible()
    expect(screen.toast).to_contain_text("« Nouveau titre » enregistré")
    screen.page.keyboard.press("Escape")
    screen.page.locator("#calendar-grid").focus()
    screen.page.keyboard.press("Control+z")
    expect(screen.shown("Ancien titre")).to_be_visible()
    assert screen.event(event["id"])["subject"] == "Ancien titre"


def test_an_event_is_duplicated_deleted_and_brought_back(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    screen.open()
    event = screen.plan("En double", "2027-09-14")
    screen.open(view="week", date="2027-09-13")
    screen.shown("En double").focus()
    screen.page.keyboard.press("Enter")
    screen.sheet.get_by_role("button", name="Dupliquer").click()
    expect(screen.shown("En double")).to_have_count(2)
    screen.page.keyboard.press("Control+z")
    expect(screen.shown("En double")).to_have_count(1)

    screen.shown("En double").focus()
    screen.page.keyboard.press("Delete")
    expect(screen.shown("En double")).to_have_count(0)
    expect(screen.toast).to_contain_text("« En double » supprimé")
    screen.toast.get_by_role("button", name="Annuler").click()
    expect(screen.shown("En double")).to_be_visible()
    assert screen.event(event["id"])["subject"] == "En double"


def test_two_people_change_one_event_and_nothing_is_lost(open_as: OpenAs) -> None:
    mine = CalendarScreen(open_as("julien.delvallee"))
    theirs = CalendarScreen(open_as("sarah.whitcombe"))
    mine.open()
    theirs.open()
    event = mine.plan("Titre commun", "2027-09-21", notes="Notes communes")
    mine.open(view="week", date="2027-09-20")
    mine.shown("Titre commun").focus()
    mine.page.keyboard.press("Enter")
    mine.sheet.get_by_role("button", name="Modifier").click()
    mine.field("Objet").fill("Mon titre")
    mine.field("Notes").fill("Mes notes")
    theirs.api("PATCH", f"/events/{event['id']}", {"subject": "Their title", "start": "2027-09-21T15:00:00+02:00"})

    mine.page.keyboard.press("Control+Enter")
    expect(mine.sheet).to_contain_text("Sarah Whitcombe a modifié cet événement")
    clash = mine.sheet.locator(".clash")
    expect(clash).to_contain_text("Mon titre")
    expect(clash).to_contain_text("Their title")
    expect(clash).to_contain_text("15:00–16:00")
    expect(clash).to_contain_text("Mes notes")
    expect(clash.get_by_role("rowheader")).to_have_count(3)
    # What only she changed is hers already; my subject gives way, my notes stay.
    expect(clash.get_by_label("mar. 21 sept. 2027, 15:00–16:00")).to_be_checked()
    clash.get_by_label("Their title").check()
    mine.sheet.get_by_role("button", name="Enregistrer ce choix").click()
    expect(mine.sheet).to_have_count(0)
    expect(mine.shown("Their title")).to_contain_text("15:00–16:00")
    saved = mine.event(event["id"])
    assert (saved["subject"], saved["notes"]) == ("Their title", "Mes notes")
    assert saved["start"] == "2027-09-21T15:00:00+02:00"


def test_a_move_joins_a_colleague_s_change_of_something_else(open_as: OpenAs) -> None:
    mine, theirs = CalendarScreen(open_as("julien.delvallee")), CalendarScreen(open_as("sarah.whitcombe"))
    mine.open()
    theirs.open()
    event = mine.plan("Avant", "2027-09-28")
    mine.page.route("**/api/v1/changes/stream*", lambda route: route.abort())
    mine.open(view="week", date="2027-09-27")
    theirs.api("PATCH", f"/events/{event['id']}", {"subject": "Après"})
    mine.drag_event("Avant", days=1)
    expect(mine.shown("Après")).to_be_visible()
    saved = mine.event(event["id"])
    assert (saved["subject"], saved["start"]) == ("Après", "2027-09-29T10:00:00+02:00")
