"""Nothing that was typed is lost: not to a quick hand, not to a slow server, not to a cut line, not to a colleague."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from .calendar_screen import CalendarScreen
from .conftest import OpenAs

pytestmark = pytest.mark.browser

# Presses a button and types in the same breath: before the browser can paint, or an effect of the page run.
QUICK = """([button, text]) => {
    document.querySelector(button).click();
    return Promise.resolve().then(() => {
        for (const letter of text) {
            const key = { key: letter, bubbles: true, cancelable: true };
            if (document.activeElement.dispatchEvent(new KeyboardEvent("keydown", key)))
                document.execCommand("insertText", false, letter);
        }
    });
}"""


@contextmanager
def held(page: Page, method: str, path: str) -> Iterator[list[Route]]:
    """Requests of this kind are not answered until the block ends."""
    waiting: list[Route] = []
    over = False

    def hold(route: Route) -> None:
        if route.request.method != method or over:
            route.continue_()
        else:
            waiting.append(route)

    page.route(path, hold)
    yield waiting
    over = True
    for route in waiting:
        route.continue_()


def answer_is_lost(page: Page, path: str) -> None:
    """The next POST arrives and is done, but the line is cut before its answer."""

    lost: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.request.url)
        route.fetch()
        route.abort()

    page.route(path, lose)


def tasks_named(screen: CalendarScreen, subject: str) -> list[dict[str, Any]]:
    """What the server holds under this subject."""
    screen.saved()
    return [one for one in screen.api("GET", "/tasks?state=all&limit=200")["items"] if one["subject"] == subject]


@pytest.mark.parametrize(
    ("button", "field"),
    [
        ("#filter-owners", "Chercher une personne"),
        (".filter-line .filter-chip .filter-chip__button", "Compte"),
    ],
)
def test_letters_typed_as_a_panel_opens_are_its_own(open_as: OpenAs, button: str, field: str) -> None:
    screen = CalendarScreen(open_as("julien.delvallee")).open(view="day", date="2028-02-08")
    screen.page.evaluate(QUICK, [button, "jwm"])
    expect(screen.page.get_by_role("dialog").get_by_role("combobox", name=field)).to_have_value("jwm")
    expect(screen.page).to_have_url(re.compile("view=day&date=2028-02-08"))


def test_letters_typed_as_the_form_opens_are_the_subject(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee")).open(view="day", date="2028-02-09")
    screen.page.evaluate(QUICK, [".add-event", "Vite"])
    expect(screen.field("Objet")).to_have_value("Vite")


def test_a_month_turned_as_it_opens_stays_turned(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee")).open(view="day", date="2028-02-10")
    screen.page.evaluate(
        """() => {
            document.querySelector(".toolbar__title-button").click();
            return Promise.resolve().then(() =>
                document.querySelector(".dropdown__panel .mini__turn:last-of-type").click());
        }"""
    )
    expect(screen.page.get_by_role("dialog").locator(".mini__title")).to_have_text("Mars 2028")
    screen.page.wait_for_function(
        "new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(true), 50)))"
    )
    expect(screen.page.get_by_role("dialog").locator(".mini__title")).to_have_text("Mars 2028")


def test_a_second_reminder_is_typed_while_the_first_is_sent(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("aurelie.montreuil")).open()
    line = screen.page.locator(".side").get_by_role("textbox", name="Ajouter un rappel")
    with held(screen.page, "POST", "**/api/v1/tasks") as waiting:
        line.fill("F: le premier")
        line.press("Enter")
        expect(line).to_have_value("")
        line.press_sequentially("F: le second")
        screen.page.wait_for_function("document.body.classList.contains('calendar-writing')")
        assert len(waiting) == 1
    expect(screen.toast).to_contain_text("« F: le premier »")
    expect(line).to_have_value("F: le second")
    line.press("Enter")
    expect(screen.toast).to_contain_text("« F: le second »")
    assert len(tasks_named(screen, "F: le premier")) == len(tasks_named(screen, "F: le second")) == 1


def test_a_reminder_whose_answer_is_lost_is_tried_again_and_is_one(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("aurelie.montreuil")).open()
    line = screen.page.locator(".side").get_by_role("textbox", name="Ajouter un rappel")
    answer_is_lost(screen.page, "**/api/v1/tasks")
    line.fill("F: une seule fois")
    line.press("Enter")
    kept = screen.page.locator(".unsent")
    expect(kept).to_contain_text("F: une seule fois")
    # It waits through a reload too.
    screen.page.reload()
    screen.drawn()
    kept.get_by_role("button", name="Réessayer").click()
    expect(kept).to_have_count(0)
    assert len(tasks_named(screen, "F: une seule fois")) == 1


def test_a_form_whose_answer_is_lost_is_sent_again_and_is_one(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("aurelie.montreuil")).open(view="day", date="2028-02-15")
    screen.page.keyboard.press("c")
    answer_is_lost(screen.page, "**/api/v1/events")
    screen.field("Objet").fill("F: une fois")
    screen.page.keyboard.press("Control+Enter")
    expect(screen.sheet).to_contain_text("Le serveur ne répond pas")
    expect(screen.field("Objet")).to_have_value("F: une fois")
    screen.page.keyboard.press("Control+Enter")
    expect(screen.sheet).to_have_count(0)
    assert len(screen.events_of("2028-02-15")) == 1


def test_what_stands_in_a_field_counts_though_one_never_left_it(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee")).open(view="day", date="2028-02-16")
    screen.page.keyboard.press("c")
    screen.field("Objet").fill("Sans quitter le champ")
    people = screen.sheet.get_by_role("combobox", name="Participants")
    people.click()
    screen.page.keyboard.type("jean@exemple.fr")
    screen.field("Fin").click()
    screen.page.keyboard.press("Control+a")
    screen.page.keyboard.type("18h15")
    screen.page.keyboard.press("Control+Enter")
    expect(screen.sheet).to_have_count(0)
    (found,) = screen.events_of("2028-02-16")
    assert found["end"] == "2028-02-16T18:15:00+01:00"
    assert [one["email"] for one in found["participants"]] == ["jean@exemple.fr"]


def test_what_cannot_be_read_is_not_passed_over(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee")).open(view="day", date="2028-02-17")
    screen.page.keyboard.press("c")
    screen.field("Objet").fill("Rien de perdu")
    account = screen.sheet.get_by_role("combobox", name="Compte")
    account.fill("zzzzqqqq")
    save = screen.sheet.get_by_role("button", name="Enregistrer l’événement")
    save.click()
    expect(screen.sheet).to_contain_text("Choisissez dans la liste, ou videz le champ.")
    expect(account).to_be_focused()
    account.fill("")
    screen.field("Fin").fill("99h")
    save.click()
    expect(screen.sheet).to_contain_text("Écrivez une heure")
    screen.field("Fin").fill("11:00")
    screen.field("Date").fill("")
    save.click()
    expect(screen.sheet).to_contain_text("Complétez la date.")
    assert "Rien de perdu" not in [one["subject"] for one in screen.events_of("2028-02-17")]
    screen.field("Date").fill("2028-02-17")
    save.click()
    expect(screen.sheet).to_have_count(0)
    (found,) = [one for one in screen.events_of("2028-02-17") if one["subject"] == "Rien de perdu"]
    assert found["end"] == "2028-02-17T11:00:00+01:00"


def test_enter_waits_for_what_is_looked_for(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    screen.open()
    name = screen.api("GET", "/accounts?limit=1&q=hotel")["items"][0]["name"]
    screen.page.keyboard.press("c")
    account = screen.sheet.get_by_role("combobox", name="Compte")
    with held(screen.page, "GET", "**/api/v1/accounts?*"):
        account.fill(name)
        account.press("Enter")
    expect(screen.sheet.get_by_role("button", name=f"Retirer {name}")).to_be_visible()


def test_a_quick_subject_that_was_left_is_there_again(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("gwenaelle.tanguy")).open(view="week", date="2028-02-21")
    screen.page.mouse.click(*screen.spot(2, 10))
    expect(screen.card.get_by_role("textbox")).to_be_focused()
    screen.page.keyboard.type("Presque envolé")
    screen.page.get_by_role("heading", level=1).click()
    expect(screen.card).to_have_count(0)
    screen.page.keyboard.press("Escape")
    screen.page.mouse.click(*screen.spot(3, 10))
    expect(screen.card.get_by_role("textbox")).to_have_value("Presque envolé")
    screen.page.keyboard.press("Enter")
    expect(screen.shown("Presque envolé")).to_be_visible()
    screen.page.mouse.click(*screen.spot(1, 14))
    expect(screen.card.get_by_role("textbox")).to_have_value("")


def test_a_card_that_failed_does_not_push_away_the_next(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("gwenaelle.tanguy")).open(view="week", date="2028-02-28")
    with held(screen.page, "POST", "**/api/v1/events") as waiting:
        screen.page.mouse.click(*screen.spot(1, 10))
        screen.card.get_by_role("textbox").fill("G: le premier")
        screen.page.keyboard.press("Enter")
        screen.page.mouse.click(*screen.spot(3, 14))
        expect(screen.card.get_by_role("textbox")).to_be_focused()
        screen.page.keyboard.type("G: le second")
        waiting.pop().abort()
    expect(screen.toast).to_contain_text("G: le premier")
    expect(screen.card.get_by_role("textbox")).to_have_value("G: le second")
    screen.page.keyboard.press("Enter")
    expect(screen.shown("G: le second")).to_be_visible()
    screen.page.locator(".toast", has_text="G: le premier").get_by_role("button", name="Réessayer").click()
    expect(screen.card.get_by_role("textbox")).to_have_value("G: le premier")
    screen.page.keyboard.press("Enter")
    expect(screen.shown("G: le premier")).to_be_visible()


def test_a_draft_is_put_on_top_of_what_a_colleague_changed(open_as: OpenAs) -> None:
    mine, theirs = CalendarScreen(open_as("julien.delvallee")), CalendarScreen(open_as("sarah.whitcombe"))
    mine.open()
    theirs.open()
    event = mine.plan("Brouillon commun", "2028-03-07")
    mine.page.goto(f"/calendar/events/{event['id']}/")
    mine.sheet.get_by_role("button", name="Modifier").click()
    mine.field("Notes").fill("Mes notes")
    mine.page.keyboard.press("Escape")
    theirs.api("PATCH", f"/events/{event['id']}", {"subject": "Her subject"})
    mine.page.goto(f"/calendar/events/{event['id']}/")
    expect(mine.sheet.get_by_role("heading", name="Her subject")).to_be_visible()
    mine.sheet.get_by_role("button", name="Modifier").click()
    expect(mine.field("Objet")).to_have_value("Her subject")
    expect(mine.field("Notes")).to_have_value("Mes notes")
    mine.page.keyboard.press("Control+Enter")
    expect(mine.sheet).to_have_count(0)
    saved = mine.event(event["id"])
    assert (saved["subject"], saved["notes"]) == ("Her subject", "Mes notes")


def test_two_people_change_one_reminder_and_nothing_is_lost(open_as: OpenAs) -> None:
    mine, theirs = CalendarScreen(open_as("julien.delvallee")), CalendarScreen(open_as("sarah.whitcombe"))
    mine.open()
    theirs.open()
    task = mine.api("POST", "/tasks", {"subject": "F: à deux", "notes": "Avant"})
    mine.page.goto("/tasks/")
    mine.page.get_by_role("button", name="F: à deux", exact=True).click()
    mine.field("Objet").fill("F: à deux, moi")
    mine.field("Notes").fill("Les miennes")
    theirs.api("PATCH", f"/tasks/{task['id']}", {"notes": "Hers", "due_on": "2028-03-09"})
    mine.page.keyboard.press("Control+Enter")
    expect(mine.sheet).to_contain_text("a modifié ce rappel entre-temps")
    expect(mine.sheet).to_contain_text("Sa version : Hers")
    expect(mine.field("Échéance")).to_have_value("2028-03-09")
    mine.page.keyboard.press("Control+Enter")
    expect(mine.sheet).to_have_count(0)
    mine.saved()
    saved = mine.api("GET", f"/tasks/{task['id']}")
    assert (saved["subject"], saved["notes"], saved["due_on"]) == ("F: à deux, moi", "Les miennes", "2028-03-09")


def test_a_reminder_s_form_that_was_left_is_there_again(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("aurelie.montreuil"))
    screen.open()
    screen.api("POST", "/tasks", {"subject": "F: laissé ouvert"})
    screen.page.goto("/tasks/")
    line = screen.page.get_by_role("button", name="F: laissé ouvert", exact=True)
    line.click()
    screen.field("Notes").fill("Au milieu d’une phrase")
    screen.page.keyboard.press("Escape")
    expect(screen.sheet).to_have_count(0)
    line.click()
    expect(screen.sheet).to_contain_text("Votre brouillon a été gardé.")
    expect(screen.field("Notes")).to_have_value("Au milieu d’une phrase")


def test_a_name_that_is_refused_can_be_typed_on(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("gwenaelle.tanguy")).open(view="week")
    screen.api("POST", "/saved-filters", {"name": "G: avant", "query": "view=week", "shared": False})
    screen.page.reload()
    screen.drawn()
    screen.page.get_by_role("button", name="Actions pour G: avant").click()
    screen.page.get_by_role("button", name="Renommer").click()
    name = screen.page.get_by_role("textbox", name="Nom de la vue")
    expect(name).to_be_focused()
    broken = "**/api/v1/saved-filters/*"
    screen.page.route(broken, lambda route: route.abort())
    name.fill("G: après")
    name.press("Enter")
    expect(screen.toast).to_contain_text("Le serveur ne répond pas")
    expect(name).to_have_value("G: après")
    screen.page.unroute(broken)
    name.press("Enter")
    expect(screen.page.locator(".side").get_by_role("button", name="G: après", exact=True)).to_be_visible()


def test_an_answer_asked_for_earlier_takes_away_nothing_noted_since(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("thomas.rabillon"))
    page = screen.page
    held: list[tuple[Route, APIResponse]] = []

    def hold_the_first(route: Route) -> None:
        if route.request.method != "GET" or held:
            route.continue_()
        else:
            held.append((route, route.fetch()))

    page.route("**/api/v1/tasks?*", hold_the_first)
    page.goto("/tasks/")
    line = page.get_by_role("textbox", name="Ajouter un rappel")
    line.fill("H: noté pendant la lecture")
    line.press("Enter")
    expect(screen.toast).to_contain_text("H: noté pendant la lecture")
    route, answer = held[0]
    route.fulfill(response=answer)
    expect(page.locator(".skeleton")).to_have_count(0)
    expect(page.get_by_role("button", name="H: noté pendant la lecture", exact=True)).to_be_visible()
