"""Refusals that this room words for others too."""

from collections.abc import Mapping

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tournee.values.refusal import Conflict, Invalid, NotAllowed, NotVisible, Stale

from .domain.member_fields import BadValue


def not_found() -> NotVisible:
    """For what does not exist, and for what the viewer may not know of."""
    return NotVisible(_("This does not exist, or is not shared with you."))


def not_allowed() -> NotAllowed:
    """For what the viewer sees and may not change."""
    return NotAllowed(_("You may look at this, but not change it. Ask its owner or an administrator."))


def stale() -> Stale:
    """For a write on top of a version that is no longer the latest."""
    return Stale(_("Someone else has changed this in the meantime. Compare both versions, then save again."))


VALUE_PROBLEMS = {
    "required": _("Fill this in."),
    "too_long": _("This is too long: {limit} characters at most."),
    "text": _("Write text here."),
    "control": _("This holds a character that cannot be kept, such as NUL."),
    "email": _("This is not an e-mail address, such as lea@example.com."),
    "choice": _("Choose one of the values offered."),
    "zone": _("This time zone is not known. Choose one of the list, such as Europe/Paris."),
    "number": _("Write a whole number within the limits."),
    "days": _("Choose days of the week, Monday being 1 and Sunday 7."),
    "clock": _("Write an hour, such as 08:30."),
    "code": _("Write a code of {limit} letters."),
    "unknown": _("This is not known in your organisation."),
    "taken": _("Somebody signs in with this address already."),
    "name_taken": _("Another team has this name."),
    "order": _("The working day ends before it starts."),
    "loop": _("A team cannot stand below itself or below one of its own teams."),
    "scopes": _("Choose at least one thing that the token may do."),
    "past": _("Choose a day in the future."),
}


def bad_fields(problems: Mapping[str, BadValue]) -> Invalid:
    """One refusal for all fields."""
    return Invalid(
        _("Some of this cannot be kept as it is. Nothing was saved."),
        fields={
            field: [format_lazy(VALUE_PROBLEMS[problem.code], limit=problem.limit)]
            for field, problem in problems.items()
        },
    )


def last_administrator() -> Conflict:
    """For a change after which nobody could set up the organisation."""
    text = _("This is the only administrator. Make somebody else an administrator first.")
    return Conflict(text, code="last_administrator")


def team_not_empty() -> Conflict:
    """For a team that still holds people or teams."""
    text = _("This team still has members or teams below it. Move them first.")
    return Conflict(text, code="team_not_empty")
