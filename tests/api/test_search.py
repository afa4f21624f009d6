"""One box finds everything that its user may know of."""

from typing import Any

import pytest

from tests.factories.calendar import make_event, make_task
from tests.factories.world import Program, World
from tournee.directory import actions


def found(program: type[Program], who: Any, text: str) -> list[tuple[str, str]]:
    answer = program(who)("GET", "/search", {"q": text})
    assert answer.status_code == 200, answer.content
    assert answer.json()["next"] is None
    return [(item["kind"], item["title"]) for item in answer.json()["items"]]


def test_every_kind_is_found_and_leads_to_its_page(world: World, program: type[Program]) -> None:
    account = actions.create_account(by=world.rep, name="Martin Plomberie", postcode="69003", city="Lyon")
    contact = actions.create_contact(by=world.rep, account_id=account.pk, given_name="Léa", family_name="Martin")
    deal = actions.create_opportunity(by=world.rep, account_id=account.pk, name="Chaudière Martin")
    event, task = make_event(world.rep, subject="Visite Martin"), make_task(world.rep, subject="Rappeler Martin")
    items = program(world.rep)("GET", "/search", {"q": "martin"}).json()["items"]
    assert {(item["kind"], item["id"], item["title"]) for item in items} == {
        ("account", str(account.pk), "Martin Plomberie"),
        ("contact", str(contact.pk), "Léa Martin"),
        ("opportunity", str(deal.pk), "Chaudière Martin"),
        ("event", str(event.pk), "Visite Martin"),
        ("task", str(task.pk), "Rappeler Martin"),
    }
    urls = {item["kind"]: item["url"] for item in items}
    assert urls["account"] == f"/accounts/{account.pk}/"
    assert urls["event"] == f"/calendar/events/{event.pk}/"
    assert next(item["subtitle"] for item in items if item["kind"] == "account") == "69003 Lyon"
    assert ("user", "Rita Rep") in found(program, world.colleague, "rita")


def test_others_private_matters_are_not_found(world: World, program: type[Program]) -> None:
    make_event(world.rep, subject="Secret surgery", privacy="private")
    make_task(world.rep, subject="Secret call", privacy="private")
    for who in (world.manager, world.administrator, world.colleague, world.stranger):
        assert found(program, who, "secret") == []
    assert len(found(program, world.rep, "secret")) == 2


@pytest.mark.parametrize("text", ["martin", "matrin", "rita", "lyon"])
def test_another_organisation_finds_nothing(world: World, program: type[Program], text: str) -> None:
    account = actions.create_account(by=world.rep, name="Martin", city="Lyon")
    actions.create_contact(by=world.rep, account_id=account.pk, family_name="Martin")
    make_event(world.rep, subject="Martin Lyon")
    assert found(program, world.stranger, text) == []


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "%", "'", "☕", "x" * 1000, "مرحبا", "<script>", "a b c d e f g h i j"]
)
def test_nothing_that_is_typed_does_harm(world: World, program: type[Program], text: str) -> None:
    found(program, world.rep, text)


def test_too_long_a_text_is_refused(world: World, program: type[Program]) -> None:
    assert program(world.rep)("GET", "/search", {"q": "x" * 1001}).status_code == 422
    assert program(world.rep)("GET", "/search").status_code == 422
