"""Opportunities by API."""

from typing import Any

import pytest

from tests.factories.directory import make_account, make_opportunity
from tests.factories.world import Program, World


def test_an_opportunity_is_made_and_changed(world: World, program: type[Program]) -> None:
    account = make_account(world.organisation, name="Dupont", city="Lyon")
    ask = program(world.rep)
    sent = {
        "account_id": str(account.pk),
        "name": "Fours 2027",
        "stage": "Devis",
        "state": "open",
        "amount": {"amount": "1234.50", "currency": "EUR"},
        "expected_on": "2027-01-31",
        "notes": "",
    }
    made = ask("POST", "/opportunities", sent)
    assert made.status_code == 201, made.content
    body = made.json()
    assert (body["amount"], body["expected_on"], body["account"]["name"]) == (sent["amount"], "2027-01-31", "Dupont")
    assert body["owner"]["id"] == str(world.rep.pk)
    won = ask("PATCH", f"/opportunities/{body['id']}", {"state": "won", "amount": {"amount": 2000}}, If_Match='"1"')
    assert (won.json()["state"], won.json()["amount"]) == ("won", {"amount": "2000.00", "currency": "EUR"})
    yen = ask("PATCH", f"/opportunities/{body['id']}", {"amount": {"amount": "500", "currency": "JPY"}})
    assert yen.json()["amount"] == {"amount": "500", "currency": "JPY"}
    none = ask("PATCH", f"/opportunities/{body['id']}", {"amount": None, "expected_on": None})
    assert (none.json()["amount"], none.json()["expected_on"]) == (None, None)
    assert ask("DELETE", f"/opportunities/{body['id']}", None, If_Match='"4"').status_code == 204
    assert ask("PUT", f"/opportunities/{body['id']}/restoration").json()["version"] == 6
    assert len(ask("GET", f"/opportunities/{body['id']}/history").json()["items"]) == 6


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [
        ("manager", 200, 200),
        ("rep", 200, 200),
        ("colleague", 200, 403),
        ("other_manager", 200, 403),
        ("stranger", 404, 404),
    ],
)
def test_who_reads_and_who_writes(world: World, program: type[Program], who: str, reads: int, writes: int) -> None:
    opportunity = make_opportunity(make_account(world.organisation), owner=world.rep)
    ask = program(getattr(world, who))
    assert ask("GET", f"/opportunities/{opportunity.pk}").status_code == reads
    assert ask("PATCH", f"/opportunities/{opportunity.pk}", {"stage": "X"}).status_code == writes


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name": ""}, "name"),
        ({"amount": {"amount": "ten"}}, "amount"),
        ({"amount": {"amount": "1.001", "currency": "EUR"}}, "amount"),
        ({"amount": {"amount": "9" * 40}}, "amount"),
        ({"amount": {"amount": "1", "currency": "euro"}}, "amount"),
        ({"expected_on": "2026-13-01"}, "expected_on"),
        ({"expected_on": "9999-01-01"}, "expected_on"),
        ({"state": "maybe"}, "state"),
        ({"account_id": None}, "account_id"),
    ],
)
def test_bad_input_is_told_beside_its_field(world: World, program: type[Program], sent: Any, field: str) -> None:
    account = make_account(world.organisation)
    answer = program(world.rep)("POST", "/opportunities", {"name": "A", "account_id": str(account.pk), **sent})
    assert answer.status_code == 422, answer.content
    assert list(answer.json()["fields"]) == [field]


def test_opportunities_are_narrowed_by_account_owner_and_state(world: World, program: type[Program]) -> None:
    account, other = make_account(world.organisation), make_account(world.organisation)
    make_opportunity(account, name="A", owner=world.rep)
    make_opportunity(account, name="B", state="won")
    make_opportunity(other, name="C", owner=world.rep, state="won")
    ask = program(world.rep)

    def names(**filters: str) -> list[str]:
        return [item["name"] for item in ask("GET", "/opportunities", filters).json()["items"]]

    assert names() == ["A", "B", "C"]
    assert names(account=str(account.pk)) == ["A", "B"]
    assert names(state="won") == ["B", "C"]
    assert names(owner="me") == ["A", "C"]
    assert names(owner=str(world.manager.pk)) == []
    assert ask("GET", "/opportunities", {"state": "maybe"}).status_code == 422
