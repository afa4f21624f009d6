"""An alert rings where its person is, and the bell tells what was missed."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from .conftest import OpenAs
from .screens import ADMINISTRATOR, REP, SIZES, api, go, look

pytestmark = pytest.mark.browser


def plan(page: Page, subject: str) -> None:
    """An event whose alert is due in a few seconds."""
    start = datetime.now(UTC) + timedelta(seconds=75)
    alerts = [{"minutes_before": 1, "channel": "in_app"}]
    api(page, "POST", "/events", {"subject": subject, "start": start.isoformat(), "alerts": alerts})


@pytest.mark.slow
def test_an_alert_rings_on_the_open_page_is_put_off_and_removed(open_as: OpenAs) -> None:
    page = go(open_as(REP), "/profile/about/")
    subject = f"Rappel {datetime.now(UTC):%H%M%S}"
    plan(page, subject)
    # The worker looks once a minute, and knows the seconds of the minute to come.
    expect(page.get_by_role("status").filter(has_text=subject)).to_be_visible(timeout=150_000)
    badge = page.locator("[data-bell] .badge")
    expect(badge).to_be_visible()
    page.locator("[data-bell]").click()
    line = page.locator(".notices__item").filter(has_text=subject)
    expect(line).to_be_visible()
    look(page, "notices-open")
    page.get_by_role("button", name="Tout marquer comme lu").click()
    expect(badge).to_be_hidden()
    expect(line).to_be_visible()
    line.get_by_role("button", name="Plus tard").click()
    expect(line).to_have_count(0)
    page.reload()
    page.locator("[data-bell]").click()
    expect(page.locator(".notices")).to_be_visible()
    expect(line).to_have_count(0)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["/notices/", "/settings/mail/"])
def test_the_pages_are_fit_for_everyone(open_as: OpenAs, path: str, size: str) -> None:
    page = go(open_as(ADMINISTRATOR, **SIZES[size]), path)
    expect(page.locator("main")).to_be_visible()
    look(page, f"{path.strip('/').replace('/', '-')}-{size}")
