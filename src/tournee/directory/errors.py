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
    "ambiguous": _("Several accounts have this name: write the reference of the one that is meant."),
    "in_trash": _("The record with this reference is in the trash. Restore it, or write another reference."),
    "twice": _("Line {limit} is about the same record."),
    "too_many_cells": _("This line has more cells than the file has headings."),
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


# Why an import came to nothing; the first ones are what is wrong with a file as a whole.
IMPORT_CAUSES = {
    "empty": _("The file is empty."),
    "no_headings": _("The first line must name the columns."),
    "too_many_columns": _("The file has too many columns: {limit} at most."),
    "too_many_lines": _("The file has too many lines: {limit} at most. Divide it."),
    "cell_too_long": _("A cell that begins here is too long: {limit} characters at most."),
    "quotes": _("From here on the quotation marks do not match."),
    "encoding": _("Some letters of the file cannot be read. Save it as “CSV UTF-8”."),
    "workbook": _("This is a workbook. Open it and save it as “CSV UTF-8”."),
    "binary": _("This is not a text file."),
    "columns": _("A column that is needed is missing: {names}."),
    "errors": _("Some lines cannot be imported as they are. Nothing was imported."),
    "meanwhile": _("Some of these records were changed by others while the import was at work. Start it again."),
    "interrupted": _("The import was interrupted, and nothing was imported. Start it again."),
    "not_allowed": _("Whoever started the import may no longer import. Nothing was imported."),
    "fault": _("Something went wrong on our side. Nothing was imported; start it again."),
}
FIELD_NAMES = {
    "external_id": _("Reference"),
    "owner": _("Owner's e-mail address"),
    "notes": _("Notes"),
    "name": _("Name"),
    "kind": _("Kind"),
    "grade": _("Grade"),
    "street": _("Street"),
    "postcode": _("Postcode"),
    "city": _("City"),
    "country": _("Country"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "website": _("Website"),
    "account": _("Account"),
    "account_reference": _("Account's reference"),
    "given_name": _("First name"),
    "family_name": _("Last name"),
    "job_title": _("Job title"),
    "mobile": _("Mobile phone"),
    "language": _("Language"),
    "stage": _("Stage"),
    "state": _("State"),
    "amount": _("Amount"),
    "currency": _("Currency"),
    "expected_on": _("Expected on"),
}


def cause_text(cause: str, *, limit: int = 0, names: str = "") -> str:
    """The sentence for a cause, in the language of the moment."""
    known = IMPORT_CAUSES.get(cause)
    return str(known).format(limit=limit, names=names) if known else ""


def too_large(limit: int) -> Invalid:
    """For a file beyond the installation's limit."""
    text = format_lazy(_("The file is too large: {limit} MB at most."), limit=limit // (1024 * 1024))
    return Invalid(text, code="file_too_large", fields={"file": [text]})
