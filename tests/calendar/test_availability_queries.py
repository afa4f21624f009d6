"""What counts as taken: whose events, which answers, which occurrences, which days; and at what price."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.calendar import NOON, make_all_day, make_event, make_participant, make_series
from tests.factories.world import World
from tournee.calendar import actions, double_booking, free_busy
from tournee.calendar.domain.series import Scope
from tournee.calendar.models import Event, Participant
from tournee.organisations.models import Member
from tournee.values.time_range import TimeRange

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
THAT_DAY = TimeRange(NOON - 12 * HOUR, NOON + 12 * HOUR)
BUSY = [(NOON, NOON + HOUR)]


def busy(member: Member, within: TimeRange = THAT_DAY, **options: Any) -> list[tuple[datetime, datetime]]:
    found = free_busy.people([member], within, **options)[member.pk]
    return [(one.start, one.end) for one in found.busy]


def test_what_one_owns_takes_one_s_time(world: World) -> None:
    make_event(world.rep)
    make_event(world.rep, NOON + HOUR / 2)
    assert busy(world.rep) == [(NOON, NOON + 1.5 * HOUR)]
    assert busy(world.colleague) == []


NOT_TAKING: list[dict[str, Any]] = [
    {"busy": False}, {"status": "cancelled"}, {"deleted_at": NOON}, {"hours": 0},
    {"start": NOON + 12 * HOUR}, {"start": NOON - 13 * HOUR},
]  # fmt: skip


@pytest.mark.parametrize("fields", NOT_TAKING, ids=str)
def test_what_takes_no_time_of_that_day(world: World, fields: dict[str, Any]) -> None:
    start = fields.pop("start", NOON)
    event = make_event(world.rep, start, **fields)
    make_participant(event, member=world.colleague)
    assert busy(world.rep) == busy(world.colleague) == []


@pytest.mark.parametrize(
    ("answer", "counts"), [("accepted", True), ("tentative", True), ("none", True), ("declined", False)]
)
def test_an_invitation_counts_unless_declined(world: World, answer: str, counts: bool) -> None:
    make_participant(make_event(world.rep), member=world.other_rep, answer=answer)
    assert busy(world.other_rep) == (BUSY if counts else [])
    long = make_event(world.rep, NOON - 40 * DAY, hours=24 * 45)
    make_participant(long, member=world.administrator, answer=answer)
    assert busy(world.administrator) == ([(THAT_DAY.start, THAT_DAY.end)] if counts else [])
    series = make_series(world.rep, start=(NOON + 3 * HOUR - 3 * WEEK).isoformat())
    place = {"participants": [{"user_id": world.colleague.pk}]}
    actions.update_event(event_id=series.pk, by=world.rep, sent=place)
    Participant.objects.of(world.organisation.pk).filter(event=series).update(answer=answer)
    assert busy(world.colleague) == ([(NOON + 3 * HOUR, NOON + 4 * HOUR)] if counts else [])


def test_long_events_are_found_from_far_before(world: World) -> None:
    make_event(world.rep, NOON - 400 * DAY, hours=24 * 500)
    assert busy(world.rep) == [(THAT_DAY.start, THAT_DAY.end)]


def test_what_began_weeks_before_still_takes_the_day(world: World) -> None:
    make_participant(make_event(world.rep, NOON - 20 * DAY, hours=24 * 25), member=world.other_rep)
    assert busy(world.rep) == busy(world.other_rep) == [(THAT_DAY.start, THAT_DAY.end)]


def test_days_are_days_of_each_person_s_zone(world: World) -> None:
    Member.objects.filter(pk=world.colleague.pk).update(time_zone="Pacific/Auckland")
    world.colleague.refresh_from_db()
    make_participant(make_all_day(world.rep, date(2026, 11, 24)), member=world.colleague)
    within = TimeRange(NOON - 2 * DAY, NOON + 2 * DAY)
    assert busy(world.rep, within) == [(datetime(2026, 11, 23, 23, tzinfo=UTC), datetime(2026, 11, 24, 23, tzinfo=UTC))]
    assert busy(world.colleague, within) == [
        (datetime(2026, 11, 23, 11, tzinfo=UTC), datetime(2026, 11, 24, 11, tzinfo=UTC))
    ]


def test_days_of_a_series_are_days_of_each_person_s_zone(world: World) -> None:
    Member.objects.filter(pk=world.rep.pk).update(time_zone="Pacific/Kiritimati")
    world.rep.refresh_from_db()
    make_series(world.rep, "FREQ=WEEKLY", start="2026-11-03", end="2026-11-04", all_day=True)
    # The 24th begins there at 10:00 UTC on the 23rd.
    within = TimeRange(datetime(2026, 11, 23, 8, tzinfo=UTC), datetime(2026, 11, 23, 11, tzinfo=UTC))
    assert busy(world.rep, within) == [(datetime(2026, 11, 23, 10, tzinfo=UTC), within.end)]


def test_a_day_of_a_series_goes_on_in_the_west_when_the_next_has_begun_in_utc(world: World) -> None:
    Member.objects.filter(pk=world.rep.pk).update(time_zone="Pacific/Pago_Pago")
    world.rep.refresh_from_db()
    make_series(world.rep, "FREQ=WEEKLY", start="2026-11-02", end="2026-11-03", all_day=True)
    # The 23rd ends there at 11:00 UTC on the 24th.
    assert busy(world.rep, TimeRange(NOON - 4 * HOUR, NOON)) == [(NOON - 4 * HOUR, NOON - HOUR)]


def test_a_series_keeps_its_hour_and_its_exceptions(world: World) -> None:
    start = datetime(2026, 3, 17, 8, tzinfo=UTC)
    series = make_series(world.rep, start=start.isoformat(), time_zone="Europe/Paris")
    by = {"event_id": series.pk, "scope": Scope.THIS, "by": world.rep}
    actions.update_occurrences(recurrence_id="2026-03-24T09:00", sent={"start": "2026-03-25T15:00:00Z"}, **by)
    actions.delete_occurrences(recurrence_id="2026-04-07T09:00", **by)
    actions.update_occurrences(recurrence_id="2026-04-14T09:00", sent={"busy": False}, **by)
    within = TimeRange(start - DAY, start + 5 * WEEK)
    assert [one[0] for one in busy(world.rep, within)] == [
        start,
        datetime(2026, 3, 25, 15, tzinfo=UTC),
        datetime(2026, 3, 31, 7, tzinfo=UTC),
        datetime(2026, 4, 21, 7, tzinfo=UTC),
    ]


def test_who_declined_one_occurrence_is_free_then_alone(world: World) -> None:
    series = make_series(world.rep, participants=[{"user_id": world.colleague.pk}])
    later = (NOON + WEEK).isoformat()
    changed = actions.update_occurrences(
        event_id=series.pk, recurrence_id=later, scope=Scope.THIS, by=world.rep, sent={"notes": "x"}
    )
    Participant.objects.of(world.organisation.pk).filter(event=changed.event).update(answer="declined")
    within = TimeRange(NOON, NOON + 3 * WEEK)
    assert [one[0] for one in busy(world.colleague, within)] == [NOON, NOON + 2 * WEEK]
    assert len(busy(world.rep, within)) == 3


def test_one_event_or_series_is_left_out(world: World) -> None:
    event, series = make_event(world.rep), make_series(world.rep, start=(NOON + 2 * HOUR).isoformat())
    sent = {"start": (NOON + 4 * HOUR).isoformat()}
    actions.update_occurrences(
        event_id=series.pk, recurrence_id=(NOON + 2 * HOUR).isoformat(), scope=Scope.THIS, by=world.rep, sent=sent
    )
    assert busy(world.rep, except_id=event.pk) == [(NOON + 4 * HOUR, NOON + 5 * HOUR)]
    assert busy(world.rep, except_id=series.pk) == BUSY


def test_another_organisation_s_events_are_nobody_s(world: World) -> None:
    make_event(world.stranger)
    assert busy(world.stranger) == BUSY
    assert busy(world.administrator) == []


def test_hours_of_work_are_each_one_s_own(world: World) -> None:
    Member.objects.filter(pk=world.rep.pk).update(time_zone="America/New_York", work_days="2", work_end="12:00")
    world.rep.refresh_from_db()
    found = free_busy.people([world.rep, world.colleague], THAT_DAY)
    assert [(one.start.hour, one.end.hour) for one in found[world.rep.pk].working] == [(13, 17)]
    assert [(one.start.hour, one.end.hour) for one in found[world.colleague.pk].working] == [(7, 17)]


def statements(use: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        use()
    return len(captured)


def test_more_people_and_events_need_no_more_statements(world: World) -> None:
    def fill(member: Member) -> None:
        make_participant(make_event(member), member=world.manager)
        make_series(member, participants=[{"user_id": world.manager.pk}])
        make_all_day(member, NOON.date())

    fill(world.rep)
    everybody = [world.rep, world.colleague, world.manager, world.other_rep, world.administrator]
    assert statements(lambda: free_busy.people(everybody[:1], THAT_DAY)) == 2
    for member in everybody:
        fill(member)
        fill(member)
    assert statements(lambda: free_busy.people(everybody, THAT_DAY)) == 2


# --- what an event lies over
def clashes(event: Event, *members: Member, now: datetime = NOON) -> list[tuple[Member, datetime]]:
    found = double_booking.clashes(event, members, now=now)
    names = {one.pk: one for one in members}
    return [(names[one.member_id], one.taking.span.start) for one in found]


def test_an_event_clashes_with_what_its_people_have(world: World) -> None:
    ours, theirs = make_event(world.rep, NOON - HOUR / 2), make_event(world.colleague, NOON + HOUR / 2)
    make_event(world.rep, NOON + HOUR)
    make_event(world.rep, NOON - HOUR)
    event = make_event(world.rep)
    assert clashes(event, world.rep, world.colleague) == [
        (world.rep, ours.starts_at),
        (world.colleague, theirs.starts_at),
    ]
    event.busy = False
    assert clashes(event, world.rep, world.colleague) == []


def test_a_whole_day_clashes_with_the_hours_of_that_day_in_each_zone(world: World) -> None:
    Member.objects.filter(pk=world.colleague.pk).update(time_zone="Pacific/Auckland")
    world.colleague.refresh_from_db()
    late = datetime(2026, 11, 24, 15, tzinfo=UTC)
    make_event(world.rep, late)
    # There it is the 25th already.
    make_event(world.colleague, late)
    day = make_all_day(world.rep, date(2026, 11, 24))
    assert clashes(day, world.rep, world.colleague) == [(world.rep, late)]
    timed = make_event(world.other_rep, late)
    make_participant(day, member=world.other_rep)
    assert clashes(timed, world.other_rep) == [(world.other_rep, datetime(2026, 11, 23, 23, tzinfo=UTC))]


def test_series_against_series_for_a_year_ahead(world: World) -> None:
    make_series(world.rep, "FREQ=MONTHLY;BYDAY=1TU", start="2026-12-01T13:30", time_zone="Europe/Paris")
    weekly = make_series(world.rep, start="2026-11-24T13:00", end="2026-11-24T14:00", time_zone="Europe/Paris")
    found = clashes(weekly, world.rep)
    assert [start.strftime("%m-%d %H:%M") for _, start in found][:5] == [
        "12-01 12:30", "01-05 12:30", "02-02 12:30", "03-02 12:30", "04-06 11:30",
    ]  # fmt: skip
    assert len(found) == 12
    # Neither what was, nor its own occurrences.
    assert len(clashes(weekly, world.rep, now=datetime(2027, 2, 1, tzinfo=UTC))) == 13
    assert clashes(weekly, world.rep, now=datetime(2027, 2, 3, tzinfo=UTC))[0][1] == datetime(
        2027, 3, 2, 12, 30, tzinfo=UTC
    )


def test_a_moment_within_a_meeting_clashes(world: World) -> None:
    meeting = make_event(world.rep)
    assert clashes(make_event(world.rep, NOON + HOUR / 2, hours=0), world.rep) == [(world.rep, meeting.starts_at)]
    assert clashes(make_event(world.rep, NOON + HOUR, hours=0), world.rep) == []
