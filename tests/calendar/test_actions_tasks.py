"""Every write of a task: what it keeps, what it logs, whom it refuses."""

from datetime import date
from typing import Any

import pytest

from tests.calendar.logbook import history, kinds, last, refused
from tests.factories.calendar import NOON, make_task
from tests.factories.directory import make_account, make_opportunity
from tests.factories.world import World
from tournee.calendar import actions
from tournee.calendar.models import Task
from tournee.values.refusal import Invalid, NotAllowed, NotVisible, Stale


def again(task: Task) -> Task:
    return Task.objects.of(task.organisation_id).get(pk=task.pk)


def test_noting_a_task_logs_who_noted_it_for_whom(world: World) -> None:
    sent = {"subject": " Call ", "due_on": "2026-11-24", "owner_id": world.rep.pk}
    task = actions.create_task(by=world.manager, sent=sent)
    assert (again(task).subject, again(task).due_on, again(task).version) == ("Call", date(2026, 11, 24), 1)
    line = last()
    assert (kinds(), line.owner_id, line.actor_id) == (["task.created"], world.rep.pk, world.manager.pk)
    assert line.changes == {"subject": [None, "Call"]}


BAD = [
    ({"subject": ""}, "subject"),
    ({"subject": "x" * 256}, "subject"),
    ({"subject": "a\x00"}, "subject"),
    ({"notes": "n" * 20_001}, "notes"),
    ({"due_on": "tomorrow"}, "due_on"),
    ({"due_on": "2026-02-30"}, "due_on"),
    ({"due_on": "1899-12-31"}, "due_on"),
    ({"due_on": "2201-01-01"}, "due_on"),
    ({"privacy": "secret"}, "privacy"),
]


@pytest.mark.parametrize(("sent", "field"), BAD)
def test_bad_input_saves_nothing(world: World, sent: dict[str, Any], field: str) -> None:
    with refused(Invalid, Task, field=field):
        actions.create_task(by=world.rep, sent={"subject": "Call", **sent})
    task = make_task(world.rep)
    with refused(Invalid, Task, field=field):
        actions.update_task(task_id=task.pk, by=world.rep, sent=sent)


@pytest.mark.parametrize("owner", ["colleague", "other_rep", "stranger"])
def test_nobody_notes_a_task_in_a_calendar_that_is_not_his_to_write(world: World, owner: str) -> None:
    with refused(Invalid, Task, field="owner_id"):
        actions.create_task(by=world.rep, sent={"subject": "x", "owner_id": getattr(world, owner).pk})


def test_only_the_owner_makes_a_task_private(world: World) -> None:
    own = make_task(world.manager, privacy="private")
    with refused(Invalid, Task, field="privacy"):
        actions.create_task(by=world.manager, sent={"subject": "x", "owner_id": world.rep.pk, "privacy": "private"})
    with refused(Invalid, Task, field="privacy"):
        actions.update_task(task_id=own.pk, by=world.manager, sent={"owner_id": world.rep.pk})
    private = make_task(world.rep, privacy="private")
    for who in (world.manager, world.administrator, world.colleague):
        with refused(NotVisible, Task):
            actions.update_task(task_id=private.pk, by=who, sent={"subject": "x"})


@pytest.mark.parametrize(
    ("sent", "changes"),
    [
        ({"subject": "After"}, {"subject": ["Before", "After"]}),
        ({"due_on": "2026-12-01"}, {"due_on": [None, "2026-12-01"]}),
        ({"notes": "n"}, {"notes": ["", "n"]}),
        ({"privacy": "private"}, {"privacy": ["normal", "private"]}),
    ],
)
def test_a_change_is_one_version_and_one_line(world: World, sent: dict[str, Any], changes: dict[str, Any]) -> None:
    task = make_task(world.rep, subject="Before")
    assert actions.update_task(task_id=task.pk, by=world.rep, sent=sent).version == 2
    assert (kinds(), last().changes) == (["task.changed"], changes)


def test_what_changes_nothing_is_neither_numbered_nor_logged(world: World) -> None:
    task = make_task(world.rep, subject="Same", done_at=NOON)
    assert actions.update_task(task_id=task.pk, by=world.rep, sent={"subject": "Same"}).version == 1
    done = actions.complete_task(task_id=task.pk, by=world.rep)
    assert (done.version, done.done_at) == (1, NOON)
    assert kinds() == []


def test_done_and_not_done_are_a_version_and_a_line_each(world: World) -> None:
    task = make_task(world.rep)
    done = actions.complete_task(task_id=task.pk, by=world.manager, if_version=1)
    assert (done.version, done.done_at is None) == (2, False)
    reopened = actions.reopen_task(task_id=task.pk, by=world.rep, if_version=2)
    assert (reopened.version, reopened.done_at) == (3, None)
    assert kinds() == ["task.completed", "task.reopened"]
    assert actions.reopen_task(task_id=task.pk, by=world.rep).version == 3


def test_another_owner_is_told_to_both_calendars(world: World) -> None:
    task = make_task(world.rep)
    actions.update_task(task_id=task.pk, by=world.administrator, sent={"owner_id": world.other_rep.pk})
    lines = [(one.kind, one.owner_id) for one in history(task.pk)]
    assert lines == [("task.left", world.rep.pk), ("task.changed", world.other_rep.pk)]


def test_another_account_lets_go_of_the_opportunity(world: World) -> None:
    opportunity, other = make_opportunity(make_account(world.organisation)), make_account(world.organisation)
    task = actions.create_task(by=world.rep, sent={"subject": "x", "opportunity_id": opportunity.pk})
    assert again(task).account_id == opportunity.account_id
    changed = actions.update_task(task_id=task.pk, by=world.rep, sent={"account_id": other.pk})
    assert (changed.account_id, changed.opportunity_id) == (other.pk, None)


def test_deleting_and_restoring(world: World) -> None:
    task = make_task(world.rep)
    actions.delete_task(task_id=task.pk, by=world.rep, if_version=1)
    with refused(NotVisible, Task):
        actions.update_task(task_id=task.pk, by=world.rep, sent={"subject": "x"})
    restored = actions.restore_task(task_id=task.pk, by=world.rep, if_version=2)
    assert (restored.version, restored.deleted_at, kinds()) == (3, None, ["task.deleted", "task.restored"])
    with refused(NotVisible, Task):
        actions.restore_task(task_id=task.pk, by=world.rep)


WRITES: dict[str, Any] = {
    "update": lambda task, by, **more: actions.update_task(task_id=task.pk, by=by, sent={"subject": "x"}, **more),
    "complete": lambda task, by, **more: actions.complete_task(task_id=task.pk, by=by, **more),
    "reopen": lambda task, by, **more: actions.reopen_task(task_id=task.pk, by=by, **more),
    "delete": lambda task, by, **more: actions.delete_task(task_id=task.pk, by=by, **more),
    "restore": lambda task, by, **more: actions.restore_task(task_id=task.pk, by=by, **more),
}


def task_for(write: str, world: World, **fields: Any) -> Task:
    states = {"restore": {"deleted_at": NOON}, "reopen": {"done_at": NOON}}
    return make_task(world.rep, **states.get(write, {}), **fields)


@pytest.mark.parametrize("write", WRITES)
def test_another_version_than_the_one_meant_is_refused(world: World, write: str) -> None:
    task = task_for(write, world, version=3)
    for version in (2, 4):
        with refused(Stale, Task):
            WRITES[write](task, world.rep, if_version=version)
    WRITES[write](task, world.rep, if_version=3)
    assert again(task).version == 4


REFUSED = [
    ("colleague", NotAllowed),
    ("other_rep", NotVisible),
    ("other_manager", NotVisible),
    ("stranger", NotVisible),
]


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize(("who", "error"), REFUSED, ids=[who for who, _error in REFUSED])
def test_whoever_may_not_write_changes_nothing(world: World, write: str, who: str, error: type[Any]) -> None:
    task = task_for(write, world)
    with refused(error, Task):
        WRITES[write](task, getattr(world, who))
