"""Invitations as people read them: text and HTML, in the language that is active."""

from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..domain.letter import CalendarPart, Content

BUTTON = (
    "display:inline-block;padding:8px 16px;margin:0 8px 8px 0;border:1px solid #1f6f54;border-radius:6px;"
    "color:#1f6f54;text-decoration:none"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a mail tells. `news` is "new", "changed" or "cancelled"; `days` are the dates it speaks of, in words;
    `link` is where to answer, "" where nothing is asked."""

    news: str
    subject: str
    days: tuple[str, ...]
    repeats: str = ""
    zone: str = ""
    place: str = ""
    notes: str = ""
    organiser: str = ""
    organiser_address: str = ""
    link: str = ""
    # Of a series, and only these days of it.
    is_partial: bool = False
    asks: bool = True


def subject_of(said: Said) -> str:
    """What stands in the list of mails."""
    words = {"subject": said.subject, "when": said.days[0] if said.days else ""}
    if said.news == "cancelled":
        return _("Cancelled: %(subject)s – %(when)s") % words
    if said.news == "changed":
        return _("Changed: %(subject)s – %(when)s") % words
    return _("Invitation: %(subject)s – %(when)s") % words


def content_of(said: Said, calendar: CalendarPart) -> Content:
    """The letter in plain text, in HTML, and for calendar programs."""
    return Content(_text(said), _html(said), (calendar,))


def _opening(said: Said) -> str:
    who = said.organiser or said.organiser_address
    if said.news == "cancelled":
        if said.is_partial:
            return _("%(name)s has cancelled what was planned for these days; nothing else changes.") % {"name": who}
        return _("%(name)s has cancelled this, or you are no longer expected.") % {"name": who}
    if said.news == "changed":
        if said.is_partial:
            return _("%(name)s has changed what was planned for these days; nothing else changes.") % {"name": who}
        return _("%(name)s has changed what you are invited to.") % {"name": who}
    return _("%(name)s invites you.") % {"name": who}


def _facts(said: Said) -> list[tuple[str, str]]:
    zone = f" ({said.zone})" if said.zone else ""
    facts = [(_("When"), f"{day}{zone}") for day in said.days]
    facts.append((_("Repeats"), said.repeats))
    facts.append((_("Where"), said.place))
    facts.append((_("From"), " ".join(part for part in (said.organiser, f"<{said.organiser_address}>") if part)))
    return [(name, value) for name, value in facts if value]


def buttons() -> tuple[tuple[str, str], ...]:
    """The answers that are offered, as words of the API and of people."""
    return (
        ("accepted", pgettext("answer to an invitation", "Accept")),
        ("tentative", pgettext("answer to an invitation", "Maybe")),
        ("declined", pgettext("answer to an invitation", "Decline")),
    )


def _text(said: Said) -> str:
    parts = [_opening(said), "", said.subject, *(f"{name}: {value}" for name, value in _facts(said))]
    if said.notes:
        parts += ["", said.notes]
    if said.link:
        parts += ["", _asking(said), *(f"{word}: {_address(said.link, answer)}" for answer, word in buttons())]
    return "\n".join(parts) + "\n"


def _html(said: Said) -> str:
    rows = "".join(f"<p><b>{escape(name)}:</b> {escape(value)}</p>" for name, value in _facts(said))
    notes = "".join(f"<p>{'<br>'.join(map(escape, block.splitlines()))}</p>" for block in said.notes.split("\n\n"))
    links = "".join(
        f'<a href="{escape(_address(said.link, answer))}" style="{BUTTON}">{escape(word)}</a>'
        for answer, word in (buttons() if said.link else ())
    )
    asking = f"<p>{escape(_asking(said))}</p><p>{links}</p>" if said.link else ""
    return (
        '<!doctype html><html><head><meta charset="utf-8"></head><body style="font-family:sans-serif">'
        f"<p>{escape(_opening(said))}</p><h2>{escape(said.subject)}</h2>{rows}{notes if said.notes else ''}{asking}"
        "</body></html>"
    )


def _asking(said: Said) -> str:
    if said.asks:
        return _("Answer here without signing in, or from your mail program:")
    return _("Your answer still counts. To change it:")


def _address(link: str, answer: str) -> str:
    return f"{link}?{urlencode({'answer': answer})}"


def kept_time(name: str) -> tuple[str, str]:
    """Subject and text for whoever proposed another time that the owner does not take."""
    return (
        _("The time stays as it is: %(subject)s") % {"subject": name},
        _("Your proposal of another time was declined. What was planned stays."),
    )
