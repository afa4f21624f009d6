"""Accounts by API."""

import csv
import io
from typing import Any

import pytest

from tests.factories.directory import make_account, make_contact, make_opportunity
from tests.factories.world import Program, World
from tournee.api.v1.directory_json import AccountPatch, ContactPatch, OpportunityPatch
from tournee.directory import actions
from tournee.directory.models import Account
from tournee.values.identifier import new_id

FULL = {
    "name": "Boulangerie Dupont ☕ <b>",
    "kind": "client",
    "grade": "A",
    "street": "12 rue des Lilas",
    "postcode": "69003",
    "city": "Lyon",
    "country": "FR",
    "latitude": 45.75,
    "longitude": 4.85,
    "place_source": "pin",
    "phone": "+33 4 72 00 00 00",
    "email": "contact@dupont.example",
    "website": "https://dupont.example",
    "notes": "two\nlines",
    "external_id": "C-1",
}


def test_an_account_is_made_read_changed_deleted_and_restored(world: World, program: type[Program]) -> None:
    ask = program(world.rep)
    made = ask("POST", "/accounts", FULL)
    assert made.status_code == 201, made.content
    body = made.json()
    assert {field: body[field] for field in FULL} == FULL
    assert (body["owner"], body["version"], body["can_edit"]) == (
        {"id": str(world.rep.pk), "name": "Rita Rep"},
        1,
        True,
    )
    assert made["ETag"] == '"1"'
    address = f"/accounts/{body['id']}"
    changed = ask("PATCH", address, {"grade": None, "owner_id": None}, If_Match='"1"')
    assert changed.status_code == 200, changed.content
    assert (changed.json()["grade"], changed.json()["owner"], changed["ETag"]) == (None, None, '"2"')
    late = ask("PATCH", address, {"name": "Late"}, If_Match='"1"')
    assert late.status_code == 412
    assert (late.json()["code"], late.json()["current"]["version"]) == ("stale_version", 2)
    assert late["Content-Type"] == "application/problem+json"
    assert ask("DELETE", address, None, If_Match='"2"').status_code == 204
    assert ask("GET", address).status_code == 404
    back = ask("PUT", f"{address}/restoration")
    assert (back.status_code, back.json()["name"]) == (200, FULL["name"])
    history = [line["kind"] for line in ask("GET", f"{address}/history").json()["items"]]
    assert history == ["account.restored", "account.deleted", "account.changed", "account.created"]


@pytest.mark.parametrize("kind", ["accounts", "contacts", "opportunities"])
def test_a_record_comes_back_only_as_it_was_read(world: World, program: type[Program], kind: str) -> None:
    ask = program(world.rep)
    account = make_account(world.organisation, owner=world.rep)
    sent = {"accounts": {"name": "A"}, "contacts": {"family_name": "A"}, "opportunities": {"name": "A"}}[kind]
    made = ask("POST", f"/{kind}", {**sent, **({} if kind == "accounts" else {"account_id": str(account.pk)})}).json()
    assert ask("DELETE", f"/{kind}/{made['id']}", None, If_Match='"1"').status_code == 204
    late = ask("PUT", f"/{kind}/{made['id']}/restoration", None, If_Match='"1"')
    assert (late.status_code, late.json()["code"]) == (412, "stale_version"), late.content
    assert (late.json()["current"]["id"], late.json()["current"]["version"]) == (made["id"], 2)
    assert ask("GET", f"/{kind}/{made['id']}").status_code == 404
    back = ask("PUT", f"/{kind}/{made['id']}/restoration", None, If_Match='"2"')
    assert (back.status_code, back["ETag"]) == (200, '"3"')


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [
        ("administrator", 200, 200),
        ("manager", 200, 200),
        ("rep", 200, 200),
        ("colleague", 200, 403),
        ("other_rep", 200, 403),
        ("other_manager", 200, 403),
        ("stranger", 404, 404),
        ("stranger_rep", 404, 404),
    ],
)
def test_who_reads_and_who_writes(world: World, program: type[Program], who: str, reads: int, writes: int) -> None:
    account = make_account(world.organisation, owner=world.rep)
    address = f"/accounts/{account.pk}"
    ask = program(getattr(world, who))
    answer = ask("GET", address)
    assert answer.status_code == reads
    if reads == 200:
        assert answer.json()["can_edit"] is (writes == 200)
    assert ask("GET", f"{address}/history").status_code == reads
    assert ask("PATCH", address, {"name": "X"}).status_code == writes
    assert ask("DELETE", address).status_code == {200: 204}.get(writes, writes)
    if writes == 200:
        assert ask("PUT", f"{address}/restoration").status_code == 200
    else:
        actions.delete_account(account_id=account.pk, by=world.rep)
        assert ask("PUT", f"{address}/restoration").status_code == writes


@pytest.mark.parametrize(
    ("scopes", "reads", "writes"),
    [(("directory:read",), 200, 403), (("directory:write",), 200, 201), (("events:write",), 403, 403)],
)
def test_a_tokens_scopes_bound_it(
    world: World, program: type[Program], scopes: tuple[str, ...], reads: int, writes: int
) -> None:
    ask = program(world.rep, *scopes)
    for address in ("/accounts", "/accounts/csv", "/search?q=x", "/places?q=lyon"):
        assert ask("GET", address).status_code == reads
    assert ask("POST", "/accounts", {"name": "A"}).status_code == writes


def test_nobody_without_a_token_reads_anything(world: World, client: Any) -> None:
    for path in ("accounts", "contacts", "opportunities", "search?q=a", "places?q=a", "imports", "accounts/csv"):
        answer = client.get(f"/api/v1/{path}")
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "a\x00"}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": 5}, "name"),
        ({"name": "A", "notes": "x" * 20_001}, "notes"),
        ({"name": "A", "kind": "friend"}, "kind"),
        ({"name": "A", "email": "a@b@c.example"}, "email"),
        ({"name": "A", "email": "a@b.example\r\nBcc: c@d.example"}, "email"),
        ({"name": "A", "website": "javascript:alert(1)"}, "website"),
        ({"name": "A", "country": "ZZ"}, "country"),
        ({"name": "A", "latitude": 1e400, "longitude": 0}, "latitude"),
        ({"name": "A", "latitude": 10}, "longitude"),
        ({"name": "A", "owner_id": str(new_id())}, "owner_id"),
        ({"name": "A", "owner_id": "me"}, "owner_id"),
        ({"name": "A", "colour": "red"}, "colour"),
    ],
)
def test_bad_input_is_told_beside_its_field(world: World, program: type[Program], sent: Any, field: str) -> None:
    answer = program(world.rep)("POST", "/accounts", sent)
    assert answer.status_code == 422, answer.content
    assert list(answer.json()["fields"]) == [field]
    assert answer.json()["fields"][field][0]
    assert Account.objects.of(world.organisation.pk).count() == 0


TEXTS = ["a\x00b", "\ud800", "x" * 1_000_000, "\u202egnp.exe", "<img src=x onerror=alert(1)>", "=cmd|' /C calc'!A0",
         "☕" * 300, "9999-12-31", "10000-01-01", "1e400", "\r\nX: y", "\u2028",
         "\U0010ffff", "' OR 1=1 --", "٣"]  # fmt: skip
OTHERS = [None, True, 0, -1, 1.5, 10**30, [], {}, [[]] * 100, {"amount": "9" * 400}, {"amount": [], "currency": "\x00"}]
KINDS = {"accounts": AccountPatch, "contacts": ContactPatch, "opportunities": OpportunityPatch}


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_sent_is_kept_as_sent_or_told(world: World, program: type[Program], kind: str) -> None:
    ask = program(world.rep)
    account = make_account(world.organisation, owner=world.rep)
    records = [account, make_contact(world.organisation, account, owner=world.rep)]
    record: Any = dict(zip(KINDS, [*records, make_opportunity(account, owner=world.rep)], strict=True))[kind]
    elsewhere = [str(make_account(world.stranger.organisation).pk), str(world.stranger.pk)]
    for field in KINDS[kind].model_fields:
        for value in [*TEXTS, *OTHERS, *elsewhere]:
            before = ask("GET", f"/{kind}/{record.pk}").json()
            answer = ask("PATCH", f"/{kind}/{record.pk}", {field: value})
            after = ask("GET", f"/{kind}/{record.pk}").json()
            case = (field, str(value)[:40], answer.content[:300])
            assert answer.status_code in {200, 422}, case
            if answer.status_code == 422:
                assert answer.json()["fields"], case
                assert after == before, case
            else:
                assert after["version"] - before["version"] in {0, 1}, case
                assert field not in {"owner_id", "account_id"} or value is None, case
    for path in (f"/{kind}", f"/{kind}/{record.pk}/history", "/changes?since=0"):
        assert ask("GET", path).status_code == 200
    assert ask("GET", f"/{kind}/csv").status_code == 200


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sent", [b"", b"null", b"[]", b'"a"', b"{", b"\xff\xfe", b"[" * 100_000, b'{"name":"\xff"}'])
def test_a_body_that_is_none_is_told(world: World, program: type[Program], kind: str, sent: bytes) -> None:
    answer = program(world.rep)("POST", f"/{kind}", sent)
    assert answer.status_code in {400, 422}, answer.content
    assert answer.json()["code"] in {"malformed", "invalid"}


def test_a_post_sent_twice_is_done_once(world: World, program: type[Program]) -> None:
    ask = program(world.rep)
    first = ask("POST", "/accounts", {"name": "A"}, Idempotency_Key="k1")
    again = ask("POST", "/accounts", {"name": "A"}, Idempotency_Key="k1")
    assert first.json() == again.json()
    assert ask("POST", "/accounts", {"name": "B"}, Idempotency_Key="k1").status_code == 409
    assert Account.objects.of(world.organisation.pk).count() == 1


def test_a_list_goes_page_by_page(world: World, program: type[Program]) -> None:
    for number in range(7):
        make_account(world.organisation, name=f"Été {number}", owner=world.rep if number % 2 else None)
    make_account(world.stranger.organisation, name="Été 9")
    ask = program(world.other_rep)
    names: list[str] = []
    cursor = None
    while True:
        page = ask("GET", "/accounts", {"limit": 3, **({"cursor": cursor} if cursor else {})}).json()
        names += [item["name"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert names == [f"Été {number}" for number in range(7)]
    mine = program(world.rep)("GET", "/accounts", {"owner": "me"}).json()["items"]
    assert [item["name"] for item in mine] == ["Été 1", "Été 3", "Été 5"]
    for bad in ("x", "W10", "WyJhIiwiYiJd", "é"):
        answer = ask("GET", "/accounts", {"cursor": bad})
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor")


def test_a_search_answers_in_place_of_the_list(world: World, program: type[Program]) -> None:
    ask = program(world.rep)
    for name in ("Boulangerie Dupont", "Garage Durand"):
        ask("POST", "/accounts", {"name": name, "postcode": "69003", "city": "Lyon"})
    found = ask("GET", "/accounts", {"q": "dupnt"}).json()
    assert [item["name"] for item in found["items"]] == ["Boulangerie Dupont"]
    assert found["next"] is None


def names_of(answer: Any) -> list[str]:
    return [item["name"] for item in answer.json()["items"]]


@pytest.mark.parametrize("searched", [{}, {"q": "dupont"}, {"q": "dupnt"}])
def test_a_list_and_a_search_are_narrowed_alike(world: World, program: type[Program], searched: dict[str, str]) -> None:
    # More than a search compares: what is asked for must not be lost among the others.
    for number in range(120):
        actions.create_account(by=world.colleague, name=f"Dupont {number:03}", kind="prospect", grade="D")
    for kind, grade in (("client", "A"), ("client", "B"), ("prospect", "A"), ("partner", "")):
        actions.create_account(by=world.rep, name=f"Dupont {kind} {grade}".strip(), kind=kind, grade=grade)
    ask = program(world.rep)
    for wanted, expected in (
        ({"kind": "client"}, ["Dupont client A", "Dupont client B"]),
        ({"grade": "A"}, ["Dupont client A", "Dupont prospect A"]),
        ({"kind": "client", "grade": "B"}, ["Dupont client B"]),
        ({"kind": "partner", "grade": "A"}, []),
        ({"owner": "me", "kind": "prospect"}, ["Dupont prospect A"]),
        ({"owner": str(world.other_rep.pk)}, []),
        ({"owner": str(world.stranger.pk)}, []),
    ):
        assert sorted(names_of(ask("GET", "/accounts", {**searched, **wanted}))) == expected, wanted


def test_a_narrowed_list_goes_on_narrowed(world: World, program: type[Program]) -> None:
    for number in range(6):
        make_account(world.organisation, name=f"A {number}", kind="client" if number % 2 else "partner")
    ask = program(world.rep)
    first = ask("GET", "/accounts", {"kind": "client", "limit": 2})
    rest = ask("GET", "/accounts", {"kind": "client", "limit": 2, "cursor": first.json()["next"]})
    assert names_of(first) + names_of(rest) == ["A 1", "A 3", "A 5"]


@pytest.mark.parametrize(
    "wanted",
    [{"kind": "friend"}, {"kind": ""}, {"kind": "client\x00"}, {"grade": "E"}, {"grade": "a"}, {"owner": "you"}],
)
def test_a_filter_that_does_not_exist_is_told(world: World, program: type[Program], wanted: dict[str, str]) -> None:
    answer = program(world.rep)("GET", "/accounts", wanted)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert list(answer.json()["fields"]) == list(wanted), answer.content


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_asks_no_more_for_more_accounts(
    world: World, program: type[Program], count: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(count):
        account = make_account(world.organisation, owner=world.rep)
        make_contact(world.organisation, account, owner=world.rep)
        make_opportunity(account, owner=world.rep)
    ask = program(world.manager)
    ask("GET", "/accounts")
    for path in ("/accounts", "/contacts", "/opportunities"):
        with django_assert_max_num_queries(8):
            assert len(ask("GET", path).json()["items"]) == count


def test_an_exported_list_is_safe_and_comes_back(world: World, program: type[Program]) -> None:
    ask = program(world.rep)
    ask("POST", "/accounts", {**FULL, "name": "=cmd|' /C calc'!A0", "notes": "@SUM(A1)\nnext"})
    answer = ask("GET", "/accounts/csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2
    assert "'=cmd|' /C calc'!A0" in rows[1]
    assert "'+33 4 72 00 00 00" in rows[1]
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)
    sent = program(world.administrator).client.post(
        "/api/v1/imports",
        {"record_type": "account", "file": io.BytesIO(answer.content)},
    )
    assert sent.status_code == 201, sent.content
    assert (sent.json()["unchanged_count"], sent.json()["error_count"]) == (1, 0), sent.json()
