"""What a printer gets of the calendar: all of it, also what the screen scrolls or folds away."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, expect

from .calendar_screen import CalendarScreen
from .conftest import OpenAs

pytestmark = pytest.mark.browser


@contextmanager
def printed(page: Page) -> Iterator[Locator]:
    """The sheet, as long as the browser prints."""
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    yield page.locator(".paper")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")


# No two views show the same days.
DAYS = {
    "month": "2027-08-04",
    "week": "2027-09-01",
    "workweek": "2027-09-08",
    "day": "2027-09-15",
    "list": "2027-09-22",
}


@pytest.mark.parametrize("view", DAYS)
def test_a_printed_view_holds_the_early_the_late_and_the_many(open_as: OpenAs, view: str) -> None:
    screen = CalendarScreen(open_as("julien.delvallee"))
    screen.open()
    day = DAYS[view]
    for hour in range(5, 23):
        screen.plan(f"Point n° {hour}", day, f"{hour:02}:00", f"{hour:02}:45")
    screen.open(view=view, date=day)
    with printed(screen.page) as paper:
        for hour in range(5, 23):
            expect(paper.get_by_text(f"Point n° {hour}", exact=True)).to_be_visible()
        expect(paper.get_by_text("22:00")).to_be_visible()
        expect(screen.page.locator("#calendar-grid")).to_be_hidden()
    expect(screen.page.locator("#calendar-grid")).to_be_visible()
    expect(screen.page.locator(".paper")).to_have_count(0)


def test_the_list_tells_where_and_with_whom(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("oliver.pemberton"))
    screen.open()
    place = {"address": "12 rue des Carmes, 59000 Lille", "latitude": 50.63, "longitude": 3.06}
    people = [{"email": "paul@moulin.example", "name": "Paul Moulin"}]
    screen.plan("Kitchen audit", "2027-10-06", other_address=place, participants=people)
    screen.open(view="list", date="2027-10-06")
    with printed(screen.page) as paper:
        line = paper.locator(".paper__item", has_text="Kitchen audit")
        expect(line).to_contain_text("09:00–10:00")
        expect(line).to_contain_text("12 rue des Carmes, 59000 Lille")
        expect(line).to_contain_text("Paul Moulin")


def test_a_sheet_says_whose_calendar_it_is(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("oliver.pemberton"))
    screen.open(view="week", date="2027-10-04")
    with printed(screen.page) as paper:
        expect(paper.locator(".paper__of")).to_have_text("Oliver Pemberton · London")
    julien = next(one["id"] for one in screen.api("GET", "/users")["items"] if one["name"] == "Julien Delvallée")
    screen.open(view="week", date="2027-10-04", owner=julien)
    with printed(screen.page) as paper:
        expect(paper.locator(".paper__of")).to_have_text("Julien Delvallée · London")
