"""A full disk: said with the right status, nothing half saved, reading goes on, and over when it is over."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client

from tests.factories.world import Program, World
from tournee.calendar.models import Event
from tournee.change_log.models import Change
from tournee.directory.models import Account

pytestmark = pytest.mark.django_db(transaction=True)
EVENT = {"subject": "Visit", "start": "2026-11-24T14:00:00+01:00", "notes": "x" * 15_000}
MANY = 100


@contextmanager
def full_disk() -> Iterator[None]:
    """SQLite gets no page more than it has; PostgreSQL says what it says when the disk is full."""
    table = Change._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            (pages,) = cursor.execute("PRAGMA page_count").fetchone()
            cursor.execute(f"PRAGMA max_page_count = {pages}")
        else:
            raising = "RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'"
            cursor.execute(
                f"CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {raising}; END $$"
            )
            cursor.execute(f"CREATE TRIGGER full_disk BEFORE INSERT ON {table} EXECUTE FUNCTION full_disk()")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA max_page_count = 1073741823")
            else:
                cursor.execute(f"DROP TRIGGER full_disk ON {table}")
                cursor.execute("DROP FUNCTION full_disk")


def test_nothing_is_half_saved_reading_goes_on_and_writing_comes_back(world: World, program: type[Program]) -> None:
    ask = program(world.rep)
    assert ask("POST", "/events", EVENT).status_code == 201
    saved = 1
    with full_disk():
        # Pages that were freed take some more.
        while (refused := ask("POST", "/events", EVENT)).status_code == 201 and saved < MANY:
            saved += 1
        assert refused.status_code == 507
        assert refused.json()["code"] == "storage_full"
        assert refused.headers["Retry-After"] == "5"
        assert Event.objects.of(world.organisation.pk).count() == saved
        assert Change.objects.filter(organisation_id=world.organisation.pk, kind="event.created").count() == saved
        found = ask("GET", "/events", {"start": "2026-11-24", "end": "2026-11-25"})
        assert len(found.json()["items"]) == saved
    assert ask("POST", "/events", EVENT).status_code == 201


@pytest.mark.parametrize(("language", "words"), [("fr", "Le disque du serveur est plein"), ("en", "disk is full")])
def test_a_form_says_it_in_the_language_of_who_asks(world: World, language: str, words: str) -> None:
    world.rep.language = language
    world.rep.save()
    client = Client(raise_request_exception=False)
    client.force_login(world.rep)
    form = {"name": "Kitchen " * 20, "kind": "client", "notes": "x" * 5_000}
    with full_disk():
        for number in range(MANY):
            answer = client.post("/accounts/new/", {**form, "key": f"first {number}"})
            if answer.status_code != 302:
                break
        assert answer.status_code == 507
        assert words in answer.content.decode()
        saved = Account.objects.of(world.organisation.pk).count()
        assert client.get("/accounts/").status_code == 200
    assert client.post("/accounts/new/", {**form, "key": "second"}).status_code == 302
    assert Account.objects.of(world.organisation.pk).count() == saved + 1
