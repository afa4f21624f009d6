"""People side by side: who is free is seen, and an event is handed over by carrying it."""

import pytest
from playwright.sync_api import Locator, expect

from .calendar_screen import CalendarScreen
from .conftest import DESK, PHONE, OpenAs

pytestmark = pytest.mark.browser
HOUR = 48


def column(screen: CalendarScreen, name: str) -> Locator:
    """A colleague's column, or line."""
    owner = next(one["id"] for one in screen.api("GET", "/users")["items"] if one["name"] == name)
    return screen.page.locator(f"[data-owner='{owner}'][data-timed='yes']")


def test_a_manager_carries_an_event_to_another_rep_and_hour(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("sarah.whitcombe"))
    screen.open()
    julien = next(one["id"] for one in screen.api("GET", "/users")["items"] if one["name"] == "Julien Delvallée")
    event = screen.plan("To hand over", "2027-11-09", "10:00", "11:00", owner_id=julien)
    screen.open(view="team", date="2027-11-09")
    piece = screen.shown("To hand over")
    expect(piece).to_be_visible()
    box, target = piece.bounding_box(), column(screen, "Oliver Pemberton").bounding_box()
    assert box and target
    start = (box["x"] + 20, box["y"] + 6)
    screen.drag(start, (target["x"] + 30, start[1] + 2 * HOUR))
    expect(column(screen, "Oliver Pemberton").locator("a", has_text="To hand over")).to_contain_text("12:00–13:00")
    expect(screen.toast).to_contain_text("moved to Oliver Pemberton, Tue 9 Nov 2027, 12:00–13:00")
    saved = screen.event(event["id"])
    assert saved["owner"]["name"] == "Oliver Pemberton"
    assert saved["start"] == "2027-11-09T12:00:00+01:00"
    screen.page.keyboard.press("Control+z")
    expect(column(screen, "Julien Delvallée").locator("a", has_text="To hand over")).to_contain_text("10:00–11:00")


def test_the_keyboard_hands_over_too(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("sarah.whitcombe"))
    screen.open()
    event = screen.plan("By keyboard", "2027-11-10", "10:00", "11:00")
    screen.open(view="team", date="2027-11-10")
    piece = screen.shown("By keyboard")
    piece.focus()
    screen.page.keyboard.press("Alt+ArrowDown")
    expect(screen.toast).to_contain_text("10:15–11:15")
    expect(piece).to_be_focused()
    screen.page.keyboard.press("Alt+ArrowRight")
    expect(screen.toast).to_contain_text("moved to Aurélie Montreuil")
    assert screen.event(event["id"])["owner"]["name"] == "Aurélie Montreuil"


def test_the_week_of_a_team_moves_days_between_people(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("sarah.whitcombe"))
    screen.open()
    event = screen.plan("Week piece", "2027-11-16", "10:00", "11:00")
    screen.open(view="team", date="2027-11-15", scale="week")
    oliver = next(one["id"] for one in screen.api("GET", "/users")["items"] if one["name"] == "Oliver Pemberton")
    cell = screen.page.locator(f"[data-owner='{oliver}'][data-day='2027-11-18']")
    box, target = screen.shown("Week piece").bounding_box(), cell.bounding_box()
    assert box and target
    screen.drag((box["x"] + 40, box["y"] + 8), (target["x"] + 40, target["y"] + 20))
    expect(cell.locator("a", has_text="Week piece")).to_be_visible()
    expect(screen.toast).to_contain_text("Thu 18 Nov 2027, 10:00–11:00")
    saved = screen.event(event["id"])
    assert (saved["owner"]["name"], saved["start"]) == ("Oliver Pemberton", "2027-11-18T10:00:00+01:00")


def test_a_click_in_a_colleague_s_column_plans_for_him(open_as: OpenAs) -> None:
    screen = CalendarScreen(open_as("sarah.whitcombe")).open(view="team", date="2027-11-17")
    box = column(screen, "Julien Delvallée").bounding_box()
    assert box
    screen.page.mouse.click(box["x"] + 40, box["y"] + 10 * HOUR + 4)
    expect(screen.card).to_contain_text("Julien Delvallée")
    screen.page.keyboard.type("For Julien")
    screen.page.keyboard.press("Enter")
    expect(column(screen, "Julien Delvallée").locator("a", has_text="For Julien")).to_contain_text("10:00")


def test_a_rep_cannot_carry_a_colleague_s_event(open_as: OpenAs) -> None:
    theirs, mine = CalendarScreen(open_as("oliver.pemberton")), CalendarScreen(open_as("julien.delvallee"))
    theirs.open()
    event = theirs.plan("Not yours", "2027-11-23", "10:00", "11:00")
    mine.open(view="team", date="2027-11-23")
    box, target = mine.shown("Not yours").bounding_box(), column(mine, "Julien Delvallée").bounding_box()
    assert box and target
    mine.drag((box["x"] + 20, box["y"] + 6), (target["x"] + 30, box["y"] + 6))
    assert theirs.event(event["id"])["owner"]["name"] == "Oliver Pemberton"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_names_and_whole_days_stay_in_sight(open_as: OpenAs, size: tuple[int, int]) -> None:
    screen = CalendarScreen(open_as("sarah.whitcombe", size=size)).open(view="team", owner="team", date="2027-09-06")
    whole = {"subject": f"Fair {size[0]}", "all_day": True, "start": "2027-09-07", "end": "2027-09-08"}
    screen.api("POST", "/events", whole)
    screen.open(view="team", owner=["me", "team"], date="2027-09-07")
    grid = screen.page.locator("#calendar-grid")
    assert grid.evaluate("one => one.scrollTop") > 100
    grid.evaluate("one => one.scrollTo(one.scrollLeft, one.scrollHeight)")
    expect(grid.get_by_role("button", name="Work week")).to_be_in_viewport(ratio=0.9)
    expect(grid.locator(".team__head").first).to_be_in_viewport(ratio=0.9)
    screen.shown(f"Fair {size[0]}").scroll_into_view_if_needed()
    expect(screen.shown(f"Fair {size[0]}")).to_be_in_viewport(ratio=0.5)
    assert grid.evaluate("one => one.scrollTop") > 100
