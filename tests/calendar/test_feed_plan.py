"""The feed reads by index, bounded on the start: told by the database, not by a watch."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from tests.factories.calendar import make_event
from tests.factories.directory import make_account
from tests.factories.world import World
from tournee.calendar import feed, feed_sql
from tournee.calendar.domain.window import Window

MONTH = Window.read("2026-11-01", "2026-12-01", "Europe/Paris")


def plans(world: World, wanted: feed.Filter, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How the database runs each statement of the window, in words."""
    statements = []
    monkeypatch.setattr(feed_sql, "read", lambda *sent: statements.append(sent[:2]) or [])
    feed.rows(world.administrator, MONTH, wanted, limit=5000)
    with connection.cursor() as cursor:
        told = []
        for statement, parameters in statements:
            if connection.vendor == "postgresql":
                # A table this small is read whole unless that is forbidden.
                cursor.execute("SET LOCAL enable_seqscan = off")
                cursor.execute(f"EXPLAIN {statement}", parameters)
            else:
                cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            told.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
    return told


def owners(world: World) -> feed.Filter:
    return feed.Filter(owner_ids=[world.administrator.pk, world.rep.pk, world.colleague.pk])


def reads(plan: str, *, by: str) -> bool:
    """Whether SQLite goes by that index and those bounds; PostgreSQL, which goes by size, at least by some index."""
    if connection.vendor == "postgresql":
        return "Seq Scan on calendar_event" not in plan
    return by in plan and "SCAN e" not in plan


@pytest.mark.django_db
class TestTheWindow:
    def test_reads_the_index_from_a_month_before_it(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        many, _rest = plans(world, owners(world), monkeypatch)
        assert reads(many, by="event_in_window (organisation_id=? AND owner_id=? AND starts_at>? AND starts_at<?)")

    def test_reads_long_events_by_their_own_index(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        _many, rest = plans(world, owners(world), monkeypatch)
        assert reads(rest, by="event_long_in_window (organisation_id=? AND owner_id=? AND ends_at>?)")

    def test_reads_no_old_invitations(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        _many, rest = plans(world, owners(world), monkeypatch)
        bound = "(organisation_id=? AND member_id=? AND event_starts_at>? AND event_starts_at<?)"
        assert reads(rest, by=f"invitations_of_member {bound}")

    def test_reads_only_the_series_that_have_not_ended(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        _many, rest = plans(world, owners(world), monkeypatch)
        assert reads(rest, by="event_series_in_window (organisation_id=? AND owner_id=? AND series_ends_at>?)")
        bound = "(organisation_id=? AND member_id=? AND event_starts_at=?)"
        assert reads(rest, by=f"invitations_of_member {bound}")

    def test_of_everybody_is_bounded_too(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        many, _rest = plans(world, feed.Filter(), monkeypatch)
        assert reads(many, by="event_in_window (organisation_id=? AND owner_id=? AND starts_at>? AND starts_at<?)")

    def test_of_an_account_reads_its_events_alone(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        account = make_account(world.organisation)
        many, _rest = plans(world, feed.Filter(account_id=account.pk), monkeypatch)
        assert reads(many, by="event_by_account (organisation_id=? AND account_id=? AND starts_at>? AND starts_at<?)")


@pytest.mark.django_db
def test_a_month_asks_as_many_statements_for_one_event_as_for_three(world: World) -> None:
    def statements() -> int:
        connection.queries_log.clear()
        connection.force_debug_cursor = True
        try:
            found, _more = feed.rows(world.administrator, MONTH, owners(world), limit=5000)
            feed.around(world.organisation.pk, found)
        finally:
            connection.force_debug_cursor = False
        return len(connection.queries)

    make_event(world.rep, datetime(2026, 11, 10, 9, tzinfo=UTC), account=make_account(world.organisation))
    one = statements()
    for day in (11, 12):
        make_event(world.colleague, datetime(2026, 11, day, 9, tzinfo=UTC), account=make_account(world.organisation))
    assert statements() == one <= 5
