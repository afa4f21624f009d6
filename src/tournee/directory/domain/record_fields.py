"""What may stand in each field of an account, a contact and an opportunity: one reading for forms, API and imports.

A reader takes what was written and returns what is kept, or raises BadValue. All fields are read, so that a person
learns of every mistake at once.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from tournee.values.email_address import BadAddress, EmailAddress
from tournee.values.money import BadMoney, Money
from tournee.values.place import BadPlace, Place
from tournee.values.text import has_control

from .countries import country_code

NOTES_LIMIT = 20_000
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class BadValue(ValueError):
    """What is wrong with a value, as a code that the room's errors put into words; `limit` where one was passed."""

    code: str
    limit: int = 0


Reader = Callable[[Any], Any]
Problems = dict[str, BadValue]


def line(limit: int, *, required: bool = False) -> Reader:
    """One line of text: runs of white space become one blank."""

    def read(raw: Any) -> str:
        text = " ".join(_text(raw).split())
        if required and not text:
            raise BadValue("required")
        return _within(text, limit)

    return read


def notes(raw: Any) -> str:
    """Several lines, ends of lines alike."""
    return _within(_text(raw).replace("\r\n", "\n").replace("\r", "\n").strip(), NOTES_LIMIT)


def one_of(choices: Collection[str], *, empty: bool = False) -> Reader:
    """One of the words given."""

    def read(raw: Any) -> str:
        text = _text(raw).strip()
        if text not in choices and not (empty and not text):
            raise BadValue("choice" if text else "required")
        return text

    return read


def email(raw: Any) -> str:
    """An address, or none."""
    text = _text(raw).strip()
    try:
        return EmailAddress.parse(text).text if text else ""
    except BadAddress:
        raise BadValue("email") from None


def phone(raw: Any) -> str:
    """A telephone number as people write it."""
    text: str = line(40)(raw)
    if text and not (re.fullmatch(r"[0-9+().,/#*x\- ]+", text) and sum(sign.isdigit() for sign in text) >= 3):
        raise BadValue("phone")
    return text


def website(raw: Any) -> str:
    """An http or https address; https is put before a bare domain."""
    text = _text(raw).strip()
    if not text:
        return ""
    if "://" not in text and not re.match(r"[a-z]+:[^0-9]", text, re.IGNORECASE):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        known = parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and parts.port != 0
    except ValueError:
        known = False
    if not known or re.search(r"[\s<>\"\\@]", text):
        raise BadValue("website")
    return _within(text, 200)


def postcode(raw: Any) -> str:
    """Letters, digits, blanks and hyphens."""
    text: str = line(16)(raw).upper()
    if not re.fullmatch(r"[0-9A-Z\- ]*", text):
        raise BadValue("postcode")
    return text


def country(raw: Any) -> str:
    """An ISO 3166-1 alpha-2 code, also by a common name."""
    text = line(60)(raw)
    code = country_code(text) if text else ""
    if code is None:
        raise BadValue("country")
    return code


def language(raw: Any) -> str:
    """An ISO 639-1 code."""
    text = _text(raw).strip().lower()
    if not re.fullmatch(r"([a-z]{2})?", text):
        raise BadValue("language")
    return text


def degrees(raw: Any) -> float | None:
    """Degrees with a point or a comma; the range is judged with its partner."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, bool):
        raise BadValue("number")
    try:
        return float(raw.strip().replace(",", ".")) if isinstance(raw, str) else float(raw)
    except (TypeError, ValueError, OverflowError):
        raise BadValue("number") from None


def day(raw: Any) -> date | None:
    """A date: ISO 8601, or day/month/year as the French write it."""
    if isinstance(raw, datetime):
        raise BadValue("date")
    if raw is None or isinstance(raw, date):
        return _in_calendar(raw)
    text = _text(raw).strip()
    turned = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    try:
        if turned:
            return _in_calendar(date(int(turned[3]), int(turned[2]), int(turned[1])))
        return _in_calendar(date.fromisoformat(text[:40]) if text else None)
    except ValueError as error:
        raise (error if isinstance(error, BadValue) else BadValue("date")) from None


def identifier(raw: Any) -> UUID | None:
    """A record's id, or none."""
    if raw is None or raw == "" or isinstance(raw, UUID):
        return raw or None
    try:
        return UUID(_text(raw))
    except ValueError:
        raise BadValue("unknown") from None


def money(raw: Any) -> Money | None:
    """From {"amount": "1234.50", "currency": "EUR"} or a Money; an empty amount is none."""
    if raw is None or isinstance(raw, Money):
        return raw
    amount = raw.get("amount") if isinstance(raw, Mapping) else None
    if amount is None or str(amount).strip() == "":
        return None
    if not isinstance(amount, str | int | Decimal) or isinstance(amount, bool):
        raise BadValue("amount")
    try:
        read = Money.parse(str(amount)[:60], str(raw.get("currency") or ""))
    except BadMoney as error:
        raise BadValue("currency" if str(error) == "currency" else "amount") from None
    if read.minor < 0 or read.minor >= 2**63:
        raise BadValue("amount")
    return read


COMMON: Mapping[str, Reader] = {"owner_id": identifier, "notes": notes, "external_id": line(120)}
ACCOUNT: Mapping[str, Reader] = {
    "name": line(200, required=True),
    "kind": one_of({"client", "prospect", "partner"}),
    "grade": one_of({"A", "B", "C", "D"}, empty=True),
    "street": line(200),
    "postcode": postcode,
    "city": line(120),
    "country": country,
    "latitude": degrees,
    "longitude": degrees,
    "place_source": one_of({"town", "address", "coordinates", "pin", "import"}, empty=True),
    "phone": phone,
    "email": email,
    "website": website,
    **COMMON,
}
CONTACT: Mapping[str, Reader] = {
    "account_id": identifier,
    "given_name": line(80),
    "family_name": line(80),
    "job_title": line(120),
    "email": email,
    "phone": phone,
    "mobile": phone,
    "language": language,
    **COMMON,
}
OPPORTUNITY: Mapping[str, Reader] = {
    "account_id": identifier,
    "name": line(200, required=True),
    "stage": line(60),
    "state": one_of({"open", "won", "lost"}),
    "amount": money,
    "expected_on": day,
    **COMMON,
}


def read_fields(readers: Mapping[str, Reader], raw: Mapping[str, Any]) -> tuple[dict[str, Any], Problems]:
    """Every field that was written, as it is kept, and what is wrong with the others. KeyError for an unknown field."""
    values: dict[str, Any] = {}
    problems: Problems = {}
    for name, written in raw.items():
        try:
            values[name] = readers[name](written)
        except BadValue as bad:
            problems[name] = bad
    return values, problems


def place_problem(latitude: float | None, longitude: float | None) -> Problems:
    """What is wrong with a pair of coordinates: half of it missing, or off the globe."""
    if latitude is None and longitude is None:
        return {}
    if latitude is None or longitude is None:
        return {"latitude" if latitude is None else "longitude": BadValue("pair")}
    try:
        Place(latitude, longitude)
    except BadPlace:
        return {"longitude" if -90 <= latitude <= 90 else "latitude": BadValue("place")}
    return {}


def _text(raw: Any) -> str:
    if raw is None:
        return ""
    if not isinstance(raw, str):
        raise BadValue("text")
    # A lone surrogate comes out of JSON's escapes and cannot be written as UTF-8.
    if has_control(raw) or any("\ud800" <= sign <= "\udfff" for sign in raw):
        raise BadValue("control")
    return raw


def _within(text: str, limit: int) -> str:
    if len(text) > limit:
        raise BadValue("too_long", limit)
    return text


def _in_calendar(value: date | None) -> date | None:
    if value is not None and not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise BadValue("year")
    return value
