"""Add events: by a click, by a drag, by the whole form; what cannot be is said beside its field."""

import re

import pytest
from playwright.sync_api import expect

from .calendar_screen import CalendarScreen
from .conftest import PHONE, OpenAs

pytestmark = pytest.mark.browser


def test_a_click_and_a_subject_make_an_event(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee")).open(view="week", date="2027-06-07")
    screen.page.mouse.click(*screen.spot(2, 10))
    expect(screen.card.get_by_role("textbox")).to_be_focused()
    screen.page.keyboard.type("Café avec Léa")
    screen.page.keyboard.press("Enter")
    expect(screen.shown("Café avec Léa")).to_contain_text("10:00")
    expect(screen.toast).to_contain_text("« Café avec Léa » ajouté")
    (saved,) = screen.events_of("2027-06-09")
    assert saved["subject"] == "Café avec Léa"
    assert saved["start"] == "2027-06-09T10:00:00+02:00"
    assert saved["end"] == "2027-06-09T11:00:00+02:00"


def test_a_letter_typed_as_the_card_opens_is_kept(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee")).open(view="week", date="2027-05-31")
    # In the very moment in which the field can take a key, before anything else of the page runs.
    screen.page.evaluate(
        """() => addEventListener("focusin", (happening) => {
             if (happening.target.matches(".calendar-card input")) document.execCommand("insertText", false, "C");
           })"""
    )
    screen.page.mouse.click(*screen.spot(2, 10))
    expect(screen.card.get_by_role("textbox")).to_have_value("C")
    screen.page.keyboard.type("afé")
    screen.page.keyboard.press("Enter")
    expect(screen.toast).to_contain_text("« Café » ajouté")


def test_a_drag_over_free_time_gives_its_length(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee")).open(view="week", date="2027-06-14")
    screen.drag(screen.spot(1, 9), screen.spot(1, 11.4))
    expect(screen.card.get_by_role("textbox")).to_be_focused()
    screen.page.keyboard.type("Atelier")
    screen.page.keyboard.press("Enter")
    expect(screen.shown("Atelier")).to_be_visible()
    (saved,) = screen.events_of("2027-06-15")
    assert (saved["start"][11:16], saved["end"][11:16]) == ("09:00", "11:30")


def test_a_drag_over_days_of_a_month_lasts_all_day(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee")).open(date="2027-07-01")
    boxes = [screen.page.locator(".grid__cell").nth(number).bounding_box() for number in (15, 17)]
    first, last = [(box["x"] + box["width"] / 2, box["y"] + box["height"] - 12) for box in boxes if box]
    screen.drag(first, last)
    screen.card.get_by_role("textbox").fill("Salon de Lyon")
    screen.page.keyboard.press("Enter")
    expect(screen.shown("Salon de Lyon")).to_be_visible()
    (saved,) = screen.events_of("2027-07-14")
    assert (saved["start"], saved["end"], saved["all_day"]) == ("2027-07-13", "2027-07-16", True)


def test_the_whole_form_is_kept(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee")).open(view="day", date="2027-06-21")
    account = screen.api("GET", "/accounts?q=brasserie")["items"][0]
    contact = screen.api("GET", f"/contacts?account={account['id']}")["items"][0]
    screen.page.keyboard.press("c")
    expect(screen.field("Objet")).to_be_focused()
    screen.page.keyboard.type("Visite complète")
    screen.field("Début").fill("14h30")
    screen.field("Fin").fill("1545")
    screen.sheet.get_by_label("Visioconférence").check()
    screen.pick("Compte", account["name"])
    screen.pick("Participants", "Oliver")
    screen.pick("Participants", contact["family_name"])
    screen.pick("Participants", "inconnu@exemple.fr", "Ajouter inconnu@exemple.fr")
    screen.sheet.get_by_role("button", name="Autre adresse").click()
    screen.field("Adresse").fill("12 rue des Lilas")
    screen.pick("Ville, ou coordonnées 48.85, 2.35", "Beauvais")
    screen.sheet.get_by_role("button", name="Ajouter une alerte").click()
    screen.field("Notes").fill("Apporter <b>les plans</b> 🙂")
    screen.sheet.get_by_text("Confidentialité, disponibilité").click()
    screen.field("Confidentialité").select_option("private")
    screen.page.keyboard.press("Control+Enter")
    expect(screen.sheet).to_have_count(0)
    expect(screen.shown("Visite complète")).to_be_visible()

    (found,) = screen.events_of("2027-06-21")
    saved = screen.event(found["id"])
    assert saved["start"] == "2027-06-21T14:30:00+02:00"
    assert saved["end"] == "2027-06-21T15:45:00+02:00"
    assert saved["type"]["is_video"] is True
    assert saved["account"]["id"] == account["id"]
    assert [one["kind"] for one in saved["participants"]] == ["user", "contact", "address"]
    assert saved["participants"][2]["email"] == "inconnu@exemple.fr"
    assert saved["other_address"]["address"].startswith("12 rue des Lilas, ")
    assert 49 < saved["other_address"]["latitude"] < 50
    assert len(saved["alerts"]) == 2
    assert saved["notes"] == "Apporter <b>les plans</b> 🙂"
    assert saved["privacy"] == "private"


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("oliver.pemberton")).open(view="day", date="2027-06-28")
    screen.page.keyboard.press("c")
    screen.field("Notes").fill("Keep me")
    screen.field("Start").fill("16:00")
    screen.field("End").fill("15:00")
    screen.sheet.get_by_role("button", name="Save the event").click()
    expect(screen.sheet).to_contain_text("Say what is planned.")
    expect(screen.sheet).to_contain_text("It ends before it starts.")
    screen.field("Subject").fill("x" * 10)
    screen.field("End").fill("17:00")
    screen.field("Notes").fill("n" * 20_500)
    screen.sheet.get_by_role("button", name="Save the event").click()
    expect(screen.sheet.locator(".field__error")).not_to_have_count(0)
    expect(screen.field("Subject")).to_have_value("x" * 10)
    assert screen.events_of("2027-06-28") == []


def test_a_draft_survives_a_reload(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("aurelie.montreuil")).open(view="day", date="2027-06-22")
    screen.page.keyboard.press("c")
    screen.field("Objet").fill("Presque perdu")
    screen.field("Notes").fill("Tout est là")
    screen.page.reload()
    screen.drawn().page.keyboard.press("c")
    expect(screen.field("Objet")).to_have_value("Presque perdu")
    expect(screen.field("Notes")).to_have_value("Tout est là")
    screen.sheet.get_by_role("button", name="Repartir de zéro").click()
    expect(screen.field("Objet")).to_have_value("")


def test_an_hour_that_the_clocks_skip_is_refused_beside_the_time(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee")).open(view="day", date="2027-03-28")
    screen.page.keyboard.press("c")
    screen.field("Objet").fill("Dans le trou")
    screen.field("Début").fill("02:30")
    screen.field("Fin").fill("04:00")
    screen.sheet.get_by_role("button", name="Enregistrer l’événement").click()
    expect(screen.sheet.locator(".when .field__error")).to_be_visible()
    expect(screen.field("Objet")).to_have_value("Dans le trou")
    assert screen.events_of("2027-03-28") == []


def test_an_hour_that_the_clocks_show_twice_is_chosen_by_a_button(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee")).open(view="day", date="2027-10-31")
    screen.page.keyboard.press("c")
    screen.field("Objet").fill("Deux fois")
    screen.field("Début").fill("02:30")
    screen.field("Fin").fill("04:00")
    screen.sheet.get_by_role("button", name="Enregistrer l’événement").click()
    expect(screen.sheet.locator(".when .field__error")).to_be_visible()
    screen.sheet.get_by_role("button", name=re.compile("après le changement")).click()
    screen.sheet.get_by_role("button", name="Enregistrer l’événement").click()
    expect(screen.sheet).to_have_count(0)
    expect(screen.shown("Deux fois")).to_be_visible()
    (saved,) = screen.events_of("2027-10-31")
    assert saved["start"] == "2027-10-31T02:30:00+01:00"


def test_an_event_within_the_hour_that_repeats_is_drawn(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("aurelie.montreuil"))
    screen.open()
    body = {"subject": "Une heure pour rien", "start": "2027-10-31T02:30:00+02:00", "end": "2027-10-31T02:30:00+01:00"}
    screen.api("POST", "/events", body | {"time_zone": "Europe/Paris"})
    screen.plan("Sans durée", "2027-10-31", "08:00", "08:00")
    screen.open(view="day", date="2027-10-31")
    expect(screen.shown("Une heure pour rien")).to_be_visible()
    expect(screen.shown("Sans durée")).to_be_visible()


def test_a_double_booking_is_told_while_typing(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    screen.open()
    screen.plan("Déjà pris", "2027-06-23", "10:00", "12:00")
    screen.open(view="day", date="2027-06-23").page.keyboard.press("c")
    screen.field("Début").fill("11:00")
    screen.field("Fin").fill("11:30")
    expect(screen.sheet).to_contain_text("Julien Delvallée a déjà « Déjà pris » jusqu’à 12:00")
    screen.field("Début").fill("13:00")
    screen.page.keyboard.press("Tab")
    expect(screen.sheet).not_to_contain_text("Déjà pris")


def test_on_the_phone_the_form_fills_the_screen(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee", size=PHONE, touch=True)).open(view="day", date="2027-06-24")
    screen.page.get_by_role("button", name="Ajouter un événement").tap()
    box = screen.sheet.bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"]) == (0, 0, PHONE[0])
    screen.field("Objet").fill("Depuis la voiture")
    screen.sheet.get_by_role("button", name="Enregistrer l’événement").tap()
    expect(screen.sheet).to_have_count(0)
    expect(screen.shown("Depuis la voiture")).to_be_visible()
