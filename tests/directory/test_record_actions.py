"""Accounts, contacts and opportunities are written by those who may, whole or not at all."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from tests.factories.organisations import make_member
from tests.factories.world import World
from tournee.change_log.models import Change
from tournee.directory import actions, queries
from tournee.directory.models import Account, Contact, Opportunity, SearchTerm
from tournee.organisations.models import Member
from tournee.values.identifier import new_id
from tournee.values.place import Place
from tournee.values.refusal import Conflict, Invalid, NotAllowed, NotVisible, Stale

HOSTILE = ["a\x00b", "\ud800", "\x1b[2J", "x" * 10_000_001]
HARMLESS = ["Café ☕ 🚀", "مرحبا بالعالم", "<script>alert(1)</script>", "'; DROP TABLE x; --", "{{ 7*7 }} %s %d {0}"]


def kinds(organisation_id: UUID) -> list[str]:
    return list(Change.objects.filter(organisation_id=organisation_id).values_list("kind", flat=True))


def test_a_new_account_is_its_makers_and_stands_at_its_town(world: World) -> None:
    account = actions.create_account(by=world.rep, name="Boulangerie  Œuvrard ", postcode="69003", city="LYON")
    assert (account.name, account.owner, account.country) == ("Boulangerie Œuvrard", world.rep, "FR")
    assert account.sort_name == "boulangerie oeuvrard"
    assert account.place_source == "town"
    assert account.latitude == pytest.approx(45.75, abs=0.05)
    change = Change.objects.get(subject_id=account.pk)
    assert change.kind == "account.created"
    assert change.changes["name"] == ["", "Boulangerie Œuvrard"]
    assert change.actor == world.rep


def test_every_wrong_field_is_told_at_once_and_nothing_is_saved(world: World) -> None:
    wrong = {
        "name": " ",
        "kind": "friend",
        "grade": "Z",
        "postcode": "69003;",
        "country": "Atlantis",
        "latitude": 91.0,
        "longitude": 4.0,
        "phone": "call me",
        "email": "no at",
        "website": "javascript:alert(1)",
        "owner_id": new_id(),
        "notes": "\x00",
    }
    with pytest.raises(Invalid) as refused:
        actions.create_account(by=world.rep, **wrong)
    assert set(refused.value.fields) == set(wrong) - {"longitude"}
    assert Account.objects.of(world.organisation.pk).count() == 0
    assert kinds(world.organisation.pk) == []


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["name", "street", "city", "notes", "phone", "email", "website", "external_id"])
def test_what_cannot_be_kept_is_refused_beside_its_field(world: World, field: str, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.create_account(by=world.rep, **{"name": "A", field: text})
    assert list(refused.value.fields) == [field]
    assert str(refused.value.fields[field][0])


@pytest.mark.parametrize("text", HARMLESS)
def test_strange_text_is_kept_as_it_is(world: World, text: str) -> None:
    account = actions.create_account(by=world.rep, name=text, notes=text, street=text)
    assert (account.name, account.notes, account.street) == (text, text, text)
    assert queries.account(world.rep, account.pk).name == text


@pytest.mark.parametrize(
    ("field", "written", "kept"),
    [
        ("website", "dupont.example/a", "https://dupont.example/a"),
        ("website", "http://dupont.example", "http://dupont.example"),
        ("country", "belgique", "BE"),
        ("postcode", "sw1a 1aa", "SW1A 1AA"),
        ("phone", "+33 (0)4 72 00 00 00", "+33 (0)4 72 00 00 00"),
        ("email", " Lea@Example.COM ", "Lea@example.com"),
        ("grade", None, ""),
        ("street", "1\n rue\tdes Lilas", "1 rue des Lilas"),
    ],
)
def test_fields_are_kept_in_one_form(world: World, field: str, written: Any, kept: str) -> None:
    account = actions.create_account(by=world.rep, **{"name": "A", field: written})
    assert getattr(account, field) == kept


@pytest.mark.parametrize(
    "website",
    ["ftp://a.example", "data:text/html,x", "https://", "http://user@evil.example", "https://a b.example", "x"],
)
def test_only_web_addresses_are_websites(world: World, website: str) -> None:
    with pytest.raises(Invalid):
        actions.create_account(by=world.rep, name="A", website=website)


def test_who_changes_an_account(world: World) -> None:
    account = actions.create_account(by=world.rep, name="A")
    for allowed in (world.rep, world.manager, world.administrator):
        actions.update_account(account_id=account.pk, by=allowed, name=f"by {allowed.name}")
    for seeing in (world.colleague, world.other_rep, world.other_manager):
        assert queries.account(seeing, account.pk)
        assert not queries.can_edit(seeing, account)
        with pytest.raises(NotAllowed):
            actions.update_account(account_id=account.pk, by=seeing, name="no")
        with pytest.raises(NotAllowed):
            actions.delete_account(account_id=account.pk, by=seeing)
        with pytest.raises(NotAllowed):
            actions.set_place(account_id=account.pk, by=seeing, place=Place(1, 1))
    for outside in (world.stranger, world.stranger_rep):
        with pytest.raises(NotVisible):
            queries.account(outside, account.pk)
        with pytest.raises(NotVisible):
            actions.update_account(account_id=account.pk, by=outside, name="no")


def test_everybody_changes_what_nobody_owns(world: World) -> None:
    account = actions.create_account(by=world.administrator, name="A", owner_id=None)
    assert queries.can_edit(world.other_rep, account)
    assert actions.update_account(account_id=account.pk, by=world.other_rep, grade="A").grade == "A"


def test_a_contact_without_an_owner_follows_its_account(world: World) -> None:
    account = actions.create_account(by=world.rep, name="A")
    contact = actions.create_contact(by=world.rep, account_id=account.pk, family_name="Martin")
    assert contact.owner is None
    assert queries.can_edit(world.manager, contact)
    assert not queries.can_edit(world.other_rep, contact)
    theirs = actions.create_contact(by=world.other_rep, account_id=account.pk, email="b@example.com")
    assert theirs.owner == world.other_rep
    assert queries.can_edit(world.other_rep, theirs)
    assert not queries.can_edit(world.rep, theirs)


@pytest.mark.parametrize("other", ["stranger", "inactive"])
def test_an_owner_is_an_active_colleague(world: World, other: str) -> None:
    owner = world.stranger if other == "stranger" else make_member(world.organisation, is_active=False)
    with pytest.raises(Invalid) as refused:
        actions.create_account(by=world.rep, name="A", owner_id=owner.pk)
    assert list(refused.value.fields) == ["owner_id"]


def test_another_organisations_account_is_unknown(world: World) -> None:
    theirs = actions.create_account(by=world.stranger, name="Secret")
    makers: list[Callable[..., Any]] = [actions.create_contact, actions.create_opportunity]
    for make in makers:
        fields = {"family_name": "A"} if make is actions.create_contact else {"name": "A"}
        with pytest.raises(Invalid) as refused:
            make(by=world.rep, account_id=theirs.pk, **fields)
        assert list(refused.value.fields) == ["account_id"]
        assert "Secret" not in str(refused.value.fields)


def test_a_contact_needs_a_name_or_an_address(world: World) -> None:
    with pytest.raises(Invalid):
        actions.create_contact(by=world.rep, job_title="Buyer")
    contact = actions.create_contact(by=world.rep, email="A.B@Example.com")
    assert (contact.name, contact.email_key) == ("A.B@example.com", "a.b@example.com")
    assert queries.contacts_by_address(world.rep, ["a.B@EXAMPLE.com", "x@example.com"]) == {"a.b@example.com": contact}
    assert queries.contacts_by_address(world.stranger, ["a.b@example.com"]) == {}
    with pytest.raises(Invalid):
        actions.update_contact(contact_id=contact.pk, by=world.rep, email="")


def test_money_is_whole_coins_of_a_currency(world: World) -> None:
    account = actions.create_account(by=world.rep, name="A")
    made = actions.create_opportunity(by=world.rep, account_id=account.pk, name="Deal", amount={"amount": "1234.50"})
    assert (made.amount_minor, made.currency) == (123450, "EUR")
    for wrong in ({"amount": "1.005"}, {"amount": "-1"}, {"amount": "1e400"}, {"amount": "NaN"}, {"amount": "1,5"}):
        with pytest.raises(Invalid) as refused:
            actions.update_opportunity(opportunity_id=made.pk, by=world.rep, amount=wrong)
        assert list(refused.value.fields) == ["amount"]
    changed = actions.update_opportunity(opportunity_id=made.pk, by=world.rep, amount=None)
    assert (changed.amount_minor, changed.currency) == (None, "")
    change = Change.objects.filter(subject_id=made.pk).latest("number")
    assert change.changes == {"amount": [{"amount": "1234.50", "currency": "EUR"}, None]}


@pytest.mark.parametrize("written", ["9999-01-01", "2026-02-30", "soon", "31/02/2026"])
def test_an_expected_date_is_a_date(world: World, written: str) -> None:
    account = actions.create_account(by=world.rep, name="A")
    with pytest.raises(Invalid) as refused:
        actions.create_opportunity(by=world.rep, account_id=account.pk, name="Deal", expected_on=written)
    assert list(refused.value.fields) == ["expected_on"]


def test_a_stale_version_changes_nothing(world: World) -> None:
    account = actions.create_account(by=world.rep, name="A")
    changed = actions.update_account(account_id=account.pk, by=world.rep, if_version=1, name="B")
    assert changed.version == 2
    with pytest.raises(Stale):
        actions.update_account(account_id=account.pk, by=world.manager, if_version=1, name="C")
    with pytest.raises(Stale):
        actions.delete_account(account_id=account.pk, by=world.manager, if_version=1)
    assert queries.account(world.rep, account.pk).name == "B"


def test_saving_without_a_change_leaves_no_trace(world: World) -> None:
    account = actions.create_account(by=world.rep, name="A")
    same = actions.update_account(account_id=account.pk, by=world.rep, name=" A ", grade="")
    assert same.version == 1
    assert kinds(world.organisation.pk) == ["account.created"]


def test_a_new_address_moves_only_a_place_that_nobody_chose(world: World) -> None:
    account = actions.create_account(by=world.rep, name="A", postcode="69003", city="Lyon")
    moved = actions.update_account(account_id=account.pk, by=world.rep, postcode="13001", city="Marseille")
    assert moved.latitude == pytest.approx(43.3, abs=0.1)
    change = Change.objects.filter(subject_id=account.pk).latest("number")
    assert {"city", "postcode", "latitude", "longitude"} == set(change.changes)
    pinned = actions.set_place(account_id=account.pk, by=world.rep, place=Place(43.25, 5.4))
    assert pinned.place_source == "pin"
    kept = actions.update_account(account_id=account.pk, by=world.rep, postcode="59000", city="Lille")
    assert (kept.latitude, kept.place_source) == (43.25, "pin")
    cleared = actions.set_place(account_id=account.pk, by=world.rep, place=None)
    assert (cleared.latitude, cleared.longitude, cleared.place_source) == (None, None, "")


def test_half_a_place_is_refused(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        actions.create_account(by=world.rep, name="A", latitude="45,5")
    assert list(refused.value.fields) == ["longitude"]
    for wrong in (float("nan"), float("inf"), "north", 1e300):
        with pytest.raises(Invalid):
            actions.create_account(by=world.rep, name="A", latitude=wrong, longitude=1)


def test_an_account_goes_to_the_trash_with_what_hangs_on_it_and_comes_back(world: World) -> None:
    account = actions.create_account(by=world.rep, name="Durand")
    contact = actions.create_contact(by=world.rep, account_id=account.pk, family_name="Durand")
    gone_before = actions.create_contact(by=world.rep, account_id=account.pk, family_name="Durandal")
    opportunity = actions.create_opportunity(by=world.rep, account_id=account.pk, name="Durand deal")
    actions.delete_contact(contact_id=gone_before.pk, by=world.rep)
    actions.delete_account(account_id=account.pk, by=world.rep)
    assert queries.search(world.rep, "durand") == []
    assert not SearchTerm.objects.of(world.organisation.pk).exists()
    for read, record in ((queries.account, account), (queries.contact, contact), (queries.opportunity, opportunity)):
        with pytest.raises(NotVisible):
            read(world.rep, record.pk)  # type: ignore[operator]
    with pytest.raises(Conflict):
        actions.restore_contact(contact_id=contact.pk, by=world.rep)
    with pytest.raises(Conflict):
        actions.restore_opportunity(opportunity_id=opportunity.pk, by=world.rep)
    with pytest.raises(NotAllowed):
        actions.restore_account(account_id=account.pk, by=world.other_rep)
    with pytest.raises(NotVisible):
        actions.restore_account(account_id=account.pk, by=world.stranger)
    actions.restore_account(account_id=account.pk, by=world.rep)
    assert {hit.id for hit in queries.search(world.rep, "durand")} == {account.pk, contact.pk, opportunity.pk}
    with pytest.raises(NotVisible):
        queries.contact(world.rep, gone_before.pk)
    actions.restore_contact(contact_id=gone_before.pk, by=world.rep)
    assert queries.contact(world.rep, gone_before.pk)


@pytest.mark.parametrize("purged", [False, True])
def test_what_others_take_away_at_this_moment_is_not_changed(
    world: World, monkeypatch: pytest.MonkeyPatch, *, purged: bool
) -> None:
    account = actions.create_account(by=world.rep, name="A")
    read = queries.account

    def read_and_lose(by: Member, account_id: UUID, **where: bool) -> Account:
        found = read(by, account_id, **where)
        row = Account.objects.of(world.organisation.pk).filter(pk=account_id)
        _ = row.delete() if purged else row.update(deleted_at=timezone.now())
        return found

    monkeypatch.setattr(queries, "account", read_and_lose)
    with pytest.raises(NotVisible):
        actions.update_account(account_id=account.pk, by=world.rep, name="B")
    assert not Account.objects.of(world.organisation.pk).filter(name="B").exists()


def test_the_trash_is_emptied_of_what_is_old(world: World) -> None:
    old, recent, living = (actions.create_account(by=world.rep, name=name) for name in ("old", "recent", "living"))
    actions.create_contact(by=world.rep, account_id=old.pk, family_name="A")
    actions.create_opportunity(by=world.rep, account_id=old.pk, name="A")
    theirs = actions.create_account(by=world.stranger, name="theirs")
    for account, by in ((old, world.rep), (recent, world.rep), (theirs, world.stranger)):
        actions.delete_account(account_id=account.pk, by=by)
    long_ago = timezone.now() - timedelta(days=40)
    for model in (Account, Contact, Opportunity):
        model.objects.of(world.organisation.pk).filter(deleted_at__isnull=False).exclude(pk=recent.pk).update(
            deleted_at=long_ago
        )
    purged = actions.purge_trash(organisation_id=world.organisation.pk, before=timezone.now() - timedelta(days=30))
    assert purged == 3
    left = set(Account.objects.of(world.organisation.pk).values_list("name", flat=True))
    assert left == {"recent", "living"}
    assert Account.objects.of(world.stranger.organisation_id).count() == 1
    assert living.pk


def test_a_reference_belongs_to_one_record(world: World) -> None:
    first = actions.create_account(by=world.rep, name="A", external_id="C-1")
    actions.create_account(by=world.stranger, name="A", external_id="C-1")
    with pytest.raises(Invalid) as refused:
        actions.create_account(by=world.rep, name="B", external_id="C-1")
    assert list(refused.value.fields) == ["external_id"]
    assert actions.update_account(account_id=first.pk, by=world.rep, external_id="C-1").version == 1


@pytest.mark.parametrize("people", ["rep", "administrator"])
def test_lists_go_on_after_the_last_row(world: World, people: str) -> None:
    by: Member = getattr(world, people)
    for name in ("émile", "Zoé", "eve", "Eve", "abc", "Élan"):
        actions.create_account(by=by, name=name)
    names: list[str] = []
    after = None
    while True:
        page = queries.accounts_page(by, limit=2, after=after)
        names += [account.name for account in page.items]
        after = page.next
        if after is None:
            break
    assert names == ["abc", "Élan", "émile", "eve", "Eve", "Zoé"]
    assert queries.accounts_page(world.stranger, limit=2).items == []
