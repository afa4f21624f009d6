"""Hands letters to the mail server that the administrator named, through Django's mail back end."""

import smtplib
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage as DjangoMessage
from django.core.mail import mailers

from ...domain.letter import Letter, mime
from ...domain.retry import NeverRetry, NoServer, NotSent, OutcomeUnknown, ServerUnreachable, TryLater, server_says

MAILER = "default"
# Back ends that send nothing: without a server, letters are kept in the outbox instead.
SEND_NOTHING = frozenset(
    {f"django.core.mail.backends.{name}.EmailBackend" for name in ("filebased", "console", "dummy")}
)


class Ready(DjangoMessage):
    """A message that is already written."""

    def __init__(self, written: EmailMessage, **fields: Any) -> None:
        super().__init__(**fields)
        self.written = written

    def message(self, **_policy: Any) -> EmailMessage:
        """As it was written: the back end changes nothing."""
        return self.written


class MailServer:
    """The server of the settings; its name is an administrator's to give, never a user's."""

    def is_configured(self) -> bool:
        """Whether letters can leave at all."""
        return settings.MAILERS[MAILER]["BACKEND"] not in SEND_NOTHING

    def carry(self, letter: Letter, *, handing_over: Callable[[], None]) -> None:
        """As the port says."""
        if not self.is_configured():
            raise NoServer("")
        try:
            ready = Ready(mime(letter), from_email=letter.sent_from, to=[letter.recipient.text])
        except (ValueError, UnicodeError) as error:
            raise NeverRetry(str(error)[:500]) from error
        backend = mailers[MAILER]
        try:
            _open(backend)
            Delivery(backend, handing_over).send(ready)
        finally:
            _close(backend)


def _open(backend: Any) -> None:
    try:
        backend.open()
    except smtplib.SMTPResponseException as error:
        # Nothing of this letter was looked at yet: a wrong password, say, is no fault of its.
        raise ServerUnreachable(server_says(error.smtp_code, error.smtp_error).words) from error
    except OSError as error:
        raise ServerUnreachable(_words(error)) from error


def _close(backend: Any) -> None:
    try:
        backend.close()
    except OSError:
        # What the server says after it has answered for the letter changes nothing.
        return


class Delivery:
    """One letter over an open connection; knows whether it has begun to leave."""

    def __init__(self, backend: Any, handing_over: Callable[[], None]) -> None:
        self.backend = backend
        self.handing_over = handing_over
        self.began = False

    def send(self, ready: Ready) -> None:
        """Raises TryLater, NeverRetry, OutcomeUnknown."""
        line = getattr(self.backend, "connection", None)
        if isinstance(line, smtplib.SMTP):
            self._watch(line)
        else:
            self._begin()
        try:
            self.backend.send_messages([ready])
        except NotSent:
            raise
        except (OSError, ValueError) as error:
            raise self._fault(error) from error

    def _watch(self, line: smtplib.SMTP) -> None:
        data = line.data

        def watched(message: Any) -> Any:
            self._begin()
            return data(message)

        line.data = watched  # type: ignore[assignment,method-assign]  # the only place that knows when the body leaves

    def _begin(self) -> None:
        self.handing_over()
        self.began = True

    def _fault(self, error: Exception) -> NotSent:
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            return server_says(*next(iter(error.recipients.values())))
        if isinstance(error, smtplib.SMTPResponseException):
            return server_says(error.smtp_code, error.smtp_error)
        if isinstance(error, ValueError | smtplib.SMTPNotSupportedError):
            return NeverRetry(_words(error))
        return OutcomeUnknown(_words(error)) if self.began else TryLater(_words(error))


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:500] or type(error).__name__
