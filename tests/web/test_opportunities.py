"""Opportunities: amounts as people write them, states, pages."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from tests.factories.directory import make_account, make_opportunity
from tests.factories.world import World
from tournee.directory.models import Opportunity
from tournee.organisations.models import Member
from tournee.web.forms.amounts import money_text, read_amount


def as_member(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


@pytest.mark.parametrize(
    ("typed", "language", "read"),
    [
        ("1 234,50", "fr", "1234.50"),
        ("1\u202f234,5 €", "fr", "1234.5"),
        ("1.234,50", "fr", "1234.50"),
        ("12,5", "en", "12.5"),
        ("1,234", "en", "1234"),
        ("1,234", "fr", "1.234"),
        ("1,234.50", "en", "1234.50"),
        ("1'234.50", "en", "1234.50"),
        ("much", "en", "much"),
    ],
)
def test_amounts_are_read_as_each_language_writes_them(typed: str, language: str, read: str) -> None:
    assert read_amount(typed, language) == read


def test_amounts_are_written_as_each_language_reads_them() -> None:
    with translation.override("fr"):
        assert money_text(1_250_050, "EUR") in {"12\u00a0500,50\u00a0€", "12\u202f500,50\u00a0€"}
    with translation.override("en"):
        assert money_text(1_250_000, "EUR") == "€12,500"
        assert money_text(1_250, "JPY") == "1,250\u00a0JPY"


def test_an_opportunity_is_created_with_its_amount(world: World) -> None:
    account = make_account(world.organisation, name="Dupont")
    data = {"name": "New oven", "account_id": str(account.pk), "account_text": "Dupont", "state": "open",
            "amount": "12 500,50", "currency": "eur", "expected_on": "2026-12-31",
            "owner_id": str(world.rep.pk)}  # fmt: skip
    response = as_member(world.rep).post("/opportunities/new/", data)
    made = Opportunity.objects.of(world.organisation.pk).get()
    assert response["Location"] == f"/opportunities/{made.pk}/"
    assert (made.amount_minor, made.currency, made.expected_on) == (1_250_050, "EUR", date(2026, 12, 31))
    text = as_member(world.rep).get(response["Location"]).text
    assert "€12,500.50" in text


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"amount": "much"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": "1.999"}, "amount"),
        ({"amount": "9" * 30}, "amount"),
        ({"amount": "5", "currency": "EURO"}, "currency"),
        ({"expected_on": "9999-01-01"}, "expected_on"),
        ({"expected_on": "soon"}, "expected_on"),
        ({"state": "maybe"}, "state"),
        ({"account_text": "", "account_id": ""}, "account_text"),
        ({"account_text": "Nobody Ltd", "account_id": ""}, "account_text"),
        ({"name": " "}, "name"),
    ],
)
def test_bad_input_is_explained_beside_its_field(world: World, bad: dict[str, str], field: str) -> None:
    account = make_account(world.organisation, name="Dupont")
    data = {"name": "New oven", "account_id": str(account.pk), "account_text": "Dupont", "state": "open", **bad}
    response = as_member(world.rep).post("/opportunities/new/", data)
    assert response.status_code == 422
    errors = response.context["form"].errors
    assert set(errors) <= {field, "amount"}
    assert errors
    assert not Opportunity.objects.of(world.organisation.pk).exists()


def test_an_amount_survives_an_edit_of_something_else(world: World) -> None:
    made = make_opportunity(make_account(world.organisation, owner=world.rep), amount_minor=123_450, currency="EUR")
    world.rep.language = "fr"
    world.rep.save()
    client, path = as_member(world.rep), f"/opportunities/{made.pk}/edit/"
    form = client.get(path).context["form"]
    assert form.initial["amount"] == "1234,50"
    data = {**form.initial, "base": form.base, "version": "1", "stage": "Offer"}
    assert client.post(path, data).status_code == 302
    saved = Opportunity.objects.of(world.organisation.pk).get()
    assert (saved.amount_minor, saved.stage) == (123_450, "Offer")


def test_the_list_is_narrowed_by_state_and_exported(world: World) -> None:
    account = make_account(world.organisation, name="Dupont")
    make_opportunity(account, name="Won one", state="won", amount_minor=500, currency="EUR")
    make_opportunity(account, name="Open one")
    client = as_member(world.rep)
    found = client.get("/opportunities/", {"state": "won"})
    assert [one.name for one in found.context["records"]] == ["Won one"]
    text = b"".join(client.get("/opportunities/export/?state=won").streaming_content)  # type: ignore[arg-type]
    (row,) = csv.DictReader(io.StringIO(text.decode("utf-8-sig")))
    assert (row["account"], row["amount"], row["currency"]) == ("Dupont", "5.00", "EUR")


def test_opportunities_of_another_organisation_are_not_there(world: World) -> None:
    made = make_opportunity(make_account(world.organisation))
    client = as_member(world.stranger)
    for path in ("", "edit/", "events/?which=past&start=0", "history/"):
        assert client.get(f"/opportunities/{made.pk}/{path}").status_code == 404
    for path in ("edit/", "delete/", "restore/"):
        assert client.post(f"/opportunities/{made.pk}/{path}").status_code == 404


def test_only_its_owner_and_those_above_edit_an_opportunity(world: World) -> None:
    made = make_opportunity(make_account(world.organisation), owner=world.rep)
    may = {"rep": 200, "manager": 200, "administrator": 200, "colleague": 403, "other_manager": 403}
    for name, status in may.items():
        assert as_member(getattr(world, name)).get(f"/opportunities/{made.pk}/edit/").status_code == status, name


def test_a_deleted_opportunity_comes_back(world: World) -> None:
    made = make_opportunity(make_account(world.organisation), name="New oven")
    client = as_member(world.rep)
    client.post(f"/opportunities/{made.pk}/delete/")
    assert client.get(f"/opportunities/{made.pk}/").status_code == 404
    client.post(f"/opportunities/{made.pk}/restore/")
    assert "New oven" in client.get(f"/opportunities/{made.pk}/").text
