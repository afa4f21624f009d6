"""What runs when, in UTC. An entry only hands out tasks, one for each organisation, or runs a manage.py command."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core.management import call_command, get_commands
from django.utils import timezone

from tournee.calendar import actions as calendar
from tournee.calendar.trash import KEPT_DAYS
from tournee.directory import actions as directory
from tournee.notifications import actions as notifications
from tournee.notifications import queries as due
from tournee.organisations import queries as organisations

from . import reactions
from .engines.engine import Engine
from .queue import REGISTRATIONS
from .task import Task, task

TRASH_KEPT = timedelta(days=KEPT_DAYS)
IMPORTS_KEPT = timedelta(days=30)
# Who was told of an event must be known as long as the event can come back from the trash, or be moved ahead.
INVITATIONS_KEPT = timedelta(days=365)


@dataclass(frozen=True)
class Entry:
    """One line of the timetable; hour and minute as in a crontab."""

    name: str
    run: Callable[[], None]
    minute: str
    hour: str = "*"

    def register(self, engine: Engine) -> None:
        """Make the entry known to an engine."""
        engine.declare_entry(self.name, self.run, minute=self.minute, hour=self.hour)


@task()
def purge_trash(organisation_id: UUID) -> None:
    """Remove for good what has lain in the trash for thirty days."""
    before = timezone.now() - TRASH_KEPT
    calendar.purge_trash(organisation_id=organisation_id, before=before)
    directory.purge_trash(organisation_id=organisation_id, before=before)


@task()
def purge_imports(organisation_id: UUID) -> None:
    """Remove the files of imports that ended thirty days ago."""
    directory.purge_imports(organisation_id=organisation_id, before=timezone.now() - IMPORTS_KEPT)


@task()
def fire_alerts(organisation_id: UUID) -> None:
    """Tell people of what begins soon."""
    notifications.fire_due_alerts(organisation_id=organisation_id)


@task()
def send_mail(organisation_id: UUID) -> None:
    """Send the mail whose next try is due."""
    notifications.send_due_mail(organisation_id=organisation_id)


@task()
def purge_notifications(organisation_id: UUID) -> None:
    """Remove past alerts, old notices, and mail that ended long ago."""
    now = timezone.now()
    notifications.purge_notifications(organisation_id=organisation_id, now=now)
    notifications.forget_invitations(organisation_id=organisation_id, before=now - INVITATIONS_KEPT)


def alerts_of_this_minute() -> None:
    """Fire what is due, and have each alert of the coming minute fired at its second."""
    now = timezone.now()
    for organisation_id in organisations.organisation_ids():
        fire_alerts.at_once(organisation_id)
        for moment in due.due_moments(organisation_id, after=now, before=now + timedelta(minutes=1)):
            fire_alerts.later(organisation_id, at=moment)


def for_every_organisation(wanted: Task) -> Callable[[], None]:
    """Hand a task out once for each organisation."""

    def run() -> None:
        for organisation_id in organisations.organisation_ids():
            wanted.at_once(organisation_id)

    return run


def by_command(name: str) -> Callable[[], None]:
    """Run a manage.py command, if one of that name exists; the room that has it need not be known here."""

    def run() -> None:
        if name in get_commands():
            call_command(name)

    return run


TIMETABLE = (
    Entry("fire_alerts", alerts_of_this_minute, minute="*"),
    Entry("send_mail", for_every_organisation(send_mail), minute="*"),
    Entry("catch_up", reactions.catch_up, minute="*/5"),
    Entry("purge_trash", for_every_organisation(purge_trash), hour="3", minute="10"),
    Entry("purge_imports", for_every_organisation(purge_imports), hour="3", minute="20"),
    Entry("clear_sessions", by_command("clearsessions"), hour="3", minute="30"),
    Entry("purge_notifications", for_every_organisation(purge_notifications), hour="3", minute="50"),
    Entry("look_at_statistics", by_command("look_at_statistics"), hour="4", minute="0"),
    Entry("clear_idempotency_keys", by_command("clear_idempotency_keys"), minute="40"),
)
REGISTRATIONS.extend(entry.register for entry in TIMETABLE)
