"""What every engine promises, asked of real workers: one suite for all of them."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from tournee.jobs import queue
from tournee.jobs.engines import engine
from tournee.values.identifier import new_id

from . import witnesses
from .conftest import POSTGRESQL, Workers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ORGANISATION = new_id()
every_engine = pytest.mark.parametrize("workers", ["sqlite", POSTGRESQL, "redis", "celery"], indirect=True)
every_huey = pytest.mark.parametrize("workers", ["sqlite", POSTGRESQL, "redis"], indirect=True)


@every_engine
def test_a_job_waits_for_the_commit_and_is_done_once(workers: Workers) -> None:
    workers.start()
    with transaction.atomic():
        witnesses.note.later(ORGANISATION, number=1)
        witnesses.note.at_once(ORGANISATION, number=2)
        workers.wait_for(lambda lines: "noted 2" in lines)
        assert "noted 1" not in workers.lines()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        witnesses.note.later(ORGANISATION, number=3)
        raise ZeroDivisionError
    workers.wait_for(lambda lines: "noted 1" in lines)
    witnesses.note.later(ORGANISATION, number=4)
    workers.wait_for(lambda lines: "noted 4" in lines)
    assert workers.lines() == ["noted 2", "noted 1", "noted 4"]


@every_engine
def test_a_failure_is_tried_again_ever_later_and_given_up_in_the_end(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "FIRST_DELAY", 1)
    workers.start()
    witnesses.fail.later(ORGANISATION, number=1)
    witnesses.fail_twice.later(ORGANISATION, number=2)
    workers.wait_for(lambda lines: lines.count("tried 2") == 3)
    first, second, third = workers.moments("tried 2")
    assert second - first >= 1
    assert third - second >= engine.BACK_OFF
    assert workers.lines().count("failed 1") == 1


@every_engine
def test_a_moment_to_come_is_waited_for(workers: Workers) -> None:
    # Longer than the impatient worker's time-out: Redis would hand it out twice if Celery held it so long.
    at = datetime.now(UTC) + timedelta(seconds=9)
    witnesses.note.later(ORGANISATION, at=at, number=1)
    workers.start()
    workers.wait_for(lambda lines: "noted 1" in lines)
    (noted,) = workers.moments("noted 1")
    assert noted >= at.timestamp()


@every_engine
def test_what_a_killed_worker_had_begun_is_done_by_the_next_and_nothing_is_lost(workers: Workers) -> None:
    workers.start()
    for number in (1, 2):
        witnesses.stall_once.later(ORGANISATION, number=number)
    workers.wait_for(lambda lines: {"began 1", "began 2"} <= set(lines))
    for number in range(3, 8):
        witnesses.note.later(ORGANISATION, number=number)
    workers.kill()
    workers.start()
    wanted = {"ended 1", "ended 2", *(f"noted {number}" for number in range(3, 8))}
    workers.wait_for(lambda lines: wanted <= set(lines))
    assert [workers.lines().count(f"noted {number}") for number in range(3, 8)] == [1] * 5


@every_engine
def test_a_job_that_kills_every_worker_is_given_up(workers: Workers) -> None:
    witnesses.end_the_process.later(ORGANISATION, number=1)
    workers.start()
    workers.wait_for(lambda lines: lines.count("killed 1") == 2, keep_one=True)
    witnesses.note.later(ORGANISATION, number=2)
    workers.wait_for(lambda lines: "noted 2" in lines, keep_one=True)
    wait_for_the_log(workers, "interrupted too often")
    assert workers.lines().count("killed 1") == 2


def wait_for_the_log(workers: Workers, text: str) -> None:
    deadline = time.monotonic() + 120
    while text not in workers.log.read_text():
        assert time.monotonic() < deadline, workers.log.read_text()
        if all(one.poll() is not None for one in workers.running):
            workers.start()
        time.sleep(0.05)


@every_huey
def test_workers_killed_at_any_moment_lose_nothing(workers: Workers) -> None:
    for number in range(90):
        witnesses.note.at_once(ORGANISATION, number=number)
    for enough in (20, 40, 60):
        workers.start()
        workers.wait_for(lambda lines, enough=enough: len(set(lines)) >= enough)  # type: ignore[misc]
        workers.kill()
    workers.start()
    workers.wait_for(lambda lines: len(set(lines)) == 90)


@pytest.mark.parametrize("workers", [POSTGRESQL, "redis", "celery"], indirect=True)
def test_a_job_is_done_by_one_of_several_workers(workers: Workers) -> None:
    for _ in range(2):
        workers.start()
    for number in range(60):
        witnesses.note.at_once(ORGANISATION, number=number)
    workers.wait_for(lambda lines: len(set(lines)) == 60)
    assert len(workers.lines()) == 60


@pytest.mark.parametrize("url", ["mysql://x", "celery+postgres://x", "celery", "redis"])
def test_an_address_that_cannot_be_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="TOURNEE_JOBS_URL"):
        queue.engine_for(url)
