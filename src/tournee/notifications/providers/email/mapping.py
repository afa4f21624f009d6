"""An alert as a letter: pure, in the language that is active."""

from html import escape

from django.utils.translation import gettext as _

from ...domain.letter import Content
from ...ports import Person, Reminder
from ...wording import UNTITLED, when


def subject_of(reminder: Reminder, person: Person) -> str:
    """What stands in the list of mails: the event, then when it is."""
    return f"{reminder.title or UNTITLED} – {when(reminder.start, reminder.end, person.time_zone)}"


def content_of(reminder: Reminder, person: Person, *, link: str) -> Content:
    """The letter in plain text and in HTML."""
    lines = _lines(reminder, person)
    opening = _("Open the event")
    explanation = _("You receive this because the event has an alert by e-mail.")
    text = "\n".join([*lines, "", link, "", explanation])
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    opened = f'<p><a href="{escape(link)}">{escape(opening)}</a></p>'
    return Content(text, f"<!doctype html><html><body>{body}{opened}<p>{escape(explanation)}</p></body></html>")


def _lines(reminder: Reminder, person: Person) -> list[str]:
    span = when(reminder.start, reminder.end, person.time_zone)
    return [line for line in (str(reminder.title or UNTITLED), f"{span} ({person.time_zone})", reminder.place) if line]
