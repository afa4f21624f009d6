"""What every carrier of letters must do, held against each of them and against a real server."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.servers.smtp_sink import Sink, smtp_sink
from tournee.notifications.domain.letter import Content, Letter
from tournee.notifications.domain.retry import (
    NeverRetry,
    NoServer,
    NotSent,
    OutcomeUnknown,
    ServerUnreachable,
    TryLater,
)
from tournee.notifications.ports import Carrier
from tournee.notifications.providers.email.carrier import MailServer
from tournee.notifications.providers.memory.adapter import MemoryCarrier
from tournee.values.email_address import EmailAddress

__all__ = ["smtp_sink"]
# What a carrier may say, and how the sink is made to have it said.
FAULTS: dict[str, NotSent] = {
    "reject": NeverRetry("550"),
    "refusedata": NeverRetry("552"),
    "tempfail": TryLater("451"),
    "laterdata": TryLater("451"),
    "dropafterdata": OutcomeUnknown("cut"),
}
Make = Callable[..., Carrier]


def letter(to: str = "lea@example.org") -> Letter:
    return Letter(
        recipient=EmailAddress(to),
        subject="Réunion",
        content=Content("Bonjour"),
        message_id="<1@sender.example>",
        sent_from="Tournée <tournee@sender.example>",
        written_at=datetime(2026, 11, 24, 12, tzinfo=UTC),
    )


@pytest.fixture(params=["server", "memory"])
def make(request: pytest.FixtureRequest, smtp_sink: Sink, settings: Any) -> Make:
    """Makes a carrier that will meet that fault, or none."""
    settings.MAILERS = smtp_sink.mailers()

    def made(fault: str = "") -> Carrier:
        if request.param == "server":
            return MailServer()
        return MemoryCarrier(*([FAULTS[fault]] if fault else []))

    return made


def nothing() -> None:
    return


def test_a_letter_is_taken_and_the_handing_over_told_once(make: Make) -> None:
    told: list[bool] = []
    make().carry(letter(), handing_over=lambda: told.append(True))
    assert told == [True]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_by_what_to_do_next(make: Make, fault: str) -> None:
    with pytest.raises(NotSent) as raised:
        make(fault).carry(letter(f"{fault}+lea@example.org"), handing_over=nothing)
    assert type(raised.value) is type(FAULTS[fault])
    assert raised.value.words


def test_who_objects_to_the_handing_over_stops_it(make: Make, smtp_sink: Sink) -> None:
    class Stop(Exception):
        pass

    def stop() -> None:
        raise Stop

    carrier = make()
    with pytest.raises(Stop):
        carrier.carry(letter(), handing_over=stop)
    assert smtp_sink.received == []
    assert not (isinstance(carrier, MemoryCarrier) and carrier.letters)


def test_after_a_fault_the_next_letter_goes(make: Make) -> None:
    carrier = make("reject")
    with pytest.raises(NeverRetry):
        carrier.carry(letter("reject+lea@example.org"), handing_over=nothing)
    carrier.carry(letter(), handing_over=nothing)


def test_a_refused_recipient_was_never_handed_over(smtp_sink: Sink, settings: Any) -> None:
    settings.MAILERS = smtp_sink.mailers()
    told: list[bool] = []
    with pytest.raises(NeverRetry, match=r"550 5\.1\.1 No such user here"):
        MailServer().carry(letter("reject+lea@example.org"), handing_over=lambda: told.append(True))
    assert told == []


def test_a_server_that_lets_nobody_in_is_unreachable(smtp_sink: Sink, settings: Any) -> None:
    settings.MAILERS = smtp_sink.mailers()
    smtp_sink.refuses_everybody = True
    with pytest.raises(ServerUnreachable, match="Closed today"):
        MailServer().carry(letter(), handing_over=nothing)


def test_a_wrong_password_is_no_fault_of_the_letter(smtp_sink: Sink, settings: Any) -> None:
    settings.MAILERS = smtp_sink.mailers()
    settings.MAILERS["default"]["OPTIONS"] |= {"username": "tournee", "password": "wrong"}
    with pytest.raises(ServerUnreachable):
        MailServer().carry(letter(), handing_over=nothing)


@pytest.mark.parametrize("name", ["filebased", "console", "dummy"])
def test_a_back_end_that_sends_nothing_is_no_server(settings: Any, name: str) -> None:
    settings.MAILERS = {"default": {"BACKEND": f"django.core.mail.backends.{name}.EmailBackend", "OPTIONS": {}}}
    assert not MailServer().is_configured()
    with pytest.raises(NoServer):
        MailServer().carry(letter(), handing_over=nothing)
