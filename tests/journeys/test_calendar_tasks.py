"""Reminders: noted in a line, seen by the eye, done with one click."""

import re

import pytest
from playwright.sync_api import expect

from .calendar_screen import CalendarScreen
from .conftest import PHONE, OpenAs

pytestmark = pytest.mark.browser


def test_a_reminder_is_noted_shown_done_and_reopened(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("aurelie.montreuil")).open(view="week", date="2027-07-05")
    side = screen.page.locator(".side")
    side.get_by_role("textbox", name="Ajouter un rappel").fill("J: Rappeler le fournisseur")
    side.get_by_label("Échéance").fill("2027-07-07")
    screen.page.keyboard.press("Enter")
    in_grid = screen.page.locator(".ev--task", has_text="J: Rappeler le fournisseur")
    expect(in_grid).to_be_visible()
    in_grid.locator(".ev__tick").click()
    expect(in_grid).to_have_class(re.compile("ev--done"))
    expect(screen.toast).to_contain_text("« J: Rappeler le fournisseur » fait")
    screen.page.keyboard.press("Control+z")
    expect(in_grid).not_to_have_class(re.compile("ev--done"))


def test_the_eye_hides_reminders_and_is_remembered(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("aurelie.montreuil")).open(view="week", date="2027-07-12")
    screen.api("POST", "/tasks", {"subject": "J: À voir ou non", "due_on": "2027-07-13"})
    in_grid = screen.page.locator(".ev--task", has_text="J: À voir ou non")
    expect(in_grid).to_be_visible()
    with screen.page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.url.endswith("/me")):
        screen.page.get_by_role("button", name="Masquer les rappels").click()
    expect(in_grid).to_have_count(0)
    screen.page.reload()
    screen.drawn()
    expect(screen.page.get_by_role("button", name="Afficher les rappels")).to_be_visible()
    expect(in_grid).to_have_count(0)
    with screen.page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.url.endswith("/me")):
        screen.page.keyboard.press("r")
    expect(in_grid).to_be_visible()


def test_a_reminder_is_dragged_to_another_day(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("aurelie.montreuil"))
    screen.open()
    task = screen.api("POST", "/tasks", {"subject": "J: Reporter", "due_on": "2027-07-20"})
    screen.open(date="2027-07-01")
    box = screen.page.locator(".ev--task", has_text="J: Reporter").bounding_box()
    cell = screen.page.locator(".grid__cell").nth(24).bounding_box()
    assert box and cell
    screen.drag((box["x"] + 60, box["y"] + 10), (cell["x"] + 60, cell["y"] + 60))
    expect(screen.toast).to_contain_text("jeu. 22 juil. 2027")
    screen.saved()
    assert screen.api("GET", f"/tasks/{task['id']}")["due_on"] == "2027-07-22"


@pytest.mark.parametrize("size", [(1400, 900), PHONE])
def test_the_to_do_page_edits_and_deletes_with_undo(open_as: OpenAs, size: tuple[int, int]) -> None:
    subject = f"J: Préparer {size[0]}"
    screen = CalendarScreen(open_as("aurelie.montreuil", size=size))
    page = screen.page
    page.goto("/tasks/")
    page.get_by_role("textbox", name="Ajouter un rappel").fill(subject)
    page.keyboard.press("Enter")
    page.get_by_role("button", name=subject, exact=True).click()
    screen.field("Objet").fill(f"{subject} bien")
    screen.field("Échéance").fill("2027-07-29")
    screen.sheet.get_by_role("button", name="Enregistrer le rappel").click()
    expect(page.locator(".task-line", has_text=f"{subject} bien")).to_contain_text("jeu. 29 juil. 2027")
    page.locator(".task-line", has_text=f"{subject} bien").locator(".task-line__main").click()
    screen.sheet.get_by_role("button", name="Supprimer").click()
    expect(page.locator(".task-line", has_text=f"{subject} bien")).to_have_count(0)
    screen.toast.get_by_role("button", name="Annuler").click()
    expect(page.locator(".task-line", has_text=f"{subject} bien")).to_be_visible()
    page.get_by_role("checkbox", name=f"Fait : {subject} bien").click()
    expect(page.locator(".task-line:not(.is-done)", has_text=f"{subject} bien")).to_have_count(0)
