"""Users by API: what an administrator does about his colleagues."""

from typing import Any

import pytest

from tests.factories.organisations import make_member
from tests.factories.world import Program, World
from tournee.change_log.models import Change
from tournee.organisations.models import ApiToken, Member
from tournee.values.identifier import new_id

NEW = {"email": " New@Example.org ", "name": "Nina  New", "role": "manager", "language": "fr"}


def test_a_user_is_added_with_what_was_sent_and_no_password(world: World, program: type[Program]) -> None:
    answer = program(world.administrator)("POST", "/users", {**NEW, "team_id": str(world.north.pk)})
    body = answer.json()
    assert (answer.status_code, answer["ETag"], body["version"]) == (201, '"1"', 1)
    assert (body["email"], body["name"], body["role"], body["active"]) == (
        "new@example.org",
        "Nina New",
        "manager",
        True,
    )
    assert body["team"] == {"id": str(world.north.pk), "name": "North"}
    assert not Member.objects.get(pk=body["id"]).has_usable_password()
    assert list(Change.objects.values_list("kind", flat=True)) == ["member.created"]


BAD = [
    ({"email": "nobody"}, "email"),
    ({"email": "rita\x00@example.org"}, "email"),
    ({"name": ""}, "name"),
    ({"name": "x" * 121}, "name"),
    ({"role": "king"}, "role"),
    ({"team_id": "42"}, "team_id"),
    ({"team_id": str(new_id())}, "team_id"),
    ({"language": "de"}, "language"),
    ({"time_zone": "Mars/Olympus"}, "time_zone"),
    ({"password": "x"}, "password"),
    ({"is_active": False}, "is_active"),
]


@pytest.mark.parametrize(("bad", "field"), BAD)
@pytest.mark.parametrize("how", ["POST", "PATCH"])
def test_bad_input_saves_nothing(
    world: World, program: type[Program], bad: dict[str, Any], field: str, how: str
) -> None:
    before = Member.objects.count()
    path = "/users" if how == "POST" else f"/users/{world.rep.pk}"
    sent = {**NEW, **bad} if how == "POST" else bad
    answer = program(world.administrator)(how, path, sent)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    assert Member.objects.count() == before
    assert not Change.objects.exists()


def test_an_address_is_taken_whoever_has_it_and_however_it_is_written(world: World, program: type[Program]) -> None:
    ask = program(world.administrator)
    for taken in (world.rep.email.upper(), world.stranger.email):
        answer = ask("POST", "/users", {**NEW, "email": taken})
        assert (answer.status_code, list(answer.json()["fields"])) == (422, ["email"])


def test_whoever_is_deactivated_is_out_at_once(world: World, program: type[Program]) -> None:
    ask, theirs = program(world.administrator), program(world.rep)
    assert theirs("GET", "/me").status_code == 200
    changed = ask("PATCH", f"/users/{world.rep.pk}", {"active": False}, If_Match='"1"')
    assert (changed.json()["active"], changed["ETag"]) == (False, '"2"')
    assert theirs("GET", "/me").status_code == 401
    assert not ApiToken.objects.of(world.organisation.pk).filter(member=world.rep).exists()
    listed = ask("GET", "/users", {"active": "false"}).json()["items"]
    assert [one["id"] for one in listed] == [str(world.rep.pk)]


def test_the_last_administrator_stays(world: World, program: type[Program]) -> None:
    ask = program(world.administrator)
    for sent in ({"active": False}, {"role": "rep"}):
        answer = ask("PATCH", f"/users/{world.administrator.pk}", sent)
        assert (answer.status_code, answer.json()["code"]) == (409, "last_administrator")
    assert not Change.objects.exists()


def test_a_stale_write_shows_the_present_user(world: World, program: type[Program]) -> None:
    ask, path = program(world.administrator), f"/users/{world.rep.pk}"
    assert ask("PATCH", path, {"name": "First"}, If_Match='"1"').status_code == 200
    answer = ask("PATCH", path, {"name": "Second"}, If_Match='"1"')
    assert (answer.status_code, answer.json()["current"]["name"]) == (412, "First")


def test_a_key_sent_twice_adds_one_user(world: World, program: type[Program]) -> None:
    ask = program(world.administrator)
    first, again = (ask("POST", "/users", NEW, Idempotency_Key="k") for _ in range(2))
    assert (first.status_code, first.content, first["ETag"]) == (again.status_code, again.content, again["ETag"])
    assert again["Idempotent-Replay"] == "true"
    assert Member.objects.filter(email="new@example.org").count() == 1


def test_refusals_are_not_kept_under_the_key(world: World, program: type[Program]) -> None:
    ask = program(world.administrator)
    assert ask("POST", "/users", {**NEW, "email": "bad"}, Idempotency_Key="k").status_code == 422
    assert ask("POST", "/users", NEW, Idempotency_Key="k").status_code == 201


def test_everybody_is_listed_page_after_page_and_once(world: World, program: type[Program]) -> None:
    for _ in range(5):
        make_member(world.organisation, name="Same Name")
    ask, found, cursor = program(world.rep), [], ""
    while cursor is not None:
        page = ask("GET", "/users", {"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        found += [one["id"] for one in page["items"]]
        cursor = page["next"]
    ours = Member.objects.filter(organisation=world.organisation)
    assert sorted(found) == sorted(str(one) for one in ours.values_list("pk", flat=True))
    names = {one["name"]: one for one in ask("GET", "/users").json()["items"]}
    colleague, other = names["Carl Colleague"], names["Olga Other"]
    assert (colleague["reads_calendar"], colleague["edits_calendar"]) == (True, False)
    assert (other["reads_calendar"], other["edits_calendar"]) == (False, False)
    assert (names["Rita Rep"]["is_me"], names["Rita Rep"]["edits_calendar"]) == (True, True)
