"""Everything from one box, and never more than the viewer may know."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.calendar import make_event, make_task
from tests.factories.world import World
from tournee.calendar.models import Privacy
from tournee.directory.actions import create_account, create_contact, create_opportunity
from tournee.organisations.models import Member


def as_member(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


@pytest.fixture
def filled(world: World) -> World:
    account = create_account(by=world.rep, name="Boulangerie Dupont", city="Besançon")
    create_contact(by=world.rep, given_name="Anne", family_name="Dupont", account_id=str(account.pk))
    create_opportunity(by=world.rep, name="Dupont oven", account_id=str(account.pk))
    make_event(world.rep, timezone.now() + timedelta(days=1), subject="Visit Dupont")
    make_task(world.rep, subject="Call Dupont")
    return world


def names_of(text: str, client: Client) -> dict[str, list[str]]:
    groups = client.get("/search/", {"q": text}).context["groups"]
    return {group.name: [one.title for one in group.found] for group in groups}


def test_one_box_finds_every_kind(filled: World) -> None:
    assert names_of("dupont", as_member(filled.rep)) == {
        "Accounts": ["Boulangerie Dupont"],
        "Contacts": ["Anne Dupont"],
        "Opportunities": ["Dupont oven"],
        "Events": ["Visit Dupont"],
        "To do": ["Call Dupont"],
    }
    assert names_of("carl", as_member(filled.rep)) == {"Colleagues": ["Carl Colleague"]}


@pytest.mark.parametrize("typed", ["besancon", "BESANÇON", "besançn", "boulangeire"])
def test_accents_and_slips_do_not_matter(filled: World, typed: str) -> None:
    assert names_of(typed, as_member(filled.rep))["Accounts"] == ["Boulangerie Dupont"]


def test_nothing_leaks(filled: World) -> None:
    make_event(filled.rep, timezone.now() + timedelta(days=1), subject="Dupont secret", privacy=Privacy.PRIVATE)
    make_task(filled.rep, subject="Dupont secret", privacy=Privacy.PRIVATE)
    for member in (filled.manager, filled.colleague, filled.administrator):
        assert "secret" not in as_member(member).get("/search/", {"q": "dupont"}).text
    assert names_of("dupont", as_member(filled.stranger)) == {}
    assert "Events" not in names_of("dupont", as_member(filled.other_rep))


def test_suggestions_are_a_few_options(filled: World) -> None:
    for number in range(10):
        create_account(by=filled.rep, name=f"Dupont {number}")
    text = as_member(filled.rep).get("/search/suggestions/", {"q": "dupont"}).text
    assert text.count('role="option"') == 4 + 1 + 1 + 1 + 1 + 1
    assert "<html" not in text


@pytest.mark.parametrize("typed", ["", " ", "\x00", "%", "'\"", "é" * 500, "<b>", "a b c d e f g h i j"])
def test_any_text_is_answered(filled: World, typed: str) -> None:
    client = as_member(filled.rep)
    for path in ("/search/", "/search/suggestions/"):
        assert client.get(path, {"q": typed}).status_code == 200


def test_what_was_typed_is_shown_as_text(filled: World) -> None:
    evil = "<script>alert(1)</script>"
    client = as_member(filled.rep)
    for path in ("/search/", "/search/suggestions/", "/accounts/"):
        assert evil not in client.get(path, {"q": evil}).text


def test_more_answers_cost_no_more_queries(filled: World) -> None:
    client = as_member(filled.rep)
    client.get("/search/", {"q": "dupont"})
    counts = []
    for round_number in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get("/search/", {"q": "dupont"})
        counts.append(len(asked))
        for number in range(15):
            create_account(by=filled.rep, name=f"Dupont {round_number} {number}")
            make_event(filled.rep, timezone.now(), subject="Dupont again")
            make_task(filled.rep, subject="Dupont again")
    assert counts[0] == counts[1]
