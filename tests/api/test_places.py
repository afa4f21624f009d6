"""Places by API."""

import pytest

from tests.factories.world import Program, World


def test_towns_are_found_as_typed(world: World, program: type[Program]) -> None:
    answer = program(world.rep)("GET", "/places", {"q": "st etienne"})
    first = answer.json()["items"][0]
    assert (first["label"], first["postcode"], first["city"], first["country"]) == (
        "Saint-Étienne (42)",
        "42000",
        "Saint-Étienne",
        "FR",
    )
    assert first["precision"] == "town"
    assert first["latitude"] == pytest.approx(45.43, abs=0.1)
    assert len(program(world.rep)("GET", "/places", {"q": "saint", "limit": 3}).json()["items"]) == 3


@pytest.mark.parametrize("text", ["", "  ", "\x00", "☕", "12345678901234567890", "x" * 1000, "'; DROP TABLE town; --"])
def test_strange_texts_find_nothing(world: World, program: type[Program], text: str) -> None:
    answer = program(world.rep)("GET", "/places", {"q": text})
    assert (answer.status_code, answer.json()) == (200, {"items": [], "next": None})


def test_the_nearest_town_is_told(world: World, program: type[Program]) -> None:
    ask = program(world.rep)
    near = ask("GET", "/places/nearest", {"latitude": 45.19, "longitude": 5.72}).json()["items"]
    assert [item["label"] for item in near] == ["Grenoble (38)"]
    assert ask("GET", "/places/nearest", {"latitude": 0, "longitude": -30}).json()["items"] == []
    for wrong in ({"latitude": 91, "longitude": 0}, {"latitude": "nan", "longitude": 0}, {"latitude": 1}):
        assert ask("GET", "/places/nearest", wrong).status_code == 422
