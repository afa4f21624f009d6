"""Everything without a mouse."""

import re

import pytest
from playwright.sync_api import expect

from .calendar_screen import CalendarScreen
from .conftest import OpenAs

pytestmark = pytest.mark.browser


def test_one_letter_changes_the_view(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("oliver.pemberton")).open(date="2027-03-10")
    page, title = screen.page, screen.page.get_by_role("heading", level=1)
    expect(title).to_contain_text("March 2027")
    for key, name, shown in (
        ("d", "Day", "Wed 10 Mar 2027"),
        ("w", "Week", "8 – 14 Mar 2027"),
        ("x", "Work week", "8 – 14 Mar 2027"),
        ("l", "List", "8 – 14 Mar 2027"),
        ("v", "Team", "Wed 10 Mar 2027"),
        ("m", "Month", "March 2027"),
    ):
        page.keyboard.press(key)
        expect(page.get_by_role("button", name=name, exact=True)).to_have_attribute("aria-pressed", "true")
        expect(title).to_contain_text(shown)
    page.keyboard.press("j")
    expect(title).to_contain_text("April 2027")
    page.keyboard.press("ArrowLeft")
    expect(title).to_contain_text("March 2027")
    page.keyboard.press("t")
    expect(page).to_have_url(re.compile(r"/calendar/$"))
    page.keyboard.press("s")
    expect(page.locator(".side")).to_have_count(0)
    page.keyboard.press("s")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Search everything")).to_be_focused()


def test_the_help_tells_the_keys(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("oliver.pemberton")).open()
    screen.page.keyboard.press("?")
    dialog = screen.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Day, week, work week, month, list, team")
    expect(dialog).to_contain_text("Move the chosen event")
    screen.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_an_event_is_planned_opened_changed_and_deleted_by_keys_alone(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("oliver.pemberton")).open(view="day", date="2027-04-07")
    page = screen.page
    page.keyboard.press("c")
    page.keyboard.type("By keys")
    page.keyboard.press("Control+Enter")
    expect(screen.shown("By keys")).to_be_visible()
    screen.shown("By keys").focus()
    page.keyboard.press("Enter")
    expect(screen.sheet.get_by_role("heading", name="By keys")).to_be_visible()
    expect(screen.sheet).to_be_focused()
    page.keyboard.press("e")
    expect(screen.field("Subject")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(" only")
    page.keyboard.press("Control+Enter")
    expect(screen.shown("By keys only")).to_be_visible()
    screen.shown("By keys only").focus()
    page.keyboard.press("Delete")
    expect(screen.shown("By keys only")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(screen.shown("By keys only")).to_be_visible()


def test_letters_that_are_typed_are_no_shortcuts(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("oliver.pemberton")).open(view="day", date="2027-04-14")
    screen.page.keyboard.press("c")
    screen.page.keyboard.type("dwmltcjk")
    expect(screen.field("Subject")).to_have_value("dwmltcjk")
    expect(screen.page).to_have_url(re.compile("view=day"))
    screen.page.keyboard.press("Escape")
    expect(screen.sheet).to_have_count(0)


def test_the_small_month_goes_by_arrows(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("oliver.pemberton")).open(view="day", date="2027-04-21")
    small = screen.page.locator(".side").get_by_role("grid", name="Go to a day")
    small.get_by_role("button", name="Wednesday 21 April 2027").focus()
    screen.page.keyboard.press("ArrowDown")
    screen.page.keyboard.press("ArrowRight")
    expect(small.get_by_role("button", name="Thursday 29 April 2027")).to_be_focused()
    screen.page.keyboard.press("Enter")
    expect(screen.page.get_by_role("heading", level=1)).to_contain_text("Thu 29 Apr 2027")
