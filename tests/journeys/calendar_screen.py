"""The calendar as a person handles it: what to press and what is then to be seen."""

import json
import re
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect

SLOT = 24
PARIS_WINTER = "+01:00"


class CalendarScreen:
    """One person's calendar in one window."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, **filters: Any) -> "CalendarScreen":
        """Go to the calendar by its address, and wait until it is drawn."""
        query = urlencode(filters, doseq=True)
        self.page.goto(f"/calendar/?{query}" if query else "/calendar/")
        return self.drawn()

    def drawn(self) -> "CalendarScreen":
        """Wait until the grid shows what was asked for."""
        expect(self.page.locator("[data-drawn=yes]")).to_be_visible()
        return self

    # --- the API, as the same person
    def api(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request in this person's session; gives back the answer's JSON."""
        token = next((one["value"] for one in self.page.context.cookies() if one["name"] == "tournee_csrf"), "")
        answer = self.page.request.fetch(
            f"/api/v1{path}",
            method=method,
            data=json.dumps(body) if body is not None else None,
            headers={"Content-Type": "application/json", "X-CSRFToken": token, **headers},
        )
        assert answer.ok, f"{method} {path}: {answer.status} {answer.text()}"
        return answer.json() if answer.body() else None

    def plan(self, subject: str, day: str, start: str = "10:00", end: str = "11:00", **more: Any) -> dict[str, Any]:
        """An event of this person's, in Paris time."""
        body = {"subject": subject, "start": f"{day}T{start}", "end": f"{day}T{end}", "time_zone": "Europe/Paris"}
        made: dict[str, Any] = self.api("POST", "/events", body | more)
        return made

    def event(self, event_id: str) -> dict[str, Any]:
        """The event as the server holds it once all is saved, its times in Paris."""
        self.saved()
        found: dict[str, Any] = self.api("GET", f"/events/{event_id}?time_zone=Europe/Paris")
        return found

    def events_of(self, day: str, *, owner: str = "me") -> list[dict[str, Any]]:
        """What the server holds for a day once all is saved."""
        self.saved()
        found = self.api("GET", f"/events?start={day}T00:00:00Z&end={day}T23:59:59Z&owner={owner}")
        items: list[dict[str, Any]] = found["items"]
        return items

    def saved(self) -> None:
        """Wait until every change has arrived."""
        expect(self.page.locator("body.calendar-writing")).to_have_count(0)

    # --- the grid
    def shown(self, subject: str) -> Locator:
        """The event in the grid."""
        return self.page.locator("#calendar-grid a.ev", has_text=subject)

    def spot(self, column: int, hour: float) -> tuple[float, float]:
        """Where in a week or a day an hour of a column lies, scrolled into sight."""
        lane = self.page.locator(".grid__lane").nth(column)
        box = lane.bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + hour * 2 * SLOT + 2

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """By the mouse, in steps as a hand moves."""
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move(start[0] + 8, start[1] + 4, steps=2)
        mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
        mouse.move(*end, steps=4)
        mouse.up()

    def drag_event(self, subject: str, *, days: int = 0, hours: float = 0) -> None:
        """Carry an event of a week elsewhere, by its upper edge."""
        box = self.shown(subject).bounding_box()
        lanes = self.page.locator(".grid__lane")
        first, second = lanes.nth(0).bounding_box(), lanes.nth(1).bounding_box()
        assert box and first and second
        start = (box["x"] + 30, box["y"] + 7)
        self.drag(start, (start[0] + days * (second["x"] - first["x"]), start[1] + hours * 2 * SLOT))
        self.settled(subject)

    def settled(self, subject: str) -> None:
        """Wait until nothing follows the pointer any more."""
        expect(self.shown(subject).nth(1)).to_have_count(0)

    # --- what lies over it
    @property
    def card(self) -> Locator:
        """The small card."""
        return self.page.locator(".calendar-card")

    @property
    def sheet(self) -> Locator:
        """The side sheet."""
        return self.page.locator(".calendar-sheet")

    @property
    def toast(self) -> Locator:
        """The latest notice."""
        return self.page.locator(".toast").last

    def field(self, name: str | re.Pattern[str]) -> Locator:
        """A field of the open form, by its label."""
        return self.sheet.get_by_label(name, exact=isinstance(name, str))

    def pick(self, name: str, typed: str, option: str | None = None) -> None:
        """Type into a searching field and take what it finds."""
        box = self.sheet.get_by_role("combobox", name=name)
        box.click()
        box.press_sequentially(typed, delay=5)
        self.sheet.get_by_role("option", name=option or typed).first.click()
