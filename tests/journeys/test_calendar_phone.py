"""In the hand: narrow screens, fingers, and the thumb's reach."""

import re

import pytest
from playwright.sync_api import Page, expect

from .calendar_screen import CalendarScreen
from .conftest import PHONE, OpenAs

pytestmark = pytest.mark.browser
SMALL = (320, 640)


def is_too_wide(page: Page) -> bool:
    """Whether something sticks out of the screen."""
    wide: bool = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return wide


@pytest.mark.parametrize("size", [PHONE, SMALL])
def test_every_view_fits_the_screen(open_as: OpenAs, size: tuple[int, int]) -> None:
    screen = CalendarScreen(open_as("julien.delvallee", size=size, touch=True)).open()
    bar = screen.page.locator(".phone-bar")
    for name in ("Jour", "Liste", "Mois"):
        bar.get_by_role("button", name=name).tap()
        screen.drawn()
        assert not is_too_wide(screen.page)
    for name in ("Semaine", "Semaine ouvrée", "Équipe"):
        bar.get_by_role("button", name=re.compile("^Plus")).tap()
        screen.page.get_by_role("dialog").get_by_role("button", name=name, exact=True).tap()
        expect(bar.get_by_role("button", name=f"Plus : {name}")).to_be_visible()
        screen.drawn()
        assert not is_too_wide(screen.page)
    bar.get_by_role("button", name="Ajouter un événement").tap()
    expect(screen.field("Objet")).to_be_visible()
    assert not is_too_wide(screen.page)
    screen.sheet.get_by_role("button", name="Fermer").tap()
    screen.page.get_by_role("button", name="Filtres").tap()
    expect(screen.sheet).to_contain_text("Vues enregistrées")
    assert not is_too_wide(screen.page)


def test_what_is_pressed_is_large_enough(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee", size=PHONE, touch=True)).open(view="day")
    for button in screen.page.locator(".phone-bar button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 44


def test_a_tap_opens_and_a_finger_edits(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee", size=PHONE, touch=True))
    screen.open()
    event = screen.plan("Au doigt", "2027-05-05")
    screen.open(view="day", date="2027-05-05")
    screen.shown("Au doigt").tap()
    expect(screen.sheet).to_contain_text("mer. 5 mai 2027, 10:00–11:00")
    screen.sheet.get_by_role("button", name="Modifier").tap()
    screen.field("Objet").fill("Du pouce")
    screen.sheet.get_by_role("button", name="Enregistrer l’événement").tap()
    expect(screen.shown("Du pouce")).to_be_visible()
    assert screen.event(event["id"])["subject"] == "Du pouce"


def test_a_tap_on_a_free_hour_starts_an_event(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee", size=PHONE, touch=True)).open(view="day", date="2027-05-12")
    x, y = screen.spot(0, 9)
    screen.page.touchscreen.tap(x, y)
    expect(screen.field("Début")).to_have_value("09:00")
    expect(screen.field("Date")).to_have_value("2027-05-12")


def test_a_swipe_turns_the_page(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee", size=PHONE, touch=True)).open(view="day", date="2027-05-19")
    screen.page.evaluate(
        """() => {
            const grid = document.querySelector(".stage__grid");
            const touch = (x) => new Touch({ identifier: 1, target: grid, clientX: x, clientY: 400 });
            const send = (type, x, list) => grid.dispatchEvent(new TouchEvent(type, {
                bubbles: true, touches: list, changedTouches: [touch(x)], targetTouches: list }));
            send("touchstart", 320, [touch(320)]);
            send("touchend", 120, []);
        }"""
    )
    expect(screen.page).to_have_url(re.compile("date=2027-05-20"))
