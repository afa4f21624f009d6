"""Alerts as notices under the bell."""

from ...ports import Desk, Person, Reminder


class InApp:
    """In the application, wherever the person has it open."""

    name = "in_app"

    def deliver(self, reminder: Reminder, person: Person, desk: Desk) -> None:  # noqa: ARG002 -- the port's signature
        """Put it before the person."""
        desk.put_notice(reminder)
