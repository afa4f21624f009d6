"""Every write of an event: what it keeps, what it logs, whom it refuses."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.calendar.logbook import history, kinds, last, refused
from tests.factories.calendar import NOON, make_event, make_participant, make_type
from tests.factories.directory import make_account, make_opportunity
from tests.factories.world import World
from tournee.calendar import actions
from tournee.calendar.models import Alert, Event, Participant
from tournee.organisations.models import Member
from tournee.values.refusal import Conflict, Invalid, NotAllowed, NotVisible, Stale

SENT = {"subject": " Visit ", "start": "2026-11-24T14:00", "end": "2026-11-24T15:00", "time_zone": "Europe/Paris"}
TABLES = (Event, Participant, Alert)


def again(event: Event) -> Event:
    return Event.objects.of(event.organisation_id).get(pk=event.pk)


def test_planning_logs_who_planned_what_in_whose_calendar(world: World) -> None:
    event = actions.create_event(by=world.manager, sent={**SENT, "owner_id": world.rep.pk})
    line = last()
    assert (kinds(), line.subject_id, line.owner_id) == (["event.created"], event.pk, world.rep.pk)
    assert (line.actor_id, line.changes) == (world.manager.pk, {"subject": [None, "Visit"]})
    kept = again(event)
    assert (kept.version, kept.subject, kept.owner_id) == (1, "Visit", world.rep.pk)
    assert kept.starts_at == datetime(2026, 11, 24, 13, tzinfo=UTC)
    assert kept.ends_at - kept.starts_at == timedelta(hours=1)
    assert kept.uid


def test_the_same_fields_planned_twice_are_two_events(world: World) -> None:
    first, second = (actions.create_event(by=world.rep, sent=SENT) for _ in range(2))
    assert first.pk != second.pk
    assert first.uid != second.uid


@pytest.mark.parametrize("owner", ["colleague", "other_rep", "manager", "stranger"])
def test_nobody_plans_in_a_calendar_that_is_not_his_to_write(world: World, owner: str) -> None:
    with refused(Invalid, *TABLES, field="owner_id"):
        actions.create_event(by=world.rep, sent={**SENT, "owner_id": getattr(world, owner).pk})


def test_nobody_plans_for_whoever_has_left(world: World) -> None:
    Member.objects.filter(pk=world.rep.pk).update(is_active=False)
    with refused(Invalid, *TABLES, field="owner_id"):
        actions.create_event(by=world.manager, sent={**SENT, "owner_id": world.rep.pk})


def test_only_the_owner_makes_an_event_private(world: World) -> None:
    with refused(Invalid, *TABLES, field="privacy"):
        actions.create_event(by=world.manager, sent={**SENT, "owner_id": world.rep.pk, "privacy": "private"})
    event, own = make_event(world.rep), make_event(world.manager, privacy="private")
    with refused(Invalid, *TABLES, field="privacy"):
        actions.update_event(event_id=event.pk, by=world.manager, sent={"privacy": "private"})
    with refused(Invalid, *TABLES, field="privacy"):
        actions.update_event(event_id=own.pk, by=world.manager, sent={"owner_id": world.rep.pk})
    assert (
        actions.update_event(
            event_id=own.pk, by=world.manager, sent={"owner_id": world.rep.pk, "privacy": "normal"}
        ).owner_id
        == world.rep.pk
    )
    assert actions.update_event(event_id=event.pk, by=world.rep, sent={"privacy": "private"}).privacy == "private"
    with refused(NotAllowed, *TABLES):
        actions.update_event(event_id=event.pk, by=world.manager, sent={"privacy": "normal"})


CHANGES: list[tuple[dict[str, Any], str, dict[str, list[Any]]]] = [
    ({"subject": "Other"}, "event.changed", {"subject": ["Before", "Other"]}),
    ({"notes": "n"}, "event.changed", {"notes": ["", "n"]}),
    ({"busy": False}, "event.changed", {"busy": [True, False]}),
    ({"privacy": "private"}, "event.changed", {"privacy": ["normal", "private"]}),
    (
        {"start": "2026-11-25T13:00:00+01:00"},
        "event.moved",
        {
            "starts_at": ["2026-11-24T12:00:00+00:00", "2026-11-25T12:00:00+00:00"],
            "ends_at": ["2026-11-24T13:00:00+00:00", "2026-11-25T13:00:00+00:00"],
        },
    ),
    (
        {"end": "2026-11-24T15:00:00+01:00"},
        "event.moved",
        {"ends_at": ["2026-11-24T13:00:00+00:00", "2026-11-24T14:00:00+00:00"]},
    ),
]


@pytest.mark.parametrize(("sent", "kind", "changes"), CHANGES, ids=[str(list(sent)) for sent, *_rest in CHANGES])
def test_a_change_is_one_version_and_one_line(
    world: World, sent: dict[str, Any], kind: str, changes: dict[str, list[Any]]
) -> None:
    event = make_event(world.rep, subject="Before")
    assert actions.update_event(event_id=event.pk, by=world.rep, sent=sent).version == 2
    assert again(event).version == 2
    assert (kinds(), last().changes, last().actor_id) == ([kind], changes, world.rep.pk)


SAME = {"subject": "Before", "notes": "", "busy": True, "participants": [], "alerts": [], "account_id": None}


@pytest.mark.parametrize("sent", [{}, SAME], ids=["nothing", "the same"])
def test_what_changes_nothing_is_neither_numbered_nor_logged(world: World, sent: dict[str, Any]) -> None:
    event = make_event(world.rep, subject="Before")
    assert actions.update_event(event_id=event.pk, by=world.rep, sent=sent).version == 1
    assert kinds() == []


def test_moving_takes_the_participants_along(world: World) -> None:
    event = make_event(world.rep)
    make_participant(event, member=world.colleague, answer="accepted")
    actions.update_event(event_id=event.pk, by=world.rep, sent={"start": "2026-12-01T09:00:00Z"})
    place = Participant.objects.of(world.organisation.pk).get()
    # The window of whoever is invited is read by this column; he accepted another time.
    assert (place.event_starts_at, place.answer) == (datetime(2026, 12, 1, 9, tzinfo=UTC), "none")


def test_all_day_and_back(world: World) -> None:
    event = make_event(world.rep)
    sent = {"all_day": True, "start": "2026-11-24", "end": "2026-11-26"}
    whole = actions.update_event(event_id=event.pk, by=world.rep, sent=sent)
    assert (whole.all_day, whole.starts_on, whole.ends_on) == (True, date(2026, 11, 24), date(2026, 11, 26))
    sent = {"all_day": False, "start": "2026-11-24T09:00", "end": "2026-11-24T10:00"}
    back = actions.update_event(event_id=event.pk, by=world.rep, sent=sent)
    assert (back.all_day, back.starts_on, back.ends_on) == (False, None, None)


def test_another_owner_is_told_to_both_calendars(world: World) -> None:
    event = make_event(world.rep)
    actions.update_event(event_id=event.pk, by=world.administrator, sent={"owner_id": world.other_rep.pk})
    lines = [(one.kind, one.owner_id) for one in history(event.pk)]
    assert lines == [("event.left", world.rep.pk), ("event.moved", world.other_rep.pk)]


def test_whoever_is_taken_off_an_event_is_told(world: World) -> None:
    event = make_event(world.rep)
    for member in (world.other_rep, world.colleague):
        make_participant(event, member=member)
    make_participant(event, email="guest@example.org")
    stays = [{"user_id": world.colleague.pk}]
    assert actions.update_event(event_id=event.pk, by=world.rep, sent={"participants": stays}).version == 2
    assert [(one.kind, one.owner_id) for one in history(event.pk)] == [
        ("event.uninvited", world.other_rep.pk),
        ("event.changed", world.rep.pk),
    ]
    assert Participant.objects.of(world.organisation.pk).get().member_id == world.colleague.pk


def test_participants_who_stay_keep_their_answers(world: World) -> None:
    event = make_event(world.rep)
    kept = make_participant(event, member=world.colleague, answer="accepted")
    sent = {"participants": [{"email": "guest@example.org"}, {"user_id": world.colleague.pk}]}
    actions.update_event(event_id=event.pk, by=world.rep, sent=sent)
    people = list(Participant.objects.of(world.organisation.pk).order_by("position"))
    assert [(one.email, one.answer) for one in people] == [
        ("guest@example.org", "none"),
        (world.colleague.email, "accepted"),
    ]
    assert people[1].pk == kept.pk


def test_the_same_person_sent_twice_takes_part_once(world: World) -> None:
    people = [
        {"user_id": world.colleague.pk},
        {"user_id": world.colleague.pk},
        {"email": "A@b.org"},
        {"email": "a@B.org"},
    ]
    event = actions.create_event(by=world.rep, sent={**SENT, "participants": people})
    assert Participant.objects.of(world.organisation.pk).filter(event=event).count() == 2


def test_alerts_are_replaced_by_those_sent(world: World) -> None:
    event = actions.create_event(by=world.rep, sent={**SENT, "alerts": [{"minutes_before": 5}]})
    actions.update_event(event_id=event.pk, by=world.rep, sent={"alerts": [{"minutes_before": 30, "channel": "email"}]})
    alert = Alert.objects.of(world.organisation.pk).get()
    assert (alert.minutes_before, alert.channel) == (30, "email")
    assert last().changes == {"alerts": [[[5, "", "in_app"]], [[30, "", "email"]]]}
    with refused(Invalid, *TABLES, field="alerts"):
        wanted = [{"minutes_before": number} for number in range(11)]
        actions.update_event(event_id=event.pk, by=world.rep, sent={"alerts": wanted})


def test_another_account_lets_go_of_the_opportunity(world: World) -> None:
    opportunity = make_opportunity(make_account(world.organisation))
    other = make_account(world.organisation)
    event = actions.create_event(by=world.rep, sent={**SENT, "opportunity_id": opportunity.pk})
    assert again(event).account_id == opportunity.account_id
    with refused(Invalid, *TABLES, field="opportunity_id"):
        sent = {"account_id": other.pk, "opportunity_id": opportunity.pk}
        actions.update_event(event_id=event.pk, by=world.rep, sent=sent)
    changed = actions.update_event(event_id=event.pk, by=world.rep, sent={"account_id": other.pk})
    assert (changed.account_id, changed.opportunity_id) == (other.pk, None)


def test_a_type_no_longer_offered_stays_and_is_not_chosen_anew(world: World) -> None:
    old = make_type(world.rep, active=False)
    event = make_event(world.rep, type=old)
    kept = actions.update_event(event_id=event.pk, by=world.rep, sent={"type_id": old.pk, "notes": "n"})
    assert kept.type_id == old.pk
    with refused(Invalid, *TABLES, field="type_id"):
        actions.create_event(by=world.rep, sent={**SENT, "type_id": old.pk})


def test_deleting_and_restoring_are_a_version_and_a_line_each(world: World) -> None:
    event = make_event(world.rep, subject="Gone")
    actions.delete_event(event_id=event.pk, by=world.manager, if_version=1)
    assert (again(event).version, again(event).deleted_at is None) == (2, False)
    assert last().changes == {"subject": ["Gone", None]}
    with refused(NotVisible, *TABLES):
        actions.delete_event(event_id=event.pk, by=world.manager)
    with refused(NotVisible, *TABLES):
        actions.update_event(event_id=event.pk, by=world.manager, sent={"subject": "x"})
    restored = actions.restore_event(event_id=event.pk, by=world.rep, if_version=2)
    assert (restored.version, restored.deleted_at) == (3, None)
    assert kinds() == ["event.deleted", "event.restored"]
    with refused(NotVisible, *TABLES):
        actions.restore_event(event_id=event.pk, by=world.rep)


WRITES: dict[str, Any] = {
    "update": lambda event, by, **more: actions.update_event(event_id=event.pk, by=by, sent={"subject": "x"}, **more),
    "delete": lambda event, by, **more: actions.delete_event(event_id=event.pk, by=by, **more),
    "restore": lambda event, by, **more: actions.restore_event(event_id=event.pk, by=by, **more),
}


def event_for(write: str, world: World, **fields: Any) -> Event:
    return make_event(world.rep, deleted_at=NOON if write == "restore" else None, **fields)


@pytest.mark.parametrize("write", WRITES)
def test_another_version_than_the_one_meant_is_refused(world: World, write: str) -> None:
    event = event_for(write, world, version=3)
    for version in (1, 2, 4):
        with refused(Stale, *TABLES):
            WRITES[write](event, world.rep, if_version=version)
    WRITES[write](event, world.rep, if_version=3)
    assert again(event).version == 4


REFUSED = [
    ("colleague", NotAllowed),
    ("other_rep", NotVisible),
    ("other_manager", NotVisible),
    ("stranger", NotVisible),
]


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize(("who", "error"), REFUSED, ids=[who for who, _error in REFUSED])
def test_whoever_may_not_write_changes_nothing(world: World, write: str, who: str, error: type[Any]) -> None:
    event = event_for(write, world)
    with refused(error, *TABLES):
        WRITES[write](event, getattr(world, who))


@pytest.mark.parametrize("write", WRITES)
def test_a_participant_reads_and_does_not_write(world: World, write: str) -> None:
    event = event_for(write, world)
    make_participant(event, member=world.other_rep)
    with refused(NotAllowed, *TABLES):
        WRITES[write](event, world.other_rep)


@pytest.mark.parametrize("how", ["create", "move", "busy", "restore"])
def test_one_hour_is_not_given_twice_where_the_organisation_says_so(world: World, how: str) -> None:
    world.organisation.double_booking = "refuse"
    world.organisation.save()
    make_event(world.rep, NOON)
    later, free, gone = make_event(world.rep, NOON + timedelta(hours=1)), make_event(world.rep, NOON, busy=False), None
    gone = make_event(world.rep, NOON, deleted_at=NOON)
    start = (NOON + timedelta(minutes=30)).isoformat()
    tries: dict[str, Any] = {
        "create": lambda: actions.create_event(by=world.rep, sent={"subject": "x", "start": start}),
        "move": lambda: actions.update_event(event_id=later.pk, by=world.rep, sent={"start": start}),
        "busy": lambda: actions.update_event(event_id=free.pk, by=world.rep, sent={"busy": True}),
        "restore": lambda: actions.restore_event(event_id=gone.pk, by=world.rep),
    }
    with refused(Conflict, *TABLES, field="start"):
        tries[how]()
    # Back to back is not twice, and what is not about time is not looked at.
    actions.update_event(event_id=later.pk, by=world.rep, sent={"subject": "y"})


def test_what_lay_in_the_trash_too_long_goes_for_good(world: World) -> None:
    old, new, alive = make_event(world.rep, deleted_at=NOON), make_event(world.rep), make_event(world.rep)
    Event.objects.of(world.organisation.pk).filter(pk=new.pk).update(deleted_at=NOON + timedelta(days=2))
    theirs = make_event(world.stranger, deleted_at=NOON)
    assert actions.purge_trash(organisation_id=world.organisation.pk, before=NOON + timedelta(days=1)) == 1
    left = set(Event._base_manager.values_list("pk", flat=True))
    assert left == {new.pk, alive.pk, theirs.pk}
    assert old.pk not in left
