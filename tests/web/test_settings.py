"""The settings: the administrator's, of his own organisation, and never without an administrator left."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.factories.calendar import make_type
from tests.factories.organisations import make_team
from tests.factories.world import World
from tests.web.conftest import SignIn
from tournee.calendar.models import ActivityType
from tournee.organisations.models import Member, Organisation, Team

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.administrator)


def addresses(world: World) -> list[str]:
    kind = make_type(world.administrator)
    return [
        "/settings/users/",
        "/settings/users/new/",
        f"/settings/users/{world.rep.pk}/",
        "/settings/teams/",
        f"/settings/teams/{world.north.pk}/",
        "/settings/activity-types/",
        "/settings/activity-types/new/",
        f"/settings/activity-types/{kind.pk}/",
        "/settings/organisation/",
    ]


@pytest.mark.parametrize(("who", "expected"), [("rep", 403), ("manager", 403), ("administrator", 200)])
def test_only_administrators_see_the_settings(world: World, sign_in: SignIn, who: str, expected: int) -> None:
    client = sign_in(getattr(world, who))
    answers = {address: client.get(address).status_code for address in addresses(world)}
    assert answers == dict.fromkeys(answers, expected)
    assert ('href="/settings/"' in client.get("/profile/about/").content.decode()) is (expected == 200)


def test_another_organisations_records_do_not_exist(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.stranger)
    kind = make_type(world.administrator)
    for address in (
        f"/settings/users/{world.rep.pk}/",
        f"/settings/teams/{world.north.pk}/",
        f"/settings/activity-types/{kind.pk}/",
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, {"name": "taken over"}).status_code == 404
    for address in (f"/settings/users/{world.rep.pk}/access/", f"/settings/users/{world.rep.pk}/invite/"):
        assert client.post(address).status_code == 404
    assert world.rep.email not in client.get("/settings/users/").content.decode()


@pytest.mark.parametrize("who", ["rep", "manager"])
def test_others_change_nothing_by_posting(world: World, sign_in: SignIn, who: str) -> None:
    client = sign_in(getattr(world, who))
    for address in (*addresses(world), f"/settings/users/{world.colleague.pk}/access/"):
        assert client.post(address, {"name": "X"}).status_code == 403
    assert Member.objects.get(pk=world.colleague.pk).is_active


def user(**fields: Any) -> dict[str, Any]:
    return {"name": "Zoé Zola", "email": "zoe@example.com", "role": "rep", "team_id": "", "language": "fr", **fields}


def test_a_user_is_added_and_the_link_shown(
    client: Client, world: World, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post("/settings/users/new/", user(team_id=str(world.north.pk), invite="on")).content.decode()
    found = re.search(r'<code id="link">(\S+)</code>', page)
    assert found and found[1].startswith(settings.BASE_URL)
    assert found[1] in mailoutbox[0].body
    assert "vous invite dans Tournée" in mailoutbox[0].subject
    assert Member.objects.get(email="zoe@example.com").team == world.north


def test_without_the_mail_only_the_link_is_shown(client: Client, mailoutbox: list[Any]) -> None:
    page = client.post("/settings/users/new/", user()).content.decode()
    assert '<code id="link">' in page
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({"email": "no"}, "email"), ({"email": ""}, "email"), ({"role": "king"}, "role"), ({"team_id": "x"}, "team_id")],
)
def test_a_wrong_user_is_refused_beside_the_field(client: Client, fields: dict[str, str], wrong: str) -> None:
    answer = client.post("/settings/users/new/", user(**fields))
    assert answer.status_code == 422
    assert f'id="id_{wrong}_error"' in answer.content.decode()


def test_another_organisations_team_is_no_choice(client: Client, world: World) -> None:
    team = make_team(world.stranger.organisation)
    assert client.post("/settings/users/new/", user(team_id=str(team.pk))).status_code == 422


def test_the_last_administrator_cannot_demote_or_shut_out_himself(client: Client, world: World) -> None:
    me = world.administrator
    answer = client.post(
        f"/settings/users/{me.pk}/", user(name=me.name, email=me.email, time_zone="Europe/Paris", version=1)
    )
    assert answer.status_code == 422
    assert "only administrator" in answer.content.decode()
    page = client.post(f"/settings/users/{me.pk}/access/", follow=True).content.decode()
    assert "only administrator" in page
    kept = Member.objects.get(pk=me.pk)
    assert kept.is_active and kept.is_administrator


def test_access_ends_at_once_and_opens_again(client: Client, world: World, sign_in: SignIn) -> None:
    rep = sign_in(world.rep)
    client.post(f"/settings/users/{world.rep.pk}/access/")
    assert rep.get("/profile/about/").status_code == 302
    client.post(f"/settings/users/{world.rep.pk}/access/", {"open": "yes"})
    assert Member.objects.get(pk=world.rep.pk).is_active
    assert rep.get("/profile/about/").status_code == 302


def test_users_are_found_by_name_and_paged(client: Client, world: World) -> None:
    page = client.get("/settings/users/", {"q": "rita"}).content.decode()
    assert world.rep.email in page
    assert world.colleague.email not in page
    assert "Nobody found" in client.get("/settings/users/", {"q": "xyz\x00"}).content.decode()


def test_teams_are_added_renamed_moved_and_removed(client: Client, world: World) -> None:
    client.post("/settings/teams/", {"name": "East", "parent_id": str(world.sales.pk)})
    east = Team.objects.of(world.organisation.pk).get(name="East")
    assert east.parent == world.sales
    client.post(f"/settings/teams/{east.pk}/", {"name": "Far East", "parent_id": "", "version": 1})
    assert Team.objects.of(world.organisation.pk).get(pk=east.pk).parent is None
    client.post(f"/settings/teams/{east.pk}/remove/")
    assert not Team.objects.of(world.organisation.pk).filter(pk=east.pk).exists()


def test_a_loop_and_a_full_team_are_refused_in_words(client: Client, world: World) -> None:
    answer = client.post(
        f"/settings/teams/{world.sales.pk}/", {"name": "Sales", "parent_id": str(world.north.pk), "version": 1}
    )
    assert answer.status_code == 422
    assert "id_parent_id_error" in answer.content.decode()
    page = client.post(f"/settings/teams/{world.north.pk}/remove/", follow=True).content.decode()
    assert "still has members" in page


def test_activity_types_are_added_changed_and_moved(client: Client, world: World) -> None:
    fields = {"name_fr": "Visite", "name_en": "Visit", "colour": "teal", "icon": "visit", "active": "on"}
    client.post("/settings/activity-types/new/", fields)
    client.post("/settings/activity-types/new/", {**fields, "name_en": "Lunch"})
    first, second = ActivityType.objects.of(world.organisation.pk).order_by("position")
    client.post(f"/settings/activity-types/{first.pk}/", {**fields, "name_en": "Call", "version": 1})
    client.post(f"/settings/activity-types/{second.pk}/move/", {"to": "up"})
    assert [kind.name_en for kind in ActivityType.objects.of(world.organisation.pk).order_by("position")] == [
        "Lunch",
        "Call",
    ]
    answer = client.post("/settings/activity-types/new/", {**fields, "name_fr": "", "name_en": ""})
    assert answer.status_code == 422


def test_the_organisations_settings_are_saved(client: Client, world: World) -> None:
    fields = {
        "name": "Acme",
        "language": "en",
        "time_zone": "Europe/London",
        "country": "gb",
        "currency": "gbp",
        "calendar_sharing": "organisation",
        "double_booking": "refuse",
        "version": 1,
    }
    assert client.post("/settings/organisation/", fields).status_code == 302
    saved = Organisation.objects.get(pk=world.organisation.pk)
    assert (saved.name, saved.country, saved.currency, saved.double_booking) == ("Acme", "GB", "GBP", "refuse")
    assert client.post("/settings/organisation/", {**fields, "currency": "€"}).status_code == 422
