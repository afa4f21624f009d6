"""From the cells of a row to the values of a record, and back to cells that no spreadsheet takes for a formula."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tournee.values.text import fold

from .csv_columns import RecordType
from .record_fields import ACCOUNT, CONTACT, OPPORTUNITY, BadValue, Problems, Reader, line, place_problem, read_fields

READERS: Mapping[RecordType, Mapping[str, Reader]] = {
    "account": {**ACCOUNT, "owner": line(254)},
    "contact": {**CONTACT, "owner": line(254), "account": line(200), "account_reference": line(120)},
    "opportunity": {**OPPORTUNITY, "owner": line(254), "account": line(200), "account_reference": line(120)},
}
# Signs at the beginning of a cell that a spreadsheet takes for a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WORDS = {
    "kind": {"client": "client", "customer": "client", "prospect": "prospect", "lead": "prospect",
             "suspect": "prospect", "partner": "partner", "partenaire": "partner"},
    "state": {"open": "open", "ouverte": "open", "ouvert": "open", "en cours": "open", "won": "won", "gagnee": "won",
              "gagne": "won", "signee": "won", "lost": "lost", "perdue": "lost", "perdu": "lost"},
    "language": {"francais": "fr", "french": "fr", "anglais": "en", "english": "en"},
}  # fmt: skip
_CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP", "CHF": "CHF"}


def read_cells(
    record_type: RecordType, columns: Mapping[str, int], cells: Sequence[str], *, currency: str
) -> tuple[dict[str, Any], Problems]:
    """The values of a row by field and what is wrong with the others; an empty cell says nothing about its field.

    `owner`, `account` and `account_reference` stay as texts: who and what they mean, the database knows.
    """
    raw: dict[str, Any] = {}
    for field, place in columns.items():
        text = plain_cell(cells[place]) if place < len(cells) else ""
        if text:
            raw[field] = _WORDS.get(field, {}).get(fold(text), text)
    if "grade" in raw:
        raw["grade"] = raw["grade"].upper()
    written_in = raw.pop("currency", "")
    if "amount" in raw:
        raw["amount"] = read_amount(raw["amount"], written_in.strip().upper() or currency)
    values, problems = read_fields(READERS[record_type], raw)
    if record_type == "account":
        problems |= _place(values, problems)
    return values, problems


def read_amount(text: str, currency: str) -> dict[str, str]:
    """The amount as `record_fields.money` takes it, from "1 234,50 €", "1,234.50" or "1234.5"."""
    for sign, code in _CURRENCIES.items():
        if sign in text:
            text, currency = text.replace(sign, ""), code
    bare = re.sub(r"[\s'\u2019]", "", text)
    if "," in bare and "." in bare:
        thousands = "," if bare.rfind(".") > bare.rfind(",") else "."
        bare = bare.replace(thousands, "")
    elif re.fullmatch(r"-?\d{1,3}(,\d{3}){2,}", bare):
        bare = bare.replace(",", "")
    return {"amount": bare.replace(",", "."), "currency": currency}


def plain_cell(text: str) -> str:
    """A cell without the blanks around it and without the quote that keeps a spreadsheet from calculating."""
    text = text.strip(" \u00a0\u202f\n")
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def safe_cell(value: object) -> str:
    """A value as a cell that a spreadsheet shows and does not calculate."""
    text = "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _place(values: dict[str, Any], problems: Problems) -> dict[str, BadValue]:
    if not {"latitude", "longitude"} & (values.keys() | problems.keys()):
        return {}
    if {"latitude", "longitude"} & problems.keys():
        return {}
    wrong = place_problem(values.get("latitude"), values.get("longitude"))
    if not wrong:
        values["place_source"] = "import"
    return wrong
