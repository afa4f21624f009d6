"""Every write of an activity type: what it keeps, what it logs, whom it refuses."""

from typing import Any

import pytest

from tests.calendar.logbook import kinds, last, refused
from tests.factories.calendar import make_event, make_type
from tests.factories.organisations import make_organisation
from tests.factories.world import World
from tournee.calendar import actions, queries
from tournee.calendar.actions.activity_types import DEFAULTS
from tournee.calendar.models import ActivityType
from tournee.values.refusal import Invalid, NotAllowed, NotVisible, Stale


def test_an_organisation_starts_with_a_list_and_gets_it_once(world: World) -> None:
    assert len(actions.create_default_types(organisation_id=world.organisation.pk)) == len(DEFAULTS)
    assert actions.create_default_types(organisation_id=world.organisation.pk) == []
    listed = [(one.key, one.position) for one in queries.activity_types(world.rep)]
    assert listed == [(key, position) for position, (key, *_rest) in enumerate(DEFAULTS, start=1)]
    assert not queries.activity_types(world.stranger).exists()
    elsewhere = make_organisation()
    assert len(actions.create_default_types(organisation_id=elsewhere.pk)) == len(DEFAULTS)


def test_a_new_type_comes_last_and_is_heard_by_all(world: World) -> None:
    make_type(world.rep, position=1)
    kind = actions.create_activity_type(by=world.administrator, sent={"name_fr": "Démo", "colour": "gold"})
    assert (kind.position, kind.name_in("en"), kind.colour, kind.version) == (2, "Démo", "gold", 1)
    assert (kinds(), last().owner_id, last().actor_id) == (["activity_type.created"], None, world.administrator.pk)


def test_a_change_is_one_version_and_one_line(world: World) -> None:
    kind = make_type(world.rep)
    sent = {"name_en": "Demo", "active": False}
    changed = actions.update_activity_type(type_id=kind.pk, by=world.administrator, sent=sent, if_version=1)
    assert (changed.name_en, changed.active, changed.version, kinds()) == ("Demo", False, 2, ["activity_type.changed"])


BAD = [
    ({"name_fr": "", "name_en": ""}, "name_fr"),
    ({"name_en": "x" * 61}, "name_en"),
    ({"name_fr": "a\x00"}, "name_fr"),
    ({"colour": "red"}, "colour"),
    ({"icon": "rocket"}, "icon"),
]


@pytest.mark.parametrize(("sent", "field"), BAD)
def test_bad_input_saves_nothing(world: World, sent: dict[str, Any], field: str) -> None:
    kind = make_type(world.rep)
    with refused(Invalid, ActivityType, field=field):
        actions.create_activity_type(by=world.administrator, sent={"name_en": "New", **sent})
    with refused(Invalid, ActivityType, field=field):
        actions.update_activity_type(type_id=kind.pk, by=world.administrator, sent=sent)


def test_a_type_in_use_is_switched_off_and_an_unused_one_goes(world: World) -> None:
    used, unused = make_type(world.rep), make_type(world.rep)
    event = make_event(world.rep, type=used)
    for kind in (used, unused):
        actions.remove_activity_type(type_id=kind.pk, by=world.administrator, if_version=1)
    left = queries.activity_types(world.rep).get()
    assert (left.pk, left.active, left.version) == (used.pk, False, 2)
    event.refresh_from_db()
    assert event.type_id == used.pk
    assert kinds() == ["activity_type.removed"] * 2


WRITES: dict[str, Any] = {
    "update": lambda kind, by, **more: actions.update_activity_type(
        type_id=kind.pk, by=by, sent={"name_en": "x"}, **more
    ),
    "remove": lambda kind, by, **more: actions.remove_activity_type(type_id=kind.pk, by=by, **more),
}


@pytest.mark.parametrize("write", WRITES)
def test_administrators_of_the_organisation_write_and_nobody_else(world: World, write: str) -> None:
    kind = make_type(world.rep)
    for who in (world.rep, world.manager, world.stranger_rep):
        with refused(NotAllowed, ActivityType):
            WRITES[write](kind, who)
    with refused(NotVisible, ActivityType):
        WRITES[write](kind, world.stranger)
    with refused(Stale, ActivityType):
        WRITES[write](kind, world.administrator, if_version=2)
    WRITES[write](kind, world.administrator, if_version=1)


def test_only_administrators_add_one(world: World) -> None:
    with refused(NotAllowed, ActivityType):
        actions.create_activity_type(by=world.manager, sent={"name_en": "x"})
