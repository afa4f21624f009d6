"""Workers as processes, killed and side by side: on a database file and on a PostgreSQL of its own."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.servers.smtp_sink import Sink
from tests.servers.tournee import environment_of, manage, start
from tournee.values.identifier import new_id

pytestmark = pytest.mark.slow

SETUP = """
from tests.factories.organisations import make_member, make_organisation
from tests.factories.notifications import make_message
make_message(make_member(make_organisation()), {recipient!r})
"""
SEND = """
from datetime import timedelta
from django.utils import timezone
from tournee.notifications import actions
from tournee.notifications.models import OutgoingMessage
from tournee.organisations import queries
for organisation_id in queries.organisation_ids():
    actions.send_due_mail(organisation_id=organisation_id, now=timezone.now() + timedelta(minutes={minutes}))
    print(*OutgoingMessage.objects.of(organisation_id).values_list("state", flat=True))
"""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def environment(request: pytest.FixtureRequest, tmp_path: Path, smtp_sink: Sink) -> dict[str, str]:
    settings = {
        "TOURNEE_SMTP_HOST": "127.0.0.1",
        "TOURNEE_SMTP_PORT": str(smtp_sink.port),
        "TOURNEE_SMTP_STARTTLS": "no",
    }
    if request.param == "postgresql":
        cluster = request.getfixturevalue("postgresql_cluster")
        settings["TOURNEE_DATABASE_URL"] = cluster.make_database(f"outbox_{new_id().hex}")
    made = environment_of(tmp_path, **settings)
    manage(made, "migrate", "--verbosity", "0")
    return made


def shell(environment: dict[str, str], code: str) -> str:
    return manage(environment, "shell", "--no-imports", "--command", code).strip()


def kill_while_sending(environment: dict[str, str], log: Path, reached: Callable[[], bool]) -> None:
    with start(environment, "shell", "--no-imports", "--command", SEND.format(minutes=0), log=log) as worker:
        deadline = time.monotonic() + 120
        while not reached():
            assert worker.poll() is None, log.read_text()
            assert time.monotonic() < deadline
            time.sleep(0.01)
        worker.kill()


def test_killed_between_the_body_and_the_answer_it_is_not_sent_again(
    environment: dict[str, str], smtp_sink: Sink, tmp_path: Path
) -> None:
    shell(environment, SETUP.format(recipient="hang+lea@example.org"))
    kill_while_sending(environment, tmp_path / "log", smtp_sink.got_body.is_set)
    assert shell(environment, SEND.format(minutes=1)) == "sending"
    assert shell(environment, SEND.format(minutes=10)) == "unknown"
    assert shell(environment, SEND.format(minutes=600)) == "unknown"
    assert len(smtp_sink.received) == 1


def test_killed_before_the_body_it_is_sent_by_the_next(
    environment: dict[str, str], smtp_sink: Sink, tmp_path: Path
) -> None:
    shell(environment, SETUP.format(recipient="stall+lea@example.org"))
    kill_while_sending(environment, tmp_path / "log", smtp_sink.stalled.is_set)
    assert smtp_sink.received == []
    assert shell(environment, SEND.format(minutes=10)) == "sent"
    assert len(smtp_sink.received) == 1


MEETINGS = """
from datetime import timedelta
from django.utils import timezone
from tests.factories.calendar import make_event
from tests.factories.notifications import make_alert
from tests.factories.organisations import make_member, make_organisation
from tournee.calendar.models import Event
from tournee.notifications import actions
member, now = make_member(make_organisation()), timezone.now()
for _ in range(20):
    make_alert(make_event(member, now + timedelta(minutes=5)), 15)
Event.objects.of(member.organisation_id).update(updated_at=now - timedelta(days=1))
actions.plan_everything(organisation_id=member.organisation_id)
"""
FIRE = """
from tournee.notifications import actions
from tournee.organisations import queries
print(sum(actions.fire_due_alerts(organisation_id=one) for one in queries.organisation_ids()))
"""
COUNT = """
from tournee.change_log.models import Change
print(Change.objects.filter(kind="notice.created").count())
"""


def test_two_processes_at_once_send_each_message_and_fire_each_alert_once(
    environment: dict[str, str], smtp_sink: Sink, tmp_path: Path
) -> None:
    shell(environment, MEETINGS + "\n".join(SETUP.format(recipient=f"lea{number}@example.org") for number in range(20)))
    logs = [tmp_path / name for name in ("one", "other")]
    work = SEND.format(minutes=0) + FIRE
    workers = [start(environment, "shell", "--no-imports", "--command", work, log=log) for log in logs]
    assert [worker.wait(timeout=300) for worker in workers] == [0, 0], [log.read_text() for log in logs]
    arrived = [received.recipients for received in smtp_sink.received]
    assert len(arrived) == len(set(arrived)) == 20
    assert sum(int(log.read_text().split()[-1]) for log in logs) == 20
    assert shell(environment, COUNT) == "20"
