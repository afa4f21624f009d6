"""Lists ask no more of the database for thirty records than for one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.calendar import make_event, make_participant, make_saved_filter, make_task, make_type
from tests.factories.directory import make_account, make_contact, make_opportunity
from tests.factories.notifications import make_notice
from tests.factories.organisations import make_member, make_team
from tests.factories.world import Program, World
from tournee.change_log.models import Change, ChangeCounter

NOVEMBER = {"start": "2026-11-01", "end": "2026-12-01"}


def rich_event(world: World) -> None:
    account = make_account(world.organisation)
    event = make_event(world.rep, account=account, opportunity=make_opportunity(account), type=make_type(world.rep))
    make_participant(event, member=world.colleague)
    make_participant(event, contact=make_contact(world.organisation, account), email="c@example.org")


def rich_task(world: World) -> None:
    account = make_account(world.organisation)
    make_task(world.rep, account=account, opportunity=make_opportunity(account))


def change(world: World) -> None:
    counter, _ = ChangeCounter.objects.get_or_create(organisation=world.organisation)
    counter.last_number += 1
    counter.save()
    event = make_event(world.rep)
    Change.objects.create(
        organisation=world.organisation,
        number=counter.last_number,
        kind="event.created",
        subject_type="event",
        subject_id=event.pk,
        owner_id=world.rep.pk,
        actor=world.colleague,
        at=event.starts_at,
    )


def alert(world: World) -> None:
    event = make_event(world.rep)
    make_notice(world.rep, event.starts_at, kind="alert.due", event_id=event.pk)


LISTS: dict[str, tuple[Callable[[World], object], dict[str, Any], int]] = {
    # path: what makes one more record, the query, and how many statements are allowed
    "/events": (rich_event, NOVEMBER, 7),
    "/tasks": (rich_task, {}, 6),
    "/accounts": (lambda world: make_account(world.organisation, owner=world.rep), {}, 8),
    "/contacts": (lambda world: make_contact(world.organisation, make_account(world.organisation)), {}, 8),
    "/opportunities": (lambda world: make_opportunity(make_account(world.organisation), owner=world.rep), {}, 8),
    "/users": (lambda world: make_member(world.organisation, team=make_team(world.organisation)), {}, 6),
    "/teams": (lambda world: make_team(world.organisation), {}, 4),
    "/activity-types": (lambda world: make_type(world.rep), {}, 4),
    "/saved-filters": (lambda world: make_saved_filter(world.colleague, shared=True), {}, 4),
    "/changes": (change, {}, 8),
    "/notices": (alert, {}, 8),
    "/tokens": (lambda world: Program(world.rep), {}, 4),
}


@pytest.mark.parametrize("path", LISTS)
def test_a_list_asks_no_more_for_more_records(world: World, program: type[Program], path: str) -> None:
    make_one, query, allowed = LISTS[path]
    ask = program(world.rep)
    make_one(world)
    ask("GET", path, query)
    few = statements(lambda: ask("GET", path, query))
    for _ in range(29):
        make_one(world)
    many = statements(lambda: ask("GET", path, query))
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= allowed, "\n".join(many)


def statements(use: Callable[[], Any]) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = use()
    assert answer.status_code == 200
    assert answer.json()["items"]
    return [query["sql"] for query in captured.captured_queries]
