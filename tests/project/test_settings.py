"""A setting that cannot be right stops the start, and says what is expected."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.servers.postgresql import free_port
from tournee.project.environment import Environment
from tournee.project.management.commands import serve


@pytest.mark.parametrize("url", ["", "redis://queue:6379/0", "celery+redis://queue"])
def test_an_address_is_taken_as_it_stands(url: str) -> None:
    assert Environment({"X": f" {url} "}).address("X", ["redis", "celery+redis"]) == url


@pytest.mark.parametrize("url", ["queue", "http://queue", "Celery+redis://queue", "mysql:x"])
def test_an_address_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"X: begin with one of redis:, celery\+redis:"):
        Environment({"X": url}).address("X", ["redis", "celery+redis"])


@pytest.mark.parametrize("url", ["celery+redis://queue", "amqp://queue"])
def test_celery_that_is_not_installed_is_told_before_anything_starts(
    url: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.JOBS_URL = url
    monkeypatch.setattr(serve, "find_spec", lambda _name: None)
    with pytest.raises(CommandError, match=r"requirements/celery\.txt"):
        call_command("serve", port=free_port())
