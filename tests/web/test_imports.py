"""Imports: read, shown, corrected, then taken whole by the worker's action."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from tests.factories.world import World
from tournee.directory.actions import check_import, run_import
from tournee.directory.domain.csv_columns import RECORD_TYPES, match_columns
from tournee.directory.models import Account, Import
from tournee.organisations.models import Member
from tournee.web.pages.imports import headings_of

HEADINGS = "Raison sociale;Code postal;Ville;Téléphone\r\n"
GOOD = HEADINGS + "Boulangerie Étoile;69003;Lyon;04 72 00 00 00\r\nGarage;44000;Nantes;\r\n"
WRONG = GOOD + "Sans téléphone;75001;Paris;appelez-moi\r\n;13001;Marseille;\r\n"
EVIL = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def as_member(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def send(client: Client, text: str, *, kind: str = "account", encoding: str = "latin-1") -> Any:
    file = SimpleUploadedFile("clients.csv", text.encode(encoding), content_type="text/csv")
    return client.post("/settings/import/", {"kind": kind, "file": file})


def accounts_of(world: World) -> list[str]:
    return sorted(one.name for one in Account.objects.of(world.organisation.pk))


def test_imports_are_for_administrators(world: World) -> None:
    made = send(as_member(world.administrator), GOOD)["Location"]
    for name in ("manager", "rep", "other_manager"):
        client = as_member(getattr(world, name))
        for path in ("/settings/import/", made, "/settings/import/template/account/"):
            assert client.get(path).status_code == 403, (name, path)
        for path in ("/settings/import/", f"{made}start/", f"{made}columns/", f"{made}delete/"):
            assert client.post(path).status_code == 403, (name, path)
    stranger = as_member(world.stranger)
    assert stranger.get(made).status_code == 404
    for path in ("start/", "columns/", "delete/"):
        assert stranger.post(f"{made}{path}").status_code == 404
    assert stranger.get("/settings/import/").context["imports"] == []


def test_a_french_file_is_read_shown_and_imported(world: World) -> None:
    client = as_member(world.administrator)
    address = send(client, GOOD)["Location"]
    page = client.get(address)
    assert "Boulangerie Étoile" in page.text
    assert page.context["columns"][0] == {"field": "name", "name": "Name", "heading": "Raison sociale"}
    assert (page.context["encoding"], page.context["delimiter"]) == ("Windows-1252", ";")
    assert page.context["can_start"]
    assert accounts_of(world) == []
    assert client.post(f"{address}start/").status_code == 302
    waiting = client.get(address, headers={"HX-Request": "true"})
    assert 'hx-trigger="every 1s"' in waiting.text
    assert "<html" not in waiting.text
    assert 'id="import-status"' in waiting.text
    told = client.get(f"{address}?told={waiting.context['mark']}", headers={"HX-Request": "true"})
    assert 'id="import-status"' not in told.text
    run_import(organisation_id=world.organisation.pk, subject_id=Import.objects.of(world.organisation.pk).get().pk)
    done = client.get(address, headers={"HX-Request": "true"})
    assert "2 new" in done.text
    assert "every 1s" not in done.text
    assert accounts_of(world) == ["Boulangerie Étoile", "Garage"]


def test_errors_are_named_by_line_and_nothing_is_imported(world: World) -> None:
    client = as_member(world.administrator)
    address = send(client, WRONG)["Location"]
    page = client.get(address)
    assert [(one["line"], one["column"]) for one in page.context["errors"]] == [(4, "Téléphone"), (5, "Raison sociale")]
    assert not page.context["can_start"]
    assert "disabled" in page.text
    refused = client.post(f"{address}start/", follow=True)
    assert "has errors" in refused.text
    assert accounts_of(world) == []


def test_columns_may_be_chosen_anew(world: World) -> None:
    client = as_member(world.administrator)
    address = send(client, GOOD.replace("Raison sociale", "Bidule"))["Location"]
    page = client.get(address)
    assert not page.context["can_start"]
    assert "Name" in page.context["cause"]
    chosen = {
        "column_name": "Bidule",
        "column_postcode": "Code postal",
        "column_city": "Ville",
        "column_phone": "forged",
    }
    again = client.post(f"{address}columns/", chosen)["Location"]
    page = client.get(again)
    assert page.context["can_start"]
    assert page.context["record"].file_name == "clients.csv"
    assert {one["field"] for one in page.context["columns"] if one["heading"]} == {"name", "postcode", "city"}
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "empty"), ("a;b\n1;2\n", "missing"), ("PK\x03\x04rest", "workbook"), ("\x00\x01", "not a text")],
)
def test_a_file_that_cannot_be_read_is_explained(world: World, text: str, reason: str) -> None:
    client = as_member(world.administrator)
    response = send(client, text)
    page = client.get(response["Location"]) if response.status_code == 302 else response
    assert reason in page.text
    assert accounts_of(world) == []


def test_a_form_without_file_or_kind_says_so(world: World) -> None:
    client = as_member(world.administrator)
    missing = client.post("/settings/import/", {"kind": "contact"})
    assert missing.status_code == 422
    assert "Choose a CSV file" in missing.text
    assert missing.context["kind"] == "contact"
    assert send(client, GOOD, kind="enemy").status_code == 422


def test_a_file_that_is_too_large_is_refused(world: World, settings: Any) -> None:
    settings.IMPORT_MAX_BYTES = 10
    response = send(as_member(world.administrator), GOOD)
    assert response.status_code == 422
    assert "too large" in response.text


def test_markup_in_a_file_is_shown_as_text(world: World) -> None:
    client = as_member(world.administrator)
    address = send(client, f"name;phone;{EVIL}\n{EVIL};{EVIL};{EVIL}\n")["Location"]
    assert EVIL not in client.get(address).text


def test_an_import_is_forgotten_and_its_records_stay(world: World) -> None:
    client = as_member(world.administrator)
    address = send(client, GOOD)["Location"]
    client.post(f"{address}start/")
    (record,) = Import.objects.of(world.organisation.pk)
    run_import(organisation_id=world.organisation.pk, subject_id=record.pk)
    assert client.post(f"{address}delete/").status_code == 302
    assert client.get(address).status_code == 404
    assert len(accounts_of(world)) == 2


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", RECORD_TYPES)
def test_templates_hold_headings_that_an_import_recognises(language: str, kind: Any) -> None:
    with translation.override(language):
        headings = headings_of(kind)
    assert list(match_columns(kind, headings).values()) == list(range(len(headings)))


def test_a_template_comes_as_the_spreadsheet_writes_it(world: World) -> None:
    world.administrator.language = "fr"
    world.administrator.save()
    client = as_member(world.administrator)
    response = client.get("/settings/import/template/account/")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert b";" in response.content
    assert client.get("/settings/import/template/enemy/").status_code == 404


def test_an_export_is_imported_again_without_change(world: World) -> None:
    client = as_member(world.administrator)
    address = send(client, GOOD)["Location"]
    client.post(f"{address}start/")
    (record,) = Import.objects.of(world.organisation.pk)
    run_import(organisation_id=world.organisation.pk, subject_id=record.pk)
    exported = b"".join(client.get("/accounts/export/").streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
    again = send(client, exported, encoding="utf-8")["Location"]
    latest = Import.objects.of(world.organisation.pk).order_by("-created_at").first()
    assert latest is not None
    check_import(organisation_id=world.organisation.pk, subject_id=latest.pk)
    page = client.get(again)
    assert (page.context["record"].unchanged_count, page.context["errors"]) == (2, [])
