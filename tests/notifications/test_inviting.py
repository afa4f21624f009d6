"""Who is told what about an event: new people, changes, cancellations; once, and nothing about the past."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.factories.calendar import make_event, make_participant
from tests.factories.directory import make_contact
from tests.factories.organisations import make_member, make_organisation
from tests.factories.world import World
from tests.notifications.inviting import GUEST, OTHER, GuestCalendar, in_days, mails, told
from tournee.calendar import actions
from tournee.calendar.actions.answering import Given, put_answer
from tournee.calendar.domain.series import Scope
from tournee.calendar.models import Event, Participant
from tournee.change_log.origin import Origin, coming_from
from tournee.notifications.actions import inviting, inviting_mail, send_invitations_of_many
from tournee.notifications.actions.inviting_parts import Family
from tournee.notifications.models import Invitation
from tournee.organisations.models import Member
from tournee.values.time_range import DateRange, TimeRange

pytestmark = pytest.mark.django_db
PARIS = {"time_zone": "Europe/Paris"}


@pytest.fixture
def owner() -> Member:
    return make_member(make_organisation(language="fr"), name="Léa Martin", language="fr")


def plan(owner: Member, *guests: str, **fields: Any) -> Event:
    people = [{"email": one} for one in guests or (GUEST,)]
    sent = {"subject": "Visite", "start": in_days(7), **PARIS, "participants": people, **fields}
    return actions.create_event(by=owner, sent=sent)


def change(event: Event, by: Member | None = None, **sent: Any) -> None:
    actions.update_event(event_id=event.pk, by=by or event.owner, sent=sent)


def invite(event: Event, *guests: str) -> None:
    change(event, participants=[{"email": one} for one in guests])


def name_of(event: Event, number: int) -> str:
    """The occurrence that lies so many weeks after the first."""
    return (datetime.fromisoformat(in_days(7)) + timedelta(weeks=number)).isoformat()


def occurrence(event: Event, number: int, **sent: Any) -> None:
    actions.update_occurrences(
        event_id=event.pk, recurrence_id=name_of(event, number), scope=Scope.THIS, by=event.owner, sent=sent
    )


def leave_out(event: Event, number: int, scope: Scope = Scope.THIS) -> None:
    actions.delete_occurrences(event_id=event.pk, recurrence_id=name_of(event, number), scope=scope, by=event.owner)


def answer(event: Event, said: str = "accepted", address: str = GUEST, name: str = "") -> None:
    given = Given(said, "", timezone.now(), timezone.now())
    assert put_answer(event.organisation_id, event.pk, address, name, given) is not None


def test_a_new_guest_is_invited_once_in_the_organisation_s_language(owner: Member) -> None:
    event = plan(owner)
    (mail,) = told(event)
    assert (mail.to, mail.method, mail.row.sender_id) == (GUEST, "REQUEST", owner.pk)
    assert mail.row.subject.startswith("Invitation : Visite – ")
    assert (mail.part.uid, mail.part.summary, mail.part.start.zone) == (event.uid, "Visite", "Europe/Paris")
    organizer, (attendee,) = mail.part.organizer, mail.part.attendees
    assert organizer is not None
    assert (organizer.address, organizer.name) == (owner.email, "Léa Martin")
    assert (attendee.address, attendee.answer, attendee.rsvp) == (GUEST, "NEEDS-ACTION", True)
    assert b"BEGIN:VTIMEZONE" in mail.file
    assert mail.row.useful_until == event.ends_at
    assert told(event) == []


def test_a_crash_on_the_way_neither_loses_a_mail_nor_doubles_one(
    owner: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = plan(owner, GUEST, OTHER)
    put, calls = inviting_mail.put_into_outbox, []

    def dies_at_the_second(**fields: Any) -> Any:
        calls.append(fields["recipient"].text)
        if len(calls) == 2:
            raise ConnectionResetError
        return put(**fields)

    monkeypatch.setattr(inviting_mail, "put_into_outbox", dies_at_the_second)
    with pytest.raises(ConnectionResetError):
        told(event)
    assert (mails(owner.organisation), Invitation.objects.of(owner.organisation_id).count()) == ([], 0)
    assert sorted(mail.to for mail in told(event)) == [GUEST, OTHER]
    assert told(event) == []


def test_languages_follow_the_person(owner: Member) -> None:
    contact = make_contact(owner.organisation, language="en", email="sam@client.example")
    colleague = make_member(owner.organisation, language="en", time_zone="America/New_York")
    people = [{"contact_id": contact.pk}, {"user_id": colleague.pk}, {"email": GUEST}]
    event = plan(owner, participants=people)
    subjects = {mail.to: mail.row.subject.partition(":")[0] for mail in told(event)}
    assert subjects == {"sam@client.example": "Invitation", colleague.email: "Invitation", GUEST: "Invitation "}
    change(event, start=in_days(8))
    assert {mail.row.subject.partition(":")[0] for mail in told(event)} == {"Changed", "Modifié "}


def test_who_made_the_change_and_the_owner_get_no_mail(world: World) -> None:
    people = [{"user_id": one.pk} for one in (world.rep, world.manager, world.colleague)]
    event = plan(world.rep, participants=people)
    assert {mail.to for mail in told(event)} == {world.manager.email, world.colleague.email}
    change(event, by=world.manager, start=in_days(9))
    (mail,) = told(event)
    assert mail.to == world.colleague.email
    assert mail.part.organizer is not None
    assert mail.part.organizer.parameters == (("SENT-BY", (f"mailto:{world.manager.email}",)),)


def test_lesson_16_one_change_is_one_mail_also_when_several_came_before_it(owner: Member) -> None:
    event = plan(owner)
    told(event)
    change(event, start=in_days(8))
    change(event, subject="Autre visite")
    (mail,) = told(event)
    assert (mail.method, mail.part.summary) == ("REQUEST", "Autre visite")
    assert mail.part.sequence == Event.objects.of(owner.organisation_id).get().sequence == 1


def test_adding_a_guest_tells_nobody_else(owner: Member) -> None:
    event = plan(owner)
    told(event)
    invite(event, GUEST, OTHER)
    (mail,) = told(event)
    assert mail.to == OTHER
    assert {one.address for one in mail.part.attendees} == {GUEST, OTHER}


@pytest.mark.parametrize("sent", [{"alerts": [{"minutes_before": 5}]}, {"busy": False}, {"privacy": "private"}])
def test_what_no_guest_sees_is_told_nobody(owner: Member, sent: dict[str, Any]) -> None:
    event = plan(owner)
    told(event)
    change(event, **sent)
    assert told(event) == []


def test_a_guest_who_is_taken_off_is_told_that_alone(owner: Member) -> None:
    event = plan(owner, GUEST, OTHER)
    told(event)
    invite(event, OTHER)
    (mail,) = told(event)
    assert (mail.to, mail.method, mail.part.status) == (GUEST, "CANCEL", "CANCELLED")
    assert [one.address for one in mail.part.attendees] == [GUEST]
    assert "/answer/" not in mail.text


def test_a_deleted_event_is_cancelled_and_a_restored_one_invited_to_again(owner: Member) -> None:
    event, calendar = plan(owner), GuestCalendar()
    for mail in told(event):
        calendar.take(mail)
    actions.delete_event(event_id=event.pk, by=owner)
    (gone,) = told(event)
    calendar.take(gone)
    assert (gone.method, calendar.components) == ("CANCEL", {})
    actions.restore_event(event_id=event.pk, by=owner)
    (again,) = told(event)
    calendar.take(again)
    assert again.part.sequence > gone.part.sequence
    assert len(calendar.components) == 1


def test_what_was_undone_before_anybody_heard_of_it_is_never_told(owner: Member) -> None:
    event = plan(owner)
    told(event)
    answer(event)
    actions.delete_event(event_id=event.pk, by=owner)
    actions.restore_event(event_id=event.pk, by=owner)
    assert told(event) == []
    assert Participant.objects.of(owner.organisation_id).get().answer == "accepted"


def test_an_event_that_is_gone_for_good_is_still_cancelled(owner: Member) -> None:
    event = plan(owner)
    told(event)
    Event.objects.of(owner.organisation_id).filter(pk=event.pk).delete()
    (mail,) = told(event)
    assert (mail.method, mail.part.uid, mail.part.summary) == ("CANCEL", event.uid, "Visite")


def test_lesson_16_nothing_is_said_about_the_past(owner: Member) -> None:
    past = plan(owner, start=in_days(-3))
    assert told(past) == []
    change(past, subject="Autre")
    invite(past, GUEST, OTHER)
    actions.delete_event(event_id=past.pk, by=owner)
    assert told(past) == []
    event = plan(owner)
    told(event)
    after = event.ends_at + timedelta(minutes=1)
    change(event, notes="Compte rendu")
    assert told(event, now=after) == []


def test_a_past_event_that_is_moved_ahead_is_an_invitation(owner: Member) -> None:
    event = plan(owner, start=in_days(-3))
    told(event)
    change(event, start=in_days(3))
    (mail,) = told(event)
    assert (mail.method, mail.row.subject.partition(" :")[0]) == ("REQUEST", "Invitation")


def test_lesson_16_a_series_begun_in_the_past_is_sent_from_its_next_occurrence_on(owner: Member) -> None:
    event = plan(owner, OTHER, start=in_days(-21), recurrence=["RRULE:FREQ=WEEKLY;COUNT=10"])
    told(event)
    invite(event, OTHER, GUEST)
    (mail,) = told(event)
    assert mail.to == GUEST
    first = mail.part.start.instant("Europe/Paris")
    assert timezone.now() <= first + timedelta(hours=1) <= timezone.now() + timedelta(days=7, hours=1)
    calendar = GuestCalendar()
    calendar.take(mail)
    whole = event.as_series.between(*_span(-60, 200))
    future = [one.start for one in whole if one.end > timezone.now()]
    assert calendar.starts(datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)) == future
    change(event, subject="Autre")
    changed = next(mail for mail in told(event) if mail.to == GUEST)
    assert changed.part.start.instant("Europe/Paris") == first


def _span(before: int, after: int) -> tuple[TimeRange, DateRange]:
    now = timezone.now()
    span = TimeRange(now + timedelta(days=before), now + timedelta(days=after))
    return span, DateRange(span.start.date(), span.end.date())


def test_lesson_2_importing_sends_no_mail_and_a_later_change_is_told(owner: Member) -> None:
    with coming_from(Origin.IMPORT):
        event = plan(owner, recurrence=["RRULE:FREQ=WEEKLY"])
    assert told(event) == []
    with coming_from(Origin.IMPORT):
        change(event, subject="Reimported")
    assert told(event) == []
    change(event, start=in_days(8))
    (mail,) = told(event)
    assert (mail.method, mail.row.subject.partition(" :")[0]) == ("REQUEST", "Modifié")


def test_lesson_2_rows_that_a_file_brought_without_a_line_in_the_log_are_taken_as_told(owner: Member) -> None:
    start = timezone.now() + timedelta(days=3)
    event = make_event(owner, start, imported_at=timezone.now())
    make_participant(event, email=GUEST)
    assert told(event) == []
    assert Invitation.objects.of(owner.organisation_id).count() == 1


def test_events_that_somebody_else_organises_invite_nobody(owner: Member) -> None:
    start = timezone.now() + timedelta(days=3)
    event = make_event(owner, start, kept={"organizer": {"uri": "mailto:chief@elsewhere.example"}})
    make_participant(event, email=GUEST)
    change(event, subject="Mine")
    assert told(event) == []


def test_lesson_7_cancelling_one_occurrence_speaks_of_that_one(owner: Member) -> None:
    event, calendar = plan(owner, recurrence=["RRULE:FREQ=WEEKLY"]), GuestCalendar()
    for mail in told(event):
        calendar.take(mail)
    leave_out(event, 2)
    (mail,) = told(event)
    calendar.take(mail)
    assert (mail.method, len(mail.parts)) == ("CANCEL", 1)
    assert mail.part.recurrence_id is not None
    assert mail.part.recurrence_id.wall.isoformat() == name_of(event, 2)
    assert told(event) == []
    expected = [one.start for one in Event.objects.of(owner.organisation_id).get().as_series.between(*_span(0, 60))]
    assert calendar.starts(*_bounds(60)) == expected


def _bounds(days: int) -> tuple[datetime, datetime]:
    return timezone.now(), timezone.now() + timedelta(days=days)


def test_lesson_7_whoever_is_on_another_occurrence_hears_nothing(owner: Member) -> None:
    event = plan(owner, recurrence=["RRULE:FREQ=WEEKLY"])
    occurrence(event, 1, participants=[{"email": GUEST}, {"email": OTHER}])
    first = {mail.to: mail for mail in told(event)}
    assert [part.recurrence_id is None for part in first[GUEST].parts] == [True]
    assert first[OTHER].part.recurrence_id is not None
    leave_out(event, 2)
    assert [mail.to for mail in told(event)] == [GUEST]
    occurrence(event, 1, start=in_days(15))
    assert sorted(mail.to for mail in told(event)) == [GUEST, OTHER]


def test_lesson_6_a_changed_occurrence_goes_out_alone(owner: Member) -> None:
    event, calendar = plan(owner, recurrence=["RRULE:FREQ=WEEKLY"]), GuestCalendar()
    for mail in told(event):
        calendar.take(mail)
    occurrence(event, 1, start=in_days(15, hour=14))
    (mail,) = told(event)
    calendar.take(mail)
    assert mail.part.recurrence_id is not None
    assert mail.part.recurrence_id.wall.isoformat() == name_of(event, 1)
    hours = [one.astimezone(mail.part.start.instant("UTC").tzinfo) for one in calendar.starts(*_bounds(40))]
    assert len(hours) == len(set(hours)) == 5


def test_a_guest_taken_off_one_occurrence_keeps_the_others(owner: Member) -> None:
    event = plan(owner, GUEST, OTHER, recurrence=["RRULE:FREQ=WEEKLY"])
    told(event)
    occurrence(event, 1, participants=[{"email": OTHER}])
    (mail,) = told(event)
    assert (mail.to, mail.method) == (GUEST, "CANCEL")
    assert mail.part.recurrence_id is not None


def test_a_changed_series_goes_out_with_the_occurrences_that_differ(owner: Member) -> None:
    event = plan(owner, recurrence=["RRULE:FREQ=WEEKLY"])
    occurrence(event, 1, subject="Autre")
    leave_out(event, 2)
    told(event)
    change(event, notes="Ordre du jour")
    (mail,) = told(event)
    master, apart = mail.parts
    assert (master.description, apart.summary, apart.description) == ("Ordre du jour", "Autre", "Ordre du jour")
    assert master.recurrence is not None
    assert [one.isoformat() for one in master.recurrence.excluded] == [name_of(event, 2)]


def test_an_occurrence_put_back_is_told_again(owner: Member) -> None:
    event, calendar = plan(owner, recurrence=["RRULE:FREQ=WEEKLY"]), GuestCalendar()
    for mail in told(event):
        calendar.take(mail)
    step = actions.delete_occurrences(event_id=event.pk, recurrence_id=name_of(event, 1), scope=Scope.THIS, by=owner)
    for mail in told(event):
        calendar.take(mail)
    assert step is not None
    actions.undo_step(step_id=step, by=owner)
    (mail,) = told(event)
    calendar.take(mail)
    assert (mail.method, mail.part.recurrence_id is not None) == ("REQUEST", True)
    assert len(calendar.starts(*_bounds(40))) == 5


def test_answering_tells_no_other_guest(owner: Member) -> None:
    event = plan(owner, GUEST, OTHER, recurrence=["RRULE:FREQ=WEEKLY"])
    told(event)
    answer(event, "declined", name=name_of(event, 1))
    answer(event, "accepted")
    assert told(event) == []


def test_other_times_ask_the_guests_anew_and_other_notes_do_not(owner: Member) -> None:
    event = plan(owner)
    told(event)
    answer(event)
    change(event, notes="Ordre du jour")
    (mail,) = told(event)
    assert [one.answer for one in mail.part.attendees] == ["ACCEPTED"]
    change(event, start=in_days(8))
    (mail,) = told(event)
    assert [one.answer for one in mail.part.attendees] == ["NEEDS-ACTION"]
    kept = Participant.objects.of(owner.organisation_id).get()
    assert (kept.answer, kept.answered_at) == ("none", None)


def answers_of(owner: Member) -> dict[str, str]:
    found = Participant.objects.of(owner.organisation_id).values_list("event__recurrence_id", "answer")
    return dict(found)


def test_an_answer_falls_when_the_times_change_and_not_only_with_the_mail(owner: Member) -> None:
    event = plan(owner)
    told(event)
    answer(event)
    change(event, notes="Ordre du jour", recurrence=[])
    assert answers_of(owner) == {"": "accepted"}
    change(event, start=in_days(8))
    assert answers_of(owner) == {"": "none"}
    answer(event)
    change(event, recurrence=["RRULE:FREQ=WEEKLY"])
    assert answers_of(owner) == {"": "none"}


def test_an_answer_to_what_is_over_or_organised_elsewhere_stays(owner: Member) -> None:
    past = make_event(owner, timezone.now() - timedelta(days=9))
    elsewhere = make_event(
        owner, timezone.now() + timedelta(days=3), kept={"organizer": {"uri": "mailto:chief@elsewhere.example"}}
    )
    for event in (past, elsewhere):
        make_participant(event, email=GUEST, answer="accepted")
        change(event, start=(event.starts_at + timedelta(hours=1)).isoformat())
    assert set(Participant.objects.of(owner.organisation_id).values_list("answer", flat=True)) == {"accepted"}


def test_whoever_moves_an_event_himself_has_answered(owner: Member) -> None:
    colleague = make_member(owner.organisation, role="administrator")
    event = make_event(owner, timezone.now() + timedelta(days=3))
    make_participant(event, member=colleague, answer="accepted")
    make_participant(event, member=owner, answer="accepted")
    make_participant(event, email=GUEST, answer="accepted")
    change(event, by=colleague, start=in_days(4))
    left = Participant.objects.of(owner.organisation_id).exclude(answer="none").values_list("member_id", flat=True)
    assert set(left) == {colleague.pk, owner.pk}


def test_moving_a_series_forgets_the_answers_of_occurrences_that_go_with_it(owner: Member) -> None:
    event = plan(owner, recurrence=["RRULE:FREQ=WEEKLY"])
    follows, apart = name_of(event, 1), name_of(event, 2)
    occurrence(event, 1, notes="Échantillons")
    occurrence(event, 2, start=in_days(23))
    answer(event)
    for name in (follows, apart):
        answer(event, "tentative", name=name)
    event.refresh_from_db()
    change(event, start=(event.starts_at + timedelta(hours=1)).isoformat())
    answers = Participant.objects.of(owner.organisation_id).values_list("event__series_id", "event__notes", "answer")
    assert set(answers) == {(None, "", "none"), (event.pk, "Échantillons", "none"), (event.pk, "", "tentative")}


def test_an_answer_to_the_new_time_that_comes_before_the_mail_is_kept(owner: Member) -> None:
    event = plan(owner)
    told(event)
    change(event, start=in_days(8))
    answer(event)
    told(event)
    assert Participant.objects.of(owner.organisation_id).get().answer == "accepted"


def test_moving_one_occurrence_leaves_the_answers_of_the_others(owner: Member) -> None:
    event = plan(owner, recurrence=["RRULE:FREQ=WEEKLY"])
    told(event)
    answer(event)
    occurrence(event, 1, start=in_days(15))
    told(event)
    answers = Participant.objects.of(owner.organisation_id).values_list("event__recurrence_id", "answer")
    assert dict(answers) == {"": "accepted", name_of(event, 1): "none"}


def test_splitting_keeps_the_answers_and_ends_the_old_series(owner: Member) -> None:
    event, calendar = plan(owner, recurrence=["RRULE:FREQ=WEEKLY"]), GuestCalendar()
    for mail in told(event):
        calendar.take(mail)
    answer(event)
    changed = actions.update_occurrences(
        event_id=event.pk,
        recurrence_id=name_of(event, 2),
        scope=Scope.FOLLOWING,
        by=owner,
        sent={"subject": "Autre"},
    )
    before = calendar.starts(*_bounds(60))
    for mail in (*told(event), *told(changed.event)):
        calendar.take(mail)
    assert calendar.starts(*_bounds(60)) == before
    answers = Participant.objects.of(owner.organisation_id).values_list("answer", flat=True)
    assert set(answers) == {"accepted"}


def test_lesson_18_after_moves_and_a_cancellation_the_guest_has_the_event_once_or_not_at_all(owner: Member) -> None:
    event, calendar = plan(owner), GuestCalendar()
    for day in (8, 9, 10):
        for mail in told(event):
            calendar.take(mail)
        change(event, start=in_days(day))
    for mail in told(event):
        calendar.take(mail)
    event.refresh_from_db()
    assert calendar.starts(*_bounds(60)) == [event.starts_at]
    actions.delete_event(event_id=event.pk, by=owner)
    for mail in told(event):
        calendar.take(mail)
    assert calendar.starts(*_bounds(60)) == []


def test_lesson_20_a_weekly_nine_o_clock_stays_nine_in_the_guest_s_calendar(owner: Member) -> None:
    event = plan(owner, start="2027-03-08T09:00", recurrence=["RRULE:FREQ=WEEKLY;COUNT=8"])
    (mail,) = told(event)
    calendar = GuestCalendar()
    calendar.take(mail)
    starts = calendar.starts(datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))
    assert [one.astimezone(ZoneInfo("Europe/Paris")).hour for one in starts] == [9] * 8
    assert {one.hour for one in starts} == {7, 8}
    assert "09:00–10:00" in mail.text


def test_lesson_26_a_participant_without_an_address_breaks_nothing(owner: Member) -> None:
    contact = make_contact(owner.organisation, email="")
    event = plan(owner, participants=[{"contact_id": contact.pk}, {"email": GUEST}])
    (mail,) = told(event)
    assert [one.address for one in mail.part.attendees] == [GUEST]
    alone = plan(owner, participants=[{"contact_id": contact.pk}])
    assert told(alone) == []


def test_one_address_twice_gets_one_mail(owner: Member) -> None:
    contact = make_contact(owner.organisation, email=GUEST.upper())
    event = plan(owner, participants=[{"contact_id": contact.pk}, {"email": GUEST}])
    assert len(told(event)) == 1


def test_nobody_without_access_is_invited(owner: Member) -> None:
    gone = make_member(owner.organisation, is_active=False)
    event = make_event(owner, timezone.now() + timedelta(days=3))
    make_participant(event, member=gone)
    assert told(event) == []


def test_all_day_events_are_dates_in_the_mail(owner: Member) -> None:
    event = plan(owner, start="2027-03-28", end="2027-03-30", all_day=True)
    (mail,) = told(event)
    assert b"DTSTART;VALUE=DATE:20270328" in mail.file
    assert b"DTEND;VALUE=DATE:20270330" in mail.file
    assert "28 mars 2027" in mail.text


HOSTILE = "Visite\r\nBcc: all@example.org\r\nATTENDEE:mailto:evil@example.org\u2028X <script>alert(1)</script>"


def test_no_text_makes_a_line_or_a_tag_of_its_own(owner: Member) -> None:
    start = timezone.now() + timedelta(days=3)
    event = make_event(owner, start, subject=HOSTILE, notes=HOSTILE, address=HOSTILE)
    make_participant(event, email=GUEST, name=HOSTILE[:160])
    (mail,) = told(event)
    assert "\n" not in mail.row.subject
    assert "<script" not in mail.html
    lines = mail.file.decode().replace("\r\n ", "").split("\r\n")
    assert [line for line in lines if line.startswith(("Bcc", "ATTENDEE:mailto:evil"))] == []
    assert [one.address for one in mail.part.attendees] == [GUEST]


def test_a_private_event_s_mail_is_the_owner_s_own_affair(owner: Member) -> None:
    event = plan(owner, privacy="private")
    (mail,) = told(event)
    assert mail.row.confidential
    assert mail.part.classification == "PRIVATE"


def test_of_many_events_one_that_fails_stops_no_other(owner: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, sound, alone = plan(owner), plan(owner), make_event(owner)
    read_family, read = inviting.read_family, []

    def read_unless_broken(organisation_id: UUID, event_id: UUID) -> Family:
        read.append(event_id)
        if event_id == broken.pk:
            raise ZeroDivisionError
        return read_family(organisation_id, event_id)

    monkeypatch.setattr(inviting, "read_family", read_unless_broken)
    with pytest.raises(ExceptionGroup):
        send_invitations_of_many(organisation_id=owner.organisation_id, event_ids=[broken.pk, sound.pk, alone.pk])
    told_of = Invitation.objects.of(owner.organisation_id).values_list("event__event_id", flat=True)
    assert set(told_of) == {sound.pk}
    assert alone.pk not in read
