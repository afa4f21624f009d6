"""Saved filters by API: one's own, and those that colleagues share."""

from typing import Any

import pytest

from tests.factories.calendar import make_saved_filter
from tests.factories.world import Program, World
from tournee.calendar.models import SavedFilter
from tournee.change_log.models import Change


def test_a_view_is_kept_changed_and_forgotten(world: World, program: type[Program]) -> None:
    ask = program(world.rep)
    made = ask("POST", "/saved-filters", {"name": "Week", "query": "?view=week&owner=me"})
    body, path = made.json(), f"/saved-filters/{made.json()['id']}"
    assert (made.status_code, made["ETag"], body["query"]) == (201, '"1"', "view=week&owner=me")
    assert body["owner"] == {"id": str(world.rep.pk), "name": "Rita Rep"}
    changed = ask("PATCH", path, {"shared": True}, If_Match='"1"')
    assert (changed["ETag"], changed.json()["shared"], changed.json()["name"]) == ('"2"', True, "Week")
    theirs = program(world.other_rep)("GET", path).json()
    assert (theirs["name"], theirs["can_edit"]) == ("Week", False)
    assert ask("DELETE", path, If_Match='"1"').status_code == 412
    assert ask("DELETE", path, If_Match='"2"').status_code == 204
    assert ask("GET", path).status_code == 404


def test_the_list_holds_one_s_own_and_shared_ones_by_name(world: World, program: type[Program]) -> None:
    make_saved_filter(world.rep, name="b mine")
    make_saved_filter(world.colleague, name="a shared", shared=True)
    make_saved_filter(world.colleague, name="c not shared")
    make_saved_filter(world.stranger, name="d elsewhere", shared=True)
    ask, found, cursor = program(world.rep), [], ""
    while cursor is not None:
        page = ask("GET", "/saved-filters", {"limit": 1, **({"cursor": cursor} if cursor else {})}).json()
        found += [one["name"] for one in page["items"]]
        cursor = page["next"]
    assert found == ["a shared", "b mine"]


BAD = [({"name": ""}, "name"), ({"name": "x" * 81}, "name"), ({"query": "q" * 2001}, "query"), ({"icon": "x"}, "icon"),
       ({"shared": "perhaps"}, "shared"), ({"name": "Taken"}, "name"),]  # fmt: skip


@pytest.mark.parametrize(("bad", "field"), BAD)
def test_bad_input_saves_nothing(world: World, program: type[Program], bad: dict[str, Any], field: str) -> None:
    make_saved_filter(world.rep, name="Taken")
    saved, ask = make_saved_filter(world.rep), program(world.rep)
    sent = {"name": "New", "query": "", **bad}
    for answer in (ask("POST", "/saved-filters", sent), ask("PATCH", f"/saved-filters/{saved.pk}", bad)):
        assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    assert SavedFilter.objects.of(world.organisation.pk).count() == 2
    assert not Change.objects.exists()


def test_a_stale_write_shows_the_present_filter(world: World, program: type[Program]) -> None:
    path, ask = f"/saved-filters/{make_saved_filter(world.rep).pk}", program(world.rep)
    assert ask("PATCH", path, {"name": "First"}, If_Match='"1"').status_code == 200
    answer = ask("PATCH", path, {"name": "Second"}, If_Match='"1"')
    assert (answer.status_code, answer.json()["current"]["name"]) == (412, "First")


def test_a_key_sent_twice_keeps_one_view(world: World, program: type[Program]) -> None:
    ask, sent = program(world.rep), {"name": "Once", "query": "view=week"}
    first, again = (ask("POST", "/saved-filters", sent, Idempotency_Key="k") for _ in range(2))
    assert (first.status_code, again.status_code, first.content) == (201, 201, again.content)


@pytest.mark.parametrize(("who", "patched", "deleted"), [("colleague", 403, 403), ("administrator", 200, 204)])
def test_a_shared_one_is_written_by_owner_and_administrators(
    world: World, program: type[Program], who: str, patched: int, deleted: int
) -> None:
    path, ask = f"/saved-filters/{make_saved_filter(world.rep, shared=True).pk}", program(getattr(world, who))
    assert ask("PATCH", path, {"name": "x"}).status_code == patched
    assert ask("DELETE", path).status_code == deleted
