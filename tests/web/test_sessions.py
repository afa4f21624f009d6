"""Devices: listed, ended, left alone for too long."""

import time
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.factories.organisations import PASSWORD, make_member, make_token
from tests.factories.world import World
from tests.web.conftest import SignIn
from tournee.organisations.models import Member
from tournee.web.middleware import LAST_SEEN
from tournee.web.pages.profile.devices import device_name

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


@pytest.fixture
def member(world: World) -> Member:
    return make_member(world.organisation, password=PASSWORD, logout_after_hours=2)


def seen(client: Client, *, hours_ago: float) -> None:
    session = client.session
    session[LAST_SEEN] = int(time.time() - hours_ago * 3600)
    session.save()


class TestDevices:
    def test_each_is_listed_and_ended_by_its_owner(self, member: Member, sign_in: SignIn) -> None:
        here, elsewhere = sign_in(member), sign_in(member)
        page = here.get("/profile/sessions/", headers={"User-Agent": FIREFOX}).content.decode()
        other = UserSession.objects.get(session_key=elsewhere.session.session_key)
        assert f"/profile/sessions/{other.pk}/end/" in page
        assert here.post(f"/profile/sessions/{other.pk}/end/").status_code == 302
        assert elsewhere.get("/profile/about/").status_code == 302
        assert here.get("/profile/about/").status_code == 200

    def test_all_others_at_once(self, member: Member, sign_in: SignIn) -> None:
        here, *others = (sign_in(member) for _ in range(3))
        here.post("/profile/sessions/others/end/")
        assert [client.get("/profile/about/").status_code for client in (here, *others)] == [200, 302, 302]

    def test_a_colleagues_session_does_not_exist(self, world: World, member: Member, sign_in: SignIn) -> None:
        sign_in(member)
        session = UserSession.objects.get(user=member)
        assert sign_in(world.administrator).post(f"/profile/sessions/{session.pk}/end/").status_code == 404
        assert UserSession.objects.filter(pk=session.pk).exists()

    def test_a_new_password_ends_the_others(self, member: Member, sign_in: SignIn) -> None:
        here, elsewhere = sign_in(member), sign_in(member)
        new = "another-long-password"
        answer = here.post("/sign-in/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
        assert answer.status_code == 302
        assert here.get("/profile/about/").status_code == 200
        assert elsewhere.get("/profile/about/").status_code == 302

    @pytest.mark.parametrize(
        ("user_agent", "name"),
        [
            (FIREFOX, "Firefox, Linux"),
            ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
            ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ],
    )
    def test_a_device_is_named_in_words(self, user_agent: str, name: str) -> None:
        assert device_name(user_agent) == name


class TestIdle:
    def test_after_the_chosen_hours_one_is_signed_out_and_told(self, member: Member, sign_in: SignIn) -> None:
        client = sign_in(member)
        client.get("/profile/about/")
        seen(client, hours_ago=1.9)
        assert client.get("/profile/about/").status_code == 200
        seen(client, hours_ago=2.1)
        answer = client.get("/profile/about/", follow=True, headers={"Accept-Language": "en"})
        assert "You were signed out after a while without use." in answer.content.decode()

    def test_the_session_is_written_at_most_every_five_minutes(
        self, member: Member, sign_in: SignIn, django_assert_num_queries: object
    ) -> None:
        client = sign_in(member)
        client.get("/profile/about/")
        first = client.session[LAST_SEEN]
        seen(client, hours_ago=0.05)
        earlier = client.session[LAST_SEEN]
        client.get("/profile/about/")
        assert client.session[LAST_SEEN] == earlier < first
        seen(client, hours_ago=0.1)
        client.get("/profile/about/")
        assert client.session[LAST_SEEN] >= first

    def test_what_a_page_asks_for_by_itself_keeps_nobody_signed_in(self, member: Member, sign_in: SignIn) -> None:
        client = sign_in(member)
        seen(client, hours_ago=1)
        before = client.session[LAST_SEEN]
        assert client.get("/api/v1/changes").status_code == 200
        assert client.session[LAST_SEEN] == before
        seen(client, hours_ago=3)
        assert client.get("/api/v1/changes").status_code == 401

    def test_when_one_was_here_shows_in_the_list(self, member: Member, sign_in: SignIn) -> None:
        client = sign_in(member)
        UserSession.objects.update(last_seen_at=timezone.now() - timedelta(days=1))
        seen(client, hours_ago=1)
        client.get("/profile/about/")
        assert UserSession.objects.get(user=member).last_seen_at > timezone.now() - timedelta(minutes=1)

    def test_a_token_has_no_session_and_no_idle_hours(self, member: Member) -> None:
        client = Client(headers={"Authorization": f"Bearer {make_token(member)}"})
        assert client.get("/api/v1/me").status_code == 200
        assert settings.SESSION_COOKIE_NAME not in client.cookies
