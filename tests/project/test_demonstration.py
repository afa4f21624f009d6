"""The demonstration: looks like life, is the same for the same seed and day, and never opens production."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from tournee.calendar.actions.people import Wanted
from tournee.calendar.domain.window import LONG
from tournee.calendar.models import Alert, Event, Participant, SavedFilter, Task
from tournee.change_log.models import Change, ChangeCounter
from tournee.directory import queries as directory
from tournee.directory.models import Account, Contact, Opportunity
from tournee.notifications import actions as notifications
from tournee.notifications.models import OutgoingMessage
from tournee.organisations.models import Member, Organisation, Team
from tournee.project.demonstration import multitude, sign_ins
from tournee.project.demonstration.cast import PASSWORD
from tournee.project.demonstration.chance import Chance
from tournee.project.demonstration.company import Company, found
from tournee.project.demonstration.customers import make_customers
from tournee.project.demonstration.filling import fill, keep_diary
from tournee.project.demonstration.multitude import Size, fill_many
from tournee.project.demonstration.occasions import easter, holiday
from tournee.project.demonstration.rows import written_at

TODAY = date(2026, 11, 24)
RESERVED = re.compile(r"@([a-z0-9-]+\.)*(example|example\.(com|net|org))$")


@pytest.fixture(scope="class")
def company(django_db_setup: None, django_db_blocker: Any) -> Iterator[Company]:
    """The demonstration, written once for a class that only looks at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield fill(today=TODAY, seed=1)
        transaction.set_rollback(True)


def events_of(company: Company) -> list[Event]:
    return list(Event.objects.of(company.organisation.pk).order_by("starts_at", "id"))


@pytest.mark.django_db
class TestTheDemonstration:
    def test_its_invented_guests_are_not_written_to(self, company: Company) -> None:
        coming = Participant.objects.of(company.organisation.pk).filter(event__starts_at__gt=timezone.now())
        events = set(coming.values_list("event_id", flat=True)[:40])
        assert len(events) > 10
        for event_id in events:
            notifications.send_invitations(organisation_id=company.organisation.pk, event_id=event_id)
        assert not OutgoingMessage.objects.of(company.organisation.pk).exists()

    def test_has_the_promised_size(self, company: Company) -> None:
        organisation = company.organisation.pk
        assert Team.objects.of(organisation).filter(parent__isnull=False).count() == 3
        assert Member.objects.filter(organisation=organisation).count() == 12
        assert Account.objects.of(organisation).count() == 300
        assert Contact.objects.of(organisation).count() == 900
        assert Opportunity.objects.of(organisation).count() == 200

    def test_people_speak_two_languages_and_live_in_several_zones(self, company: Company) -> None:
        members = Member.objects.filter(organisation=company.organisation)
        assert Counter(member.role for member in members) == {"administrator": 1, "manager": 3, "rep": 8}
        assert {member.language for member in members} == {"fr", "en"}
        assert {"Europe/Paris", "Europe/London"} < {member.time_zone for member in members}

    def test_accounts_are_placed_in_france_and_around(self, company: Company) -> None:
        accounts = list(Account.objects.of(company.organisation.pk))
        assert {account.country for account in accounts} == {"FR", "BE", "ES", "GB"}
        assert all(account.latitude and account.longitude for account in accounts)
        assert all(36 < (account.latitude or 0) < 56 for account in accounts)
        assert len({account.name for account in accounts}) == 300

    def test_every_address_is_one_that_nobody_has(self, company: Company) -> None:
        organisation = company.organisation.pk
        tables = (Account.objects, Contact.objects, Participant.objects)
        emails = [email for table in tables for email in table.of(organisation).values_list("email", flat=True)]
        emails += Member.objects.filter(organisation=organisation).values_list("email", flat=True)
        assert [email for email in emails if email and not RESERVED.search(email)] == []

    def test_accounts_are_found_by_search(self, company: Company) -> None:
        account = company.accounts[7]
        head = company.people[0][1]
        assert account.pk in {hit.id for hit in directory.search(head, account.name, limit=10)}

    def test_a_changed_password_is_no_longer_shown(self, company: Company) -> None:
        first, second, *_others = sign_ins.sign_ins()
        first.set_password("another-password")
        first.save()
        assert sign_ins.sign_ins()[0] == second
        said = StringIO()
        call_command("demo_accounts", stdout=said)
        assert first.email not in said.getvalue()

    def test_cover_four_months_around_today(self, company: Company) -> None:
        events = events_of(company)
        assert 1_500 < len(events) < 5_000
        assert events[0].starts_at < datetime(2026, 10, 1, tzinfo=UTC)
        assert events[-1].starts_at > datetime(2027, 1, 15, tzinfo=UTC)

    def test_show_everything_that_a_calendar_holds(self, company: Company) -> None:
        events = events_of(company)
        assert len({event.owner_id for event in events}) == 12
        assert len({event.type_id for event in events}) >= 8
        assert {"Europe/Paris", "Europe/London", "Asia/Tokyo"} <= {event.time_zone for event in events}
        for wanted in ("all_day", "notes", "address", "account_id", "opportunity_id"):
            assert any(getattr(event, wanted) for event in events), wanted
        assert any(event.privacy == "private" for event in events)
        assert any(not event.busy for event in events)
        answers = set(Participant.objects.of(company.organisation.pk).values_list("answer", flat=True))
        assert answers == {"accepted", "tentative", "declined", "none"}
        assert Alert.objects.of(company.organisation.pk).count() > 300

    def test_overlap_sometimes(self, company: Company) -> None:
        clashes = 0
        last: dict[Any, Event] = {}
        for event in events_of(company):
            before = last.get(event.owner_id)
            clashes += before is not None and not event.all_day and event.starts_at < before.ends_at
            last[event.owner_id] = event
        assert clashes > 20

    def test_are_written_as_the_actions_write_them(self, company: Company) -> None:
        for event in events_of(company):
            assert event.uid == f"{event.pk}@tournee"
            assert event.is_long == (event.ends_at - event.starts_at > LONG)
            assert event.created_at == written_at(event.pk)
            assert event.created_at <= company.now
            assert (event.starts_on is not None) == event.all_day
        for place in Participant.objects.of(company.organisation.pk).select_related("event"):
            assert place.event_starts_at == place.event.starts_at
            assert place.email or place.name

    def test_nobody_is_on_an_event_twice(self, company: Company) -> None:
        keys = [
            (place.event_id, *Wanted(place.member_id, place.contact_id, place.email, place.name).key)
            for place in Participant.objects.of(company.organisation.pk)
        ]
        assert len(keys) == len(set(keys))

    def test_each_event_has_its_line_in_the_log(self, company: Company) -> None:
        changes = Change.objects.filter(organisation=company.organisation).order_by("number")
        assert {change.subject_id for change in changes} == {event.pk for event in events_of(company)}
        assert [change.number for change in changes] == list(range(1, len(changes) + 1))
        assert ChangeCounter.objects.get(organisation=company.organisation).last_number == len(changes)

    def test_tasks_are_due_overdue_undated_and_done(self, company: Company) -> None:
        tasks = list(Task.objects.of(company.organisation.pk))
        assert any(task.due_on and task.due_on < TODAY and not task.done_at for task in tasks)
        assert any(task.due_on and task.due_on > TODAY for task in tasks)
        assert any(task.due_on is None for task in tasks)
        assert any(task.done_at for task in tasks)
        assert any(task.privacy == "private" for task in tasks)

    def test_filters_are_private_and_shared(self, company: Company) -> None:
        assert {kept.shared for kept in SavedFilter.objects.of(company.organisation.pk)} == {True, False}

    def test_no_visit_falls_on_a_public_holiday(self, company: Company) -> None:
        assert holiday(date(2026, 12, 25)) == "Noël"
        visits = [event for event in events_of(company) if event.type == company.types["visit"]]
        assert [event for event in visits if holiday(event.starts_at.date())] == []


@pytest.mark.django_db
class TestTheSeed:
    def snapshot(self, today: date, seed: int) -> set[tuple[Any, ...]]:
        with transaction.atomic():
            chance = Chance(seed)
            made = found(today, chance)
            make_customers(made, chance)
            diary = keep_diary(made, chance)
            rows = {(event.pk, event.subject, event.starts_at, event.owner_id) for event in diary.events}
            transaction.set_rollback(True)
        return rows

    def test_the_same_seed_and_day_give_the_same_rows(self) -> None:
        first = self.snapshot(TODAY, 5)
        assert self.snapshot(TODAY, 5) == first
        assert self.snapshot(TODAY, 6).isdisjoint(first)


@pytest.mark.django_db
class TestTheCommand:
    def run(self, *arguments: str) -> str:
        said = StringIO()
        call_command("seed_demo", *arguments, stdout=said)
        return said.getvalue()

    def test_prints_who_can_sign_in_the_administrator_first(self) -> None:
        lines = [line.split() for line in self.run("--today", "2026-11-24").splitlines() if "@" in line]
        assert len(lines) == 12
        assert "administrator," in lines[0]
        assert {words[1] for words in lines} == {PASSWORD}
        for address, password, *_about in lines:
            assert check_password(password, Member.objects.get(email=address).password)
            break
        assert "@" in self.run("--if-empty")
        with pytest.raises(CommandError, match="not empty"):
            self.run()
        assert Organisation.objects.count() == 1

    def test_production_refuses(self, settings: Any) -> None:
        settings.PRODUCTION = True
        with pytest.raises(CommandError, match="production"):
            self.run()
        assert not Organisation.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestTheMultitude:
    def test_has_the_size_asked_for_and_the_columns_that_there_are(self) -> None:
        made = fill_many(today=TODAY, seed=1, size=Size(users=3, events=600))
        events = events_of(made)  # type: ignore[arg-type]  # it has an organisation too
        assert len(events) == 600
        assert Counter(event.owner_id for event in events) == {member.pk: 200 for member in made.members}
        assert made.administrator.role == "administrator"
        for event in events:
            assert event.is_long == (event.ends_at - event.starts_at > LONG)
            assert event.uid == f"{event.pk}@tournee"
        places = Participant.objects.of(made.organisation.pk).select_related("event")
        assert all(place.event_starts_at == place.event.starts_at for place in places)
        for model, columns in (
            (Event, multitude.EVENT_COLUMNS),
            (Participant, multitude.PARTICIPANT_COLUMNS),
            (Alert, multitude.ALERT_COLUMNS),
        ):
            fields = {field.column: field for field in model._meta.concrete_fields}
            assert set(columns) <= fields.keys()
            # The rest the database fills in by itself.
            assert all(fields[name].null or fields[name].has_db_default() for name in fields.keys() - set(columns))

    def test_more_events_are_more_history_and_the_same_month(self) -> None:
        def in_november(events: int) -> int:
            made = fill_many(today=TODAY, seed=1, size=Size(users=2, events=events))
            first, last = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
            return Event.objects.of(made.organisation.pk).filter(starts_at__gte=first, starts_at__lt=last).count()

        assert in_november(400) == in_november(900)

    def test_any_number_beside_what_is_there(self) -> None:
        said = StringIO()
        call_command("seed_demo", "--organisations", "2", "--users", "2", "--events", "20", stdout=said)
        assert Organisation.objects.count() == 2
        assert said.getvalue().count(PASSWORD) == 2


@pytest.mark.parametrize(("year", "sunday"), [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2038, (4, 25))])
def test_easter_is_when_the_church_says(year: int, sunday: tuple[int, int]) -> None:
    assert easter(year) == date(year, *sunday)


def test_made_identifiers_are_of_version_7_and_of_their_moment() -> None:
    moment = datetime(2026, 11, 24, 8, tzinfo=UTC)
    made = Chance(1).id_at(moment)
    assert made.version == 7
    assert written_at(made) == moment
    assert Chance(1).before(moment, days=3, now=moment) < moment - timedelta(minutes=5)
