"""What runs when."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import get_commands
from django.utils import timezone

from tournee.jobs import timetable
from tournee.jobs.queue import LastingHuey
from tournee.organisations.models import Organisation

pytestmark = pytest.mark.django_db(transaction=True)
Engine = Callable[[], LastingHuey]


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
    assert {"clearsessions", "clear_idempotency_keys"} <= get_commands().keys()


def test_the_trash_of_each_organisation_is_purged_by_age(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    for room in (timetable.calendar, timetable.directory):
        monkeypatch.setattr(room, "purge_trash", lambda **arguments: asked.append(arguments))
    organisations = [Organisation.objects.create(name=name) for name in ("One", "Two")]
    timetable.for_every_organisation(timetable.purge_trash)()
    work_off(engine())
    assert {call["organisation_id"] for call in asked} == {organisation.pk for organisation in organisations}
    assert len(asked) == 4
    assert all(timedelta(days=30) <= timezone.now() - call["before"] < timedelta(days=30, minutes=5) for call in asked)
