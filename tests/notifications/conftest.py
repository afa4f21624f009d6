"""A mail server of the test's own."""

from typing import Any

import pytest

from tests.servers.smtp_sink import Sink, smtp_sink

__all__ = ["mail_server", "smtp_sink"]


@pytest.fixture
def mail_server(smtp_sink: Sink, settings: Any) -> Sink:
    """The sink, as the server that the settings name."""
    settings.MAILERS = smtp_sink.mailers()
    settings.DEFAULT_FROM_EMAIL = "Tournée <tournee@sender.example>"
    return smtp_sink
