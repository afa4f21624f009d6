"""Members, teams, tokens, organisations: who may change what, and what never may happen."""

from datetime import time, timedelta
from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.factories.organisations import PASSWORD, make_member, make_team
from tests.factories.world import World
from tournee.change_log.models import Change
from tournee.organisations import actions, queries
from tournee.organisations.models import ApiToken, Member, Role, Team
from tournee.values.refusal import Conflict, Invalid, NotAllowed, NotVisible, Stale

pytestmark = pytest.mark.django_db


def last_change(member: Member) -> Change:
    return Change.objects.filter(organisation_id=member.organisation_id).latest("number")


class TestMembers:
    def test_administrator_makes_a_member_who_cannot_sign_in_yet(self, world: World) -> None:
        made = actions.create_member(
            by=world.administrator, email=" New.Rep@Example.COM ", name="New  Rep", team_id=world.north.pk
        )
        assert (made.email, made.name, made.role) == ("new.rep@example.com", "New Rep", Role.REP)
        assert not made.has_usable_password()
        assert last_change(made).kind == "member.created"
        assert last_change(made).actor_id == world.administrator.pk

    @pytest.mark.parametrize("who", ["manager", "rep"])
    def test_others_make_and_change_nobody(self, world: World, who: str) -> None:
        viewer = getattr(world, who)
        with pytest.raises(NotAllowed):
            actions.create_member(by=viewer, email="x@example.com", name="X")
        with pytest.raises(NotAllowed):
            actions.update_member(member_id=world.colleague.pk, by=viewer, name="X")

    def test_members_of_another_organisation_do_not_exist(self, world: World) -> None:
        with pytest.raises(NotVisible):
            actions.update_member(member_id=world.stranger.pk, by=world.administrator, name="X")
        with pytest.raises(Invalid) as refusal:
            actions.update_member(
                member_id=world.rep.pk, by=world.administrator, team_id=make_team(world.stranger.organisation).pk
            )
        assert list(refusal.value.fields) == ["team_id"]

    def test_an_address_signs_in_one_person_only_whatever_its_case(self, world: World) -> None:
        with pytest.raises(Invalid) as refusal:
            actions.create_member(by=world.administrator, email=world.stranger.email.upper(), name="X")
        assert list(refusal.value.fields) == ["email"]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", ""),
            ("name", "x" * 121),
            ("name", "NUL\x00"),
            ("name", 7),
            ("email", "nobody"),
            ("email", "a@b.c\r\nBcc: d@e.f"),
            ("role", "king"),
            ("language", "de"),
            ("time_zone", "Mars/Base"),
            ("week_start", 0),
            ("week_start", True),
            ("work_days", "128"),
            ("work_start", "25:00"),
            ("work_end", "07:00"),
            ("logout_after_hours", 0),
            ("logout_after_hours", "١٢"),
            ("team_id", "no-uuid"),
            ("is_active", "yes"),
        ],
    )
    def test_bad_values_are_refused_by_field(self, world: World, field: str, value: Any) -> None:
        with pytest.raises(Invalid) as refusal:
            actions.update_member(member_id=world.rep.pk, by=world.administrator, **{field: value})
        assert list(refusal.value.fields) == [field]
        assert all(str(text) for texts in refusal.value.fields.values() for text in texts)
        assert Change.objects.filter(subject_id=world.rep.pk).count() == 0

    def test_every_mistake_is_told_at_once(self, world: World) -> None:
        with pytest.raises(Invalid) as refusal:
            actions.create_member(by=world.administrator, email="no", name="", role="king")
        assert set(refusal.value.fields) == {"email", "name", "role"}

    def test_a_write_on_an_old_version_is_refused(self, world: World) -> None:
        actions.update_member(member_id=world.rep.pk, by=world.administrator, name="One", if_version=1)
        with pytest.raises(Stale):
            actions.update_member(member_id=world.rep.pk, by=world.administrator, name="Two", if_version=1)

    def test_what_changed_is_logged_with_both_values(self, world: World) -> None:
        changed = actions.update_member(member_id=world.rep.pk, by=world.administrator, role="manager")
        assert changed.version == 2
        assert last_change(changed).changes == {"role": ["rep", "manager"]}

    def test_nothing_changed_is_nothing_logged(self, world: World) -> None:
        same = actions.update_member(member_id=world.rep.pk, by=world.administrator, name=world.rep.name)
        assert same.version == 1
        assert not Change.objects.filter(subject_id=world.rep.pk).exists()

    def test_the_last_administrator_stays(self, world: World) -> None:
        for fields in ({"role": "rep"}, {"is_active": False}):
            with pytest.raises(Conflict) as refusal:
                actions.update_member(member_id=world.administrator.pk, by=world.administrator, **fields)
            assert refusal.value.own_code == "last_administrator"
        second = make_member(world.organisation, role=Role.ADMINISTRATOR)
        actions.update_member(member_id=second.pk, by=world.administrator, role="rep")

    def test_an_inactive_administrator_does_not_count(self, world: World) -> None:
        make_member(world.organisation, role=Role.ADMINISTRATOR, is_active=False)
        with pytest.raises(Conflict):
            actions.deactivate_member(member_id=world.administrator.pk, by=world.administrator)

    def test_deactivation_ends_sessions_and_tokens_for_good(self, world: World) -> None:
        member = make_member(world.organisation, password=PASSWORD)
        client = Client()
        client.post("/sign-in/login/", {"login": member.email, "password": PASSWORD})
        key = client.session.session_key
        _token, secret = actions.create_token(by=member, name="t", scopes=["all"])
        actions.deactivate_member(member_id=member.pk, by=world.administrator)
        store = import_module(settings.SESSION_ENGINE).SessionStore
        assert key and not store().exists(key)
        actions.update_member(member_id=member.pk, by=world.administrator, is_active=True)
        assert queries.token_holder(secret, now=timezone.now()) is None

    def test_a_person_changes_his_own_profile_and_no_more(self, world: World) -> None:
        changed = actions.update_profile(
            by=world.rep, name="Rita R.", time_zone="Europe/London", work_days=["3", 1], work_start="09:30"
        )
        assert (changed.name, changed.time_zone, changed.work_days) == ("Rita R.", "Europe/London", "13")
        assert changed.work_start == time(9, 30)
        with pytest.raises(TypeError):
            actions.update_profile(by=world.rep, role="administrator")

    def test_an_invitation_goes_out_in_the_members_language(
        self, world: World, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
    ) -> None:
        member = make_member(world.organisation, language="fr", name="Zoé")
        with django_capture_on_commit_callbacks(execute=True):
            link = actions.invite_member(member_id=member.pk, by=world.administrator)
        assert [mail.to for mail in mailoutbox] == [[member.email]]
        assert link in mailoutbox[0].body
        with pytest.raises(NotAllowed):
            actions.invite_member(member_id=member.pk, by=world.rep)


class TestTeams:
    def test_a_team_is_made_renamed_moved_and_removed(self, world: World) -> None:
        team = actions.create_team(by=world.administrator, name="East", parent_id=world.sales.pk)
        team = actions.rename_team(team_id=team.pk, by=world.administrator, name="Far East")
        team = actions.move_team(team_id=team.pk, by=world.administrator, parent_id=world.north.pk)
        assert (team.name, team.parent_id, team.version) == ("Far East", world.north.pk, 3)
        actions.remove_team(team_id=team.pk, by=world.administrator)
        assert not Team.objects.of(world.organisation.pk).filter(pk=team.pk).exists()
        assert last_change(world.administrator).kind == "team.removed"

    def test_no_loops(self, world: World) -> None:
        below = make_team(world.organisation, world.north)
        for parent in (world.sales, below, world.north):
            with pytest.raises(Invalid) as refusal:
                actions.move_team(
                    team_id=world.sales.pk if parent != world.sales else parent.pk,
                    by=world.administrator,
                    parent_id=parent.pk,
                )
            assert list(refusal.value.fields) == ["parent_id"]

    def test_a_team_with_people_or_teams_stays(self, world: World) -> None:
        for team in (world.sales, world.south):
            with pytest.raises(Conflict):
                actions.remove_team(team_id=team.pk, by=world.administrator)

    def test_a_name_is_taken_once_in_an_organisation(self, world: World) -> None:
        with pytest.raises(Invalid):
            actions.create_team(by=world.administrator, name="north")
        actions.create_team(by=world.stranger, name="North")

    def test_only_administrators_and_only_their_own(self, world: World) -> None:
        with pytest.raises(NotAllowed):
            actions.rename_team(team_id=world.north.pk, by=world.manager, name="X")
        with pytest.raises(NotVisible):
            actions.rename_team(team_id=world.north.pk, by=world.stranger, name="X")
        with pytest.raises(Invalid):
            actions.create_team(by=world.stranger, name="X", parent_id=world.north.pk)


class TestTokens:
    def test_the_secret_is_given_once_and_only_its_digest_kept(self, world: World) -> None:
        token, secret = actions.create_token(by=world.rep, name="Excel", scopes=["events:read", "me", "me"])
        assert secret.startswith("tn_") and len(secret) == 46
        assert token.scopes == ["events:read", "me"]
        assert secret not in str(ApiToken.objects.of(world.organisation.pk).values().first())
        found = queries.token_holder(secret, now=timezone.now())
        assert found is not None and found.member == world.rep

    def test_all_stands_for_every_scope(self, world: World) -> None:
        token, _secret = actions.create_token(by=world.rep, name="x", scopes=["all", "me"])
        assert token.scopes == ["all"]

    @pytest.mark.parametrize("scopes", [[], ["everything"], ["events:read", "x"]])
    def test_unknown_or_no_scopes_are_refused(self, world: World, scopes: list[str]) -> None:
        with pytest.raises(Invalid) as refusal:
            actions.create_token(by=world.rep, name="x", scopes=scopes)
        assert list(refusal.value.fields) == ["scopes"]

    def test_a_token_expires(self, world: World) -> None:
        now = timezone.now()
        _token, secret = actions.create_token(by=world.rep, name="x", scopes=["me"], expires_at=now + timedelta(days=1))
        assert queries.token_holder(secret, now=now) is not None
        assert queries.token_holder(secret, now=now + timedelta(days=2)) is None
        with pytest.raises(Invalid):
            actions.create_token(by=world.rep, name="x", scopes=["me"], expires_at=now)

    def test_only_its_owner_revokes_it(self, world: World) -> None:
        token, secret = actions.create_token(by=world.rep, name="x", scopes=["me"])
        for other in (world.administrator, world.stranger):
            with pytest.raises(NotVisible):
                actions.revoke_token(token_id=token.pk, by=other)
        actions.revoke_token(token_id=token.pk, by=world.rep)
        assert queries.token_holder(secret, now=timezone.now()) is None


class TestOrganisation:
    def test_founding_makes_an_administrator(self) -> None:
        administrator = actions.create_organisation(
            name="Acme", admin_email="Boss@Acme.example", admin_name="Boss", password=PASSWORD, language="en"
        )
        assert administrator.is_administrator and administrator.check_password(PASSWORD)
        assert (administrator.language, administrator.email) == ("en", "boss@acme.example")

    def test_founding_names_the_fields_that_are_wrong(self) -> None:
        with pytest.raises(Invalid) as refusal:
            actions.create_organisation(name="", admin_email="x", admin_name="", time_zone="Nowhere")
        assert set(refusal.value.fields) == {"name", "admin_email", "admin_name", "time_zone"}

    def test_settings_are_the_administrators(self, world: World) -> None:
        changed = actions.update_organisation(by=world.administrator, calendar_sharing="own", currency="gbp")
        assert (changed.calendar_sharing, changed.currency, changed.version) == ("own", "GBP", 2)
        with pytest.raises(NotAllowed):
            actions.update_organisation(by=world.manager, name="X")
        with pytest.raises(Invalid):
            actions.update_organisation(by=world.administrator, country="France")
        with pytest.raises(Stale):
            actions.update_organisation(by=world.administrator, name="X", if_version=1)


def test_unknown_ids_are_not_visible(world: World) -> None:
    with pytest.raises(NotVisible):
        actions.update_member(member_id=uuid4(), by=world.administrator, name="X")
    with pytest.raises(NotVisible):
        actions.remove_team(team_id=uuid4(), by=world.administrator)
