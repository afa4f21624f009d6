"""Contacts by API."""

from typing import Any

import pytest

from tests.factories.directory import make_account, make_contact
from tests.factories.world import Program, World


def test_a_contact_is_made_and_changed(world: World, program: type[Program]) -> None:
    account = make_account(world.organisation, name="Dupont", city="Lyon", owner=world.rep)
    ask = program(world.rep)
    sent = {
        "account_id": str(account.pk),
        "given_name": "Léa",
        "family_name": "Martin",
        "job_title": "Acheteuse",
        "email": "lea@dupont.example",
        "phone": "04 72 00 00 00",
        "mobile": "06 00 00 00 00",
        "language": "fr",
        "notes": "",
    }
    made = ask("POST", "/contacts", sent)
    assert made.status_code == 201, made.content
    body = made.json()
    assert body["account"] == {"id": str(account.pk), "name": "Dupont", "city": "Lyon"}
    assert (body["name"], body["owner"], body["can_edit"]) == ("Léa Martin", None, True)
    changed = ask("PATCH", f"/contacts/{body['id']}", {"account_id": None}, If_Match=made["ETag"])
    assert (changed.status_code, changed.json()["account"]) == (200, None)
    assert ask("PATCH", f"/contacts/{body['id']}", {"email": ""}, If_Match=made["ETag"]).status_code == 412
    assert ask("DELETE", f"/contacts/{body['id']}").status_code == 204
    assert ask("PUT", f"/contacts/{body['id']}/restoration").status_code == 200
    assert len(ask("GET", f"/contacts/{body['id']}/history").json()["items"]) == 4


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
def test_a_contact_follows_its_account(world: World, program: type[Program], who: str, reads: int, writes: int) -> None:
    contact = make_contact(world.organisation, make_account(world.organisation, owner=world.rep))
    ask = program(getattr(world, who))
    assert ask("GET", f"/contacts/{contact.pk}").status_code == reads
    assert ask("PATCH", f"/contacts/{contact.pk}", {"job_title": "X"}).status_code == writes


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "family_name"),
        ({"family_name": "x" * 81}, "family_name"),
        ({"email": "nobody"}, "email"),
        ({"family_name": "A", "language": "french"}, "language"),
        ({"family_name": "A", "mobile": "none"}, "mobile"),
        ({"family_name": "A\u0000"}, "family_name"),
    ],
)
def test_bad_input_is_told_beside_its_field(world: World, program: type[Program], sent: Any, field: str) -> None:
    answer = program(world.rep)("POST", "/contacts", sent)
    assert answer.status_code == 422, answer.content
    assert list(answer.json()["fields"]) == [field]


def test_another_organisations_account_is_unknown(world: World, program: type[Program]) -> None:
    theirs = make_account(world.stranger.organisation, name="Secret")
    answer = program(world.rep)("POST", "/contacts", {"family_name": "A", "account_id": str(theirs.pk)})
    assert answer.status_code == 422
    assert "Secret" not in answer.content.decode()
    assert program(world.rep)("GET", "/contacts", {"account": str(theirs.pk)}).json()["items"] == []


def test_contacts_are_listed_and_searched_by_account(world: World, program: type[Program]) -> None:
    ask = program(world.rep)
    accounts = [make_account(world.organisation) for _ in range(2)]
    for account in accounts:
        for name in ("Martin", "Bernard"):
            ask("POST", "/contacts", {"family_name": name, "account_id": str(account.pk)})
    listed = ask("GET", "/contacts", {"account": str(accounts[0].pk)}).json()["items"]
    assert [item["name"] for item in listed] == ["Bernard", "Martin"]
    found = ask("GET", "/contacts", {"account": str(accounts[0].pk), "q": "matrin"}).json()["items"]
    assert [(item["name"], item["account"]["id"]) for item in found] == [("Martin", str(accounts[0].pk))]
    assert len(ask("GET", "/contacts", {"q": "martin"}).json()["items"]) == 2
