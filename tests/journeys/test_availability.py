"""Find a time: colleagues side by side, the event moved over them, proposals taken; at a desk and on a phone."""

import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import Locator, expect

from tests.servers.axe import serious_faults

from .calendar_screen import CalendarScreen
from .conftest import DESK, PHONE, OpenAs

pytestmark = pytest.mark.browser


def compose(screen: CalendarScreen, subject: str, *names: str, times: Sequence[str] = ("10:00", "11:00")) -> Locator:
    """A new event with some colleagues, not saved; gives back where their free time is shown."""
    screen.page.keyboard.press("c")
    expect(screen.sheet.locator("[name=subject]")).to_be_focused()
    screen.page.keyboard.type(subject)
    for field, time in zip(("#event-start", "#event-end"), times, strict=True):
        screen.sheet.locator(field).fill(time)
        screen.sheet.locator(field).blur()
    for name in names:
        screen.pick("Participants", name)
    return screen.sheet.locator(".find-time")


def starts_and_ends(screen: CalendarScreen) -> tuple[str, str]:
    return screen.sheet.locator("#event-start").input_value(), screen.sheet.locator("#event-end").input_value()


def test_colleagues_stand_side_by_side_and_a_proposal_fills_in_the_times(open_as: OpenAs) -> None:
    day = "2027-09-07"
    oliver = CalendarScreen(open_as("oliver.pemberton")).open(view="day", date=day)
    oliver.plan("Client call", day, "10:30", "11:30", privacy="private")
    screen = CalendarScreen(open_as("julien.delvallee")).open(view="day", date=day)
    strip = compose(screen, "Point d’équipe", "Oliver", "Daniel")
    expect(strip.locator(".find-time__track")).to_have_count(3)
    expect(strip.get_by_role("status")).to_have_text("Oliver Pemberton est occupé(e) à ce moment.")
    expect(strip.get_by_role("listitem").nth(1)).to_contain_text("Oliver Pemberton : occupé(e) 10:30–11:30.")
    # When, and nothing else.
    expect(strip).not_to_contain_text("Client call")
    free = strip.get_by_role("group", name="Prochains créneaux libres").get_by_role("button")
    expect(free.nth(1)).to_have_text("11:30–12:30")
    free.nth(1).click()
    expect(strip.get_by_role("status")).to_have_text("Tout le monde est libre à ce moment.")
    expect(free.nth(1)).to_have_attribute("aria-pressed", "true")
    assert starts_and_ends(screen) == ("11:30", "12:30")
    screen.page.keyboard.press("Control+Enter")
    expect(screen.sheet).to_have_count(0)
    found = next(one for one in screen.events_of(day) if one["subject"] == "Point d’équipe")
    assert (found["start"], found["end"]) == ("2027-09-07T11:30:00+02:00", "2027-09-07T12:30:00+02:00")


def test_the_event_is_moved_by_keys_and_by_hand(open_as: OpenAs) -> None:
    day = "2027-09-14"
    screen = CalendarScreen(open_as("julien.delvallee")).open(view="day", date=day)
    strip = compose(screen, "Revue", "Oliver")
    event = strip.get_by_role("slider", name="Heure de l’événement")
    expect(event).to_have_attribute("aria-valuetext", "10:00–11:00")
    event.focus()
    screen.page.keyboard.press("ArrowRight")
    screen.page.keyboard.press("PageUp")
    expect(event).to_have_attribute("aria-valuetext", "11:15–12:15")
    assert starts_and_ends(screen) == ("11:15", "12:15")
    event.scroll_into_view_if_needed()
    box = event.bounding_box()
    assert box is not None
    # As wide as it is long: an hour.
    grip = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    screen.drag(grip, (grip[0] + 2 * box["width"], grip[1]))
    expect(event).to_have_attribute("aria-valuetext", "13:15–14:15")
    assert starts_and_ends(screen) == ("13:15", "14:15")
    screen.page.keyboard.press("Escape")


def test_what_is_booked_twice_is_said_after_the_form_and_after_a_drag(open_as: OpenAs) -> None:
    day = "2027-09-22"
    oliver = CalendarScreen(open_as("oliver.pemberton")).open(view="day", date=day)
    oliver.plan("Dentist", day, "10:00", "11:00", privacy="private")
    oliver.plan("Dentist again", day, "15:00", "16:00", privacy="private")
    screen = CalendarScreen(open_as("julien.delvallee")).open(view="week", date=day)
    compose(screen, "Atelier", "Oliver", times=("10:00", "11:00"))
    screen.sheet.locator("input[type=date]").first.fill(day)
    screen.page.keyboard.press("Control+Enter")
    said = screen.page.locator(".toast", has_text="Oliver Pemberton est occupé(e) à ce moment.")
    expect(said).to_be_visible()
    expect(screen.shown("Atelier")).to_be_visible()
    expect(said).to_be_hidden()
    screen.drag_event("Atelier", hours=2)
    screen.saved()
    expect(said).to_be_hidden()
    screen.drag_event("Atelier", hours=3)
    expect(said).to_be_visible()


def test_the_next_days_are_looked_at_where_one_is_full(open_as: OpenAs) -> None:
    day = "2027-09-28"
    oliver = CalendarScreen(open_as("oliver.pemberton")).open(view="day", date=day)
    oliver.api("POST", "/events", {"subject": "Fair", "start": day, "all_day": True})
    strip = compose(oliver, "Review", "Julien", times=("10:00", "11:00"))
    expect(strip.get_by_role("heading")).to_have_text("Availability, Tue 28 Sept")
    expect(strip.get_by_role("status")).to_have_text("Oliver Pemberton is busy then.")
    free = strip.get_by_role("group", name="Next free times").get_by_role("button")
    expect(free.first).to_contain_text(re.compile("^Wed 29 Sept, "))
    free.first.click()
    expect(strip.get_by_role("heading")).to_have_text("Availability, Wed 29 Sept")
    expect(strip.get_by_role("status")).to_have_text("Everybody is free then.")
    # What was proposed stays where it was pressed.
    expect(free.first).to_have_attribute("aria-pressed", "true")
    free.last.click()
    expect(free.first).to_have_attribute("aria-pressed", "false")
    oliver.page.keyboard.press("Escape")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_it_has_no_serious_fault_and_fits(open_as: OpenAs, size: tuple[int, int], dark: bool) -> None:
    day = "2027-10-05"
    oliver = CalendarScreen(open_as("oliver.pemberton", size=size, dark=dark)).open(view="day", date=day)
    oliver.plan("Taken", day, "10:30", "11:30")
    expect(oliver.shown("Taken").first).to_be_visible()
    strip = compose(oliver, "Look", "Julien", "Daniel")
    expect(strip.locator(".find-time__busy").first).to_be_visible()
    expect(strip.locator(".find-time__slot").first).to_be_visible()
    assert serious_faults(oliver.page) == []
    body = oliver.sheet.locator(".sheet__body")
    assert body.evaluate("element => element.scrollWidth <= element.clientWidth")
    oliver.page.keyboard.press("Escape")
