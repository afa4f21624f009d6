"""The feed against the plain definition: what overlaps the window, whatever its length, zone or kind."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.calendar import make_event
from tests.factories.world import World
from tournee.calendar import feed
from tournee.calendar.domain.window import LONG, Window
from tournee.calendar.models import Event
from tournee.values.identifier import new_id

FIRST = datetime(2026, 11, 1, tzinfo=UTC)
timed = st.tuples(st.integers(-70 * 24, 70 * 24), st.sampled_from([0, 1, 24, 30 * 24, 31 * 24, 32 * 24, 100 * 24]))
all_day = st.tuples(st.integers(-70, 70), st.sampled_from([1, 2, 30, 31, 32, 100]))
windows = st.tuples(
    st.integers(-5, 5), st.integers(1, 45), st.sampled_from(["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Paris"])
)


def build(world: World, *, starts_at: datetime, ends_at: datetime, **fields: object) -> Event:
    return Event(
        organisation=world.organisation,
        owner=world.rep,
        uid=str(new_id()),
        subject="x",
        starts_at=starts_at,
        ends_at=ends_at,
        is_long=ends_at - starts_at > LONG,
        time_zone="Europe/Paris",
        **fields,
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(timed, max_size=6), st.lists(all_day, max_size=4), windows)
def test_a_window_never_loses_an_event_that_overlaps_and_shows_no_other(
    world: World, hours: list[tuple[int, int]], dates: list[tuple[int, int]], shown: tuple[int, int, str]
) -> None:
    Event.objects.of(world.organisation.pk).delete()
    events = [
        build(world, starts_at=FIRST + timedelta(hours=at), ends_at=FIRST + timedelta(hours=at + length))
        for at, length in hours
    ]
    for at, length in dates:
        first = FIRST.date() + timedelta(days=at)
        last = first + timedelta(days=length)
        midnights = [datetime.combine(day, time.min, UTC) for day in (first, last)]
        events.append(
            build(world, starts_at=midnights[0], ends_at=midnights[1], all_day=True, starts_on=first, ends_on=last)
        )
    Event.objects.bulk_create(events)
    begin = FIRST.date() + timedelta(days=shown[0])
    window = Window.read(begin.isoformat(), (begin + timedelta(days=shown[1])).isoformat(), shown[2])
    rows, more = feed.rows(world.rep, window, feed.Filter(), limit=100)
    assert not more
    assert sorted(str(row.id).replace("-", "") for row in rows) == sorted(
        event.pk.hex for event in events if overlaps(event, window)
    )


def overlaps(event: Event, window: Window) -> bool:
    if event.all_day:
        assert event.starts_on
        assert event.ends_on
        return event.starts_on < window.last_day and event.ends_on > window.first_day
    if event.starts_at == event.ends_at:
        return window.span.start <= event.starts_at < window.span.end
    return event.starts_at < window.span.end and event.ends_at > window.span.start


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_by_cursor_are_the_whole(world: World, limit: int) -> None:
    for number in range(6):
        make_event(world.rep, FIRST + timedelta(days=1, hours=number // 2), hours=(LONG.days + 2) * 24 * (number % 2))
    window = Window.read("2026-11-01", "2026-12-01", "Europe/Paris")
    whole, _ = feed.rows(world.rep, window, feed.Filter(), limit=100)
    found: list[feed.Row] = []
    more = True
    after: feed.Cursor | None = None
    while more:
        page, more = feed.rows(world.rep, window, feed.Filter(), limit=limit, after=after)
        found += page
        after = feed.Cursor.read(str(page[-1].starts_at), str(page[-1].id))
    assert [row.id for row in found] == [row.id for row in whole]


def test_nothing_from_the_trash_is_shown(world: World) -> None:
    make_event(world.rep, FIRST + timedelta(days=1), deleted_at=FIRST)
    window = Window.read("2026-11-01", "2026-12-01", "Europe/Paris")
    assert feed.rows(world.rep, window, feed.Filter(), limit=10) == ([], False)
    assert date(2026, 11, 1) == window.first_day


def test_values_come_as_the_database_holds_them(world: World) -> None:
    make_event(world.rep, FIRST + timedelta(days=1))
    window = Window.read("2026-11-01", "2026-12-01", "Europe/Paris")
    ((row,), _more) = feed.rows(world.rep, window, feed.Filter(), limit=10)
    found = [row.all_day, row.busy, row.starts_at]
    held = (
        [False, True, FIRST + timedelta(days=1)] if connection.vendor == "postgresql" else [0, 1, "2026-11-02 00:00:00"]
    )
    assert found == held
    assert list(map(type, found)) == list(map(type, held))


def test_an_account_removed_between_two_queries_is_left_out(world: World) -> None:
    make_event(world.rep, FIRST + timedelta(days=1))
    window = Window.read("2026-11-01", "2026-12-01", "Europe/Paris")
    ((row,), _more) = feed.rows(world.rep, window, feed.Filter(), limit=10)
    around = feed.around(world.organisation.pk, [row._replace(account_id=new_id().hex, opportunity_id=new_id().hex)])
    assert (around.accounts, around.opportunities) == ({}, {})
    assert around.owners == {row.owner_id: world.rep.name}
