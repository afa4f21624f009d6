"""A real Chromium for the tests: one process a test run, one fresh context a test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from development.machine import chromium as find_chromium

# As root in a container there is no sandbox to be had; the rest keeps the browser from calling anybody.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_program() -> str:
    """The browser's program: TOURNEE_CHROMIUM, Debian's, Google's, else Playwright's own."""
    found = find_chromium()
    if found is None:
        raise RuntimeError("no Chromium is installed: python3 dev.py test installs it")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium with the flags that keep it to this machine."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium_program(), headless=True, args=FLAGS)
        yield launched
        launched.close()
