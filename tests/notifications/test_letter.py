"""Letters on the wire."""

import unicodedata
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.notifications.domain.letter import BadLetter, CalendarPart, Content, Letter, is_message_id, mime, one_line
from tournee.values.email_address import EmailAddress

INVITE = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Café – été\r\nEND:VCALENDAR\r\n"
KNOWN = {
    "subject", "from", "to", "reply-to", "date", "message-id", "in-reply-to", "references", "auto-submitted",
    "mime-version", "content-type", "content-transfer-encoding",
}  # fmt: skip


def letter(**fields: Any) -> Letter:
    content = Content("Bonjour,\nà mardi", "<p>Bonjour</p>", (CalendarPart("REQUEST", INVITE),))
    values: dict[str, Any] = {
        "recipient": EmailAddress("lea@example.org"),
        "subject": "Réunion",
        "content": content,
        "message_id": "<1@sender.example>",
        "sent_from": "Tournée <tournee@sender.example>",
        "written_at": datetime(2026, 11, 24, 12, tzinfo=UTC),
        **fields,
    }
    return Letter(**values)


def over_the_wire(one: Letter) -> EmailMessage:
    parsed = message_from_bytes(mime(one).as_bytes(), policy=policy.SMTP)
    assert isinstance(parsed, EmailMessage)
    return parsed


def test_an_invitation_is_text_html_and_calendar_and_a_file_beside_them() -> None:
    message = over_the_wire(letter())
    assert message.get_content_type() == "multipart/mixed"
    alternative, attached = message.iter_parts()
    assert alternative.get_content_type() == "multipart/alternative"
    text, html, calendar = alternative.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert text.get_content().replace("\r\n", "\n") == "Bonjour,\nà mardi\n"
    assert html.get_content_type() == "text/html"
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_content_charset() == "utf-8"
    assert calendar.get_payload(decode=True) == INVITE.encode()
    assert attached.get_filename() == "invite.ics"
    assert attached.get_payload(decode=True) == INVITE.encode()


def test_a_plain_letter_is_one_part() -> None:
    message = over_the_wire(letter(content=Content("Salut")))
    assert message.get_content_type() == "text/plain"
    assert message["Auto-Submitted"] == "auto-generated"


def test_answers_go_to_the_sender_and_the_thread_is_named() -> None:
    message = over_the_wire(
        letter(sender_name="Zoé, «Chef»", reply_to=EmailAddress("zoe@example.com"), in_reply_to="<0@sender.example>")
    )
    assert message["From"].addresses[0].display_name == "Zoé, «Chef»"
    assert message["From"].addresses[0].addr_spec == "tournee@sender.example"
    assert message["Reply-To"].addresses[0].addr_spec == "zoe@example.com"
    assert message["In-Reply-To"] == message["References"] == "<0@sender.example>"
    assert message["Message-ID"] == "<1@sender.example>"


def test_a_domain_with_accents_is_written_in_ascii() -> None:
    assert b"To: lea@xn--mse-hoa.example\r\n" in mime(letter(recipient=EmailAddress("lea@müse.example"))).as_bytes()


# Whatever a person can type or a guest's calendar can hold.
anything = st.text(st.characters(codec=None, exclude_categories=["Cs"]), max_size=120) | st.sampled_from(
    ["a\r\nBcc: eve@evil.example", "x\n\nbody", "\x00\x85\u2028Bcc: e@e.e", "=?utf-8?q?=0ABcc:_e@e.e?=", '"<a@b.c>, "']
)


@given(anything, anything, anything)
def test_no_name_or_subject_adds_a_header_or_a_recipient(subject: str, sender: str, recipient: str) -> None:
    written = mime(letter(subject=subject, sender_name=sender, recipient_name=recipient)).as_bytes()
    head = written.partition(b"\r\n\r\n")[0]
    starts = [line for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    assert {line.partition(b":")[0].decode().lower() for line in starts} <= KNOWN
    assert b"\n" not in head.replace(b"\r\n", b"")
    assert b"\r" not in head.replace(b"\r\n", b"")
    message = message_from_bytes(written, policy=policy.SMTP)
    assert [one.addr_spec for one in message["To"].addresses] == ["lea@example.org"]
    assert len(message["From"].addresses) == 1
    assert message["Bcc"] is None


@given(anything)
def test_a_calendar_part_arrives_as_it_was(text: str) -> None:
    kept = f"BEGIN:VCALENDAR\r\nX:{one_line(text)}\r\n"
    message = over_the_wire(letter(content=Content("x", calendar=(CalendarPart("CANCEL", kept),))))
    (part,) = (one for one in message.walk() if one.get_content_type() == "text/calendar")
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode() == kept


@given(anything)
def test_one_line_is_one_line(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert not any(unicodedata.category(letter) == "Cc" for letter in line)


def test_a_method_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BadLetter):
        CalendarPart("REQUEST\r\nBcc: e@e.e", "x")


@pytest.mark.parametrize("text", ["", "a@b", "<a@b> <c@d>", "<a@b>\r\nBcc: e", "<a b@c>", f"<{'a' * 300}@b>"])
def test_what_is_no_message_id(text: str) -> None:
    assert not is_message_id(text)
