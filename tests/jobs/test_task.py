"""Tasks on every storage of the queue: nothing is lost, and nothing follows a transaction that rolled back."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from tournee.jobs.engines.engine import BACK_OFF, FIRST_DELAY
from tournee.jobs.engines.on_huey import LastingHuey
from tournee.jobs.task import Task, task
from tournee.values.identifier import new_id
from tournee.values.refusal import Conflict, Invalid, NotVisible, Refusal

from .conftest import Engine

pytestmark = pytest.mark.django_db(transaction=True)
ORGANISATION, SUBJECT = new_id(), new_id()


class Witness:
    """Declares a task that remembers its calls and fails as often as told."""

    def __init__(self, *, failures: int = 0, retries: int = 5) -> None:
        self.calls: list[tuple[UUID, UUID, int]] = []
        self.failures = failures
        self.task: Task = task(retries=retries)(self.do)

    def do(self, organisation_id: UUID, subject_id: UUID, number: int) -> None:
        self.calls.append((organisation_id, subject_id, number))
        if len(self.calls) <= self.failures:
            raise OSError("the neighbour is away")

    def ask(self) -> None:
        self.task.later(ORGANISATION, subject_id=SUBJECT, number=7)


def work_off(huey: LastingHuey, at: datetime | None = None) -> None:
    while (message := huey.dequeue()) is not None:
        huey.execute(message, at)


def test_the_worker_gets_what_was_asked_in_its_types(engine: Engine) -> None:
    witness = Witness()
    witness.ask()
    work_off(engine())
    assert witness.calls == [(ORGANISATION, SUBJECT, 7)]


def test_it_waits_for_the_commit(engine: Engine) -> None:
    witness = Witness()
    with transaction.atomic():
        witness.ask()
        assert engine().pending_count() == 0
    assert engine().pending_count() == 1


def test_nothing_follows_a_rollback(engine: Engine) -> None:
    witness = Witness()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        witness.ask()
        raise ZeroDivisionError
    assert engine().pending_count() == 0


def test_a_moment_to_come_is_waited_for(engine: Engine) -> None:
    witness = Witness()
    witness.task.later(ORGANISATION, at=datetime.now(UTC) + timedelta(hours=1), subject_id=SUBJECT, number=1)
    work_off(engine())
    assert witness.calls == []
    assert engine().scheduled_count() == 1


def test_a_failure_is_tried_again_ever_later(engine: Engine) -> None:
    witness = Witness(failures=2)
    witness.ask()
    due = None
    for attempt in range(2):
        before = datetime.now(UTC).replace(tzinfo=None)
        work_off(engine(), at=due)
        (waiting,) = engine().scheduled()
        assert waiting.eta - before >= timedelta(seconds=FIRST_DELAY * BACK_OFF**attempt)
        due = waiting.eta
        engine().read_schedule(due)
    work_off(engine(), at=due)
    assert len(witness.calls) == 3
    assert engine().scheduled_count() == 0


def test_a_task_that_always_fails_ends(engine: Engine) -> None:
    witness = Witness(failures=99, retries=0)
    witness.ask()
    work_off(engine())
    assert (engine().pending_count(), engine().scheduled_count(), engine().result_count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("refusal", "waiting"), [(Conflict("someone else is at it"), 1), (NotVisible("gone"), 0), (Invalid("never"), 0)]
)
def test_a_refusal_is_tried_again_only_where_time_may_help(engine: Engine, refusal: Refusal, waiting: int) -> None:
    def refuse(organisation_id: UUID) -> None:
        raise refusal

    task()(refuse).later(ORGANISATION)
    work_off(engine())
    assert (engine().pending_count(), engine().scheduled_count()) == (0, waiting)


def test_the_work_of_a_killed_worker_is_done_by_the_next(engine: Engine) -> None:
    witness = Witness(retries=1)
    witness.ask()
    begin_and_be_killed(engine())
    engine().put_back(engine().worker)
    work_off(engine())
    assert witness.calls == [(ORGANISATION, SUBJECT, 7)]
    assert engine().kept() == {}


def test_work_that_kills_every_worker_is_given_up(engine: Engine) -> None:
    witness = Witness(retries=1)
    witness.ask()
    for _ in range(2):
        begin_and_be_killed(engine())
        engine().put_back(engine().worker)
    assert engine().pending_count() == 0


def begin_and_be_killed(huey: LastingHuey) -> None:
    """A worker that took a task and ended in its midst: no exception handler runs after SIGKILL."""
    message = huey.dequeue()
    message.execute = end_the_process
    with pytest.raises(SystemExit):
        huey.execute(message)


def end_the_process() -> None:
    raise SystemExit  # Unlike an error, it passes every `except Exception`.


def test_the_queue_holds_names_and_ids_as_json(engine: Engine) -> None:
    Witness().ask()
    (data,) = engine().storage.enqueued_items()
    message = json.loads(bytes(data))
    assert message["name"].endswith("test_task.do")
    assert message["kwargs"] == {"organisation_id": str(ORGANISATION), "subject_id": str(SUBJECT), "number": 7}


def test_a_task_names_one_organisation() -> None:
    def nameless(subject_id: UUID) -> None: ...

    with pytest.raises(TypeError, match="organisation_id first"):
        task()(nameless)


def test_forgotten_and_unknown_ids_are_refused_at_once(engine: Engine) -> None:
    witness = Witness()
    engine()
    with pytest.raises(TypeError, match="takes organisation_id, subject_id, number"):
        witness.task.later(ORGANISATION, subject_id=SUBJECT)
