"""Imports by API: sent, looked at, started, removed."""

import io
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.factories.organisations import make_token
from tests.factories.world import Program, World
from tournee.api.v1.urls import api
from tournee.directory import actions
from tournee.directory.models import Account, Import

FILE = "Nom;CP;Ville\nBoulangerie Dupont;69003;Lyon\nGarage de l'Étoile;67000;Strasbourg\n"


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def send(ask: Program, text: str | bytes, *, key: str = "", **fields: str) -> Any:
    data = io.BytesIO(text.encode() if isinstance(text, str) else text)
    data.name = "comptes.csv"
    headers = {"Idempotency-Key": key} if key else {}
    return ask.client.post("/api/v1/imports", {"record_type": "account", "file": data, **fields}, headers=headers)


def test_a_file_is_sent_shown_started_and_removed(world: World, program: type[Program]) -> None:
    ask = program(world.administrator)
    sent = send(ask, FILE.encode("cp1252"))
    assert sent.status_code == 201, sent.content
    body = sent.json()
    assert (body["state"], body["can_start"], body["lines_total"], body["created_count"]) == ("checked", True, 2, 2)
    assert (body["encoding"], body["delimiter"], body["columns"]["name"]) == ("cp1252", ";", "Nom")
    assert body["preview"][1]["values"] == {"name": "Garage de l'Étoile", "postcode": "67000", "city": "Strasbourg"}
    address = f"/imports/{body['id']}"
    started = ask("PUT", f"{address}/start")
    assert (started.status_code, started.json()["state"]) == (200, "importing")
    actions.run_import(organisation_id=world.organisation.pk, subject_id=body["id"])
    done = ask("GET", address).json()
    assert (done["state"], done["lines_done"], done["created_count"], done["can_start"]) == ("done", 2, 2, False)
    assert ask("PUT", f"{address}/start").status_code == 409
    assert [item["id"] for item in ask("GET", "/imports").json()["items"]] == [body["id"]]
    assert ask("DELETE", address).status_code == 204
    assert ask("GET", address).status_code == 404
    assert Account.objects.of(world.organisation.pk).count() == 2


def test_errors_are_told_by_line_in_the_callers_language(world: World, program: type[Program]) -> None:
    body = send(program(world.administrator), "Nom;CP\nA;!!\n;1\n").json()
    assert (body["error_count"], body["can_start"]) == (2, False)
    assert [(error["line"], error["column"]) for error in body["errors"]] == [(2, "CP"), (3, "Nom")]
    assert body["errors"][1]["message"] == "Fill this in."
    refused = program(world.administrator)("PUT", f"/imports/{body['id']}/start")
    assert (refused.status_code, refused.json()["code"]) == (409, "import_not_ready")


@pytest.mark.parametrize(("who", "status"), [("manager", 403), ("rep", 403), ("other_manager", 403), ("stranger", 404)])
def test_administrators_of_the_organisation_alone_import(
    world: World, program: type[Program], who: str, status: int
) -> None:
    sent = send(program(world.administrator), FILE).json()
    ask = program(getattr(world, who))
    for method, path in (("GET", ""), ("PUT", "/start"), ("DELETE", "")):
        assert ask(method, f"/imports/{sent['id']}{path}").status_code == status
    if status == 403:
        assert ask("GET", "/imports").status_code == 403
        assert send(ask, FILE).status_code == 403
    else:
        assert ask("GET", "/imports").json()["items"] == []


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"record_type": "event"}, "record_type"),
        ({"columns": "[1]"}, "columns"),
        ({"columns": '{"name": 5}'}, "columns"),
        ({"columns": '{"shoe_size": "Nom"}'}, "columns"),
        ({"columns": "{"}, "columns"),
        ({"columns": '{"name": "N\\u0000om"}'}, "columns"),
        ({"columns": '{"name": "\\ud800"}'}, "columns"),
    ],
)
def test_bad_requests_are_told(world: World, program: type[Program], fields: dict[str, str], wrong: str) -> None:
    answer = send(program(world.administrator), FILE, **fields)
    assert answer.status_code == 422, answer.content
    assert list(answer.json()["fields"]) == [wrong]


def test_a_request_without_a_file_is_told(world: World, client: Any) -> None:
    headers = {"Authorization": f"Bearer {make_token(world.administrator)}"}
    answer = client.post("/api/v1/imports", {"record_type": "account"}, headers=headers)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["file"])


def test_columns_can_be_chosen(world: World, program: type[Program]) -> None:
    ask = program(world.administrator)
    wrong = send(ask, "Couleur;Taille\nrouge;grand\n").json()
    assert (wrong["state"], wrong["cause"], wrong["headings"]) == ("failed", "columns", ["Couleur", "Taille"])
    assert "Name" in wrong["cause_text"]
    right = send(ask, "Couleur;Taille\nrouge;grand\n", columns='{"name": "Couleur"}').json()
    assert (right["state"], right["columns"], right["unused"]) == ("checked", {"name": "Couleur"}, ["Taille"])


def test_a_file_sent_twice_with_one_key_is_kept_once(world: World, program: type[Program], tmp_path: Path) -> None:
    ask = program(world.administrator)
    first, again = send(ask, FILE, key="k1"), send(ask, FILE, key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.json(), again["ETag"], again["Idempotent-Replay"]) == (first.json(), first["ETag"], "true")
    for other in (send(ask, FILE + "Autre;;\n", key="k1"), send(ask, FILE, key="k1", columns='{"city": ""}')):
        assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert [one.pk for one in Import.objects.of(world.organisation.pk)] == [UUID(first.json()["id"])]
    assert len(list(tmp_path.rglob("*.csv"))) == 1
    assert send(ask, FILE, key="k2").json()["id"] != first.json()["id"]


def test_a_key_keeps_the_file_whole(world: World, program: type[Program]) -> None:
    lines = "".join(f"Compte {number};69003;Lyon\n" for number in range(3_000))
    assert send(program(world.administrator), "Nom;CP;Ville\n" + lines, key="k1").json()["created_count"] == 3_000


def test_the_document_offers_the_key() -> None:
    operation = api.get_openapi_schema()["paths"]["/api/v1/imports"]["post"]
    assert [one["name"] for one in operation["parameters"]] == ["Idempotency-Key"]


def test_an_import_is_started_and_removed_only_as_it_was_read(world: World, program: type[Program]) -> None:
    ask = program(world.administrator)
    sent = send(ask, FILE)
    address, read = f"/imports/{sent.json()['id']}", sent["ETag"]
    for late in (ask("PUT", f"{address}/start", None, If_Match='"0"'), ask("DELETE", address, None, If_Match='"0"')):
        assert (late.status_code, late.json()["code"]) == (412, "stale_version")
        assert (late.json()["current"]["state"], f'"{late.json()["current"]["version"]}"') == ("checked", read)
    started = ask("PUT", f"{address}/start", None, If_Match=read)
    assert (started.status_code, started.json()["state"]) == (200, "importing")
    assert ask("DELETE", address, None, If_Match=read).status_code == 412
    assert ask("DELETE", address, None, If_Match=started["ETag"]).status_code == 204


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=é"])
def test_a_form_that_cannot_be_read_is_refused(world: World, program: type[Program], kind: str) -> None:
    answer = program(world.administrator).client.post("/api/v1/imports", b"nonsense", content_type=kind)
    assert answer.status_code in {400, 422}, answer.content
    assert answer.json()["code"] in {"malformed", "invalid"}
