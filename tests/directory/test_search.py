"""People type a few letters, in a hurry, and find whom they mean."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.world import World
from tournee.directory import actions, queries
from tournee.directory.domain.search_words import phone_word, read_search, record_words

ACCOUNTS = [
    ("Boulangerie Dupont", "69003", "Lyon"),
    ("Boulangerie Durand", "13001", "Marseille"),
    ("Garage de l'Étoile", "67000", "Strasbourg"),
    ("Hôtel Beau-Rivage", "06000", "Nice"),
    ("L'Oréal Distribution", "92110", "Clichy"),
    ("Établissements Lefèvre & Fils", "59000", "Lille"),
    ("Œnothèque du Vieux Port", "13002", "Marseille"),
    ("SARL Martin Électricité", "35000", "Rennes"),
    ("Martin Plomberie", "69100", "Villeurbanne"),
    ("Pharmacie Saint-Roch", "34000", "Montpellier"),
    ("Société Générale d'Équipements", "75011", "Paris"),
    ("Straße & Söhne", "68100", "Mulhouse"),
    ("Vinci Énergies", "38000", "Grenoble"),
    ("Sanofi Pasteur", "69007", "Lyon"),
    ("Café de la Gare ☕", "44000", "Nantes"),
]


@pytest.fixture
def directory(world: World) -> World:
    for name, postcode, city in ACCOUNTS:
        account = actions.create_account(by=world.rep, name=name, postcode=postcode, city=city)
    people: list[dict[str, Any]] = [
        {
            "given_name": "Léa",
            "family_name": "Lefebvre",
            "email": "lea.lefebvre@dupont.example",
            "phone": "04 72 11 22 33",
        },
        {
            "given_name": "Jean-Noël",
            "family_name": "Müller",
            "email": "jn@muller.example",
            "mobile": "+33 6 12 34 56 78",
        },
        {"given_name": "Aïcha", "family_name": "Benali", "email": "a.benali@sanofi.example"},
    ]
    for person in people:
        actions.create_contact(by=world.rep, account_id=account.pk, **person)
    actions.create_opportunity(by=world.rep, account_id=account.pk, name="Renouvellement des fours 2027")
    actions.create_account(by=world.stranger, name="Boulangerie Dupont", city="Lyon")
    return world


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dupont", "Boulangerie Dupont"),
        ("DUPONT", "Boulangerie Dupont"),
        ("dup", "Boulangerie Dupont"),
        ("boulangerie dup", "Boulangerie Dupont"),
        ("dupont lyon", "Boulangerie Dupont"),
        ("boulang mars", "Boulangerie Durand"),
        ("etoile", "Garage de l'Étoile"),
        ("étoile", "Garage de l'Étoile"),
        ("letoile", "Garage de l'Étoile"),
        ("hotel beau rivage", "Hôtel Beau-Rivage"),
        ("beaurivage", None),
        ("oreal", "L'Oréal Distribution"),
        ("l'oreal", "L'Oréal Distribution"),
        ("lefevre", "Établissements Lefèvre & Fils"),
        ("oenotheque", "Œnothèque du Vieux Port"),
        ("strasse", "Straße & Söhne"),
        ("sohne", "Straße & Söhne"),
        ("electricite", "SARL Martin Électricité"),
        ("cafe de la gare", "Café de la Gare ☕"),
        ("35000", "SARL Martin Électricité"),
        ("350", "SARL Martin Électricité"),
        ("villeurbanne", "Martin Plomberie"),
        # slips: one for words of four letters and more, two for long ones
        ("dupnt", "Boulangerie Dupont"),
        ("dupomt", "Boulangerie Dupont"),
        ("duppont", "Boulangerie Dupont"),
        ("fupont", "Boulangerie Dupont"),
        ("udpont", "Boulangerie Dupont"),
        ("boulnagerie durand", "Boulangerie Durand"),
        ("pharmaice", "Pharmacie Saint-Roch"),
        ("farmacie", "Pharmacie Saint-Roch"),
        ("montpelier", "Pharmacie Saint-Roch"),
        ("vinsi", "Vinci Énergies"),
        ("sannofi", "Sanofi Pasteur"),
        ("sanofi pastuer", "Sanofi Pasteur"),
        ("plomberei", "Martin Plomberie"),
        ("bolangerie duran", "Boulangerie Durand"),
        ("equipment", "Société Générale d'Équipements"),
        ("strabsourg", "Garage de l'Étoile"),
        ("martin rennes", "SARL Martin Électricité"),
        ("xyz", None),
        ("dupont nantes", None),
    ],
)
def test_an_account_is_found(directory: World, typed: str, found: str | None) -> None:
    hits = queries.search(directory.rep, typed, kinds=["account"])
    assert (hits[0].title if hits else None) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lefebvre", "Léa Lefebvre"),
        ("lea", "Léa Lefebvre"),
        ("lea lefebvre", "Léa Lefebvre"),
        ("lefebvre lea", "Léa Lefebvre"),
        ("lefevbre", "Léa Lefebvre"),
        ("muller", "Jean-Noël Müller"),
        ("jean noel", "Jean-Noël Müller"),
        ("aicha", "Aïcha Benali"),
        ("a.benali@sanofi.example", "Aïcha Benali"),
        ("benali@san", "Aïcha Benali"),
        ("0612345678", "Jean-Noël Müller"),
        ("06 12 34 5", "Jean-Noël Müller"),
        ("+33 6 12 34 56 78", "Jean-Noël Müller"),
        ("0033612345678", "Jean-Noël Müller"),
        ("04.72.11.22.33", "Léa Lefebvre"),
        ("+33472112233", "Léa Lefebvre"),
        ("07 00 00 00 00", None),
    ],
)
def test_a_contact_is_found(directory: World, typed: str, found: str | None) -> None:
    hits = queries.search(directory.rep, typed, kinds=["contact"])
    assert (hits[0].title if hits else None) == found


def test_an_exact_name_comes_before_its_neighbours(directory: World) -> None:
    for name in ("Martine Coiffure", "Martin", "Les Martinets"):
        actions.create_account(by=directory.rep, name=name)
    titles = [hit.title for hit in queries.search(directory.rep, "martin", kinds=["account"])]
    assert titles[0] == "Martin"
    assert set(titles[1:3]) == {"Martin Plomberie", "SARL Martin Électricité"}
    assert set(titles[3:5]) == {"Martine Coiffure", "Les Martinets"}


def test_another_organisation_finds_its_own_alone(directory: World) -> None:
    hits = queries.search(directory.stranger, "dupont")
    assert [hit.record.organisation_id for hit in hits] == [directory.stranger.organisation_id]
    assert queries.search(directory.stranger, "lefebvre") == []
    assert queries.search(directory.stranger, "boulangrie durand") == []


def test_a_renamed_record_is_found_by_its_new_name_alone(directory: World) -> None:
    account = queries.search(directory.rep, "vinci")[0].record
    actions.update_account(account_id=account.pk, by=directory.rep, name="Eiffage", city="Annecy")
    assert queries.search(directory.rep, "vinci") == []
    assert queries.search(directory.rep, "eifage annecy")[0].id == account.pk


def test_one_accounts_opportunities_are_searched_alone(directory: World) -> None:
    account, other = (queries.search(directory.rep, name)[0].record for name in ("sanofi", "vinci"))
    for place, name in ((account, "Fours à pain"), (other, "Fours à bois")):
        actions.create_opportunity(by=directory.rep, account_id=place.pk, name=name)
    hits = queries.search(directory.rep, "fours", kinds=["opportunity"], account_id=account.pk)
    assert [hit.title for hit in hits] == ["Fours à pain"]
    assert [hit.subtitle for hit in hits] == ["Sanofi Pasteur"]


@pytest.mark.parametrize(
    "typed", ["", "   ", "\x00", "%", "_", "'", "☕", "*" * 5000, "a " * 5000, "\ud800", "é" * 300]
)
def test_nothing_that_is_typed_does_harm(directory: World, typed: str) -> None:
    queries.search(directory.rep, typed)


@pytest.mark.parametrize("typed", ["dupont", "boulangerie dupont lyon", "dupnt boulangrie", "m", "0612345678"])
def test_a_search_asks_no_more_of_the_database_for_more_records(directory: World, typed: str) -> None:
    with CaptureQueriesContext(connection) as before:
        queries.search(directory.rep, typed)
    for number in range(40):
        actions.create_account(by=directory.rep, name=f"Boulangerie Dupont {number}", city="Lyon")
        actions.create_contact(by=directory.rep, family_name=f"Dupont{number}")
    with CaptureQueriesContext(connection) as after:
        queries.search(directory.rep, typed)
    assert len(after) <= max(len(before), 24)


def test_telephone_numbers_are_known_however_they_are_written() -> None:
    written = ["06 12 34 56 78", "+33 6 12 34 56 78", "0033612345678", "+33 (0)6.12.34.56.78", "612345678"]
    assert {phone_word(one) for one in written} == {"612345678"}
    assert phone_word("+44 20 7946 0000") == phone_word("020 7946 0000")


def test_words_are_bounded() -> None:
    assert len(record_words([f"word{number} " for number in range(100)])) == 30
    assert len(read_search("a b c d e f g h i").words) == 6
    assert max(map(len, read_search("x" * 500).words)) == 40
