"""My profile: saved, refused beside the field, in one's own language."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from tests.factories.calendar import make_event, make_task
from tests.factories.organisations import make_member
from tests.factories.world import World
from tests.web.conftest import SignIn
from tournee.organisations.models import ApiToken, Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.rep)


def fresh(member: Member) -> Member:
    return Member.objects.get(pk=member.pk)


def about(**fields: Any) -> dict[str, Any]:
    return {"name": "Rita", "language": "en", "time_zone": "Europe/Paris", "version": 1, **fields}


def preferences(**fields: Any) -> dict[str, Any]:
    return {
        "week_start": 1,
        "work_days": ["1", "2"],
        "work_start": "09:00",
        "work_end": "17:30",
        "show_tasks": "on",
        "logout_after_hours": 8,
        "theme": "",
        "version": 1,
        **fields,
    }


def test_a_new_language_and_zone_hold_from_the_next_page_on(client: Client, world: World) -> None:
    answer = client.post("/profile/about/", about(language="fr", time_zone="America/Montreal"), follow=True)
    assert "Votre profil est enregistré." in answer.content.decode()
    assert '<html lang="fr"' in answer.content.decode()
    assert fresh(world.rep).time_zone == "America/Montreal"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"time_zone": "Paris"}, "id_time_zone_error"),
        ({"name": " "}, "id_name_error"),
        ({"name": "<b>x</b>" * 30}, "id_name_error"),
        ({"language": "de"}, "id_language_error"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_saved(
    client: Client, world: World, fields: dict[str, str], wrong: str
) -> None:
    answer = client.post("/profile/about/", about(**fields))
    assert answer.status_code == 422
    assert f'id="{wrong}"' in answer.content.decode()
    assert fresh(world.rep).version == 1


def test_markup_in_a_name_is_text(client: Client) -> None:
    page = client.post("/profile/about/", about(name="<script>alert(1)</script>"), follow=True).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_save_on_an_old_version_is_refused_once_then_stands(client: Client, world: World) -> None:
    Member.objects.filter(pk=world.rep.pk).update(version=5)
    answer = client.post("/profile/about/", about(name="Mine"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="Mine"' in page
    assert 'name="version" value="5"' in page
    assert client.post("/profile/about/", about(name="Mine", version=5)).status_code == 302
    assert fresh(world.rep).name == "Mine"


def test_preferences_are_saved(client: Client, world: World) -> None:
    answer = client.post("/profile/preferences/", preferences(week_start=7, theme="dark"))
    assert answer.status_code == 302
    member = fresh(world.rep)
    assert (member.week_start, member.work_days, member.logout_after_hours) == (7, "12", 8)
    assert '<html lang="en" data-theme="dark">' in client.get("/profile/preferences/").content.decode()
    client.post("/profile/preferences/", preferences(version=2))
    assert "data-theme" not in client.get("/profile/preferences/").content.decode().partition("<head>")[0]


@pytest.mark.parametrize(
    "fields",
    [
        {"work_end": "08:00"},
        {"work_start": "nine"},
        {"logout_after_hours": 999},
        {"week_start": 3},
        {"work_days": ["9"]},
    ],
)
def test_impossible_preferences_are_refused(client: Client, world: World, fields: dict[str, Any]) -> None:
    assert client.post("/profile/preferences/", preferences(**fields)).status_code == 422
    assert fresh(world.rep).version == 1


def test_hours_that_a_program_set_stay_as_they_are(world: World, sign_in: SignIn) -> None:
    member = make_member(world.organisation, logout_after_hours=5)
    page = sign_in(member).get("/profile/preferences/").content.decode()
    assert '<option value="5" selected>' in page


def test_a_token_is_shown_once_and_works(client: Client, world: World) -> None:
    answer = client.post("/profile/tokens/", {"name": "Excel", "scopes": ["me"], "expires": "30"})
    found = re.search(r"tn_[\w-]{43}", answer.content.decode())
    assert found
    assert "no-store" in answer.headers["Cache-Control"]
    program = Client(headers={"Authorization": f"Bearer {found[0]}"})
    assert program.get("/api/v1/me").json()["email"] == world.rep.email
    assert found[0] not in client.get("/profile/tokens/").content.decode()
    token = ApiToken.objects.of(world.organisation.pk).get()
    assert token.expires_at is not None
    client.post(f"/profile/tokens/{token.pk}/revoke/")
    assert program.get("/api/v1/me").status_code == 401


def test_a_token_without_a_scope_is_refused(client: Client) -> None:
    answer = client.post("/profile/tokens/", {"name": "Excel", "expires": "30"})
    assert answer.status_code == 422
    assert "id_scopes_error" in answer.content.decode()


def test_somebody_elses_token_does_not_exist(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(world.colleague).post("/profile/tokens/", {"name": "His", "scopes": ["me"], "expires": ""})
    token = ApiToken.objects.of(world.organisation.pk).get()
    assert client.post(f"/profile/tokens/{token.pk}/revoke/").status_code == 404


def test_the_menu_has_no_empty_headings(client: Client) -> None:
    page = client.get("/profile/about/").content.decode()
    assert "Tools" not in page


def test_one_takes_away_what_is_ones_own_and_nothing_else(client: Client, world: World) -> None:
    make_event(world.rep, subject="Mine, private", privacy="private")
    make_event(world.colleague, subject="His")
    make_task(world.rep, subject="To do")
    client.post("/profile/tokens/", {"name": "Excel", "scopes": ["me"], "expires": "30"})
    answer = client.get("/profile/data/download/")
    document = json.loads(b"".join(answer.streaming_content))  # type: ignore[attr-defined]  # it streams
    assert document["profile"]["email"] == world.rep.email
    assert [event["subject"] for event in document["events"]] == ["Mine, private"]
    assert [task["subject"] for task in document["tasks"]] == ["To do"]
    assert [change["kind"] for change in document["changes"]] == ["token.created"]
    assert len(document["devices"]) == 1
    assert "digest" not in json.dumps(document)
