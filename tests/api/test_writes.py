"""Keys that make sending twice harmless, for a day; and restorations of the version that was meant."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.factories.calendar import NOON, make_event, make_task
from tests.factories.world import Program, World
from tournee.api import writes
from tournee.api.models import IdempotencyKey

EVENT = {"subject": "Once", "start": "2026-11-24T14:00+01:00"}


def keep(world: World, member: Any, age: timedelta, count: int = 1) -> None:
    for number in range(count):
        key = IdempotencyKey(organisation_id=member.organisation_id, member=member, key=f"{age}{number}")
        key.save(force_insert=True)
        kept = IdempotencyKey.objects.of(member.organisation_id).filter(pk=key.pk)
        kept.update(created_at=timezone.now() - age)


def test_answers_older_than_a_day_are_forgotten_everywhere(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writes, "BATCH", 2)
    for member in (world.rep, world.stranger):
        keep(world, member, timedelta(hours=25), count=5)
        keep(world, member, timedelta(hours=23), count=3)
    call_command("clear_idempotency_keys")
    assert capsys.readouterr().out == "10 forgotten.\n"
    left = [IdempotencyKey.objects.of(one.organisation_id).count() for one in (world.rep, world.stranger)]
    assert left == [3, 3]
    call_command("clear_idempotency_keys")
    assert capsys.readouterr().out == "0 forgotten.\n"


def test_a_key_is_its_sender_s_alone(world: World, program: type[Program]) -> None:
    made = [program(one)("POST", "/events", EVENT, Idempotency_Key="k") for one in (world.rep, world.colleague)]
    assert [one.status_code for one in made] == [201, 201]
    assert made[0].json()["id"] != made[1].json()["id"]


def test_a_key_for_another_address_is_refused(world: World, program: type[Program]) -> None:
    ask = program(world.rep)
    assert ask("POST", "/events", EVENT, Idempotency_Key="k").status_code == 201
    answer = ask("POST", "/tasks", EVENT, Idempotency_Key="k")
    assert (answer.status_code, answer.json()["code"]) in {(409, "idempotency_key_reused"), (422, "invalid")}
    answer = ask("POST", "/tasks", {"subject": "x"}, Idempotency_Key="k")
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")


@pytest.mark.parametrize("key", ["k" * 256, "tab\there", "é\x85x"])
def test_a_key_that_cannot_be_kept_is_refused(world: World, program: type[Program], key: str) -> None:
    answer = program(world.rep)("POST", "/events", EVENT, Idempotency_Key=key)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_idempotency_key")


MADE: dict[str, Any] = {"events": make_event, "tasks": make_task}


@pytest.mark.parametrize("part", MADE)
def test_only_the_version_meant_is_restored(world: World, program: type[Program], part: str) -> None:
    record, ask = MADE[part](world.rep, deleted_at=NOON, version=4, subject="Gone"), program(world.rep)
    path = f"/{part}/{record.pk}/restoration"
    for header in ('"3"', '"5"', "nonsense"):
        answer = ask("PUT", path, If_Match=header)
        assert (answer.status_code, answer.json()["code"]) == (412, "stale_version")
        assert (answer.json()["current"]["version"], answer.json()["current"]["subject"]) == (4, "Gone")
    assert ask("GET", f"/{part}/{record.pk}").status_code == 404
    restored = ask("PUT", path, If_Match='"4"')
    assert (restored.status_code, restored["ETag"]) == (200, '"5"')
