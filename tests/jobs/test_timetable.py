"""What runs when."""

from datetime import timedelta

import pytest
from django.core.management import get_commands
from django.utils import timezone

from tests.factories.calendar import make_event
from tests.factories.directory import make_account
from tests.factories.organisations import make_member, make_organisation
from tournee.api.models import IdempotencyKey
from tournee.jobs import timetable
from tournee.jobs.engines.on_huey import LastingHuey
from tournee.organisations.models import Organisation
from tournee.organisations.ownership import OwnedModel

from .conftest import Engine

pytestmark = pytest.mark.django_db(transaction=True)


def work_off(huey: LastingHuey) -> None:
    while (message := huey.dequeue()) is not None:
        huey.execute(message)


@pytest.mark.parametrize("entry", timetable.TIMETABLE, ids=lambda entry: entry.name)
def test_every_entry_runs_and_leaves_nothing_failed(entry: timetable.Entry, engine: Engine) -> None:
    Organisation.objects.create(name="Brûlerie")
    entry.run()
    work_off(engine())
    assert engine().scheduled_count() == 0, "a task failed and waits to be tried again"


def test_the_engine_knows_the_whole_timetable(engine: Engine) -> None:
    known = {message.name for message in engine()._registry.periodic_tasks}
    assert known == {entry.name for entry in timetable.TIMETABLE}


def test_every_command_of_the_timetable_exists() -> None:
    assert {"clearsessions", "clear_idempotency_keys", "look_at_statistics"} <= get_commands().keys()


def test_the_trash_is_kept_for_thirty_days_in_every_organisation(engine: Engine) -> None:
    now = timezone.now()
    kept, gone = [], []
    for _ in range(2):
        owner = make_member(make_organisation())
        kept += [make_event(owner), make_event(owner, deleted_at=now - timedelta(days=29))]
        kept += [make_account(owner.organisation, deleted_at=now - timedelta(days=29))]
        gone += [make_event(owner, deleted_at=now - timedelta(days=31))]
        gone += [make_account(owner.organisation, deleted_at=now - timedelta(days=31))]
    run("purge_trash")
    work_off(engine())
    assert [is_there(row) for row in kept] == [True] * len(kept)
    assert [is_there(row) for row in gone] == [False] * len(gone)


def test_answers_to_repeated_requests_are_forgotten_after_a_day() -> None:
    member = make_member(make_organisation())
    keys = [IdempotencyKey.objects.create(organisation=member.organisation, member=member, key=key) for key in "ab"]
    yesterday = timezone.now() - timedelta(hours=25)
    IdempotencyKey.objects.of(member.organisation_id).filter(pk=keys[0].pk).update(created_at=yesterday)
    run("clear_idempotency_keys")
    assert [is_there(key) for key in keys] == [False, True]


def run(name: str) -> None:
    (entry,) = (entry for entry in timetable.TIMETABLE if entry.name == name)
    entry.run()


def is_there(row: OwnedModel) -> bool:
    return type(row)._base_manager.filter(pk=row.pk).exists()
