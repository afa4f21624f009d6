"""Reading the log: one record's history, what came since a number, and never another organisation's."""

import pytest

from tests.factories.organisations import make_member, make_organisation
from tournee.change_log import queries
from tournee.change_log.actions import record
from tournee.organisations.models import Member
from tournee.values.identifier import new_id


@pytest.fixture
def member(db: None) -> Member:
    return make_member(make_organisation(), name="Lea")


def test_a_record_s_history_is_its_own_newest_first_with_names(member: Member) -> None:
    subject, other = new_id(), new_id()
    for kind, one in (("event.created", subject), ("event.created", other), ("event.moved", subject)):
        record(kind, organisation_id=member.organisation_id, subject_id=one, by_id=member.pk)
    found = list(queries.changes_of_subject(member.organisation_id, subject))
    assert [(one.number, one.kind, one.actor and one.actor.name) for one in found] == [
        (3, "event.moved", "Lea"),
        (1, "event.created", "Lea"),
    ]


def test_names_cost_no_more_queries_for_more_lines(member: Member, django_assert_num_queries: object) -> None:
    subject = new_id()
    for _ in range(5):
        record("event.moved", organisation_id=member.organisation_id, subject_id=subject, by_id=member.pk)
    with django_assert_num_queries(1):  # type: ignore[operator]
        names = [one.actor and one.actor.name for one in queries.changes_of_subject(member.organisation_id, subject)]
    assert names == ["Lea"] * 5


def test_since_a_number_means_after_it(member: Member) -> None:
    for _ in range(4):
        record("event.moved", organisation_id=member.organisation_id, subject_id=new_id())
    found = queries.changes_since(member.organisation_id, 2)
    assert [one.number for one in found] == [3, 4]
    assert not queries.changes_since(member.organisation_id, 4).exists()
    assert not queries.changes_since(member.organisation_id, 2**62).exists()


def test_the_same_subject_in_two_organisations_has_two_histories(member: Member) -> None:
    elsewhere, subject = make_organisation(), new_id()
    for organisation_id, kind in ((member.organisation_id, "event.moved"), (elsewhere.pk, "event.deleted")):
        record(kind, organisation_id=organisation_id, subject_id=subject)
    for organisation_id, kind in ((member.organisation_id, "event.moved"), (elsewhere.pk, "event.deleted")):
        assert [one.kind for one in queries.changes_of_subject(organisation_id, subject)] == [kind]
        assert [one.kind for one in queries.changes_since(organisation_id, 0)] == [kind]


def test_before_the_first_change_the_last_number_is_nought(member: Member) -> None:
    assert queries.last_number(member.organisation_id) == 0
    assert queries.last_numbers([member.organisation_id]) == {}
    assert queries.last_numbers([]) == {}


def test_whoever_leaves_takes_no_line_along(member: Member) -> None:
    leaver = make_member(member.organisation)
    record("event.moved", organisation_id=member.organisation_id, subject_id=new_id(), by_id=leaver.pk)
    leaver.delete()
    assert [one.actor for one in queries.changes_since(member.organisation_id, 0)] == [None]
