"""A month of 2,000 events in real Chromium: our page beside FullCalendar alone, on the same data.

Promises: painted within 1.5 times of FullCalendar alone; the first page loads under 250 KB compressed. "Painting" is
what the page's main thread works (the browser's TaskDuration) from the events' arrival until two frames later, in a
page that stands; "loading", for which nothing is promised, is the same from the navigation on, with all that our page
has beside its grid. Both pages are measured in turn; figures are medians.
"""

import argparse
import gzip
import json
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, CDPSession, Page, Route, sync_playwright

from benchmarks.support.measuring import ROOT, machine
from tests.servers.chromium import FLAGS, chromium_program
from tests.servers.tournee import Served, environment_of, manage, serve

EVENTS = 2_000
DAY = "2026-11-24"
BARE = "/bare/"
MODULES = ROOT / "frontend" / "node_modules"
PARIS = ZoneInfo("Europe/Paris")
COLOURS = ["green", "blue", "violet", "teal", "pink", "slate"]
# Both grids mark an event's element; a month shows some hundreds, the rest behind "+N more".
DRAWN = {"ours": "#calendar-grid a.ev", "bare": ".bare-event"}


def events() -> list[dict[str, Any]]:
    """A full month, as the API writes it; the same at each run."""
    dice = random.Random(2026)  # noqa: S311 -- to vary, not to hide
    first = datetime(2026, 10, 26, 8, tzinfo=PARIS)
    return [event(number, first, dice) for number in range(EVENTS)]


def event(number: int, first: datetime, dice: random.Random) -> dict[str, Any]:
    """One of them."""
    start = first + timedelta(days=dice.randrange(42), minutes=15 * dice.randrange(36))
    end = start + timedelta(minutes=15 * dice.randint(1, 8))
    all_day = number % 25 == 0
    colour = COLOURS[number % len(COLOURS)]
    return {
        "id": f"019a0034-0300-76ba-a4a4-{number:012x}",
        "subject": f"Visite {number} chez Boulangerie du Marché",
        "start": start.date().isoformat() if all_day else start.isoformat(),
        "end": (start + timedelta(days=dice.randint(1, 3))).date().isoformat() if all_day else end.isoformat(),
        "all_day": all_day,
        "time_zone": "Europe/Paris",
        "recurrence_id": None,
        "status": "confirmed",
        "owner": {"id": f"019a0034-0300-76ba-a4a4-a00000000{number % 10:03}", "name": "Julien Delvallée"},
        "type": {"id": colour, "name": colour, "colour": colour, "icon": "pin", "is_video": number % 7 == 0},
        "account": {"id": "a", "name": "Boulangerie du Marché", "city": "Beauvais"},
        "opportunity": None,
        "place": None,
        "privacy": "normal",
        "busy": True,
        "participants": [],
        "version": 1,
        "can_edit": True,
        "hidden": False,
    }


def main() -> None:
    """Serve, open both pages, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="measurements of each kind (default: 9)")
    options = parser.parse_args()
    if not MODULES.is_dir():
        raise SystemExit("FullCalendar alone is read from frontend/node_modules: run `npm ci` in frontend/ first.")
    print(f"A month of {EVENTS:,} events. {machine()}. Medians of {options.rounds} rounds in turn.")
    with served() as product, chromium() as browser:
        pages = {"ours": signed_in(browser, product), "bare": bare(browser, product)}
        report(pages, options.rounds)
        print_weight(browser, product)


@contextmanager
def served() -> Iterator[Served]:
    """The product with its demonstration."""
    with tempfile.TemporaryDirectory() as folder:
        environment = environment_of(Path(folder))
        manage(environment, "migrate", "--verbosity", "0")
        manage(environment, "seed_demo")
        with serve(Path(folder)) as product:
            yield product


@contextmanager
def chromium() -> Iterator[Browser]:
    """The tests' browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=FLAGS)
        yield browser
        browser.close()


def signed_in(browser: Browser, product: Served) -> Page:
    """Our calendar, which is handed the month instead of the demonstration's."""
    page = browser.new_context(base_url=product.address, viewport={"width": 1400, "height": 900}).new_page()
    page.goto("/sign-in/login/")
    page.locator("input[name=login]").fill("julien.delvallee@cuivrelune.example")
    page.locator("input[name=password]").fill("tournee-demo")
    page.locator("form button[type=submit]").first.click()
    page.wait_for_selector("[data-drawn=yes]")
    hand_over_month(page)
    return page


def bare(browser: Browser, product: Served) -> Page:
    """FullCalendar with its own theme, and nothing else."""
    page = browser.new_context(base_url=product.address, viewport={"width": 1400, "height": 900}).new_page()
    hand_over_month(page)
    page.route(f"**{BARE}**", give_file)
    return page


def give_file(route: Route) -> None:
    """The bare page and what it loads."""
    path = urlsplit(route.request.url).path.removeprefix(BARE)
    file = MODULES / path if path else Path(__file__).parent / "support" / "bare_grid.html"
    route.fulfill(path=file)


def hand_over_month(page: Page) -> None:
    """Answer the question for events with the month; what else a page asks for goes to the product."""
    body = json.dumps({"items": events(), "next": None})
    page.route("**/api/v1/events?*", lambda route: route.fulfill(body=body, content_type="application/json"))


ADDRESSES = {"ours": f"/calendar/?date={DAY}", "bare": BARE}
# The same events again, each with another version: everything is drawn anew.
AGAIN = {
    "ours": "document.dispatchEvent(new CustomEvent('tournee:resync'))",
    "bare": "window.again()",
}
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"


def report(pages: dict[str, Page], rounds: int) -> None:
    """Both measurements of both pages."""
    counters = {name: page.context.new_cdp_session(page) for name, page in pages.items()}
    for session in counters.values():
        session.send("Performance.enable")
    for kind, measure in (("loading", loading), ("painting", painting)):
        taken: dict[str, list[float]] = {name: [] for name in pages}
        for number in range(rounds + 1):
            for name, page in pages.items():
                seconds = measure(name, page, counters[name], number)
                if number:
                    taken[name].append(seconds)
        ours, alone = median(taken["ours"]) * 1000, median(taken["bare"]) * 1000
        promise = " (1.5 promised)" if kind == "painting" else ""
        print(f"  {kind:<9} ours {ours:5.0f} ms, FullCalendar alone {alone:5.0f} ms: {ours / alone:.2f} times{promise}")


def work_of(session: CDPSession) -> float:
    """Seconds that the page's main thread has worked."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


def loading(name: str, page: Page, session: CDPSession, _number: int) -> float:
    """From the navigation on."""
    page.goto("about:blank")
    began = work_of(session)
    page.goto(ADDRESSES[name])
    settled(name, page)
    return work_of(session) - began


def painting(name: str, page: Page, session: CDPSession, number: int) -> float:
    """In a page that stands, from one month's events to another's."""
    rewrite(page, number)
    before = page.locator(DRAWN[name]).first.element_handle()
    began = work_of(session)
    page.evaluate(AGAIN[name])
    if before:
        before.wait_for_element_state("hidden")
    settled(name, page)
    return work_of(session) - began


def rewrite(page: Page, number: int) -> None:
    """From now on every event is a later version of itself."""
    items = [one | {"version": number + 2, "subject": f"{one['subject']} ({number})"} for one in events()]
    body = json.dumps({"items": items, "next": None})
    page.unroute("**/api/v1/events?*")
    page.route("**/api/v1/events?*", lambda route: route.fulfill(body=body, content_type="application/json"))


def settled(name: str, page: Page) -> None:
    """Wait until events are drawn and painted, and nothing more happens."""
    page.wait_for_function("(selector) => document.querySelectorAll(selector).length > 60", arg=DRAWN[name])
    page.wait_for_load_state("networkidle" if name == "bare" else "load")
    page.evaluate(TWO_FRAMES)


def print_weight(browser: Browser, product: Served) -> None:
    """What the first page loads, compressed as a proxy would."""
    page = signed_in(browser, product)
    weights: list[tuple[int, str]] = []
    page.on("response", lambda answer: weigh(answer.url, answer.body, weights))
    page.goto(ADDRESSES["ours"])
    page.wait_for_selector("[data-drawn=yes]")
    page.wait_for_load_state("load")
    total = sum(weight for weight, _ in weights)
    print(f"  first page {total / 1000:.0f} KB compressed (250 promised):")
    for weight, path in sorted(weights, reverse=True)[:8]:
        print(f"    {weight / 1000:6.1f} KB  {path}")


def weigh(url: str, body: Callable[[], bytes], weights: list[tuple[int, str]]) -> None:
    """Add one answer; not the data, nor the stream that never ends."""
    path = urlsplit(url).path
    if not path.startswith("/api/"):
        weights.append((len(gzip.compress(body(), 6)), path))


if __name__ == "__main__":
    main()
