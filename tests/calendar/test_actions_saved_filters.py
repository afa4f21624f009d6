"""Every write of a saved filter: what it keeps, who hears of it, whom it refuses."""

from typing import Any

import pytest

from tests.calendar.logbook import kinds, last, refused
from tests.factories.calendar import make_saved_filter
from tests.factories.world import World
from tournee.calendar import actions, queries
from tournee.calendar.models import SavedFilter
from tournee.values.refusal import Invalid, NotAllowed, NotVisible, Stale


def test_a_filter_of_one_s_own_is_heard_by_its_owner_alone(world: World) -> None:
    saved = actions.create_saved_filter(by=world.rep, sent={"name": " Mine ", "query": "?view=week"})
    assert (saved.name, saved.query, saved.shared, saved.version) == ("Mine", "view=week", False, 1)
    assert (kinds(), last().owner_id) == (["saved_filter.created"], world.rep.pk)


@pytest.mark.parametrize(("before", "after"), [(False, True), (True, True), (True, False)])
def test_whoever_has_it_in_his_list_hears_that_it_changed(world: World, before: bool, after: bool) -> None:
    saved = make_saved_filter(world.rep, shared=before)
    changed = actions.update_saved_filter(filter_id=saved.pk, by=world.rep, sent={"shared": after, "name": "x"})
    assert (changed.shared, changed.version, last().kind, last().owner_id) == (after, 2, "saved_filter.changed", None)


@pytest.mark.parametrize("shared", [True, False])
def test_deleting_is_heard_by_whoever_had_it(world: World, shared: bool) -> None:
    saved = make_saved_filter(world.rep, shared=shared)
    actions.delete_saved_filter(filter_id=saved.pk, by=world.rep, if_version=1)
    assert (last().kind, last().owner_id) == ("saved_filter.deleted", None if shared else world.rep.pk)
    assert not queries.saved_filters(world.rep).exists()


BAD = [
    ({"name": ""}, "name"),
    ({"name": "x" * 81}, "name"),
    ({"name": "a\x00"}, "name"),
    ({"query": "q" * 2001}, "query"),
    ({"name": "Taken"}, "name"),
]


@pytest.mark.parametrize(("sent", "field"), BAD)
def test_bad_input_saves_nothing(world: World, sent: dict[str, Any], field: str) -> None:
    make_saved_filter(world.rep, name="Taken")
    saved = make_saved_filter(world.rep)
    with refused(Invalid, SavedFilter, field=field):
        actions.create_saved_filter(by=world.rep, sent={"name": "New", **sent})
    with refused(Invalid, SavedFilter, field=field):
        actions.update_saved_filter(filter_id=saved.pk, by=world.rep, sent=sent)


def test_two_people_may_use_one_name(world: World) -> None:
    make_saved_filter(world.rep, name="Week", shared=True)
    assert actions.create_saved_filter(by=world.colleague, sent={"name": "Week"}).name == "Week"


WRITES: dict[str, Any] = {
    "update": lambda saved, by, **more: actions.update_saved_filter(
        filter_id=saved.pk, by=by, sent={"name": "x"}, **more
    ),
    "delete": lambda saved, by, **more: actions.delete_saved_filter(filter_id=saved.pk, by=by, **more),
}


@pytest.mark.parametrize("write", WRITES)
def test_a_shared_one_is_written_by_its_owner_and_administrators(world: World, write: str) -> None:
    saved = make_saved_filter(world.rep, shared=True)
    for who in (world.colleague, world.manager, world.other_rep):
        with refused(NotAllowed, SavedFilter):
            WRITES[write](saved, who)
    with refused(NotVisible, SavedFilter):
        WRITES[write](saved, world.stranger)
    with refused(Stale, SavedFilter):
        WRITES[write](saved, world.administrator, if_version=2)
    WRITES[write](saved, world.administrator, if_version=1)


@pytest.mark.parametrize("write", WRITES)
def test_one_that_is_not_shared_exists_for_its_owner_alone(world: World, write: str) -> None:
    saved = make_saved_filter(world.rep)
    for who in (world.colleague, world.manager, world.administrator, world.stranger):
        with refused(NotVisible, SavedFilter):
            WRITES[write](saved, who)
