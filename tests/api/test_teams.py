"""Teams by API: the tree that decides who sees whom."""

from typing import Any

import pytest

from tests.factories.calendar import make_event
from tests.factories.organisations import make_team
from tests.factories.world import Program, World
from tournee.change_log.models import Change
from tournee.organisations.models import Team
from tournee.values.identifier import new_id


def test_a_team_is_made_moved_and_removed(world: World, program: type[Program]) -> None:
    ask = program(world.administrator)
    made = ask("POST", "/teams", {"name": " West ", "parent_id": str(world.sales.pk)})
    body, path = made.json(), f"/teams/{made.json()['id']}"
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    assert (body["name"], body["parent_id"]) == ("West", str(world.sales.pk))
    moved = ask("PATCH", path, {"parent_id": None}, If_Match=made["ETag"])
    assert (moved.json()["parent_id"], moved["ETag"]) == (None, '"2"')
    assert ask("DELETE", path, If_Match='"1"').status_code == 412
    assert ask("DELETE", path, If_Match='"2"').status_code == 204
    assert ask("GET", path).status_code == 404
    kinds = list(Change.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["team.created", "team.moved", "team.removed"]


def test_a_team_moved_below_a_manager_s_shows_him_its_calendars(world: World, program: type[Program]) -> None:
    event, ask = make_event(world.other_rep), program(world.manager)
    assert ask("GET", f"/events/{event.pk}").status_code == 404
    path = f"/teams/{world.south.pk}"
    moved = program(world.administrator)("PATCH", path, {"parent_id": str(world.north.pk)})
    assert moved.status_code == 200
    assert ask("GET", f"/events/{event.pk}").json()["can_edit"] is True


BAD = [
    ({"name": ""}, "name"),
    ({"name": "x" * 121}, "name"),
    ({"name": "north"}, "name"),
    ({"parent_id": str(new_id())}, "parent_id"),
    ({"parent_id": "42"}, "parent_id"),
    ({"colour": "red"}, "colour"),
]


@pytest.mark.parametrize(("bad", "field"), BAD)
def test_bad_input_saves_nothing(world: World, program: type[Program], bad: dict[str, Any], field: str) -> None:
    ask = program(world.administrator)
    for answer in (ask("POST", "/teams", {"name": "New", **bad}), ask("PATCH", f"/teams/{world.south.pk}", bad)):
        assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    assert Team.objects.of(world.organisation.pk).count() == 3
    assert not Change.objects.exists()


def test_no_team_stands_below_itself(world: World, program: type[Program]) -> None:
    ask = program(world.administrator)
    deeper = make_team(world.organisation, world.north)
    for parent in (world.sales, world.north, deeper):
        answer = ask("PATCH", f"/teams/{world.sales.pk}", {"parent_id": str(parent.pk)})
        assert (answer.status_code, list(answer.json()["fields"])) == (422, ["parent_id"])


def test_a_team_with_people_or_teams_in_it_stays(world: World, program: type[Program]) -> None:
    for team in (world.north, world.sales):
        answer = program(world.administrator)("DELETE", f"/teams/{team.pk}")
        assert (answer.status_code, answer.json()["code"]) == (409, "team_not_empty")


def test_a_stale_write_shows_the_present_team(world: World, program: type[Program]) -> None:
    ask, path = program(world.administrator), f"/teams/{world.north.pk}"
    assert ask("PATCH", path, {"name": "First"}, If_Match='"1"').status_code == 200
    answer = ask("PATCH", path, {"name": "Second"}, If_Match='"1"')
    assert (answer.status_code, answer.json()["current"]["name"]) == (412, "First")


def test_a_key_sent_twice_makes_one_team(world: World, program: type[Program]) -> None:
    ask = program(world.administrator)
    first, again = (ask("POST", "/teams", {"name": "New"}, Idempotency_Key="k") for _ in range(2))
    assert (first.status_code, again.status_code, first.content) == (201, 201, again.content)


def test_the_tree_is_listed_by_name_to_everybody(world: World, program: type[Program]) -> None:
    answer = program(world.rep)("GET", "/teams").json()
    listed = [(one["name"], one["parent_id"]) for one in answer["items"]]
    assert listed == [("North", str(world.sales.pk)), ("Sales", None), ("South", None)]
    assert answer["next"] is None
