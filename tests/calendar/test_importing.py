"""Files of many events: taken in by portions, and whole or not at all."""

import gc

import pytest

from tests.factories.organisations import make_member, make_organisation
from tournee.calendar.actions import importing, importing_plan
from tournee.calendar.actions.importing_texts import TooMuch
from tournee.calendar.actions.importing_writing import Bundle, Writing
from tournee.calendar.models import Event, Participant
from tournee.change_log import queries as change_log
from tournee.organisations.models import Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Member:
    return make_member(make_organisation())


@pytest.fixture(autouse=True)
def portions_of_three(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing_plan, "PORTION", 3)


def file_of(number: int, subject: str = "Visit") -> bytes:
    """So many events; each third is a series with an occurrence of its own."""
    lines = ["BEGIN:VCALENDAR"]
    for one in range(number):
        lines += [*event(one, f"{subject} {one}"), *(["RRULE:FREQ=DAILY"] if one % 3 == 0 else []), "END:VEVENT"]
        if one % 3 == 0:
            lines += [*event(one, "Apart"), "RECURRENCE-ID:20261201T090000Z", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def event(number: int, subject: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{number}@example.org",
        "DTSTART:20261130T090000Z" if subject != "Apart" else "DTSTART:20261201T100000Z",
        f"SUMMARY:{subject}",
        "ATTENDEE:mailto:guest@example.org",
    ]


def take_in(member: Member, data: bytes) -> dict[str, int]:
    return dict(importing.import_calendar(by=member, owner_id=member.pk, data=data).counts)


def test_all_portions_are_written_and_known_again(member: Member) -> None:
    assert take_in(member, file_of(10)) == {"new": 10}
    events = Event.objects.of(member.organisation_id)
    assert (events.filter(series__isnull=True).count(), events.filter(series__isnull=False).count()) == (10, 4)
    assert Participant.objects.of(member.organisation_id).count() == 14
    subjects = change_log.changes_since(member.organisation_id, 0).values_list("subject_id", flat=True)
    assert sorted(subjects) == sorted(events.filter(series__isnull=True).values_list("pk", flat=True))
    assert take_in(member, file_of(10)) == {"unchanged": 10}
    assert take_in(member, file_of(10, "Call")) == {"changed": 10}
    assert set(events.filter(series__isnull=True).values_list("subject", flat=True)) == {f"Call {n}" for n in range(10)}


def test_no_more_than_a_portion_is_held(member: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    take, alive = Writing.take, []

    def look_and_take(writing: Writing, bundle: Bundle) -> None:
        gc.collect()
        alive.append(sum(isinstance(one, Event) for one in gc.get_objects()))
        take(writing, bundle)

    before = sum(isinstance(one, Event) for one in gc.get_objects())
    monkeypatch.setattr(Writing, "take", look_and_take)
    take_in(member, file_of(30))
    assert len(alive) == 10
    # Three events, one of them a series with another row.
    assert max(alive) - before <= 4


def test_a_file_refused_halfway_leaves_nothing(member: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    take = Writing.take

    def take_and_run_out(writing: Writing, bundle: Bundle) -> None:
        take(writing, bundle)
        written.append(len(bundle.made))
        monkeypatch.setattr(importing_plan.clock, "thread_time", lambda: float("inf"))

    monkeypatch.setattr(Writing, "take", take_and_run_out)
    with pytest.raises(TooMuch):
        take_in(member, file_of(10))
    assert written == [4]
    assert not Event.objects.of(member.organisation_id).exists()
    assert change_log.last_number(member.organisation_id) == 0


def test_a_preview_writes_nothing(member: Member) -> None:
    outcome = importing.preview_calendar(by=member, owner_id=member.pk, data=file_of(10))
    assert dict(outcome.counts) == {"new": 10}
    assert not Event.objects.of(member.organisation_id).exists()
