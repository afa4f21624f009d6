"""What follows a change: once for each, whether it was heard or only found later."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone

from tests.factories.organisations import make_member, make_organisation
from tournee.calendar.actions import importing
from tournee.change_log import actions as change_log
from tournee.jobs import reactions
from tournee.jobs.engines.on_huey import LastingHuey
from tournee.jobs.models import ReactionPosition
from tournee.jobs.task import task
from tournee.notifications.models import Invitation, OutgoingMessage, PlannedAlert
from tournee.organisations.models import Organisation
from tournee.values.identifier import new_id

from .conftest import Engine

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def organisation() -> Organisation:
    return Organisation.objects.create(name="Brûlerie")


@pytest.fixture
def followed(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> list[tuple[UUID, UUID]]:
    """What a reaction to "visit.noted" was called with."""
    calls: list[tuple[UUID, UUID]] = []

    def note(organisation_id: UUID, subject_id: UUID) -> None:
        calls.append((organisation_id, subject_id))

    monkeypatch.setattr(reactions, "REACTIONS", {"visit.noted": (task()(note),)})
    return calls


@pytest.fixture
def runs(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> list[list[UUID]]:
    """The subjects that each call of a reaction to runs of "visit.imported" found."""
    calls: list[list[UUID]] = []

    def note_run(organisation_id: UUID, after: int, up_to: int) -> None:
        calls.append(reactions._subjects(organisation_id, "visit.imported", after, up_to))

    monkeypatch.setattr(reactions, "REACTIONS_TO_RUNS", {"visit.imported": (task()(note_run),)})
    return calls


def record(organisation: Organisation, kind: str) -> UUID:
    subject_id = new_id()
    with transaction.atomic():
        change_log.record(kind, organisation_id=organisation.pk, subject_id=subject_id)
    return subject_id


def work_off(huey: LastingHuey) -> None:
    while (message := huey.dequeue()) is not None:
        huey.execute(message)


def test_a_change_is_followed_by_its_reaction_once(
    organisation: Organisation, followed: list[tuple[UUID, UUID]], engine: Engine
) -> None:
    subjects = [record(organisation, "visit.noted") for _ in range(3)]
    work_off(engine())
    record(organisation, "visit.other")
    work_off(engine())
    reactions.catch_up()
    work_off(engine())
    assert followed == [(organisation.pk, subject) for subject in subjects]


def test_other_kinds_of_change_ask_nothing_of_the_worker(
    organisation: Organisation, followed: list[tuple[UUID, UUID]], engine: Engine
) -> None:
    record(organisation, "visit.other")
    assert engine().pending_count() == 0


def test_nothing_follows_what_was_rolled_back(
    organisation: Organisation, followed: list[tuple[UUID, UUID]], engine: Engine
) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        change_log.record("visit.noted", organisation_id=organisation.pk, subject_id=new_id())
        raise ZeroDivisionError
    work_off(engine())
    assert followed == []


def test_what_was_not_heard_is_found_later(
    organisation: Organisation, followed: list[tuple[UUID, UUID]], engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as deaf:
        deaf.setattr(change_log, "listeners", [])
        subject = record(organisation, "visit.noted")
    work_off(engine())
    assert followed == []
    reactions.catch_up()
    work_off(engine())
    assert followed == [(organisation.pk, subject)]


def test_many_changes_are_read_in_steps(
    organisation: Organisation, followed: list[tuple[UUID, UUID]], engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reactions, "STEP", 2)
    subjects = [record(organisation, "visit.noted") for _ in range(5)]
    work_off(engine())
    assert [subject for _, subject in followed] == subjects
    assert ReactionPosition.objects.get(organisation=organisation).number == 5


def test_a_run_of_changes_that_come_by_thousands_is_followed_once(
    organisation: Organisation, followed: list[tuple[UUID, UUID]], runs: list[list[UUID]], engine: Engine
) -> None:
    first = [record(organisation, "visit.imported") for _ in range(3)]
    noted = record(organisation, "visit.noted")
    second = [record(organisation, "visit.imported") for _ in range(2)]
    work_off(engine())
    reactions.catch_up()
    work_off(engine())
    assert runs == [first, second]
    assert followed == [(organisation.pk, noted)]


def test_importing_a_thousand_events_takes_few_jobs(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    member = make_member(make_organisation())
    start = timezone.now() + timedelta(days=2)
    lines = [
        line
        for number in range(1_000)
        for line in (
            "BEGIN:VEVENT",
            f"UID:{number}@example.org",
            f"DTSTART:{start + timedelta(hours=number):%Y%m%dT%H%M%SZ}",
            "ATTENDEE:mailto:guest@example.org" if number % 100 == 0 else "CLASS:PUBLIC",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "TRIGGER:-PT15M",
            "END:VALARM",
            "END:VEVENT",
        )
    ]
    data = "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""]).encode()
    importing.import_calendar(by=member, owner_id=member.pk, data=data)
    names: list[str] = []
    put = engine().put
    monkeypatch.setattr(engine(), "put", lambda name, message, *, at: names.append(name) or put(name, message, at=at))
    work_off(engine())
    assert sorted(set(names)) == ["reactions.plan_alerts_of_imported", "reactions.send_invitations_of_imported"]
    assert len(names) == 2 * -(-1_000 // reactions.STEP)
    # Those of the next eight days, the first of which begins in two: the others are planned when they come near.
    assert 24 * 6 <= PlannedAlert.objects.of(member.organisation_id).count() <= 24 * 6 + 1
    assert OutgoingMessage.objects.of(member.organisation_id).count() == 0
    assert Invitation.objects.of(member.organisation_id).count() == 10


def test_organisations_are_read_apart(
    organisation: Organisation, followed: list[tuple[UUID, UUID]], engine: Engine
) -> None:
    other = Organisation.objects.create(name="Other")
    mine, theirs = record(organisation, "visit.noted"), record(other, "visit.noted")
    work_off(engine())
    assert sorted(followed) == sorted([(organisation.pk, mine), (other.pk, theirs)])
