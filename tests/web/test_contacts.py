"""Contacts: form with its account, and the bare address on an event that becomes one."""

import json

import pytest
from django.test import Client

from tests.factories.calendar import make_event, make_participant
from tests.factories.directory import make_account, make_contact
from tests.factories.world import World
from tournee.calendar.models import Event, Participant, Privacy
from tournee.directory.actions import create_account, create_contact
from tournee.directory.models import Contact
from tournee.organisations.models import Member


def as_member(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def only(world: World) -> Contact:
    return Contact.objects.of(world.organisation.pk).get()


def guests_of(event: Event) -> list[tuple[object, object, str]]:
    people = Participant.objects.of(event.organisation_id).filter(event=event).order_by("position")
    return [(one.member_id, one.contact_id, one.email) for one in people]


def test_a_contact_is_created_for_the_account_that_was_chosen(world: World) -> None:
    account = make_account(world.organisation, name="Dupont", owner=world.rep)
    client = as_member(world.rep)
    page = client.get("/contacts/new/", {"account": account.pk})
    assert 'value="Dupont"' in page.text
    data = {"given_name": "Anne", "family_name": "Petit", "email": "anne@example.org", "account_text": "Dupont",
            "account_id": str(account.pk), "owner_id": ""}  # fmt: skip
    assert client.post("/contacts/new/", data).status_code == 302
    assert (only(world).account_id, only(world).name) == (account.pk, "Anne Petit")


def test_an_account_may_be_typed_where_only_one_can_be_meant(world: World) -> None:
    account = create_account(by=world.rep, name="Établissements Dupont")
    client = as_member(world.rep)
    data = {"family_name": "Petit", "account_text": "etablissements dupont"}
    assert client.post("/contacts/new/", data).status_code == 302
    assert only(world).account_id == account.pk
    create_account(by=world.rep, name="Établissements Dupont")
    refused = client.post("/contacts/new/", data)
    assert refused.status_code == 422
    assert "account_text" in refused.context["form"].errors
    assert 'value="etablissements dupont"' in refused.text


def test_another_name_typed_over_the_account_wins_over_the_hidden_id(world: World) -> None:
    first, second = (create_account(by=world.rep, name=name) for name in ("First", "Second"))
    contact = create_contact(by=world.rep, family_name="Petit", account_id=str(first.pk))
    page = as_member(world.rep).get(f"/contacts/{contact.pk}/edit/")
    form = page.context["form"]
    data = {**form.initial, "base": form.base, "version": "1", "account_text": "Second"}
    assert as_member(world.rep).post(f"/contacts/{contact.pk}/edit/", data).status_code == 302
    assert only(world).account_id == second.pk
    data = {**data, "account_text": "", "version": "1"}
    assert as_member(world.rep).post(f"/contacts/{contact.pk}/edit/", data).status_code in {302, 409}


def test_the_account_of_another_organisation_is_unknown(world: World) -> None:
    foreign = make_account(world.stranger.organisation, name="Foreign")
    client = as_member(world.rep)
    assert "Foreign" not in client.get("/contacts/new/", {"account": foreign.pk}).text
    data = {"family_name": "Petit", "account_id": str(foreign.pk), "account_text": "Foreign"}
    refused = client.post("/contacts/new/", data)
    assert refused.status_code == 422
    assert "account_text" in refused.context["form"].errors


def test_a_contact_needs_a_name_or_an_address(world: World) -> None:
    refused = as_member(world.rep).post("/contacts/new/", {"job_title": "Buyer"})
    assert refused.status_code == 422
    assert "family_name" in refused.context["form"].errors
    assert 'value="Buyer"' in refused.text


def test_a_clash_about_the_account_is_shown_by_its_name(world: World) -> None:
    accounts = {name: create_account(by=world.rep, name=name) for name in ("First", "Second", "Third")}
    contact = create_contact(by=world.rep, family_name="Petit", account_id=str(accounts["First"].pk))
    client, path = as_member(world.rep), f"/contacts/{contact.pk}/edit/"
    form = client.get(path).context["form"]
    hidden = {"base": form.base, "version": "1"}
    for member, name in ((world.manager, "Second"), (world.rep, "Third")):
        chosen = {"account_id": str(accounts[name].pk), "account_text": name}
        response = as_member(member).post(path, {**form.initial, **hidden, **chosen})
    assert response.status_code == 409
    (clash,) = response.context["clashes"]
    assert (clash["mine"], clash["theirs"]) == ("Third", "Second")
    form, hidden = response.context["form"], {"version": str(response.context["version"])}
    hidden |= {"base": form.base, "versions": response.context["versions"]}
    taken = client.post(path, {**form.raw, **hidden, "use": "theirs:account_text"}).context["form"]
    assert (taken.raw["account_text"], taken.raw["account_id"]) == ("Second", str(accounts["Second"].pk))


def test_an_unknown_address_on_an_event_becomes_a_contact_there(world: World) -> None:
    account = make_account(world.organisation, name="Dupont", owner=world.rep)
    event = make_event(world.rep, subject="First visit", account=account)
    make_participant(event, member=world.colleague, position=0)
    make_participant(event, email="Anne@Example.org", name="Anne Marie Petit", position=1)
    make_participant(event, email="other@example.org", position=2)
    client = as_member(world.rep)
    query = {"event": event.pk, "email": "anne@example.org", "name": "Anne Marie Petit"}
    page = client.get("/contacts/new/", query)
    assert "First visit" in page.text
    initial = page.context["form"].initial
    assert (initial["given_name"], initial["family_name"], initial["account_text"]) == ("Anne Marie", "Petit", "Dupont")
    address = f"/contacts/new/?event={event.pk}&email=anne%40example.org&name=Anne"
    response = client.post(address, {**initial, "key": "k"})
    assert response["Location"] == f"/calendar/events/{event.pk}/"
    contact = only(world)
    assert guests_of(event) == [
        (world.colleague.pk, None, world.colleague.email),
        (None, contact.pk, "anne@example.org"),
        (None, None, "other@example.org"),
    ]
    # The button pressed twice, or "back" and again: one contact.
    assert client.post(address, {**initial, "key": "k"})["Location"] == response["Location"]
    assert only(world) == contact


def test_a_contact_stays_where_the_event_may_not_be_changed(world: World) -> None:
    event = make_event(world.rep)
    make_participant(event, email="anne@example.org")
    make_participant(event, member=world.other_rep, position=1)
    address = f"/contacts/new/?event={event.pk}&email=anne%40example.org"
    data = {"family_name": "Petit", "email": "anne@example.org"}
    response = as_member(world.other_rep).post(address, data)
    assert response["Location"] == f"/calendar/events/{event.pk}/"
    assert only(world).email == "anne@example.org"
    assert guests_of(event)[0] == (None, None, "anne@example.org")


def test_a_contact_who_has_the_address_already_is_offered_instead(world: World) -> None:
    contact = make_contact(world.organisation, given_name="Anne", family_name="Petit", email="anne@example.org")
    event = make_event(world.rep)
    make_participant(event, email="Anne@example.org")
    client, address = as_member(world.rep), f"/contacts/new/?event={event.pk}&email=Anne%40example.org"
    assert "Put Anne Petit on the event" in client.get(address).text
    assert client.post(address, {"known": "1"})["Location"] == f"/calendar/events/{event.pk}/"
    assert guests_of(event) == [(None, contact.pk, "anne@example.org")]
    assert only(world) == contact


@pytest.mark.parametrize("who", ["other_rep", "stranger", "manager"])
def test_an_event_that_one_may_not_know_is_not_named(world: World, who: str) -> None:
    event = make_event(world.rep, subject="Secret talks", privacy=Privacy.PRIVATE)
    make_participant(event, email="anne@example.org")
    page = as_member(getattr(world, who)).get("/contacts/new/", {"event": event.pk, "email": "anne@example.org"})
    assert "Secret talks" not in page.text
    assert 'value="anne@example.org"' in page.text


def test_contacts_of_another_organisation_are_not_there(world: World) -> None:
    contact = make_contact(world.organisation)
    client = as_member(world.stranger)
    for path in ("", "edit/", "events/?which=past&start=0", "history/"):
        assert client.get(f"/contacts/{contact.pk}/{path}").status_code == 404
    for path in ("edit/", "delete/", "restore/"):
        assert client.post(f"/contacts/{contact.pk}/{path}").status_code == 404


def test_a_page_lists_the_events_that_a_contact_takes_part_in(world: World) -> None:
    contact = make_contact(world.organisation, given_name="Anne")
    event = make_event(world.rep, subject="Demonstration")
    make_participant(event, contact=contact, email=contact.email)
    hidden = make_event(world.colleague, subject="Hidden", privacy=Privacy.PRIVATE)
    make_participant(hidden, contact=contact, email=contact.email)
    text = as_member(world.rep).get(f"/contacts/{contact.pk}/").text
    assert "Demonstration" in text
    assert "Hidden" not in text


def test_a_deleted_contact_comes_back(world: World) -> None:
    contact = make_contact(world.organisation)
    client = as_member(world.rep)
    assert "restore/" in client.post(f"/contacts/{contact.pk}/delete/", follow=True).text
    assert client.get(f"/contacts/{contact.pk}/").status_code == 404
    client.post(f"/contacts/{contact.pk}/restore/")
    assert client.get(f"/contacts/{contact.pk}/").status_code == 200


def test_the_hidden_base_is_what_the_page_was_opened_with(world: World) -> None:
    contact = create_contact(by=world.rep, family_name="Petit", language="de")
    form = as_member(world.rep).get(f"/contacts/{contact.pk}/edit/").context["form"]
    assert json.loads(form.base)["language"] == "de"
    assert ("de", "de") in form.fields["language"].widget.choices
