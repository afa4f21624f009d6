"""What this room refuses, in words."""

from django.utils.translation import gettext_lazy as _

from tournee.values.refusal import Conflict, Invalid


def cannot_snooze() -> Invalid:
    """For a pause that is not offered."""
    text = _("Choose 5, 10, 15 or 60 minutes, or until the event starts.")
    return Invalid(text, fields={"minutes": [text]})


def has_started() -> Conflict:
    """For a pause until a start that is over."""
    return Conflict(_("This event has already started."), code="has_started")


def not_in_that_state() -> Conflict:
    """For a message that somebody, or the worker, has dealt with in the meantime."""
    return Conflict(_("This message has moved on in the meantime. Reload the page to see how."), code="moved_on")


def too_late() -> Conflict:
    """For a message about what is over."""
    return Conflict(_("What this message is about is over. Discard it."), code="too_late")
