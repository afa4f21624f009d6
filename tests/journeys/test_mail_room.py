"""The bell, outgoing mail and the trash when there is something in them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.servers.tournee import Served

from .conftest import OpenAs
from .mail_room import SUBJECT, fill
from .screens import ADMINISTRATOR, DESK, PHONE, go, look

pytestmark = pytest.mark.browser
HOW = {"desk": DESK, "desk-dark": {**DESK, "dark": True}, "phone": PHONE, "phone-dark": {**PHONE, "dark": True}}


@pytest.fixture(scope="module")
def filled(served_demo: Served) -> Served:
    fill(served_demo)
    return served_demo


@pytest.fixture
def administrator(filled: Served, open_as: OpenAs) -> Callable[..., Page]:
    return lambda path, how=DESK: go(open_as(ADMINISTRATOR, **how), path)


@pytest.mark.parametrize("name", HOW)
def test_they_are_fit_for_everyone(administrator: Callable[..., Page], name: str) -> None:
    page = administrator("/settings/mail/", HOW[name])
    look(page, f"mail-{name}")
    for path in ("/settings/mail/?state=failed", "/settings/mail/?state=sending", "/notices/", "/trash/"):
        look(go(page, path), f"{path.strip('/').replace('/', '-').replace('?', '-')}-{name}")
    page.locator("[data-bell]").click()
    expect(page.locator("#notices .notices__item").first).to_be_visible()
    look(page, f"bell-{name}")


@pytest.mark.parametrize("name", ["desk", "phone"])
def test_all_that_can_be_done_about_mail_is_within_reach(administrator: Callable[..., Page], name: str) -> None:
    page = administrator("/settings/mail/?state=failed", HOW[name])
    line = page.locator("main .list__item").filter(has_text=SUBJECT).first
    expect(line).to_contain_text("Le serveur de messagerie l’a refusé définitivement.")
    expect(line).to_contain_text("550 5.1.1")
    width = page.evaluate("window.innerWidth")
    for one in page.locator("main .list__item button, main nav a.chip").all():
        box = one.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    # No server is named here, so nothing can be sent again.
    expect(page.get_by_role("button", name="Renvoyer")).to_have_count(0)


def test_a_message_is_discarded_and_the_state_stays_chosen(administrator: Callable[..., Page]) -> None:
    page = administrator("/settings/mail/?state=unknown")
    line = page.locator("main .list__item").filter(has_text=SUBJECT)
    expect(line).to_have_count(1)
    line.get_by_role("button", name="Il est arrivé").click()
    expect(page.locator(".toast")).to_have_text("C’est noté : il est arrivé.")
    expect(page).to_have_url("/settings/mail/?state=unknown")
    expect(page.get_by_text("Aucun courrier dans cet état")).to_be_visible()
    go(page, "/settings/mail/?state=waiting")
    line = page.locator("main .list__item").filter(has_text=SUBJECT)
    expect(line).to_contain_text("Prochain essai :")
    line.get_by_role("button", name="Abandonner").click()
    expect(page.locator(".toast")).to_have_text("Il est abandonné et ne sera pas envoyé.")


def test_a_notice_leads_where_something_can_be_done(administrator: Callable[..., Page]) -> None:
    page = administrator("/notices/")
    failed = page.locator("main .notices__item").filter(has_text="Cet e-mail n’a pas été envoyé")
    failed.get_by_role("link").click()
    page.wait_for_url("**/settings/mail/")


def test_the_trash_tells_when_each_was_and_takes_it_back(administrator: Callable[..., Page]) -> None:
    page = administrator("/trash/")
    line = page.locator("main .list__item").filter(has_text="Point téléphonique")
    expect(line).to_contain_text("Claire Fontanel · supprimé")
    expect(line.locator(".list__meta").first).to_contain_text("–")
    expect(page.locator("main .list__item").filter(has_text="Rappeler le syndic")).to_contain_text("Rappel")
    line.get_by_role("button").click()
    expect(page.locator(".toast")).to_have_text("« Point téléphonique » est de retour.")
    expect(line).to_have_count(0)
