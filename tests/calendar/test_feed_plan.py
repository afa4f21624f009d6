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
                # A table this small is read whole unless that is forbidden; the question is what else would do.
                cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
                cursor.execute(f"EXPLAIN {statement}", parameters)
            else:
                cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            told.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
    return told


def owners(world: World) -> feed.Filter:
    return feed.Filter(owner_ids=[world.administrator.pk, world.rep.pk, world.colleague.pk])


@pytest.mark.django_db
class TestTheWindow:
    def test_reads_the_index_from_a_month_before_it(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        many, _rest = plans(world, owners(world), monkeypatch)
        assert "event_in_window" in many
        if connection.vendor == "sqlite":
            assert "event_in_window (organisation_id=? AND owner_id=? AND starts_at>? AND starts_at<?)" in many
            assert "SCAN e" not in many
        else:
            condition = next(line for line in many.splitlines() if "Index Cond" in line)
            assert "starts_at >= '2026-09-30" in condition
            assert "owner_id = ANY" in condition

    def test_reads_long_events_and_invitations_by_their_own_indexes(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _many, rest = plans(world, owners(world), monkeypatch)
        assert "event_long_in_window" in rest
        assert "invitations_of_member" in rest
        if connection.vendor == "sqlite":
            assert "event_long_in_window (organisation_id=? AND owner_id=? AND ends_at>?)" in rest
            assert "invitations_of_member (organisation_id=? AND member_id=? AND event_starts_at>?" in rest
            assert "SCAN e" not in rest

    def test_of_everybody_is_bounded_too(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        many, _rest = plans(world, feed.Filter(), monkeypatch)
        assert "event_in_window" in many
        if connection.vendor == "sqlite":
            assert "starts_at>? AND starts_at<?" in many

    def test_of_an_account_reads_its_events_alone(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        account = make_account(world.organisation)
        many, _rest = plans(world, feed.Filter(account_id=account.pk), monkeypatch)
        assert "event_by_account" in many


@pytest.mark.django_db
def test_a_month_asks_as_many_statements_for_one_event_as_for_three(
    world: World, django_assert_num_queries: object
) -> None:
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
    assert statements() == one <= 7
