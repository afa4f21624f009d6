"""Notices: what one is told, in words, and what one does with it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from tests.factories.calendar import NOON, make_all_day, make_event, make_participant
from tests.factories.notifications import make_alert, make_notice
from tests.factories.world import World
from tournee.calendar.models import Event, Participant
from tournee.change_log.models import Change
from tournee.notifications import actions, queries
from tournee.notifications.models import Notice
from tournee.organisations.models import Member
from tournee.values.identifier import new_id
from tournee.values.refusal import Conflict, Invalid, NotVisible

pytestmark = pytest.mark.django_db
NOW = NOON - timedelta(minutes=15)


def ring(event: Event, now: datetime = NOW) -> None:
    make_alert(event, 15)
    Event.objects.of(event.organisation_id).filter(pk=event.pk).update(updated_at=NOON - timedelta(days=9))
    actions.plan_event(organisation_id=event.organisation_id, event_id=event.pk, now=now - timedelta(minutes=1))
    assert actions.fire_due_alerts(organisation_id=event.organisation_id, now=now) > 0


def lines(viewer: Member, now: datetime = NOW) -> list[tuple[str, str]]:
    return [(one.words.title, one.words.text) for one in queries.notices(viewer, now=now)]


def unread(viewer: Member, now: datetime = NOW) -> int:
    return queries.unread_count(viewer, now=now)


def only(viewer: Member) -> Notice:
    return Notice.objects.of(viewer.organisation_id).get(member=viewer)


def kinds(world: World) -> list[str]:
    return list(Change.objects.filter(organisation_id=world.organisation.pk).values_list("kind", flat=True))


def decline(event: Event, **fields: Any) -> bool:
    values: dict[str, Any] = {
        "answer": "declined",
        "name": "Léa Guest",
        "email": "lea@example.org",
        "answered_at": NOW,
        "start": event.starts_at,
        "end": event.ends_at,
        **fields,
    }
    return actions.tell_of_answer(
        organisation_id=event.organisation_id, owner_id=event.owner_id, event_id=event.pk, **values
    )


def test_an_alert_reads_as_the_event_is_now_in_the_readers_language_and_zone(world: World) -> None:
    event = make_event(world.rep, subject="Visit")
    ring(event)
    Event.objects.of(event.organisation_id).filter(pk=event.pk).update(subject="Visit of the site")
    with translation.override("en"):
        assert lines(world.rep) == [("Visit of the site", "Tuesday 24 November 2026, 13:00–14:00")]
    world.rep.time_zone = "America/New_York"
    with translation.override("fr"):
        assert lines(world.rep) == [("Visit of the site", "mardi 24 novembre 2026, 07:00–08:00")]


def test_an_event_without_a_title_still_says_something(world: World) -> None:
    ring(make_event(world.rep, subject=""))
    with translation.override("en"):
        assert lines(world.rep)[0][0] == "Event without a title"


def test_nobody_reads_anothers_notices(world: World) -> None:
    ring(make_event(world.rep))
    for other in (world.administrator, world.manager, world.colleague, world.stranger):
        assert lines(other) == []
        assert unread(other) == 0


def test_a_notice_goes_with_the_right_to_see_its_event(world: World) -> None:
    event = make_event(world.rep, privacy="private")
    make_participant(event, member=world.other_rep)
    ring(event)
    assert unread(world.other_rep) == 1
    Participant.objects.of(world.organisation.pk).all().delete()
    assert lines(world.other_rep) == []
    assert unread(world.other_rep) == 0
    assert unread(world.rep) == 1


def test_a_deleted_event_shows_no_notice_even_before_it_is_taken_back(world: World) -> None:
    event = make_event(world.rep)
    ring(event)
    Event.objects.of(event.organisation_id).filter(pk=event.pk).update(deleted_at=NOW)
    assert (lines(world.rep), unread(world.rep)) == ([], 0)


def test_reading_leaves_them_listed_and_counts_them_no_more(world: World) -> None:
    ring(make_event(world.rep))
    ring(make_event(world.rep))
    assert unread(world.rep) == 2
    first = queries.notices(world.rep, now=NOW)[0].notice
    assert actions.mark_notices_read(by=world.rep, notice_ids=[first.pk], now=NOW) == 1
    assert unread(world.rep) == 1
    assert actions.mark_notices_read(by=world.rep, now=NOW) == 1
    assert actions.mark_notices_read(by=world.rep, now=NOW) == 0
    assert len(lines(world.rep)) == 2
    assert kinds(world).count("notice.changed") == 2


def test_a_dismissed_one_is_gone(world: World) -> None:
    ring(make_event(world.rep))
    actions.dismiss_notice(notice_id=only(world.rep).pk, by=world.rep)
    assert lines(world.rep) == []
    with pytest.raises(NotVisible):
        actions.dismiss_notice(notice_id=only(world.rep).pk, by=world.rep)


def test_what_is_anothers_cannot_be_read_dismissed_or_put_off(world: World) -> None:
    ring(make_event(world.rep))
    notice = only(world.rep)
    for other in (world.administrator, world.colleague, world.stranger):
        with pytest.raises(NotVisible):
            actions.dismiss_notice(notice_id=notice.pk, by=other)
        with pytest.raises(NotVisible):
            actions.snooze_notice(notice_id=notice.pk, by=other, minutes=5)
        assert actions.mark_notices_read(by=other, notice_ids=[notice.pk]) == 0
    assert unread(world.rep) == 1


@pytest.mark.parametrize("minutes", [5, 10, 15, 60])
def test_put_off_it_comes_back_unread_and_is_announced_once(world: World, minutes: int) -> None:
    ring(make_event(world.rep, hours=3))
    actions.mark_notices_read(by=world.rep, now=NOW)
    actions.snooze_notice(notice_id=only(world.rep).pk, by=world.rep, minutes=minutes, now=NOW)
    wakes = NOW + timedelta(minutes=minutes)
    assert lines(world.rep, wakes - timedelta(seconds=1)) == []
    before = kinds(world).count("notice.created")
    actions.fire_due_alerts(organisation_id=world.organisation.pk, now=wakes - timedelta(seconds=1))
    assert kinds(world).count("notice.created") == before
    for _ in range(2):
        actions.fire_due_alerts(organisation_id=world.organisation.pk, now=wakes)
    assert kinds(world).count("notice.created") == before + 1
    assert unread(world.rep, wakes) == 1


def test_put_off_until_the_start(world: World) -> None:
    ring(make_event(world.rep))
    actions.snooze_notice(notice_id=only(world.rep).pk, by=world.rep, minutes=None, now=NOW)
    assert only(world.rep).snoozed_until == NOON
    with pytest.raises(Conflict):
        actions.snooze_notice(notice_id=only(world.rep).pk, by=world.rep, minutes=None, now=NOON)


def test_until_the_start_of_a_whole_day_is_the_readers_midnight(world: World) -> None:
    event = make_all_day(world.rep, NOON.date())
    ring(event, datetime(2026, 11, 23, 22, 45, tzinfo=UTC))
    actions.snooze_notice(
        notice_id=only(world.rep).pk, by=world.rep, minutes=None, now=datetime(2026, 11, 23, 22, 50, tzinfo=UTC)
    )
    assert only(world.rep).snoozed_until == datetime(2026, 11, 23, 23, tzinfo=UTC)


def test_what_has_ended_in_the_meantime_does_not_come_back(world: World) -> None:
    ring(make_event(world.rep, hours=0.25))
    actions.snooze_notice(notice_id=only(world.rep).pk, by=world.rep, minutes=60, now=NOW)
    later = NOW + timedelta(minutes=60)
    actions.fire_due_alerts(organisation_id=world.organisation.pk, now=later)
    assert lines(world.rep, later) == []


def test_what_was_deleted_while_put_off_does_not_come_back(world: World) -> None:
    event = make_event(world.rep)
    ring(event)
    actions.snooze_notice(notice_id=only(world.rep).pk, by=world.rep, minutes=5, now=NOW)
    Event.objects.of(event.organisation_id).filter(pk=event.pk).update(deleted_at=NOW)
    actions.plan_event(organisation_id=event.organisation_id, event_id=event.pk, now=NOW)
    assert actions.wake_snoozed(organisation_id=event.organisation_id, now=NOW + timedelta(minutes=5)) == 0


@pytest.mark.parametrize("minutes", [0, -5, 7, 10_000])
def test_other_pauses_are_refused(world: World, minutes: int) -> None:
    ring(make_event(world.rep))
    with pytest.raises(Invalid):
        actions.snooze_notice(notice_id=only(world.rep).pk, by=world.rep, minutes=minutes, now=NOW)
    assert only(world.rep).snoozed_until is None


def test_a_declined_invitation_is_told_to_the_owner_with_the_comment(world: World) -> None:
    event = make_event(world.rep, subject="Visit")
    assert decline(event, comment="On leave\r\n")
    with translation.override("en"):
        assert lines(world.rep) == [
            ("Léa Guest has declined: Visit", "“On leave” · Tuesday 24 November 2026, 13:00–14:00")
        ]
    with translation.override("fr"):
        assert lines(world.rep)[0][0] == "Léa Guest a décliné : Visit"


def test_one_answer_told_twice_is_one_notice_and_a_later_one_is_another(world: World) -> None:
    event = make_event(world.rep)
    assert [decline(event), decline(event)] == [True, False]
    assert decline(event, answered_at=NOW + timedelta(hours=1))
    assert unread(world.rep) == 2


@pytest.mark.parametrize("answer", ["accepted", "tentative", "none"])
def test_other_answers_raise_no_notice(world: World, answer: str) -> None:
    assert not decline(make_event(world.rep), answer=answer)
    assert unread(world.rep) == 0


def test_a_proposal_is_told_too(world: World) -> None:
    decline(make_event(world.rep, subject="Visit"), answer="countered", name="")
    with translation.override("en"):
        assert lines(world.rep)[0][0] == "lea@example.org proposes another time: Visit"


def test_a_kind_of_a_later_version_says_that_something_changed(world: World) -> None:
    make_notice(world.rep, NOW, kind="from.the.future")
    with translation.override("en"):
        assert lines(world.rep) == [("Something changed.", "")]


def test_a_list_asks_no_more_for_more_notices(world: World, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        ring(make_event(world.rep))
    queries.notices(world.rep, now=NOW)
    with django_assert_num_queries(2):
        assert len(queries.notices(world.rep, now=NOW)) == 3


def test_the_latest_come_first(world: World) -> None:
    for minutes in (3, 1, 2):
        make_notice(world.rep, NOW + timedelta(minutes=minutes), kind="alert.due", data={"place": str(minutes)})
    assert [text for _, text in lines(world.rep)] == ["3", "2", "1"]


def test_old_notices_alerts_and_mails_go(world: World) -> None:
    ring(make_event(world.rep))
    assert actions.purge_notifications(organisation_id=world.organisation.pk, now=NOW + timedelta(days=1)) == 0
    assert actions.purge_notifications(organisation_id=world.organisation.pk, now=NOW + timedelta(days=91)) == 2


def test_a_notice_about_an_event_that_never_was_is_not_shown(world: World) -> None:
    make_notice(world.rep, NOW, event_id=new_id())
    assert (lines(world.rep), unread(world.rep)) == ([], 0)


def test_a_notice_names_the_occurrence_of_its_series_also_one_with_a_row_of_its_own(world: World) -> None:
    forever = datetime(9999, 12, 31, tzinfo=UTC)
    series = make_event(world.rep, NOON - timedelta(days=7), recurrence="RRULE:FREQ=WEEKLY", series_ends_at=forever)
    ring(series)
    own = make_event(world.rep, NOON, series=series, recurrence_id="2026-11-24T13:00:00", uid=series.uid)
    Notice.objects.of(world.organisation.pk).delete()
    make_alert(own, 10)
    Event.objects.of(world.organisation.pk).update(updated_at=NOON - timedelta(days=9))
    actions.plan_event(organisation_id=world.organisation.pk, event_id=series.pk, now=NOW)
    assert actions.fire_due_alerts(organisation_id=world.organisation.pk, now=NOON - timedelta(minutes=10)) == 1
    (line,) = queries.notices(world.rep, now=NOON)
    assert line.notice.event_id == own.pk
    assert (line.event_id, line.recurrence_id) == (str(series.pk), "2026-11-24T13:00:00")


def test_the_first_of_a_month_and_a_comment_are_written_as_french_writes_them(world: World) -> None:
    world.rep.language = "fr"
    world.rep.save()
    first = datetime(2026, 12, 1, 13, tzinfo=UTC)
    decline(make_event(world.rep), comment="On leave", start=first, end=first + timedelta(hours=1))
    with translation.override("fr"):
        assert [text for _title, text in lines(world.rep)] == ["« On leave » · mardi 1er décembre 2026, 14:00–15:00"]
