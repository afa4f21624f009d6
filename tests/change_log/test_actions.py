"""The log: numbered without gap in each organisation, whole or not at all, and told to those who listen."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import transaction

from tests.factories.organisations import make_member, make_organisation
from tournee.change_log import actions, queries
from tournee.change_log.actions import Entry, record, record_all
from tournee.change_log.models import Change
from tournee.organisations.models import Member
from tournee.values.identifier import new_id

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def member(db: None) -> Member:
    return make_member(make_organisation())


def numbers(organisation_id: UUID) -> list[int]:
    return list(queries.changes_since(organisation_id, 0).values_list("number", flat=True))


def test_numbers_count_from_one_in_each_organisation(member: Member) -> None:
    here, there = member.organisation_id, make_organisation().pk
    given = [
        record("event.moved", organisation_id=one, subject_id=new_id()) for one in (here, there, here, here, there)
    ]
    assert given == [1, 1, 2, 3, 2]
    assert (numbers(here), numbers(there)) == ([1, 2, 3], [1, 2])
    assert queries.last_numbers([here, there, make_organisation().pk]) == {here: 3, there: 2}


def test_several_changes_are_logged_in_their_order_with_all_that_was_said(member: Member) -> None:
    changes = {"subject": ["a", 'é "q" \\ 🎉'], "busy": [True, None], "alerts": [[], [[15, "", "email"]]]}
    entries = [Entry("event.changed", new_id(), owner_id=member.pk, changes=changes), Entry("task.created", new_id())]
    last = record_all(entries, organisation_id=member.organisation_id, by_id=member.pk, at=NOON)
    assert last == queries.last_number(member.organisation_id) == 2
    first, second = queries.changes_since(member.organisation_id, 0)
    assert (first.kind, first.subject_type, first.subject_id) == ("event.changed", "event", entries[0].subject_id)
    assert (first.owner_id, first.actor_id, first.at, first.changes) == (member.pk, member.pk, NOON, changes)
    assert (second.kind, second.subject_type, second.owner_id, second.changes) == ("task.created", "task", None, {})


def test_nothing_to_log_takes_no_number(member: Member) -> None:
    record("event.moved", organisation_id=member.organisation_id, subject_id=new_id())
    assert record_all(iter([]), organisation_id=member.organisation_id) == 1
    assert numbers(member.organisation_id) == [1]


def test_a_transaction_that_fails_leaves_neither_line_nor_gap(member: Member) -> None:
    def fail() -> None:
        with transaction.atomic():
            record("event.moved", organisation_id=member.organisation_id, subject_id=new_id())
            raise ValueError

    with pytest.raises(ValueError):
        fail()
    assert queries.last_number(member.organisation_id) == 0
    assert record("event.moved", organisation_id=member.organisation_id, subject_id=new_id()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_change_is_not_logged_outside_the_transaction_that_makes_it() -> None:
    organisation = make_organisation()
    with pytest.raises(RuntimeError, match="transaction"):
        record("event.moved", organisation_id=organisation.pk, subject_id=new_id())
    assert not Change.objects.exists()


Heard = list[tuple[UUID, frozenset[str], int]]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[Heard]:
    """What one more listener hears, with the number of lines that it finds in the log."""
    told: Heard = []

    def listener(organisation_id: UUID, kinds: frozenset[str]) -> None:
        told.append((organisation_id, kinds, len(numbers(organisation_id))))

    monkeypatch.setattr(actions, "listeners", [*actions.listeners, listener])
    yield told


def test_listeners_hear_once_what_one_call_logged_and_find_it_in_the_log(member: Member, heard: Heard) -> None:
    organisation_id = member.organisation_id
    entries = [Entry("event.moved", new_id()), Entry("event.moved", new_id()), Entry("task.done", new_id())]
    record_all(entries, organisation_id=organisation_id)
    assert heard == [(organisation_id, frozenset({"event.moved", "task.done"}), 3)]
    record_all([], organisation_id=organisation_id)
    assert len(heard) == 1


def test_a_listener_that_fails_takes_the_change_back(member: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    def listener(_organisation_id: UUID, _kinds: frozenset[str]) -> None:
        raise ConnectionError

    monkeypatch.setattr(actions, "listeners", [listener])
    with pytest.raises(ConnectionError), transaction.atomic():
        record("event.moved", organisation_id=member.organisation_id, subject_id=new_id())
    assert numbers(member.organisation_id) == []
