"""The unknown address on an event becomes a contact, and takes its place there."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import OpenAs
from tests.journeys.screens import REP, SIZES, api, go, look

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", SIZES)
def test_an_unknown_address_becomes_a_contact(open_as: OpenAs, size: str) -> None:
    page = go(open_as(REP, **SIZES[size]), "/accounts/?owner=me")
    name = page.locator("tbody th a").first.inner_text()
    account = api(page, "GET", f"/accounts?q={name}")["items"][0]
    email = f"anne.{size}@example.org"
    event = api(page, "POST", "/events", {
        "subject": f"Premier rendez-vous {size}", "start": "2026-12-01T10:00", "end": "2026-12-01T11:00",
        "time_zone": "Europe/Paris", "account_id": account["id"],
        "participants": [{"email": email, "name": "Anne Petit"}],
    })  # fmt: skip
    go(page, f"/contacts/new/?event={event['id']}&email={email}&name=Anne%20Petit")
    expect(page.locator("input[name=given_name]")).to_have_value("Anne")
    expect(page.locator("input[name=family_name]")).to_have_value("Petit")
    expect(page.locator("input[name=account_text]")).to_have_value(account["name"])
    look(page, f"contact-from-event-{size}")
    page.get_by_role("button", name="Créer le contact").click()
    page.wait_for_url(re.compile(rf"/calendar/events/{event['id']}/"))
    (guest,) = api(page, "GET", f"/events/{event['id']}")["participants"]
    assert (guest["kind"], guest["name"], guest["email"]) == ("contact", "Anne Petit", email)
    go(page, f"/contacts/{guest['contact_id']}/")
    expect(page.get_by_text(f"Premier rendez-vous {size}")).to_be_visible()
    look(page, f"contact-{size}")


@pytest.mark.parametrize("size", SIZES)
def test_the_account_of_a_contact_is_chosen_while_typing(open_as: OpenAs, size: str) -> None:
    page = go(open_as(REP, **SIZES[size]), "/accounts/")
    name = page.locator("tbody th a").nth(5).inner_text()
    go(page, "/contacts/new/")
    page.locator("input[name=family_name]").fill("Chenin")
    box = page.locator("input[name=account_text]")
    box.press_sequentially(name[:9].upper())
    page.locator("[role=option]").filter(has_text=name).first.click()
    expect(box).to_have_value(name)
    page.get_by_role("button", name="Créer le contact").click()
    page.wait_for_url(re.compile(r"/contacts/[0-9a-f-]+/$"))
    expect(page.locator(".facts")).to_contain_text(name)


def test_an_opportunity_keeps_its_french_amount(open_as: OpenAs) -> None:
    page = go(open_as(REP, **SIZES["desk"]), "/accounts/?owner=me")
    page.locator("tbody th a").first.click()
    page.wait_for_selector("html[data-ready]")
    page.get_by_role("link", name="Nouvelle opportunité").click()
    page.wait_for_selector("html[data-ready]")
    page.locator("input[name=name]").fill("Four à sole")
    page.locator("input[name=amount]").fill("12 500,50")
    look(page, "opportunity-new")
    page.get_by_role("button", name="Créer l'opportunité").click()
    page.wait_for_url(re.compile(r"/opportunities/[0-9a-f-]+/$"))
    page.wait_for_selector("html[data-ready]")
    assert re.search(r"12\s500,50\s€", page.locator(".facts").inner_text())
    look(page, "opportunity")
