"""What this room refuses, in words."""

from django.utils.translation import gettext_lazy as _

from tournee.values.refusal import Conflict, Invalid

from .domain.event_times import BadTimes

TIME_PROBLEMS = {
    "required": _("Say when it starts."),
    "not_a_date": _("Write a date, such as 2026-11-24."),
    "not_a_time": _("Write a date and a time, such as 2026-11-24T14:00."),
    "unknown_zone": _("This time zone is not known."),
    "year": _("Choose a date between 1900 and 2200."),
    "ends_before_start": _("It ends before it starts."),
    "time_skipped": _("The clocks skip this time on that day. Choose an earlier or a later one."),
    "time_repeated": _("The clocks show this time twice on that day. Choose which one is meant."),
}

RULE_PROBLEMS = {
    "empty": _("Say how the event repeats, such as RRULE:FREQ=WEEKLY."),
    "too_long": _("This rule is too long."),
    "too_dense": _("This would repeat more often than a calendar can show. Choose a day, a week or more."),
    "too_many": _("This lists too many dates."),
    "no_frequency": _("This rule does not say how often: it needs FREQ, such as FREQ=WEEKLY."),
    "frequency": _("FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY."),
    "number": _("A number in this rule cannot be used."),
    "weekday": _("A day in this rule is not known: write MO, TU, WE, TH, FR, SA or SU."),
    "date": _("A date in this rule cannot be read."),
    "combination": _("Parts of this rule do not go together."),
    "part": _("A part of this rule cannot be read."),
}


def bad_times(error: BadTimes) -> Invalid:
    """One refusal for times that cannot be; its code is the problem's where a program can act on it."""
    problems = set(error.problems.values())
    special = problems & {"time_skipped", "time_repeated", "unknown_zone"}
    extra = {"choices": [moment.isoformat() for moment in error.choices]} if error.choices else None
    return Invalid(
        _("The times cannot be used as they are."),
        code=special.pop() if special else None,
        fields={field: [TIME_PROBLEMS[code]] for field, code in error.problems.items()},
        extra=extra,
    )


def double_booked() -> Conflict:
    """For organisations that refuse two busy events of one person at one time."""
    text = _("The owner already has an event at that time, and your organisation does not allow two.")
    return Conflict(text, code="double_booked", fields={"start": [text]})
