"""manage.py create_token and create_organisation, as an administrator of the machine runs them."""

import io
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.factories.organisations import PASSWORD
from tests.factories.world import World
from tournee.calendar.models import ActivityType
from tournee.organisations import queries
from tournee.organisations.models import ApiToken, Member, Organisation

pytestmark = pytest.mark.django_db


def run(*arguments: str, **options: Any) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


class TestCreateToken:
    def test_it_prints_the_token_and_nothing_else(self, world: World) -> None:
        printed = run("create_token", "--email", world.rep.email.upper(), "--name", "Probe", "--scope", "all")
        found = queries.token_holder(printed.strip(), now=timezone.now())
        assert found is not None
        assert (found.member, found.scopes, found.expires_at) == (world.rep, ["all"], None)

    def test_several_scopes_and_an_end(self, world: World) -> None:
        arguments = ["--email", world.rep.email, "--name", "Probe", "--scope", "events:read", "--scope", "me"]
        run("create_token", *arguments, "--days", "7")
        token = ApiToken.objects.of(world.organisation.pk).get()
        assert token.scopes == ["events:read", "me"]
        assert token.expires_at is not None

    @pytest.mark.parametrize(
        ("email", "scope", "days"),
        [("nobody@example.com", "all", "1"), ("", "all", "1"), ("rep", "everything", "1"), ("rep", "all", "0")],
    )
    def test_what_cannot_be_is_said_in_one_line(self, world: World, email: str, scope: str, days: str) -> None:
        address = world.rep.email if email == "rep" else email
        with pytest.raises(CommandError):
            run("create_token", "--email", address, "--name", "Probe", "--scope", scope, "--days", days)
        assert not ApiToken.objects.of(world.organisation.pk).exists()

    def test_a_deactivated_member_gets_none(self, world: World) -> None:
        Member.objects.filter(pk=world.rep.pk).update(is_active=False)
        with pytest.raises(CommandError):
            run("create_token", "--email", world.rep.email, "--name", "Probe", "--scope", "all")


class TestCreateOrganisation:
    ARGUMENTS = ("create_organisation", "--name", "Acme", "--email", "boss@acme.example", "--admin-name", "Boss")

    def test_with_a_password_the_administrator_can_sign_in(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TOURNEE_PASSWORD", PASSWORD)
        printed = run(*self.ARGUMENTS, "--language", "en")
        administrator = Member.objects.get(email="boss@acme.example")
        assert administrator.check_password(PASSWORD)
        assert administrator.is_administrator
        assert administrator.language == "en"
        assert PASSWORD not in printed
        assert ActivityType.objects.of(administrator.organisation_id).count() >= 5

    def test_without_one_it_prints_a_link(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("TOURNEE_PASSWORD", raising=False)
        printed = run(*self.ARGUMENTS)
        assert f"{settings.BASE_URL}/sign-in/password/reset/key/" in printed
        assert not Member.objects.get(email="boss@acme.example").has_usable_password()

    @pytest.mark.parametrize("password", ["short", "password1234"])
    def test_a_weak_password_founds_nothing(self, monkeypatch: pytest.MonkeyPatch, password: str) -> None:
        monkeypatch.setenv("TOURNEE_PASSWORD", password)
        with pytest.raises(CommandError):
            run(*self.ARGUMENTS)
        assert not Organisation.objects.exists()

    def test_an_address_in_use_founds_nothing(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TOURNEE_PASSWORD", PASSWORD)
        count = Organisation.objects.count()
        with pytest.raises(CommandError, match="admin_email"):
            run("create_organisation", "--name", "Acme", "--email", world.rep.email, "--admin-name", "Boss")
        assert Organisation.objects.count() == count
