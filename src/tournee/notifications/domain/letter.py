"""A letter to one person, and its form on the wire (RFC 5322; calendar parts by RFC 6047)."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from tournee.values.email_address import EmailAddress

# RFC 5546: what a calendar part may ask of its reader.
METHODS = frozenset({"PUBLISH", "REQUEST", "REPLY", "ADD", "CANCEL", "REFRESH", "COUNTER", "DECLINECOUNTER"})
# Line ends of every kind, and what may not stand in a header at all.
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x80-\x9f\u2028\u2029]+")
_MESSAGE_ID = re.compile(r"<[^\s<>@]+@[^\s<>@]+>")


def one_line(text: str, *, most: int = 255) -> str:
    """The text as a header may hold it: on one line, without control characters, no longer than that."""
    plain = _BREAKS.sub(" ", text).encode("utf-8", "replace").decode()
    # What looks like an encoded word would be decoded, line ends and all (RFC 2047).
    plain = plain.replace("=?", "= ?")
    return " ".join(plain.split())[:most].strip()


class BadLetter(ValueError):
    """A letter that cannot be written: a programming error."""


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """An iCalendar object and what it asks, e.g. REQUEST."""

    method: str
    text: str

    def __post_init__(self) -> None:
        """Raises BadLetter for a method that RFC 5546 does not know."""
        if self.method not in METHODS:
            raise BadLetter(self.method)


@dataclass(frozen=True, slots=True)
class Content:
    """What the reader sees; `calendar` is what his mail program reads."""

    text: str
    html: str = ""
    calendar: tuple[CalendarPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """All that is needed to write it. Names and subject may hold anything: they are put on one line."""

    recipient: EmailAddress
    subject: str
    content: Content
    message_id: str
    sent_from: str
    written_at: datetime
    recipient_name: str = ""
    sender_name: str = ""
    reply_to: EmailAddress | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = field(default=())


def is_message_id(text: str) -> bool:
    """Whether it is one Message-ID with its angle brackets."""
    return len(text) <= 255 and _MESSAGE_ID.fullmatch(text) is not None


def mime(letter: Letter) -> EmailMessage:
    """The letter as it goes over the wire: text, HTML and calendar are alternatives, the last one also a file."""
    message = EmailMessage(policy=SMTP)
    _write_headers(message, letter)
    message.set_content(letter.content.text, cte="quoted-printable")
    if letter.content.html:
        message.add_alternative(letter.content.html, subtype="html", cte="quoted-printable")
    for part in letter.content.calendar:
        # Gmail and Outlook take the alternative; others show only the file.
        message.add_alternative(part.text, subtype="calendar", cte="base64", params={"method": part.method})
    for part in letter.content.calendar:
        message.add_attachment(
            part.text.encode(), maintype="application", subtype="ics", filename="invite.ics", cte="base64"
        )
    return message


def _write_headers(message: EmailMessage, letter: Letter) -> None:
    message["Subject"] = one_line(letter.subject)
    message["From"] = _sender(letter)
    message["To"] = _address(letter.recipient_name, letter.recipient.text)
    if letter.reply_to:
        message["Reply-To"] = _address(letter.sender_name, letter.reply_to.text)
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = letter.message_id
    if letter.in_reply_to:
        message["In-Reply-To"] = letter.in_reply_to
        message["References"] = " ".join((*letter.references, letter.in_reply_to))
    # RFC 3834: no absence note shall answer it.
    message["Auto-Submitted"] = "auto-generated"


def _sender(letter: Letter) -> Address:
    name, address = parseaddr(letter.sent_from)
    return _address(letter.sender_name or name, address)


def _address(name: str, address: str) -> Address:
    local, _, domain = address.rpartition("@")
    # A domain with accents goes in its ASCII form; a local part cannot.
    ascii_domain = domain if domain.isascii() else domain.encode("idna").decode()
    return Address(display_name=one_line(name, most=160), username=local, domain=ascii_domain)
