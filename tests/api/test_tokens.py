"""One's own tokens by API: made, shown once, ended; and what each may do."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.factories.organisations import make_token
from tests.factories.world import Program, World
from tournee.organisations.models import ApiToken


def test_a_token_is_shown_once_and_works_until_it_is_revoked(world: World, program: type[Program]) -> None:
    ask = program(world.rep)
    made = ask("POST", "/tokens", {"name": " Warehouse ", "scopes": ["me", "me", "events:read"]})
    body = made.json()
    assert (made.status_code, body["name"], body["scopes"]) == (201, "Warehouse", ["events:read", "me"])
    listed = ask("GET", "/tokens")
    assert body["secret"] not in listed.content.decode()
    assert body["secret"].endswith(body["hint"][-4:])
    theirs = {"Authorization": f"Bearer {body['secret']}"}
    assert ask.client.get("/api/v1/me", headers=theirs).json()["id"] == str(world.rep.pk)
    assert ask("DELETE", f"/tokens/{body['id']}").status_code == 204
    assert ask.client.get("/api/v1/me", headers=theirs).status_code == 401
    assert ask("DELETE", f"/tokens/{body['id']}").status_code == 404


BAD = [
    ({"name": ""}, "name"),
    ({"name": "x" * 81}, "name"),
    ({"scopes": []}, "scopes"),
    ({"scopes": ["everything"]}, "scopes"),
    ({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
    ({"expires_at": "tomorrow"}, "expires_at"),
    ({"expires_at": 1_900_000_000}, "expires_at"),
    ({"secret": "mine"}, "secret"),
]


@pytest.mark.parametrize(("bad", "field"), BAD)
def test_bad_input_makes_none(world: World, program: type[Program], bad: dict[str, Any], field: str) -> None:
    ask = program(world.rep)
    answer = ask("POST", "/tokens", {"name": "x", "scopes": ["me"], **bad})
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    assert ApiToken.objects.of(world.organisation.pk).count() == 1


def test_a_token_ends_when_it_says(world: World, program: type[Program]) -> None:
    ask = program(world.rep)
    soon = (timezone.now() + timedelta(hours=1)).isoformat()
    made = ask("POST", "/tokens", {"name": "x", "scopes": ["me"], "expires_at": soon}).json()
    theirs = {"Authorization": f"Bearer {made['secret']}"}
    assert ask.client.get("/api/v1/me", headers=theirs).status_code == 200
    ended = timezone.now() - timedelta(seconds=1)
    ApiToken.objects.of(world.organisation.pk).filter(pk=made["id"]).update(expires_at=ended)
    assert ask.client.get("/api/v1/me", headers=theirs).status_code == 401


@pytest.mark.parametrize("scopes", [["me"], ["events:write", "directory:write", "organisation:write"]])
def test_no_token_makes_a_stronger_one(world: World, program: type[Program], scopes: list[str]) -> None:
    answer = program(world.administrator, *scopes)("POST", "/tokens", {"name": "x", "scopes": ["all"]})
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")


def test_writing_covers_reading_and_reading_does_not_cover_writing(world: World, program: type[Program]) -> None:
    window = {"start": "2026-11-01", "end": "2026-12-01"}
    event = {"subject": "x", "start": "2026-11-24T09:00:00Z"}
    reads, writes = program(world.rep, "events:read"), program(world.rep, "events:write")
    assert [one("GET", "/events", window).status_code for one in (reads, writes)] == [200, 200]
    assert [one("POST", "/events", event).status_code for one in (reads, writes)] == [403, 201]
    assert writes("GET", "/tasks").status_code == 403


def test_a_token_beside_a_session_decides_alone(world: World, program: type[Program], settings: Any) -> None:
    ask = program(world.rep, "me")
    ask.client.force_login(world.administrator, backend=settings.AUTHENTICATION_BACKENDS[0])
    assert ask("GET", "/me").json()["id"] == str(world.rep.pk)
    assert ask("GET", "/users").status_code == 403
    wrong = ask.client.get("/api/v1/me", headers={"Authorization": "Bearer tn_wrong"})
    assert wrong.status_code == 401


def test_its_use_is_noted(world: World, program: type[Program]) -> None:
    secret = make_token(world.rep)
    token = ApiToken.objects.of(world.organisation.pk).get()
    assert token.last_used_at is None
    program(world.manager).client.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"})
    token.refresh_from_db()
    assert token.last_used_at is not None
