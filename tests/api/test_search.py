"""One box finds everything that its user may know of."""

import base64
import json
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from tests.factories.calendar import make_event, make_task
from tests.factories.directory import make_account, make_contact
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


LISTS = {
    "/accounts": ("q", "limit", "cursor", "owner", "kind", "grade"),
    "/contacts": ("q", "limit", "cursor", "account"),
    "/opportunities": ("q", "limit", "cursor", "account", "owner", "state"),
    "/search": ("q",),
    "/places": ("q", "limit"),
    "/places/nearest": ("latitude", "longitude"),
}
NEEDED = {"/search": {"q": "lyon"}, "/places": {"q": "lyon"}, "/places/nearest": {"latitude": "45", "longitude": "4"}}
HOSTILE = ["", "\x00", "dup\x00ont", "x" * 100_000, "\u202edupont", "<script>", "%", "_", "\\", "' OR 1=1 --",
           "9" * 400, "-1", "1e400", "nan", "9999-12-31", "\U0010ffff", "\ufeff", "null", "[]"]  # fmt: skip
# What a client sends that does not know UTF-8: halves of a pair, a letter cut short, Latin-1.
BROKEN = ["%ED%A0%80", "%F0%9F%98", "%E9", "%00", "%"]


def cursor(*key: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


ZERO = "0" * 32
NOWHERE = [cursor("a\x00", ZERO), cursor("\ud800", ZERO), cursor("a", "\ud800"), cursor("a"), cursor(1, 2),
           cursor("a", "b", "c"), base64.urlsafe_b64encode(b"[" * 9_000).decode()]  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_no_query_string_breaks_a_list(world: World, program: type[Program], path: str) -> None:
    ask = program(world.rep)
    make_contact(world.organisation, make_account(world.organisation, name="Dupont"))
    for parameter in LISTS[path]:
        written = [quote(one) for one in HOSTILE] + BROKEN + (NOWHERE if parameter == "cursor" else [])
        for sent in written:
            others = urlencode({k: v for k, v in NEEDED.get(path, {}).items() if k != parameter})
            answer = ask("GET", f"{path}?{others}&{parameter}={sent}")
            assert answer.status_code in {200, 422}, (parameter, sent[:40], answer.content)
            if answer.status_code == 422:
                assert list(answer.json()["fields"]) == [parameter], (sent[:40], answer.content)
            else:
                assert isinstance(answer.json()["items"], list)


def test_a_cursor_that_leads_nowhere_is_told(world: World, program: type[Program]) -> None:
    for sent in NOWHERE:
        answer = program(world.rep)("GET", "/accounts", {"cursor": sent})
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor"), sent[:40]
