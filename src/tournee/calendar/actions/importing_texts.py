"""What a calendar file is refused for, or an event of one, in words. Codes never change their meaning."""

from django.utils.translation import gettext_lazy as _

from tournee.values.refusal import Invalid, Refusal

from ..domain.ics import USUAL

REASONS = {
    "start_missing": _("It does not say when it starts."),
    "bad_start": _("Its start cannot be read."),
    "bad_end": _("Its end cannot be read."),
    "bad_duration": _("Its duration cannot be read."),
    "bad_recurrence": _("How it repeats cannot be read."),
    "bad_recurrence_id": _("It stands for one occurrence of a series, but which one cannot be read."),
    "rule_too_dense": _("It repeats more often than a calendar can show."),
    "ends_before_start": _("It ends before it starts."),
    "year_out_of_range": _("It lies before 1900 or after 2200."),
    "line_too_long": _("A line of it is too long."),
    "too_many_parameters": _("A line of it has too many parameters."),
    "too_many_dates": _("It lists too many dates."),
    "too_many_overrides": _("Too many of its occurrences differ from the series."),
    "too_many_people": _("Too many people take part in it."),
    "too_many_alerts": _("It has too many alerts."),
    "too_much_else": _("It holds too much that this calendar does not know."),
    "uid_too_long": _("Its identifier (UID) is too long."),
    "duplicate": _("The file holds it twice."),
    "superseded": _("The file holds a newer version of it."),
    "broken_off": _("The file breaks off in the middle of it."),
    "task": _("It is a task: only events are taken from a file."),
    "journal": _("It is a journal entry: only events are taken from a file."),
    "free_busy": _("It is free and busy time: only events are taken from a file."),
    "other_component": _("It is no event."),
    "unreadable": _("It cannot be read."),
    "not_divisible": _("It changes an occurrence and all that follow, in a series that cannot be divided there."),
    "cancels_nothing": _("It cancels an event that is not in this calendar."),
    "not_allowed": _("It is private in this calendar: only its owner can change it."),
}
FILE_REASONS = {
    "too_large": _("This file is larger than 10 MB. Export a shorter time from the other program, and try again."),
    "too_many_lines": _("This file has too many lines. Export a shorter time from the other program, and try again."),
    "too_many_components": _("This file holds more than 25,000 events. Export a shorter time, and try again."),
    "too_much_work": _("The series of this file would take too long to work out. Nothing was imported."),
    "nested_too_deep": _("This file is nested too deep to be a calendar."),
    "not_a_calendar": _("This is not a calendar file (.ics). In the other program, export the calendar as iCalendar."),
    "an_answer": _("This file is an answer to an invitation, and holds no events. Open the invitation instead."),
}
TOO_MUCH = frozenset({"too_large", "too_many_lines", "too_many_components", "too_much_work"})
MOST_OCTETS = USUAL.octets


class TooMuch(Refusal):
    """More than one request may hold."""

    status, code = 413, "too_large"


def refused_file(code: str) -> Refusal:
    """For a file as a whole: `code` is one of FILE_REASONS."""
    kind = TooMuch if code in TOO_MUCH else Invalid
    return kind(FILE_REASONS[code], code=code, fields={"file": [FILE_REASONS[code]]})
