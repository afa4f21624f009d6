"""What notices and alerts say, in the language that is active when they are read or sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tournee.values.time_zone import zone

from .domain.due import read_start

DASH = "–"
UNTITLED = gettext_lazy("Event without a title")
REFUSALS = {
    "refused": gettext_lazy("The mail server refused it for good. Check the address."),
    "gave_up": gettext_lazy(
        "The mail server did not take it for a day. Look at the mail settings, then send it again."
    ),
    "too_late": gettext_lazy("It could not be sent in time: what it was about is over."),
    "unknown": gettext_lazy("It was handed over, but no answer came. Ask whether it arrived before you send it again."),
    "no_server": gettext_lazy("No mail server is configured."),
    "unreachable": gettext_lazy("The mail server cannot be reached. It is tried again by itself."),
    "later": gettext_lazy("The mail server asked to try again later. It is tried again by itself."),
    "unreadable": gettext_lazy("It can no longer be read: the storage key that sealed it is missing."),
}


@dataclass(frozen=True, slots=True)
class Words:
    """A notice in words: a title, and a line beneath it."""

    title: str
    text: str


def when(start: date | datetime, end: date | datetime, zone_name: str) -> str:
    """Days and hours of an occurrence, on the clocks of that zone."""
    if isinstance(start, datetime) and isinstance(end, datetime):
        return _hours(start, end, zone(zone_name))
    last = end - timedelta(days=1)
    if last <= start:
        return _("%(day)s, all day") % {"day": day(start)}
    return f"{day(start)} {DASH} {day(last)}"


def _hours(start: datetime, end: datetime, tz: ZoneInfo) -> str:
    first, last = start.astimezone(tz), end.astimezone(tz)
    if first.date() == last.date():
        return f"{day(first)}, {first:%H:%M}{DASH}{last:%H:%M}"
    return f"{day(first)}, {first:%H:%M} {DASH} {day(last)}, {last:%H:%M}"


def day(value: date) -> str:
    """A day as people say it, with its year: "mardi 24 novembre 2026", "mardi 1er décembre 2026"."""
    if not (get_language() or "fr").startswith("fr"):
        return date_format(value, "l j F Y")
    written = date_format(value, r"l j\e\r F Y" if value.day == 1 else "l j F Y")
    return written[:1].lower() + written[1:]


def notice_words(kind: str, data: Mapping[str, Any], *, title: str, zone_name: str) -> Words:
    """A notice in words. `title` is the event's as the reader may know it; one of an unknown kind says that much."""
    write = WRITERS.get(kind)
    return write(data, title or str(UNTITLED), zone_name) if write else Words(_("Something changed."), "")


def refusal_words(fault: str, said: str) -> str:
    """Why a message has not left, and the server's own words."""
    reason = str(REFUSALS.get(fault, ""))
    return f"{reason} ({said})" if reason and said else reason or said


def _span(data: Mapping[str, Any], zone_name: str) -> str:
    if not data.get("start"):
        return ""
    start = read_start(data["start"])
    return when(start, read_start(data["end"]) if data.get("end") else start, zone_name)


def _alert(data: Mapping[str, Any], title: str, zone_name: str) -> Words:
    return Words(title, " · ".join(part for part in (_span(data, zone_name), data.get("place", "")) if part))


def _answer(sentence: str, data: Mapping[str, Any], title: str, zone_name: str) -> Words:
    said = sentence % {"name": data.get("name") or data.get("email", ""), "title": title}
    comment = _("“%(words)s”") % {"words": data["comment"]} if data.get("comment") else ""
    return Words(said, " · ".join(part for part in (comment, _span(data, zone_name)) if part))


def _declined(data: Mapping[str, Any], title: str, zone_name: str) -> Words:
    return _answer(_("%(name)s has declined: %(title)s"), data, title, zone_name)


def _countered(data: Mapping[str, Any], title: str, zone_name: str) -> Words:
    return _answer(_("%(name)s proposes another time: %(title)s"), data, title, zone_name)


def _mail_failed(data: Mapping[str, Any], _title: str, _zone_name: str) -> Words:
    said = _("This e-mail was not sent: %(subject)s") % {"subject": _subject(data)}
    return Words(said, " · ".join(part for part in (data.get("recipient", ""), _reason(data)) if part))


def _mail_unknown(data: Mapping[str, Any], _title: str, _zone_name: str) -> Words:
    said = _("It is not known whether this e-mail was sent: %(subject)s") % {"subject": _subject(data)}
    return Words(said, " · ".join(part for part in (data.get("recipient", ""), _reason(data)) if part))


def _no_server(_data: Mapping[str, Any], _title: str, _zone_name: str) -> Words:
    text = _("Name one in the settings of the server, then release what was kept under Settings, Outgoing mail.")
    return Words(_("E-mails are kept, not sent: no mail server is configured."), text)


def _subject(data: Mapping[str, Any]) -> str:
    return data.get("subject") or _("private")


def _reason(data: Mapping[str, Any]) -> str:
    return refusal_words(data.get("fault", ""), data.get("said", ""))


WRITERS = {
    "alert.due": _alert,
    "invitation.declined": _declined,
    "invitation.countered": _countered,
    "mail.failed": _mail_failed,
    "mail.unknown": _mail_unknown,
    "mail.no_server": _no_server,
}
