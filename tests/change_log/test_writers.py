"""Two writers at once on PostgreSQL: numbers follow commits, so whoever has read to a number has missed nothing."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connection, transaction

from tests.factories.organisations import make_organisation
from tournee.change_log import queries
from tournee.change_log.actions import Entry, record, record_all
from tournee.values.identifier import new_id

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # SQLite has one writer.
    pytest.mark.two_writers,
]
# Nothing follows from it: a reaction would open the queue in each thread.
KIND = "example.written"
AtOnce = Callable[[Callable[[], int]], "Future[int]"]


@pytest.fixture
def at_once() -> Iterator[AtOnce]:
    """Runs a function in a thread with a connection of its own."""

    def with_connection(function: Callable[[], int]) -> int:
        try:
            return function()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        yield lambda function: pool.submit(with_connection, function)


def numbers(organisation_id: UUID) -> list[int]:
    return list(queries.changes_since(organisation_id, 0).values_list("number", flat=True))


def log_one(organisation_id: UUID) -> int:
    with transaction.atomic():
        return record(KIND, organisation_id=organisation_id, subject_id=new_id())


def waiting_writers() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.01)


def test_many_writers_leave_no_gap_and_no_double(at_once: AtOnce) -> None:
    organisation_id = make_organisation().pk
    start = threading.Barrier(4)

    def write() -> int:
        # The first lines of an organisation, too: its counter is not there yet.
        start.wait(30)
        for count in range(10):
            with transaction.atomic():
                entries = [Entry(KIND, new_id()) for _ in range(count % 3 + 1)]
                record_all(entries, organisation_id=organisation_id)
                transaction.set_rollback(count == 5)
        return 0

    for done in [at_once(write) for _ in range(4)]:
        done.result(60)
    # 19 lines were meant by each of them, of which three were taken back.
    assert numbers(organisation_id) == list(range(1, 4 * 16 + 1))
    assert queries.last_number(organisation_id) == 4 * 16


def test_a_number_is_seen_only_when_all_before_it_are(at_once: AtOnce) -> None:
    organisation_id = make_organisation().pk
    assert log_one(organisation_id) == 1
    with transaction.atomic():
        first = record(KIND, organisation_id=organisation_id, subject_id=new_id())
        second = at_once(lambda: log_one(organisation_id))
        until(lambda: waiting_writers() == 1)
        assert at_once(lambda: queries.last_number(organisation_id)).result(30) == 1
        assert not second.done()
    assert (first, second.result(30)) == (2, 3)


def test_a_writer_who_gives_up_lets_the_next_have_his_number(at_once: AtOnce) -> None:
    organisation_id = make_organisation().pk
    log_one(organisation_id)
    with transaction.atomic():
        given_up = record(KIND, organisation_id=organisation_id, subject_id=new_id())
        second = at_once(lambda: log_one(organisation_id))
        until(lambda: waiting_writers() == 1)
        transaction.set_rollback(True)
    assert given_up == second.result(30) == 2
    assert numbers(organisation_id) == [1, 2]


def test_organisations_do_not_wait_for_each_other(at_once: AtOnce) -> None:
    here, there = make_organisation().pk, make_organisation().pk
    log_one(here)
    log_one(there)
    with transaction.atomic():
        record(KIND, organisation_id=here, subject_id=new_id())
        assert at_once(lambda: log_one(there)).result(30) == 2
    assert numbers(here) == numbers(there) == [1, 2]
