"""Accounts: list, page, form, place, trash, file."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.calendar import make_event, make_task
from tests.factories.directory import make_account, make_contact, make_opportunity
from tests.factories.world import World
from tournee.calendar.models import Privacy
from tournee.directory.actions import create_account
from tournee.directory.models import Account
from tournee.organisations.models import Member

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def as_member(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def form_of(account: Account, **changed: str) -> dict[str, str]:
    """The edit form as the page shows it, with what a person changes in it."""
    names = ("name", "kind", "grade", "street", "postcode", "city", "country", "phone", "email", "website", "notes")
    base = {**{name: getattr(account, name) for name in names}, "owner_id": str(account.owner_id or "")}
    return {"base": json.dumps(base), "version": str(account.version), **base, **changed}


def fresh(account: Account) -> Account:
    return Account.objects.of(account.organisation_id).get(pk=account.pk)


@pytest.mark.parametrize("path", ["accounts/", "accounts/new/", "contacts/", "opportunities/", "search/"])
def test_pages_are_for_people_who_are_signed_in(db: None, path: str) -> None:
    response = Client().get(f"/{path}")
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


def test_a_list_is_sorted_by_name_and_goes_on_where_it_ended(world: World) -> None:
    for number in range(60):
        make_account(world.organisation, name=f"Client {number:02}")
    client = as_member(world.rep)
    first = client.get("/accounts/")
    assert [one.name for one in first.context["records"]] == [f"Client {number:02}" for number in range(50)]
    more = client.get(f"/accounts/{first.context['more']}", headers={"HX-Request": "true"})
    assert [one.name for one in more.context["records"]] == [f"Client {number:02}" for number in range(50, 60)]
    assert more.context["more"] == ""
    assert "<html" not in more.text


def test_a_list_is_narrowed_by_owner_kind_and_grade(world: World) -> None:
    make_account(world.organisation, name="Mine", owner=world.rep, kind="client", grade="A")
    make_account(world.organisation, name="Other", owner=world.colleague, kind="client", grade="A")
    make_account(world.organisation, name="Lesser", owner=world.rep, kind="client", grade="B")
    make_account(world.organisation, name="Maybe", owner=world.rep, kind="prospect", grade="A")
    client = as_member(world.rep)
    found = client.get("/accounts/", {"owner": "me", "kind": "client", "grade": "A"}).context["records"]
    assert [one.name for one in found] == ["Mine"]
    nonsense = client.get("/accounts/", {"owner": "nobody", "kind": "x", "grade": "Z", "after": "zz"})
    assert len(nonsense.context["records"]) == 4


@pytest.mark.parametrize("typed", ["boulangerie dupont", "BOULANGERIE", "boulengerie", "dupont lyon", "bélangerie"])
def test_a_search_in_the_list_forgives_accents_and_slips(world: World, typed: str) -> None:
    create_account(by=world.rep, name="Boulangerie Dupont", city="Lyon", postcode="69003")
    create_account(by=world.rep, name="Garage Martin", city="Nantes", postcode="44000")
    found = as_member(world.colleague).get("/accounts/", {"q": typed}).context["records"]
    assert [one.name for one in found] == ["Boulangerie Dupont"]


def test_an_empty_list_says_what_to_do(world: World) -> None:
    client = as_member(world.rep)
    assert "Create an account" in client.get("/accounts/").text
    assert "Show all" in client.get("/accounts/", {"q": "nobody"}).text


def test_accounts_of_another_organisation_are_not_there(world: World) -> None:
    account = make_account(world.organisation, name="Ours")
    for member in (world.stranger, world.stranger_rep):
        client = as_member(member)
        assert client.get("/accounts/").context["records"] == []
        for path in ("", "edit/", "place/", "events/?which=past&start=0", "history/"):
            assert client.get(f"/accounts/{account.pk}/{path}").status_code == 404
        for path in ("edit/", "place/", "delete/", "restore/"):
            assert client.post(f"/accounts/{account.pk}/{path}").status_code == 404
    assert fresh(account).deleted_at is None


def test_whoever_may_not_edit_sees_no_verbs_and_is_refused(world: World) -> None:
    account = make_account(world.organisation, owner=world.rep)
    may = {"administrator": 200, "manager": 200, "rep": 200, "colleague": 403, "other_rep": 403, "other_manager": 403}
    for name, status in may.items():
        client = as_member(getattr(world, name))
        page = client.get(f"/accounts/{account.pk}/")
        assert page.status_code == 200
        assert ("/edit/" in page.text) is (status == 200), name
        assert client.get(f"/accounts/{account.pk}/edit/").status_code == status, name
        assert client.get(f"/accounts/{account.pk}/place/").status_code == status, name
    for path in ("edit/", "place/", "delete/"):
        assert as_member(world.colleague).post(f"/accounts/{account.pk}/{path}", form_of(account)).status_code == 403
    assert fresh(account).version == 1


def test_a_page_shows_all_that_is_around_an_account(world: World) -> None:
    account = make_account(world.organisation, name="Dupont", street="3 rue des Lilas", latitude=45.75, longitude=4.85)
    make_contact(world.organisation, account, given_name="Anne", family_name="Petit")
    make_opportunity(account, name="New oven", amount_minor=1_250_000, currency="EUR")
    now = timezone.now()
    make_event(world.rep, now + timedelta(days=2), subject="Coming visit", account=account)
    make_event(world.rep, now - timedelta(days=2), subject="Past visit", account=account)
    make_event(world.colleague, now + timedelta(days=1), subject="Secret", account=account, privacy=Privacy.PRIVATE)
    make_task(world.rep, subject="Send the offer", account=account)
    text = as_member(world.rep).get(f"/accounts/{account.pk}/").text
    for shown in (
        "3 rue des Lilas",
        "Anne Petit",
        "New oven",
        "€12,500",
        "Coming visit",
        "Past visit",
        "Send the offer",
    ):
        assert shown in text
    assert "Secret" not in text
    assert text.index("Coming visit") < text.index("Past visit")


def test_more_events_come_in_portions(world: World) -> None:
    account = make_account(world.organisation)
    for number in range(20):
        make_event(
            world.rep, timezone.now() + timedelta(days=number + 1), subject=f"Visit {number:02}", account=account
        )
    client = as_member(world.rep)
    page = client.get(f"/accounts/{account.pk}/")
    seen, more = list(page.context["events"]["coming"].events), page.context["events"]["coming"].more
    while more:
        answer = client.get(more, headers={"HX-Request": "true"})
        seen += answer.context["portion"].events
        more = answer.context["portion"].more
    assert [one.subject for one in seen] == [f"Visit {number:02}" for number in range(20)]
    assert client.get(f"/accounts/{account.pk}/events/?which=never&start=0").status_code == 404
    assert client.get(f"/accounts/{account.pk}/events/?which=past&start=-1").status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_pages_ask_no_more_of_the_database_for_more_rows(world: World, rows: int) -> None:
    account = make_account(world.organisation, owner=world.colleague)
    for _ in range(rows):
        other = make_account(world.organisation, owner=world.colleague)
        make_contact(world.organisation, account, owner=world.colleague)
        make_opportunity(account, owner=world.colleague)
        make_event(world.rep, timezone.now() + timedelta(days=1), account=other)
        make_event(world.rep, timezone.now() + timedelta(days=1), account=account)
        make_task(world.colleague, account=account)
    client = as_member(world.rep)
    counts = []
    for path in (
        "accounts/",
        "contacts/",
        "opportunities/",
        f"accounts/{account.pk}/",
        f"accounts/{account.pk}/history/",
    ):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(f"/{path}").status_code == 200
        counts.append(len(asked))
    assert all(count <= limit for count, limit in zip(counts, (8, 5, 5, 12, 6), strict=True)), counts


def test_an_account_is_created_and_placed_at_its_town(world: World) -> None:
    data = {"name": "Boulangerie Dupont", "kind": "client", "grade": "A", "postcode": "69003", "city": "Lyon",
            "country": "FR", "owner_id": str(world.rep.pk), "phone": "04 72 00 00 00", "key": "k1"}  # fmt: skip
    response = as_member(world.rep).post("/accounts/new/", data)
    made = Account.objects.of(world.organisation.pk).get()
    assert response["Location"] == f"/accounts/{made.pk}/"
    assert (made.name, made.grade, made.owner_id, made.place_source) == (
        "Boulangerie Dupont",
        "A",
        world.rep.pk,
        "town",
    )


def test_a_form_sent_twice_makes_one_account(world: World) -> None:
    client = as_member(world.rep)
    data = {"name": "Once", "kind": "client", "key": "same"}
    answers = [client.post("/accounts/new/", data)["Location"] for _ in range(3)]
    assert len(set(answers)) == 1
    assert Account.objects.of(world.organisation.pk).count() == 1


def test_mistakes_stand_beside_their_fields_and_what_was_typed_stays(world: World) -> None:
    world.rep.language = "fr"
    world.rep.save()
    data = {"name": "", "kind": "client", "email": "no address", "website": "javascript:alert(1)", "phone": "call me",
            "notes": f"kept {EVIL}", "postcode": "6!", "key": "k"}  # fmt: skip
    client = as_member(world.rep)
    response = client.post("/accounts/new/", data)
    assert response.status_code == 422
    form = response.context["form"]
    assert set(form.errors) == {"name", "email", "website", "phone", "postcode"}
    assert "Corrigez" in response.text or "corriger" in response.text
    assert 'value="no address"' in response.text
    assert "javascript:alert(1)" in response.text
    assert EVIL not in response.text
    assert not Account.objects.of(world.organisation.pk).exists()
    # The same form, corrected, is no second sending.
    assert client.post("/accounts/new/", {"name": "Good", "kind": "client", "key": "k"}).status_code == 302


@pytest.mark.parametrize("bad", [{"name": "x" * 201}, {"name": "a\x00b"}, {"kind": "enemy"}, {"owner_id": "nobody"},
                                 {"notes": "x" * 20_001}, {"country": "Atlantis"}])  # fmt: skip
def test_bad_input_is_refused_and_kept(world: World, bad: dict[str, str]) -> None:
    data = {"name": "Good", "kind": "client", "city": "Typed town", **bad}
    response = as_member(world.rep).post("/accounts/new/", data)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(bad)
    assert "Typed town" in response.text
    assert not Account.objects.of(world.organisation.pk).exists()


def test_markup_in_every_field_is_shown_as_text(world: World) -> None:
    account = make_account(world.organisation, name=EVIL, street=EVIL, city=EVIL, notes=EVIL, owner=world.rep)
    make_contact(world.organisation, account, given_name=EVIL, family_name=EVIL, job_title=EVIL)
    make_opportunity(account, name=EVIL, stage=EVIL)
    make_event(world.rep, timezone.now() + timedelta(days=1), subject=EVIL, account=account)
    make_task(world.rep, subject=EVIL, account=account)
    client = as_member(world.rep)
    for path in ("", "edit/", "place/"):
        text = client.get(f"/accounts/{account.pk}/{path}").text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    for path in ("/accounts/", "/contacts/", "/opportunities/"):
        assert "<script>alert" not in client.get(path).text


def test_an_edit_changes_only_what_was_changed(world: World) -> None:
    account = make_account(world.organisation, owner=world.rep, phone="01 02 03 04 05")
    response = as_member(world.rep).post(f"/accounts/{account.pk}/edit/", form_of(account, phone="06 07 08 09 10"))
    assert response.status_code == 302
    assert (fresh(account).phone, fresh(account).version) == ("06 07 08 09 10", 2)


def test_two_edits_of_different_fields_are_joined_and_told(world: World) -> None:
    account = make_account(world.organisation, owner=world.rep)
    mine, theirs = form_of(account, phone="06 07 08 09 10"), form_of(account, notes="Closed on Mondays")
    as_member(world.manager).post(f"/accounts/{account.pk}/edit/", theirs)
    response = as_member(world.rep).post(f"/accounts/{account.pk}/edit/", mine, follow=True)
    assert (fresh(account).phone, fresh(account).notes) == ("06 07 08 09 10", "Closed on Mondays")
    assert "Max Manager changed this meanwhile (Notes)" in response.text


def test_two_edits_of_one_field_show_both_versions_and_lose_nothing(world: World) -> None:
    account = make_account(world.organisation, owner=world.rep, phone="01")
    client, path = as_member(world.rep), f"/accounts/{account.pk}/edit/"
    mine = form_of(account, phone="06 07 08 09 10", notes="Mine")
    as_member(world.manager).post(path, form_of(account, phone="09 08 07 06 05", city="Paris"))
    response = client.post(path, mine)
    assert response.status_code == 409
    assert "Max Manager" in response.text
    (clash,) = response.context["clashes"]
    assert (clash["mine"], clash["theirs"], clash["uses"]) == ("06 07 08 09 10", "09 08 07 06 05", "mine")
    form = response.context["form"]
    assert (form.raw["notes"], form.raw["city"]) == ("Mine", "Paris")
    assert fresh(account).phone == "09 08 07 06 05"
    # The other one is chosen, then one's own again; then it is saved.
    hidden = {"base": form.base, "version": str(response.context["version"]), "versions": response.context["versions"]}
    for side, number in (("theirs", "09 08 07 06 05"), ("mine", "06 07 08 09 10")):
        response = client.post(path, {**form.raw, **hidden, "use": f"{side}:phone"})
        assert response.status_code == 200
        assert response.context["form"].raw["phone"] == number
    assert client.post(path, {**response.context["form"].raw, **hidden}).status_code == 302
    saved = fresh(account)
    assert (saved.phone, saved.notes, saved.city) == ("06 07 08 09 10", "Mine", "Paris")


def test_the_same_edit_sent_twice_is_saved_once(world: World) -> None:
    account = make_account(world.organisation, owner=world.rep)
    data = form_of(account, phone="06 07 08 09 10")
    answers = [as_member(world.rep).post(f"/accounts/{account.pk}/edit/", data).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert fresh(account).version == 2


@pytest.mark.parametrize("hidden", [{"base": "no json"}, {"base": "[" * 2_000}, {"versions": '{"mine": 3}'},
                                    {"version": "x" * 50, "base": '{"name": {}}'}])  # fmt: skip
def test_forged_hidden_fields_do_no_harm(world: World, hidden: dict[str, str]) -> None:
    account = make_account(world.organisation, owner=world.rep)
    data = {**form_of(account, phone="06 07 08 09 10"), **hidden}
    assert as_member(world.rep).post(f"/accounts/{account.pk}/edit/", data).status_code in {302, 409}


@pytest.mark.parametrize(
    ("latitude", "longitude", "kept"),
    [("45.75", "4.85", (45.75, 4.85)), ("45,75", " 4,85 ", (45.75, 4.85)), ("", "", (None, None))],
)
def test_a_place_is_set_by_coordinates_and_the_address_stays(
    world: World, latitude: str, longitude: str, kept: tuple[float | None, float | None]
) -> None:
    account = make_account(world.organisation, owner=world.rep, street="3 rue des Lilas", latitude=1.0, longitude=2.0)
    data = {"latitude": latitude, "longitude": longitude, "place_source": "pin", "version": "1"}
    assert as_member(world.rep).post(f"/accounts/{account.pk}/place/", data).status_code == 302
    saved = fresh(account)
    assert (saved.latitude, saved.longitude) == kept
    assert (saved.street, saved.city, saved.place_source) == ("3 rue des Lilas", "Lyon", "pin" if kept[0] else "")


@pytest.mark.parametrize(
    ("latitude", "longitude", "wrong"),
    [("91", "2", "latitude"), ("45", "", "longitude"), ("north", "2", "latitude"), ("45", "181", "longitude")],
)
def test_wrong_coordinates_are_explained_and_kept(world: World, latitude: str, longitude: str, wrong: str) -> None:
    account = make_account(world.organisation, owner=world.rep)
    data = {"latitude": latitude, "longitude": longitude, "version": "1"}
    response = as_member(world.rep).post(f"/accounts/{account.pk}/place/", data)
    assert response.status_code == 422
    assert response.context["errors"].keys() == {wrong}
    assert f'value="{latitude}"' in response.text
    assert fresh(account).latitude is None


def test_a_place_is_found_without_a_script(world: World) -> None:
    account = make_account(world.organisation, owner=world.rep, postcode="44000", city="Nantes")
    client, path = as_member(world.rep), f"/accounts/{account.pk}/place/"
    found = client.post(path, {"search": "1", "q": "Lyon", "version": "1"})
    assert "45." in found.context["typed"]["latitude"]
    from_address = client.post(path, {"from_address": "1", "version": "1"})
    assert "47." in from_address.context["typed"]["latitude"]
    assert client.post(path, {"search": "1", "q": "Zzyzxburg", "version": "1"}).status_code == 422
    assert fresh(account).latitude is None


def test_a_place_that_someone_else_has_set_is_not_overwritten_unseen(world: World) -> None:
    account = make_account(world.organisation, owner=world.rep)
    client, path = as_member(world.rep), f"/accounts/{account.pk}/place/"
    client.post(path, {"latitude": "45", "longitude": "4", "version": "1"})
    late = client.post(path, {"latitude": "46", "longitude": "5", "version": "1", "base": " "})
    assert late.status_code == 412
    assert 'value="46"' in late.text
    assert "at 45, 4 meanwhile" in late.text
    assert fresh(account).latitude == 45
    hidden = {name: late.context["typed"][name] for name in ("version", "base")}
    assert client.post(path, {"latitude": "46", "longitude": "5", **hidden}).status_code == 302


def test_a_change_of_something_else_does_not_stand_in_the_way_of_a_place(world: World) -> None:
    account = make_account(world.organisation, owner=world.rep)
    client, path = as_member(world.rep), f"/accounts/{account.pk}/place/"
    opened = client.get(path).context["typed"]
    client.post(f"/accounts/{account.pk}/edit/", form_of(account, phone="06 07 08 09 10"))
    sent = {"latitude": "46", "longitude": "5", "version": opened["version"], "base": opened["base"]}
    assert client.post(path, sent).status_code == 302
    assert (fresh(account).latitude, fresh(account).phone) == (46, "06 07 08 09 10")


def test_a_deleted_account_comes_back_by_undo(world: World) -> None:
    account = make_account(world.organisation, owner=world.rep)
    client = as_member(world.rep)
    page = client.post(f"/accounts/{account.pk}/delete/", follow=True)
    assert f"/accounts/{account.pk}/restore/" in page.text
    assert client.get(f"/accounts/{account.pk}/").status_code == 404
    assert client.post(f"/accounts/{account.pk}/restore/", follow=True).status_code == 200
    assert fresh(account).deleted_at is None


def test_reading_never_deletes(world: World) -> None:
    account = make_account(world.organisation, owner=world.rep)
    for path in ("delete/", "restore/"):
        assert as_member(world.rep).get(f"/accounts/{account.pk}/{path}").status_code == 405


def test_a_history_says_who_changed_what(world: World) -> None:
    account = create_account(by=world.rep, name="Dupont")
    as_member(world.manager).post(
        f"/accounts/{account.pk}/edit/", form_of(account, kind="client", owner_id=str(world.colleague.pk))
    )
    as_member(world.manager).post(
        f"/accounts/{account.pk}/place/", {"latitude": "45.75", "longitude": "4.85", "version": "2"}
    )
    text = as_member(world.rep).get(f"/accounts/{account.pk}/history/").text
    for shown in ("Rita Rep", "created it", "Max Manager", "Prospect", "Client", "Carl Colleague", "45.75000, 4.85000"):
        assert shown in text


def test_an_export_holds_the_list_and_no_formula(world: World) -> None:
    make_account(world.organisation, name="=HYPERLINK(1)", phone="+33 4 72", owner=world.rep)
    make_account(world.organisation, name="Élan; et Cie", owner=world.colleague)
    client = as_member(world.rep)
    response = client.get("/accounts/export/")
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["name"] for row in rows] == ["'=HYPERLINK(1)", "Élan; et Cie"]
    assert rows[0]["phone"] == "'+33 4 72"
    mine = client.get("/accounts/export/", {"owner": "me"})
    assert b"".join(mine.streaming_content).count(b"\r\n") == 2  # type: ignore[arg-type]


def test_suggestions_name_the_towns_of_accounts(world: World) -> None:
    create_account(by=world.rep, name="Boulangerie Dupont", city="Lyon", postcode="69003")
    text = as_member(world.colleague).get("/accounts/suggestions/", {"q": "boul"}).text
    assert "Boulangerie Dupont" in text
    assert "69003 Lyon" in text
    assert "Boulangerie" not in as_member(world.stranger).get("/accounts/suggestions/", {"q": "boul"}).text


def test_places_are_suggested_and_named(world: World) -> None:
    client = as_member(world.rep)
    assert "Villeurbanne" in client.get("/places/suggestions/", {"q": "villeurb"}).text
    view = {"south": "45.7", "west": "4.7", "north": "45.9", "east": "5.0"}
    assert "Lyon" in {one[0] for one in client.get("/places/names/", view).json()["items"]}
    assert client.get("/places/names/", {"south": "x"}).status_code == 400
