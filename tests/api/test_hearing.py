"""Who hears of which change: the query for the past and the function for the present say the same."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.calendar import NOON, make_event, make_participant, make_task
from tests.factories.organisations import make_member
from tests.factories.world import World
from tournee.api.hearing import circumstances, heard_by, hears
from tournee.calendar import actions
from tournee.change_log import queries as change_log
from tournee.change_log.actions import Entry, record_all
from tournee.organisations import permissions
from tournee.organisations.models import Member, Role
from tournee.values.identifier import new_id

PEOPLE = ["administrator", "manager", "other_manager", "rep", "colleague", "other_rep", "lone"]
SUBJECTS = ["event", "invited", "private_task", "open_task", "deleted_task", "unknown"]
KINDS = {
    "event": ["event.created", "event.moved", "event.deleted", "event.left", "event.uninvited"],
    "task": ["task.created", "task.changed", "task.left", "task.deleted"],
    "other": ["saved_filter.changed", "token.created", "account.changed", "member.changed", "organisation.changed"],
}
lines = st.tuples(
    st.sampled_from([kind for kinds in KINDS.values() for kind in kinds]),
    st.sampled_from(SUBJECTS),
    st.sampled_from([*PEOPLE, None]),
    st.sampled_from([*PEOPLE, None]),
    st.booleans(),
)
Line = tuple[str, str, str | None, str | None, bool]


@pytest.fixture
def people(world: World) -> dict[str, Member]:
    lone = make_member(world.organisation, role=Role.MANAGER)
    return {"lone": lone, **{name: getattr(world, name) for name in PEOPLE if name != "lone"}}


@pytest.fixture
def subjects(world: World) -> dict[str, UUID]:
    invited = make_event(world.rep, privacy="private")
    for member in (world.other_rep, world.other_manager):
        make_participant(invited, member=member)
    records: dict[str, Any] = {
        "event": make_event(world.rep),
        "invited": invited,
        "private_task": make_task(world.rep, privacy="private"),
        "open_task": make_task(world.rep),
        "deleted_task": make_task(world.colleague, deleted_at=NOON),
    }
    return {"unknown": new_id(), **{name: record.pk for name, record in records.items()}}


def log(people: dict[str, Member], subjects: dict[str, UUID], wanted: Iterable[Line]) -> None:
    organisation_id = people["rep"].organisation_id
    for kind, subject, owner, actor, told in wanted:
        entry = Entry(
            kind,
            subjects[subject],
            owner_id=people[owner].pk if owner else None,
            changes={"privacy": ["normal", "private"]} if told else {"subject": ["a", "b"]},
        )
        record_all([entry], organisation_id=organisation_id, by_id=people[actor].pk if actor else None)


@pytest.mark.parametrize("sharing", ["own", "team", "organisation"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(lines, min_size=1, max_size=25))
def test_both_forms_of_the_rule_agree_for_everybody(
    world: World, people: dict[str, Member], subjects: dict[str, UUID], sharing: str, wanted: list[Line]
) -> None:
    with transaction.atomic():
        log(people, subjects, wanted)
        changes = list(change_log.changes_since(world.organisation.pk, 0))
        now = circumstances(world.organisation.pk, changes, {one.pk for one in people.values()})
        for name, member in people.items():
            member.organisation.calendar_sharing = sharing
            member.__dict__.pop("_readable", None)
            reads = permissions.readable_calendars(member)
            by_query = [one.number for one in heard_by(member, since=0, until=len(changes))]
            by_function = [one.number for one in changes if hears(member.pk, reads, one, now)]
            assert by_query == by_function, name
        transaction.set_rollback(True)


def hearers(world: World, subject_id: UUID) -> dict[str, list[str]]:
    """Who hears which kinds about a record."""
    found: dict[str, list[str]] = {}
    for name in ("administrator", "manager", "other_manager", "rep", "colleague", "other_rep", "stranger"):
        member = getattr(world, name)
        kinds = [one.kind for one in heard_by(member, since=0, until=1_000) if one.subject_id == subject_id]
        if kinds:
            found[name] = kinds
    return found


def test_whoever_is_taken_off_an_event_hears_it_and_those_around_him_do_not(world: World) -> None:
    event = make_event(world.rep)
    make_participant(event, member=world.other_rep)
    actions.update_event(event_id=event.pk, by=world.rep, sent={"participants": []})
    changed = ["event.changed"]
    assert hearers(world, event.pk) == {
        "administrator": changed,
        "manager": changed,
        "rep": changed,
        "colleague": changed,
        "other_rep": ["event.uninvited"],
    }


@pytest.mark.parametrize("what", ["event", "task"])
def test_what_goes_to_another_calendar_is_heard_around_both(world: World, what: str) -> None:
    sent = {"owner_id": world.other_rep.pk}
    if what == "event":
        record = make_event(world.rep).pk
        actions.update_event(event_id=record, by=world.administrator, sent=sent)
    else:
        record = make_task(world.rep).pk
        actions.update_task(task_id=record, by=world.administrator, sent=sent)
    left, came = f"{what}.left", f"{what}.{'moved' if what == 'event' else 'changed'}"
    found = hearers(world, record)
    assert found.pop("administrator") == [left, came]
    assert found == {
        "manager": [left],
        "rep": [left],
        "colleague": [left],
        "other_rep": [came],
        "other_manager": [came],
    }


def test_a_task_that_becomes_private_is_heard_to_go_and_then_no_more(world: World) -> None:
    task = make_task(world.rep)
    actions.update_task(task_id=task.pk, by=world.rep, sent={"privacy": "private"})
    actions.update_task(task_id=task.pk, by=world.rep, sent={"subject": "Doctor"})
    found = hearers(world, task.pk)
    assert found.pop("rep") == ["task.changed", "task.changed"]
    assert found == {name: ["task.changed"] for name in ("administrator", "manager", "colleague")}


def test_a_window_of_numbers_holds_its_end_and_not_its_start(world: World) -> None:
    for _ in range(4):
        log({"rep": world.rep}, {"unknown": new_id()}, [("account.changed", "unknown", None, "rep", False)])
    assert [one.number for one in heard_by(world.other_rep, since=1, until=3)] == [2, 3]
