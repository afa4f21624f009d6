"""The table of reactions as it is: what people do is followed by what they expect."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from tests.factories.organisations import make_member, make_organisation
from tournee.calendar import actions as calendar
from tournee.jobs import reactions
from tournee.jobs.engines.on_huey import LastingHuey
from tournee.notifications.models import PlannedAlert

from .conftest import Engine

pytestmark = pytest.mark.django_db(transaction=True)


def work_off(huey: LastingHuey) -> None:
    while (message := huey.dequeue()) is not None:
        huey.execute(message)


def test_an_event_with_an_alert_is_followed_by_a_plan_and_its_removal(engine: Engine) -> None:
    owner = make_member(make_organisation())
    start = (timezone.now() + timedelta(days=1)).isoformat()
    sent = {"subject": "Visit", "start": start, "alerts": [{"minutes_before": 15}]}
    event = calendar.create_event(by=owner, sent=sent)
    work_off(engine())
    assert PlannedAlert.objects.of(owner.organisation_id).filter(event_id=event.pk).count() == 1
    calendar.delete_event(event_id=event.pk, by=owner)
    work_off(engine())
    assert not PlannedAlert.objects.of(owner.organisation_id).filter(event_id=event.pk, state="planned").exists()
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("event.whatever_comes", ["reactions.plan_alerts", "reactions.send_invitations"]),
        ("member.changed", ["reactions.plan_alerts_of_member"]),
        ("mail.queued", ["reactions.send_message"]),
        ("mail.sent", []),
        ("import.uploaded", ["reactions.check_import"]),
        ("account.changed", []),
    ],
)
def test_each_kind_is_followed_by_its_own(kind: str, names: list[str]) -> None:
    assert [task.name for task in reactions.reactions_to(kind)] == names


def test_the_nightly_look_leaves_statistics_to_sqlite() -> None:
    make_member(make_organisation())
    call_command("look_at_statistics")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_stat1")
            assert cursor.fetchone()[0] > 0
