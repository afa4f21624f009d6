"""Events that repeat: made by the form, seen on both sides of a clock change, moved, divided, deleted, taken back."""

import pytest
from playwright.sync_api import Locator, expect

from .calendar_screen import CalendarScreen
from .conftest import DESK, PHONE, OpenAs

pytestmark = pytest.mark.browser


def question(screen: CalendarScreen) -> Locator:
    """Which occurrences are meant."""
    return screen.page.locator("dialog.which")


def starts(screen: CalendarScreen, event_subject: str, start: str, end: str) -> list[str]:
    """Where the server has the occurrences of a subject, in Paris."""
    screen.saved()
    found = screen.api("GET", f"/events?start={start}&end={end}&owner=me&time_zone=Europe/Paris")
    return [one["start"][:16] for one in found["items"] if one["subject"] == event_subject]


def test_a_weekly_series_by_the_form_keeps_its_hour_over_the_clock_change(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    screen.open(view="week", date="2027-03-22")
    screen.page.keyboard.press("c")
    screen.field("Objet").fill("Ronde du lundi")
    screen.field("Date").fill("2027-03-22")
    screen.field("Début").fill("09:00")
    screen.field("Fin").fill("10:00")
    screen.page.keyboard.press("Tab")
    screen.field("Répétition").select_option("Chaque semaine le lundi")
    expect(screen.sheet.locator(".repeat__said")).to_have_text("Chaque semaine le lundi")
    screen.page.keyboard.press("Control+Enter")
    expect(screen.shown("Ronde du lundi")).to_contain_text("09:00–10:00")
    expect(screen.shown("Ronde du lundi").get_by_role("img", name="Se répète")).to_be_visible()
    screen.page.keyboard.press("j")
    expect(screen.shown("Ronde du lundi")).to_contain_text("09:00–10:00")
    assert starts(screen, "Ronde du lundi", "2027-03-20", "2027-04-07") == [
        "2027-03-22T09:00", "2027-03-29T09:00", "2027-04-05T09:00",
    ]  # fmt: skip
