"""What this room refuses, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tournee.values.refusal import Conflict, Invalid, Refusal

from .domain.record_fields import BadValue

VALUE_PROBLEMS = {
    "required": _("Fill this in."),
    "too_long": _("This is too long: {limit} characters at most."),
    "text": _("Write text here."),
    "control": _("This holds a character that cannot be kept, such as NUL."),
    "choice": _("Choose one of the values offered."),
    "email": _("This is not an e-mail address, such as lea@example.com."),
    "phone": _("Write a telephone number with digits, blanks and + ( ) . - only."),
    "website": _("Write a web address that begins with http:// or https://."),
    "postcode": _("Write a postcode with letters, digits, blanks and hyphens only."),
    "country": _("Write a country's two-letter code, such as FR."),
    "language": _("Write a language's two-letter code, such as fr."),
    "number": _("Write a number."),
    "pair": _("Give both latitude and longitude, or neither."),
    "place": _("Latitude lies between -90 and 90, longitude between -180 and 180."),
    "date": _("Write a date, such as 2026-11-24."),
    "year": _("Choose a date between 1900 and 2200."),
    "unknown": _("This is not known in your organisation."),
    "inactive": _("This person's access has ended. Choose someone else."),
    "amount": _("Write an amount of at least 0, with no more decimals than the currency has."),
    "currency": _("Write a currency's three-letter code, such as EUR."),
    "name_or_email": _("Give a name or an e-mail address."),
    "taken": _("Another record already has this reference."),
}


def problem_text(problem: BadValue) -> Any:
    """The sentence for a problem, translated when it is shown."""
    return format_lazy(VALUE_PROBLEMS[problem.code], limit=problem.limit)


def bad_fields(problems: Mapping[str, BadValue]) -> Invalid:
    """One refusal for all fields."""
    return Invalid(
        _("Some of this cannot be kept as it is. Nothing was saved."),
        fields={field: [problem_text(problem)] for field, problem in problems.items()},
    )


def account_is_in_trash() -> Conflict:
    """For a contact or opportunity that cannot come back before its account."""
    return Conflict(_("Its account is in the trash. Restore the account first."), code="account_in_trash")


class ImportBusy(Conflict):
    """Another worker holds the import."""

    code = "import_busy"


def import_is_busy() -> ImportBusy:
    """For an import that is being read or taken in."""
    return ImportBusy(_("This import is at work. Wait until it has ended."))


def import_not_ready() -> Conflict:
    """For an import that cannot be started in the state it is in."""
    return Conflict(
        _("This import cannot be started: it has errors, or has been done already."), code="import_not_ready"
    )


class GeocoderUnavailable(Refusal):
    """The search for places did not answer; try later."""

    status, code = 503, "places_unavailable"


def places_unavailable() -> GeocoderUnavailable:
    """For a geocoder that cannot be reached or answers nonsense."""
    return GeocoderUnavailable(
        _("The search for places does not answer. Try again in a moment, or set the pin by hand.")
    )
