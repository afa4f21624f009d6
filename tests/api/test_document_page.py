"""The page that shows the API's document, in a real browser: under the security policy, with every operation on it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.test_access_matrix import OPERATIONS
from tests.servers.tournee import Served

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, served_demo: Served) -> Iterator[Page]:
    """A page on which nothing may be complained of: no error, no warning, nothing blocked, nothing missing."""
    context = browser.new_context(base_url=served_demo.address, locale="en-GB")
    opened, problems = context.new_page(), list[str]()
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda said: problems.append(said.text) if said.type in {"error", "warning"} else None)
    opened.on("requestfailed", lambda request: problems.append(f"{request.url} failed"))
    opened.on("response", lambda answer: problems.append(answer.url) if answer.status >= 400 else None)
    opened.on("request", lambda sent: None if served_demo.address in sent.url else foreign(problems, sent.url))
    yield opened
    context.close()
    assert problems == []


def foreign(problems: list[str], url: str) -> None:
    if not url.startswith("data:"):
        problems.append(f"asks {url}")


def test_every_operation_is_listed_and_nothing_is_blocked(page: Page) -> None:
    answer = page.goto("/api/v1/docs")
    assert answer
    policy = answer.headers["content-security-policy"]
    script = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe" not in script
    listed = page.locator(".opblock")
    expect(listed).to_have_count(len(OPERATIONS), timeout=60_000)
    shown = {str(one.get_attribute("id")).rpartition("-")[2] for one in listed.all()}
    assert shown == set(OPERATIONS)


def test_an_operation_unfolds_with_its_fields(page: Page) -> None:
    page.goto("/api/v1/docs")
    page.locator("[id$='-update_event'] .opblock-summary").click(timeout=60_000)
    unfolded = page.locator("[id$='-update_event']")
    expect(unfolded.locator("[data-param-name='If-Match']")).to_be_visible()
    expect(unfolded.locator("[data-code='412']")).to_be_visible()
