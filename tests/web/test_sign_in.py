"""Password, throttling, second factors, recovery, reset: by the pages that people use."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.test import Client

from tests.factories.organisations import PASSWORD, make_member
from tests.factories.world import World
from tests.web.conftest import SignIn
from tournee.organisations.actions import password_link
from tournee.organisations.models import Member

pytestmark = pytest.mark.django_db
OTHER_PASSWORD = "another-long-password"


@pytest.fixture
def member(world: World) -> Member:
    return make_member(world.organisation, password=PASSWORD, name="Ines", language="en")


def try_password(client: Client, email: str, password: str, **headers: str) -> Any:
    return client.post("/sign-in/login/", {"login": email, "password": password}, headers=headers)


def totp_code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def set_up_app(client: Client) -> str:
    """Activates the authenticator app by its page; gives back the secret."""
    client.post("/sign-in/reauthenticate/", {"password": PASSWORD})
    page = client.get("/sign-in/2fa/totp/activate/").content.decode()
    found = re.search(r'<code id="totp-key">([A-Z2-7]+)</code>', page)
    assert found, page
    answer = client.post("/sign-in/2fa/totp/activate/", {"code": totp_code(found[1])})
    assert answer.status_code == 302, answer.content.decode()
    return found[1]


class TestPassword:
    def test_address_and_password_sign_in_and_lead_on(self, member: Member) -> None:
        client = Client()
        assert client.get("/profile/about/").headers["Location"] == "/sign-in/login/?next=/profile/about/"
        answer = client.post(
            "/sign-in/login/?next=/profile/about/", {"login": member.email.upper(), "password": PASSWORD}
        )
        assert (answer.status_code, answer.headers["Location"]) == (302, "/profile/about/")
        assert "Ines" in client.get("/profile/about/").content.decode()

    def test_a_foreign_address_is_no_way_on(self, member: Member) -> None:
        answer = Client().post(
            "/sign-in/login/?next=https://evil.example/", {"login": member.email, "password": PASSWORD}
        )
        assert answer.headers["Location"] == "/"

    @pytest.mark.parametrize("email", ["nobody@example.com", "", "no address", "a" * 300 + "@example.com", "x\x00@y.z"])
    def test_unknown_or_odd_addresses_get_an_answer_beside_the_field(self, member: Member, email: str) -> None:
        answer = try_password(Client(), email, PASSWORD)
        assert answer.status_code == 200
        assert "notice--wrong" in answer.content.decode()

    def test_unknown_address_and_wrong_password_read_alike(self, member: Member) -> None:
        said = [
            re.sub(r'value="[^"]*"', "", try_password(Client(), email, "wrong-password").content.decode())
            for email in (member.email, "nobody@example.com")
        ]
        assert re.findall(r'role="alert".*?</div>', said[0], re.DOTALL) == re.findall(
            r'role="alert".*?</div>', said[1], re.DOTALL
        )

    def test_a_deactivated_member_stays_outside(self, member: Member) -> None:
        Member.objects.filter(pk=member.pk).update(is_active=False)
        client = Client()
        try_password(client, member.email, PASSWORD)
        assert client.get("/profile/about/").status_code == 302

    def test_signing_up_is_closed(self) -> None:
        answer = Client().get("/sign-in/signup/", headers={"Accept-Language": "en"})
        assert "By invitation only" in answer.content.decode()
        Client().post("/sign-in/signup/", {"email": "new@example.com", "password1": PASSWORD})
        assert not Member.objects.filter(email="new@example.com").exists()

    def test_nobody_changes_his_address_by_the_sign_in_pages(self, member: Member, sign_in: SignIn) -> None:
        assert sign_in(member).get("/sign-in/email/").status_code == 404


class TestThrottling:
    def test_after_five_wrong_passwords_one_waits_and_is_told_how_long(self, member: Member) -> None:
        client = Client()
        for _ in range(5):
            assert "Too many attempts" not in try_password(client, member.email, "wrong").content.decode()
        said = try_password(client, member.email, PASSWORD, **{"Accept-Language": "en"}).content.decode()
        assert re.search(r"Try again in 5 minutes", said), said
        said = try_password(client, member.email, PASSWORD, **{"Accept-Language": "fr"}).content.decode()
        assert "Réessayez dans 5 minutes" in said

    def test_the_wait_ends(self, member: Member, monkeypatch: pytest.MonkeyPatch) -> None:
        for _ in range(5):
            try_password(Client(), member.email, "wrong")
        now = time.time()
        monkeypatch.setattr(time, "time", lambda: now + 301)
        assert try_password(Client(), member.email, PASSWORD).status_code == 302

    def test_another_person_is_not_kept_waiting(self, member: Member, world: World) -> None:
        for _ in range(5):
            try_password(Client(), member.email, "wrong")
        other = make_member(world.organisation, password=PASSWORD)
        assert try_password(Client(), other.email, PASSWORD).status_code == 302


class TestReset:
    def test_a_mailed_link_gives_a_new_password_and_ends_other_sessions(
        self, member: Member, sign_in: SignIn, mailoutbox: list[Any]
    ) -> None:
        elsewhere = sign_in(member)
        client = Client()
        answer = client.post("/sign-in/password/reset/", {"email": member.email}, headers={"Accept-Language": "fr"})
        assert answer.status_code == 302
        (mail,) = mailoutbox
        assert mail.subject == "Choisir un nouveau mot de passe pour Tournée"
        found = re.search(r"http\S+", mail.body)
        assert found and found[0].startswith(settings.BASE_URL)
        self.choose(client, found[0].removeprefix(settings.BASE_URL), OTHER_PASSWORD)
        assert client.get("/profile/about/").status_code == 200
        assert elsewhere.get("/profile/about/").status_code == 302
        again = Client().get(found[0].removeprefix(settings.BASE_URL), follow=True).content.decode()
        assert "form" not in re.findall(r"<(\w+)[^>]*action=\"/sign-in/password", again)

    def test_a_poisoned_host_does_not_get_into_the_mail(self, member: Member, mailoutbox: list[Any]) -> None:
        Client().post("/sign-in/password/reset/", {"email": member.email}, headers={"Host": "evil.example"})
        assert "evil.example" not in mailoutbox[0].body

    def test_an_unknown_address_gets_no_mail_and_the_same_answer(self, member: Member, mailoutbox: list[Any]) -> None:
        known, unknown = (
            Client().post("/sign-in/password/reset/", {"email": email}) for email in (member.email, "no@example.com")
        )
        assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
        assert [mail.to for mail in mailoutbox] == [[member.email]]

    def test_an_invited_member_chooses_his_first_password(self, world: World) -> None:
        invited = make_member(world.organisation)
        assert not invited.has_usable_password()
        client = Client()
        self.choose(client, password_link(invited).removeprefix(settings.BASE_URL), OTHER_PASSWORD)
        assert client.get("/profile/about/").status_code == 200

    def test_a_weak_password_is_refused_in_words(self, member: Member) -> None:
        client = Client()
        address = client.get(password_link(member).removeprefix(settings.BASE_URL)).headers["Location"]
        answer = client.post(address, {"password1": "short", "password2": "short"})
        assert "field__error" in answer.content.decode()

    @staticmethod
    def choose(client: Client, address: str, password: str) -> None:
        page = client.get(address)
        assert page.status_code == 302, page.content.decode()
        answer = client.post(page.headers["Location"], {"password1": password, "password2": password})
        assert answer.status_code == 302, answer.content.decode()


class TestSecondStep:
    def test_the_app_is_asked_for_after_the_password(self, member: Member, sign_in: SignIn) -> None:
        secret = set_up_app(sign_in(member))
        client = Client()
        answer = try_password(client, member.email, PASSWORD)
        assert answer.headers["Location"].startswith("/sign-in/2fa/authenticate/")
        assert client.get("/profile/about/").status_code == 302
        wrong = client.post("/sign-in/2fa/authenticate/", {"code": "000000"})
        assert "field__error" in wrong.content.decode()
        assert client.post("/sign-in/2fa/authenticate/", {"code": totp_code(secret)}).status_code == 302
        assert client.get("/profile/about/").status_code == 200

    def test_its_secret_lies_sealed_in_the_database(self, member: Member, sign_in: SignIn) -> None:
        secret = set_up_app(sign_in(member))
        kept = Authenticator.objects.get(user=member, type=Authenticator.Type.TOTP)
        assert secret not in str(kept.data)

    def test_a_recovery_code_works_once(self, member: Member, sign_in: SignIn) -> None:
        signed_in = sign_in(member)
        set_up_app(signed_in)
        page = signed_in.get("/sign-in/2fa/recovery-codes/").content.decode()
        code = re.findall(r"<li>([0-9]+)</li>", page)[0]
        for expected in (302, 200):
            client = Client()
            try_password(client, member.email, PASSWORD)
            assert client.post("/sign-in/2fa/authenticate/", {"code": code}).status_code == expected

    def test_the_app_is_removed_again_only_by_its_owner_in_person(self, member: Member, sign_in: SignIn) -> None:
        client = sign_in(member)
        set_up_app(client)
        assert client.post("/sign-in/2fa/totp/deactivate/").status_code == 302
        assert try_password(Client(), member.email, PASSWORD).headers["Location"] == "/"

    def test_without_showing_who_one_is_no_factor_is_added(self, member: Member, sign_in: SignIn) -> None:
        answer = sign_in(member).get("/sign-in/2fa/totp/activate/")
        assert answer.headers["Location"].startswith("/sign-in/reauthenticate/")
