"""No serious fault by axe, in light and dark, on the desk and on the phone, whatever is open."""

import pytest
from playwright.sync_api import expect

from tests.servers.axe import serious_faults

from .calendar_screen import CalendarScreen
from .conftest import DESK, PHONE, OpenAs

pytestmark = pytest.mark.browser


def faults(screen: CalendarScreen) -> list[str]:
    """Those of the whole page."""
    return serious_faults(screen.page)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_views_have_no_serious_fault(open_as: OpenAs, size: tuple[int, int], dark: bool) -> None:
    screen = CalendarScreen(open_as("sarah.whitcombe", size=size, dark=dark))
    for view in ("month", "week", "day", "list", "team"):
        screen.open(view=view, owner="team")
        expect(screen.page.locator("#calendar-grid a.ev").first).to_be_attached()
        assert faults(screen) == [], view


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_hours_of_an_empty_day_scroll_by_the_keyboard(open_as: OpenAs, size: tuple[int, int]) -> None:
    screen = CalendarScreen(open_as("julien.delvallee", size=size)).open(view="day", date="2019-03-04")
    hours = screen.page.get_by_role("rowgroup", name="Heures de la journée")
    # From view to view it is another element each time.
    for key in ("w", "j", "x", "m", "d"):
        screen.page.keyboard.press(key)
        if key != "m":
            expect(hours).to_be_visible()
        expect(screen.page.locator("#calendar-grid a.ev")).to_have_count(0)
        assert faults(screen) == [], key
    before = hours.evaluate("one => one.scrollTop")
    screen.page.locator("#calendar-grid").focus()
    for _ in range(5):
        screen.page.keyboard.press("Tab")
        if hours.evaluate("one => one === document.activeElement"):
            break
    screen.page.keyboard.press("PageDown")
    expect(hours).to_be_focused()
    screen.page.wait_for_function("before => document.activeElement.scrollTop > before + 100", arg=before)


def test_no_word_of_the_grid_is_left_in_english(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    for view in ("month", "week", "list"):
        read_out = screen.open(view=view).page.locator("#calendar-grid").aria_snapshot()
        for word in ("Week", "Timed", "All-day", "Events", "Close"):
            assert f'"{word}' not in read_out, view


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_opens_over_it_has_no_serious_fault(open_as: OpenAs, dark: bool) -> None:
    screen = CalendarScreen(open_as("julien.delvallee", dark=dark))
    screen.open()
    subject = f"À inspecter, {dark}"
    event = screen.plan(subject, "2027-05-26", participants=[{"email": "inconnu@exemple.fr"}])
    screen.open(view="week", date="2027-05-24", time_zone="Europe/London")
    screen.shown(subject).click()
    expect(screen.card).to_be_visible()
    assert faults(screen) == []
    screen.page.goto(f"/calendar/events/{event['id']}/")
    expect(screen.sheet).to_contain_text("sans réponse")
    assert faults(screen) == []
    screen.sheet.get_by_role("button", name="Modifier").click()
    screen.sheet.get_by_text("Confidentialité, disponibilité").click()
    screen.field("Objet").fill("")
    screen.sheet.get_by_role("button", name="Enregistrer l’événement").click()
    expect(screen.sheet.locator(".field__error")).to_be_visible()
    assert faults(screen) == []


def test_the_to_do_page_has_no_serious_fault(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    screen.page.goto("/tasks/")
    expect(screen.page.locator(".task-line").first).to_be_visible()
    assert faults(screen) == []


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("julien.delvallee", ("Aujourd’hui", "Semaine ouvrée", "Responsables", "Ajouter un événement", "Rappels")),
        ("oliver.pemberton", ("Today", "Work week", "Owners", "Add an event", "Reminders")),
    ],
)
def test_the_words_are_the_viewer_s(open_as: OpenAs, who: str, words: tuple[str, ...]) -> None:
    screen = CalendarScreen(open_as(who)).open()
    for word in words:
        expect(screen.page.locator(".calendar").get_by_text(word).first).to_be_visible()
