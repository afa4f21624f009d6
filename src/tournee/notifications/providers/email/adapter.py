"""Alerts by e-mail."""

from django.conf import settings
from django.utils import translation

from ...domain.occasion import event_path
from ...ports import Desk, Person, Reminder
from .carrier import MailServer
from .mapping import content_of, subject_of


class Email:
    """To the person's address, in his language; without a mail server, in the application instead."""

    name = "email"

    def deliver(self, reminder: Reminder, person: Person, desk: Desk) -> None:
        """Post a letter. An alert that waits for a server would come too late: it is shown instead."""
        if not MailServer().is_configured():
            desk.put_notice(reminder)
            return
        with translation.override(person.language):
            link = settings.BASE_URL + event_path(reminder.event_id, reminder.recurrence_id)
            subject, content = subject_of(reminder, person), content_of(reminder, person, link=link)
        desk.post(reminder, person, subject=subject, content=content)
