"""Single sign-on in a real browser: its own rules on forms and redirects hold here, as nowhere else."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.servers.identity_provider import CLIENT_ID, CLIENT_SECRET, identity_provider
from tests.servers.tournee import environment_of, manage, serve

pytestmark = pytest.mark.browser


def test_one_press_signs_in_through_the_organisation(browser: Browser, tmp_path: Path) -> None:
    with identity_provider() as provider:
        provider.email = "lea@example.com"
        settings = {
            "TOURNEE_OIDC_SERVER": provider.address,
            "TOURNEE_OIDC_CLIENT_ID": CLIENT_ID,
            "TOURNEE_OIDC_CLIENT_SECRET": CLIENT_SECRET,
            "TOURNEE_OIDC_NAME": "Acme",
        }
        environment = environment_of(tmp_path, **settings)
        manage(environment, "migrate", "--verbosity", "0")
        manage(
            environment,
            "create_organisation",
            "--name",
            "Acme",
            "--email",
            provider.email,
            "--admin-name",
            "Léa Martin",
        )
        with serve(tmp_path, **settings) as served:
            page = browser.new_page(base_url=served.address, locale="fr-FR")
            page.goto("/sign-in/login/?next=/profile/security/")
            page.get_by_role("button", name="Se connecter avec Acme").click()
            page.wait_for_url(re.compile("/profile/security/"))
            expect(page.get_by_text("Vous pouvez vous connecter par votre organisation.")).to_be_visible()
            provider.cancelled = True
            page.context.clear_cookies()
            page.goto("/sign-in/login/")
            page.get_by_role("button", name="Se connecter avec Acme").click()
            expect(page.get_by_role("heading", name="Connexion annulée")).to_be_visible()
            page.close()
