"""Signing in as people do it: password, passkey, second step; on a desk and on a phone."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page, expect

from tests.servers.axe import serious_faults
from tests.servers.tournee import Served, manage

pytestmark = pytest.mark.browser
PASSWORD = "une phrase de passe"
SIZES = {"desk": (1400, 900), "phone": (390, 844)}
_numbers = count(1)


@dataclass(frozen=True)
class Person:
    """The administrator of an organisation of his own, so that no other journey meets his second factors."""

    email: str
    name: str = "Léa Martin"


@pytest.fixture
def person(served_demo: Served) -> Person:
    made = Person(f"lea{next(_numbers)}.{time.time_ns()}@example.com")
    arguments = ("--name", f"Maison {made.email}", "--email", made.email, "--admin-name", made.name)
    manage({**served_demo.environment, "TOURNEE_PASSWORD": PASSWORD}, "create_organisation", *arguments)
    return made


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser, served_demo: Served) -> Iterator[Page]:
    """A fresh window that fails its test for whatever the browser complains of."""
    width, height = SIZES[request.param]
    # A passkey needs a host name.
    base = served_demo.address.replace("127.0.0.1", "localhost")
    context = browser.new_context(
        base_url=base, viewport={"width": width, "height": height}, has_touch=width < 768, locale="fr-FR"
    )
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console",
        lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None,
    )
    yield opened
    context.close()
    assert complaints == []


def sign_in(page: Page, person: Person, *, password: str = PASSWORD) -> None:
    page.goto("/sign-in/login/?next=/profile/security/")
    page.get_by_label("Adresse e-mail").fill(person.email)
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="menu de").click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("heading", name="Se connecter")).to_be_visible()


def show_who_one_is(page: Page) -> None:
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()


def test_a_password_signs_in_and_a_wrong_one_is_explained(page: Page, person: Person) -> None:
    page.goto("/sign-in/login/")
    assert serious_faults(page) == []
    sign_in(page, person, password="faux")
    expect(page.get_by_role("alert")).to_contain_text("incorrect")
    expect(page.get_by_label("Adresse e-mail")).to_have_value(person.email)
    assert serious_faults(page) == []
    sign_in(page, person)
    expect(page.get_by_role("heading", name="Sécurité")).to_be_visible()
    sign_out(page)


def test_a_passkey_is_added_and_signs_in_alone(page: Page, person: Person) -> None:
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, person)
    page.get_by_role("link", name="Ajouter une clé d'accès").click()
    show_who_one_is(page)
    assert serious_faults(page) == []
    page.get_by_label("Nom").fill("Mon téléphone")
    page.get_by_role("button", name="Ajouter la clé d'accès").click()
    expect(page.get_by_role("heading", name="Codes de secours")).to_be_visible()
    page.get_by_role("link", name="Terminé").click()
    expect(page.get_by_text("Mon téléphone")).to_be_visible()
    assert serious_faults(page) == []
    sign_out(page)
    page.get_by_role("button", name="Se connecter avec une clé d'accès").click()
    page.wait_for_url(re.compile("/calendar/"))
    page.goto("/profile/security/")
    page.get_by_role("link", name="Retirer").first.click()
    page.wait_for_load_state()


def test_without_a_key_the_page_says_what_to_do(page: Page) -> None:
    # Nothing but a person can close the browser's own window: its answer is put in.
    refusal = "() => Promise.reject(new DOMException('', 'NotAllowedError'))"
    page.add_init_script(f"CredentialsContainer.prototype.get = {refusal}")
    page.goto("/sign-in/login/")
    page.get_by_role("button", name="Se connecter avec une clé d'accès").click()
    expect(page.get_by_role("alert")).to_contain_text("connectez-vous avec votre mot de passe")
    assert serious_faults(page) == []


def test_an_app_is_the_second_step(page: Page, person: Person) -> None:
    sign_in(page, person)
    page.get_by_role("link", name="Mettre en place une application").click()
    show_who_one_is(page)
    secret = page.locator("#totp-key").inner_text()
    expect(page.locator("img.qr")).to_be_visible()
    assert serious_faults(page) == []
    page.get_by_label("Code").fill(code_now(secret))
    page.get_by_role("button", name="Activer").click()
    expect(page.locator("#codes li")).to_have_count(10)
    recovery = page.locator("#codes li").first.inner_text()
    assert serious_faults(page) == []
    page.get_by_role("link", name="Terminé").click()
    sign_out(page)
    sign_in(page, person)
    expect(page.get_by_role("heading", name="Deuxième étape")).to_be_visible()
    assert serious_faults(page) == []
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Se connecter", exact=True).click()
    expect(page.locator(".field__error")).to_be_visible()
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    expect(page.get_by_role("heading", name="Sécurité")).to_be_visible()


def code_now(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def test_profile_and_settings_are_accessible(page: Page, person: Person) -> None:
    sign_in(page, person)
    addresses = [
        *(f"/profile/{name}/" for name in ("about", "preferences", "security", "sessions", "tokens")),
        *(f"/settings/{name}/" for name in ("users", "users/new", "teams", "activity-types", "organisation")),
        "/settings/activity-types/new/",
        "/sign-in/password/change/",
    ]
    faults = {}
    for address in addresses:
        page.goto(address)
        found = serious_faults(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("scrolls sideways")
        if found:
            faults[address] = found
    assert faults == {}


def test_menu_and_help_by_keyboard(page: Page, person: Person) -> None:
    sign_in(page, person)
    opener = page.get_by_role("button", name="menu de")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Mon profil")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Réglages")).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(page.locator("#user-menu")).to_be_hidden()
    page.keyboard.press("?")
    help_sheet = page.get_by_role("dialog", name="Raccourcis clavier")
    expect(help_sheet).to_be_visible()
    assert serious_faults(page) == []
    page.keyboard.press("Escape")
    expect(help_sheet).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_new_token_is_copied(page: Page, person: Person) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, person)
    page.goto("/profile/tokens/")
    page.get_by_label("À quoi sert-il").fill("Rapport")
    page.get_by_label("Voir les événements").check()
    page.get_by_role("button", name="Créer le jeton").click()
    secret = page.locator("#new-token").inner_text()
    page.get_by_role("button", name="Copier").click()
    expect(page.get_by_role("status").filter(has_text="Copié.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == secret


def test_a_session_that_ended_elsewhere_keeps_the_page(page: Page, person: Person) -> None:
    sign_in(page, person)
    page.goto("/profile/about/")
    page.get_by_label("Nom").fill("Pas encore enregistré")
    cookies = [cookie for cookie in page.context.cookies() if cookie["name"] != "tournee_session"]
    page.context.clear_cookies()
    page.context.add_cookies(cookies)
    page.evaluate("document.dispatchEvent(new CustomEvent('tournee:signed-out'))")
    dialog = page.get_by_role("dialog", name="Vous avez été déconnecté")
    expect(dialog).to_be_visible()
    with page.context.expect_page() as opening:
        dialog.get_by_role("link", name="Se reconnecter").click()
    other = opening.value
    other.get_by_label("Adresse e-mail").fill(person.email)
    other.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    other.get_by_role("button", name="Se connecter", exact=True).click()
    other.wait_for_url(re.compile("/calendar/"))
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(dialog).to_be_hidden()
    expect(page.get_by_label("Nom")).to_have_value("Pas encore enregistré")
