"""Activity types by API: the organisation's list of kinds of events."""

from typing import Any

import pytest

from tests.factories.calendar import make_event, make_type
from tests.factories.world import Program, World
from tournee.calendar.models import ActivityType
from tournee.change_log.models import Change


def test_a_type_is_added_changed_and_removed(world: World, program: type[Program]) -> None:
    ask = program(world.administrator)
    made = ask("POST", "/activity-types", {"name_fr": "Démo", "colour": "gold", "icon": "show", "is_video": True})
    body, path = made.json(), f"/activity-types/{made.json()['id']}"
    assert (made.status_code, made["ETag"], body["name"], body["active"]) == (201, '"1"', "Démo", True)
    changed = ask("PATCH", path, {"name_en": "Demo"}, If_Match='"1"')
    assert (changed["ETag"], changed.json()["name"], changed.json()["colour"]) == ('"2"', "Demo", "gold")
    assert ask("DELETE", path, If_Match='"1"').status_code == 412
    assert ask("DELETE", path, If_Match='"2"').status_code == 204
    assert ask("GET", path).status_code == 404


def test_the_name_is_in_the_language_of_the_request(world: World, program: type[Program]) -> None:
    kind, ask = make_type(world.rep, name_fr="Visite", name_en="Visit"), program(world.rep)
    path = f"/activity-types/{kind.pk}"
    assert ask("GET", path).json()["name"] == "Visit"
    assert ask("GET", path, Accept_Language="fr-CH, en;q=0.5").json()["name"] == "Visite"


def test_one_in_use_is_no_longer_offered_and_stays_on_its_events(world: World, program: type[Program]) -> None:
    kind, ask = make_type(world.rep), program(world.administrator)
    event = make_event(world.rep, type=kind)
    assert ask("DELETE", f"/activity-types/{kind.pk}").status_code == 204
    assert ask("GET", "/activity-types", {"active": "true"}).json()["items"] == []
    assert [one["id"] for one in ask("GET", "/activity-types").json()["items"]] == [str(kind.pk)]
    assert ask("GET", f"/events/{event.pk}").json()["type"]["id"] == str(kind.pk)


def test_the_list_is_in_its_own_order(world: World, program: type[Program]) -> None:
    for name, position in (("c", 3), ("a", 1), ("b", 2)):
        make_type(world.rep, name_en=name, position=position)
    make_type(world.stranger, name_en="elsewhere")
    listed = program(world.rep)("GET", "/activity-types").json()["items"]
    assert [one["name_en"] for one in listed] == ["a", "b", "c"]


BAD = [({"name_fr": "", "name_en": ""}, "name_fr"), ({"name_en": "x" * 61}, "name_en"), ({"colour": "red"}, "colour"),
       ({"icon": "rocket"}, "icon"), ({"position": 1000}, "position"), ({"key": "visit"}, "key")]  # fmt: skip


@pytest.mark.parametrize(("bad", "field"), BAD)
def test_bad_input_saves_nothing(world: World, program: type[Program], bad: dict[str, Any], field: str) -> None:
    kind, ask = make_type(world.rep), program(world.administrator)
    sent = {"name_en": "New", **bad}
    for answer in (ask("POST", "/activity-types", sent), ask("PATCH", f"/activity-types/{kind.pk}", bad)):
        assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    assert ActivityType.objects.of(world.organisation.pk).count() == 1
    assert not Change.objects.exists()


@pytest.mark.parametrize("who", ["rep", "manager"])
def test_only_administrators_write(world: World, program: type[Program], who: str) -> None:
    kind, ask = make_type(world.rep), program(getattr(world, who))
    path = f"/activity-types/{kind.pk}"
    answers = [
        ask("POST", "/activity-types", {"name_en": "x"}),
        ask("PATCH", path, {"name_en": "x"}),
        ask("DELETE", path),
    ]
    assert [(one.status_code, one.json()["code"]) for one in answers] == [(403, "not_allowed")] * 3


def test_a_stale_write_shows_the_present_type_and_a_key_adds_once(world: World, program: type[Program]) -> None:
    ask = program(world.administrator)
    first, again = (ask("POST", "/activity-types", {"name_en": "New"}, Idempotency_Key="k") for _ in range(2))
    assert (first.status_code, again.status_code, first.content) == (201, 201, again.content)
    path = f"/activity-types/{first.json()['id']}"
    assert ask("PATCH", path, {"name_en": "First"}, If_Match='"1"').status_code == 200
    answer = ask("PATCH", path, {"name_en": "Second"}, If_Match='"1"')
    assert (answer.status_code, answer.json()["current"]["name_en"]) == (412, "First")
