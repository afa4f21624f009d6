"""The caller and his organisation by API."""

from typing import Any

import pytest

from tests.factories.world import Program, World
from tournee.change_log.models import Change


def test_the_caller_is_told_with_team_and_organisation(world: World, program: type[Program]) -> None:
    answer = program(world.rep)("GET", "/me")
    body = answer.json()
    assert (answer["ETag"], body["id"], body["email"]) == ('"1"', str(world.rep.pk), world.rep.email)
    assert body["team"] == {"id": str(world.north.pk), "name": "North"}
    assert body["organisation"] == {"id": str(world.organisation.pk), "name": world.organisation.name}
    assert (body["week_start"], body["work_days"], body["work_start"]) == (1, [1, 2, 3, 4, 5], "08:00")


WRITTEN = {
    "name": "Rita Renamed",
    "language": "fr",
    "time_zone": "America/New_York",
    "week_start": 7,
    "work_days": [2, 3],
    "work_start": "07:30",
    "work_end": "16:00",
    "show_tasks": False,
    "logout_after_hours": 24,
}


def test_everything_of_one_s_own_is_written_and_read_back(world: World, program: type[Program]) -> None:
    ask = program(world.rep)
    changed = ask("PATCH", "/me", WRITTEN, If_Match='"1"')
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    assert ask("GET", "/me").json() == changed.json()
    assert {name: changed.json()[name] for name in WRITTEN} == WRITTEN
    assert ask("PATCH", "/me", WRITTEN).json()["version"] == 2
    assert list(Change.objects.values_list("kind", flat=True)) == ["member.changed"]


BAD = [
    ({"name": " "}, "name"),
    ({"name": "a\x00"}, "name"),
    ({"language": "de"}, "language"),
    ({"time_zone": "Nowhere"}, "time_zone"),
    ({"week_start": 0}, "week_start"),
    ({"work_days": [8]}, "work_days.0"),
    ({"work_start": "25:00"}, "work_start"),
    ({"work_start": "19:00"}, "work_end"),
    ({"logout_after_hours": 337}, "logout_after_hours"),
    ({"show_tasks": "perhaps"}, "show_tasks"),
    ({"role": "administrator"}, "role"),
    ({"team_id": None}, "team_id"),
    ({"email": "x@example.org"}, "email"),
]


@pytest.mark.parametrize(("bad", "field"), BAD)
def test_bad_input_and_what_is_not_his_to_change_saves_nothing(
    world: World, program: type[Program], bad: dict[str, Any], field: str
) -> None:
    answer = program(world.rep)("PATCH", "/me", {"name": "Other", **bad})
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    world.rep.refresh_from_db()
    assert (world.rep.name, world.rep.version) == ("Rita Rep", 1)
    assert not Change.objects.exists()


@pytest.mark.parametrize(("path", "who"), [("/me", "rep"), ("/organisation", "administrator")])
def test_a_stale_write_shows_what_is_there(world: World, program: type[Program], path: str, who: str) -> None:
    ask = program(getattr(world, who))
    assert ask("PATCH", path, {"name": "First"}, If_Match='"1"').status_code == 200
    answer = ask("PATCH", path, {"name": "Second"}, If_Match='"1"')
    assert (answer.status_code, answer.json()["code"]) == (412, "stale_version")
    assert answer.json()["current"]["name"] == "First"
    assert ask("PATCH", path, {"name": "Second"}, If_Match="whatever").status_code == 412
    assert ask("PATCH", path, {"name": "Second"}, If_Match='W/"2"').status_code == 200


def test_an_administrator_writes_what_holds_for_everybody(world: World, program: type[Program]) -> None:
    sent = {
        "name": "Renamed",
        "language": "en",
        "time_zone": "UTC",
        "currency": "chf",
        "country": "ch",
        "calendar_sharing": "own",
        "double_booking": "refuse",
    }
    changed = program(world.administrator)("PATCH", "/organisation", sent)
    expected = {**sent, "currency": "CHF", "country": "CH", "version": 2, "id": str(world.organisation.pk)}
    assert changed.json() == expected
    assert program(world.rep)("GET", "/organisation").json() == expected
    refused = program(world.manager)("PATCH", "/organisation", {"name": "Mine"})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert Change.objects.get().kind == "organisation.changed"


BAD_SETTINGS = [
    ({"name": ""}, "name"),
    ({"currency": "EURO"}, "currency"),
    ({"country": "FRA"}, "country"),
    ({"calendar_sharing": "none"}, "calendar_sharing"),
    ({"double_booking": "maybe"}, "double_booking"),
    ({"id": "x"}, "id"),
]


@pytest.mark.parametrize(("bad", "field"), BAD_SETTINGS)
def test_bad_settings_save_nothing(world: World, program: type[Program], bad: dict[str, Any], field: str) -> None:
    answer = program(world.administrator)("PATCH", "/organisation", {"name": "Other", **bad})
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    assert not Change.objects.exists()
