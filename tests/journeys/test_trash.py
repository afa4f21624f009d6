"""What was deleted comes back whole, and its history tells of it."""

import pytest
from playwright.sync_api import expect

from tests.servers.axe import serious_faults

from .calendar_screen import CalendarScreen
from .conftest import DESK, PHONE, OpenAs

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_an_event_comes_back_from_the_trash_with_its_people_and_its_history(
    open_as: OpenAs, size: tuple[int, int]
) -> None:
    screen = CalendarScreen(open_as("oliver.pemberton", size=size, touch=size == PHONE))
    screen.open()
    subject = f"Tasting at the harbour, {size[0]}"
    guests = [{"email": "nora@harbour.example", "name": "Nora Quay"}]
    event = screen.plan(subject, "2027-11-03", participants=guests, notes="Bring the **large** pan.")
    page = screen.page
    page.goto(f"/calendar/events/{event['id']}/")
    expect(screen.sheet).to_contain_text("Nora Quay")
    screen.sheet.get_by_role("button", name="Delete").click()
    screen.saved()
    page.goto("/trash/")
    assert serious_faults(page) == []
    page.get_by_role("button", name=f"Restore {subject}").click()
    expect(page.get_by_text(f"“{subject}” is back.").last).to_be_visible()
    expect(page.get_by_role("button", name=f"Restore {subject}")).to_have_count(0)
    page.goto(f"/calendar/events/{event['id']}/")
    expect(screen.sheet).to_contain_text("Nora Quay")
    expect(screen.sheet).to_contain_text("large")
    screen.sheet.get_by_text("History").click()
    for line in ("added it", "deleted it", "restored it"):
        expect(screen.sheet.locator(".history")).to_contain_text(line)
