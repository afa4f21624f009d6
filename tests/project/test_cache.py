"""What several server processes must know together: how often a password was guessed, and what was saved already."""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.servers.redis import RedisServer, redis_server
from tests.servers.tournee import Served, manage, serve
from tournee.project import cache
from tournee.project.environment import Environment
from tournee.values.identifier import new_id

__all__ = ["redis_server"]
MEMBER = """
from tests.factories.organisations import PASSWORD, make_member, make_organisation
make_member(make_organisation(), email="ines@example.com", password=PASSWORD)
"""
# Five for one account within five minutes: TOURNEE_LOGIN_LIMIT.
ALLOWED = 5


@contextmanager
def two_processes(request: pytest.FixtureRequest, folder: Path, **settings: str) -> Iterator[tuple[Served, Served]]:
    """Two servers of one installation, as two machines would run them."""
    database = request.getfixturevalue("postgresql_cluster").make_database(f"cache_{new_id().hex}")
    with ExitStack() as stack:
        both = []
        for name in ("one", "two"):
            (folder / name).mkdir()
            served = serve(folder / name, TOURNEE_DATABASE_URL=database, TOURNEE_SECRET_KEY="k" * 50, **settings)
            both.append(stack.enter_context(served))
        manage(both[0].environment, "shell", "--no-imports", "--command", MEMBER)
        yield both[0], both[1]


def guess(served: Served) -> str:
    """A wrong password; the page that comes back."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    address = f"{served.address}/sign-in/login/"
    # As behind a proxy: both are reached by one name.
    headers = {"Accept-Language": "en", "Host": "tournee.example.org"}
    with browser.open(urllib.request.Request(address, headers=headers)) as answer:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())
    assert token
    fields = {"login": "ines@example.com", "password": "wrong-password", "csrfmiddlewaretoken": token[1]}
    data = urllib.parse.urlencode(fields).encode()
    with browser.open(urllib.request.Request(address, data, headers=headers)) as answer:
        return str(answer.read().decode())


@pytest.mark.slow
@pytest.mark.postgresql
@pytest.mark.parametrize("kept", ["", "redis", "memory:"])
def test_guesses_are_counted_across_processes(kept: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    server: RedisServer = request.getfixturevalue("redis_server")
    settings = {"TOURNEE_CACHE_URL": server.url() if kept == "redis" else kept}
    with two_processes(request, tmp_path, **settings) as (one, two):
        pages = [guess(one) for _ in range(ALLOWED - 1)] + [guess(two)]
        assert [page for page in pages if "Too many attempts" in page] == []
        # In memory, the first one has counted four, and lets a fifth guess in: what the other settings are for.
        assert ("Too many attempts" in guess(one)) is (kept != "memory:")


@pytest.mark.parametrize(
    ("url", "postgresql", "back_end"),
    [
        ("", False, "LocMemCache"),
        ("", True, "DatabaseCache"),
        ("memory:", True, "LocMemCache"),
        ("database:", False, "DatabaseCache"),
        ("rediss://cache.example.org:6380/1", False, "RedisCache"),
    ],
)
def test_the_setting_names_the_place(url: str, postgresql: bool, back_end: str) -> None:
    found = Environment({"TOURNEE_CACHE_URL": url}).cache("TOURNEE_CACHE_URL", shared_database=postgresql)
    assert found["BACKEND"].endswith(back_end)


def test_an_unknown_place_stops_the_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="TOURNEE_CACHE_URL"):
        Environment({"TOURNEE_CACHE_URL": "memcached://x"}).cache("TOURNEE_CACHE_URL", shared_database=True)


@pytest.mark.parametrize("engine", ["sqlite3", "postgresql"])
@pytest.mark.parametrize("back_end", ["locmem.LocMemCache", "db.DatabaseCache", "redis.RedisCache"])
def test_the_deployment_check_warns_of_a_cache_that_is_not_shared(
    engine: str, back_end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(cache.settings.DATABASES["default"], "ENGINE", f"django.db.backends.{engine}")
    monkeypatch.setitem(cache.settings.CACHES["default"], "BACKEND", f"django.core.cache.backends.{back_end}")
    wrong = engine == "postgresql" and back_end == "locmem.LocMemCache"
    assert [message.id for message in cache.shared_cache(None)] == (["tournee.W001"] if wrong else [])


def test_sqlite_serves_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.connection.vendor", "sqlite", raising=False)
    with pytest.raises(CommandError, match="one process"):
        call_command("serve", processes=2, port=0)


@pytest.mark.parametrize("value", [[1764000000.25, 1764000001.5], "", "/accounts/1/", True, 5])
def test_values_survive_redis(value: object) -> None:
    plain = cache.PlainValues()
    assert plain.loads(plain.dumps(value)) == value


@pytest.mark.django_db
def test_the_databases_cache_has_its_table(settings: object) -> None:
    from django.core.cache.backends.db import DatabaseCache  # noqa: PLC0415 -- built apart from the settings

    kept = DatabaseCache("tournee_cache", {})
    assert kept.add("form", "", 60)
    assert not kept.add("form", "other", 60)
    kept.set("form", [1.5], 60)
    assert kept.get("form") == [1.5]
