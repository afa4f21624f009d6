"""Which channels there are, who carries mail, and where what is planned is read: one line a provider."""

from collections.abc import Mapping

from .ports import Carrier, Channel, Occasions
from .providers.calendar.adapter import CalendarOccasions
from .providers.email.adapter import Email
from .providers.email.carrier import MailServer
from .providers.in_app.adapter import InApp

CHANNELS: Mapping[str, Channel] = {channel.name: channel for channel in (InApp(), Email())}


def channel(name: str) -> Channel:
    """The channel of an alert; one that no longer exists gives way to the application itself."""
    return CHANNELS.get(name, CHANNELS["in_app"])


def carrier() -> Carrier:
    """Who carries mail."""
    return MailServer()


def occasions() -> Occasions:
    """Where what is planned is read."""
    return CalendarOccasions()
