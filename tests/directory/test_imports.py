"""A file comes in whole or not at all, says line by line what is wrong with it, and never makes doubles."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.organisations import make_member
from tests.factories.world import World
from tournee.change_log.models import Change
from tournee.directory import actions, queries
from tournee.directory.actions import import_run
from tournee.directory.domain.csv_columns import RecordType
from tournee.directory.errors import ImportBusy
from tournee.directory.models import Account, Contact, Import, Opportunity, SearchTerm
from tournee.organisations.models import Member
from tournee.values.identifier import new_id
from tournee.values.refusal import Conflict, Invalid, NotAllowed, NotVisible

ACCOUNTS = """Référence;Raison sociale;Type;CP;Ville;Téléphone;Responsable
C-1;Boulangerie Dupont;Client;69003;Lyon;04 72 00 00 00;{rep}
C-2;Garage de l'Étoile;Prospect;67000;Strasbourg;;
;Hôtel Beau-Rivage;Partenaire;06000;Nice;+33 4 93 00 00 00;
"""


def send(by: Member, text: str | bytes, record_type: RecordType = "account", **fields: Any) -> Import:
    data = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile("Comptes été.csv", data, content_type="text/csv")
    return actions.start_import(by=by, record_type=record_type, file=file, **fields)


def take_in(by: Member, text: str | bytes, record_type: RecordType = "account") -> Import:
    sent = send(by, text, record_type)
    assert sent.errors == [], sent.errors
    actions.request_import(import_id=sent.pk, by=by)
    actions.run_import(organisation_id=by.organisation_id, subject_id=sent.pk)
    return queries.import_of(by, sent.pk)


def names(by: Member) -> list[str]:
    return [account.name for account in queries.accounts_page(by, limit=100).items]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_file_is_shown_before_it_is_taken_in(world: World, encoding: str) -> None:
    sent = send(world.administrator, ACCOUNTS.format(rep=world.rep.email).encode(encoding))
    assert (sent.state, sent.file_name) == ("checked", "Comptes été.csv")
    assert (sent.lines_total, sent.created_count, sent.changed_count, sent.error_count) == (3, 3, 0, 0)
    assert sent.format["delimiter"] == ";"
    assert sent.format["columns"]["name"] == "Raison sociale"
    assert sent.preview[0]["values"]["city"] == "Lyon"
    assert [line["what"] for line in sent.preview] == ["new", "new", "new"]
    assert names(world.rep) == []
    actions.request_import(import_id=sent.pk, by=world.administrator)
    actions.run_import(organisation_id=world.organisation.pk, subject_id=sent.pk)
    done = queries.import_of(world.administrator, sent.pk)
    assert (done.state, done.lines_done, done.created_count) == ("done", 3, 3)
    assert names(world.rep) == ["Boulangerie Dupont", "Garage de l'Étoile", "Hôtel Beau-Rivage"]
    first = Account.objects.of(world.organisation.pk).get(external_id="C-1")
    assert (first.owner, first.kind, first.country, first.place_source) == (world.rep, "client", "FR", "town")
    assert queries.search(world.rep, "etoile strasbourg")[0].title == "Garage de l'Étoile"
    assert queries.search(world.rep, "0472000000")[0].title == "Boulangerie Dupont"
    kinds = list(Change.objects.filter(organisation=world.organisation).values_list("kind", flat=True))
    assert kinds == ["import.uploaded", "import.requested", *["account.created"] * 3, "import.finished"]


def test_a_file_imported_twice_makes_no_doubles(world: World) -> None:
    text = ACCOUNTS.format(rep=world.rep.email)
    take_in(world.administrator, text)
    again = take_in(world.administrator, text)
    assert (again.created_count, again.changed_count, again.unchanged_count) == (0, 0, 3)
    assert len(names(world.rep)) == 3
    changed = take_in(
        world.administrator, text.replace("Étoile", "Gare").replace("Beau-Rivage;Part", "BEAU RIVAGE;Part")
    )
    assert (changed.created_count, changed.changed_count) == (1, 1)
    third = take_in(world.administrator, "Nom;Ville;Classe\nhotel beau-rivage;NICE;A\n")
    assert (third.created_count, third.changed_count) == (0, 1)
    assert Account.objects.of(world.organisation.pk).get(name="hotel beau-rivage").grade == "A"
    assert queries.search(world.rep, "etoile", kinds=["account"]) == []


def test_people_and_deals_find_their_accounts_and_come_once(world: World) -> None:
    take_in(world.administrator, ACCOUNTS.format(rep=world.rep.email))
    people = (
        "Prénom,Nom,E-mail,Compte,Mobile\nLéa,Martin,lea@dupont.example,BOULANGERIE DUPONT,0612345678\n"
        "Paul,Durand,,Garage de l'etoile,\n"
    )
    assert take_in(world.administrator, people, "contact").created_count == 2
    assert take_in(world.administrator, people, "contact").unchanged_count == 2
    moved = people.replace("BOULANGERIE DUPONT", "Hôtel Beau-Rivage").replace("Martin", "Martin-Roy")
    assert take_in(world.administrator, moved, "contact").changed_count == 1
    lea = Contact.objects.of(world.organisation.pk).get(email_key="lea@dupont.example")
    assert (lea.family_name, lea.account.name if lea.account else "") == ("Martin-Roy", "Hôtel Beau-Rivage")
    assert queries.search(world.rep, "lea martin roy")[0].id == lea.pk
    deals = (
        "Opportunité;Référence du compte;Montant;Date prévue;Statut\nFours;C-1;12 500,50 €;31/12/2026;Gagnée\n"
        "Vitrines;C-2;;2027-01-15;\n"
    )
    assert take_in(world.administrator, deals, "opportunity").created_count == 2
    assert take_in(world.administrator, deals, "opportunity").unchanged_count == 2
    deal = Opportunity.objects.of(world.organisation.pk).get(name="Fours")
    assert (deal.amount_minor, deal.currency, deal.state, str(deal.expected_on)) == (
        1250050,
        "EUR",
        "won",
        "2026-12-31",
    )


def test_every_wrong_line_is_told_and_nothing_comes_in(world: World) -> None:
    world.administrator.language = "fr"
    world.administrator.save()
    inactive = make_member(world.organisation, is_active=False)
    text = (
        "Nom;CP;Ville;E-mail;Responsable;Latitude;Longitude;Réf\n"
        "Bonne ligne;69003;Lyon;a@b.example;;;;C-1\n"
        ";69003;Lyon;;;;;\n"
        "A;!!;Lyon;pas une adresse;;;;\n"
        "B;69003;Lyon;;nobody@example.com;;;\n"
        f"C;69003;Lyon;;{world.stranger.email};;;\n"
        f"D;69003;Lyon;;{inactive.email};;;\n"
        "E;69003;Lyon;;;91;4;\n"
        "F;69003;Lyon;;;45;;\n"
        "Autre;69003;Lyon;;;;;C-1\n"
        "bonne LIGNE;69003;;;;;;\n"
        "G;69003;Lyon;;;;;;trop;de;cellules\n"
        "H\x01;69003;Lyon;;;;;\n"
    )
    sent = send(world.administrator, text)
    told = [(error["line"], error["column"]) for error in sent.errors]
    assert told == [
        (3, "Nom"),
        (4, "CP"),
        (4, "E-mail"),
        (5, "Responsable"),
        (6, "Responsable"),
        (7, "Responsable"),
        (8, "Latitude"),
        (9, "Longitude"),
        (10, "Réf"),
        (12, ""),
        (13, "Nom"),
    ]
    assert sent.error_count == 11
    assert "ligne 2" in sent.errors[8]["message"].lower() or "line 2" in sent.errors[8]["message"].lower()
    assert sent.preview[1]["what"] == "wrong"
    with pytest.raises(Conflict):
        actions.request_import(import_id=sent.pk, by=world.administrator)
    actions.run_import(organisation_id=world.organisation.pk, subject_id=sent.pk)
    assert names(world.rep) == []
    assert not SearchTerm.objects.of(world.organisation.pk).exists()


def test_only_the_first_hundred_errors_are_kept_and_all_are_counted(world: World) -> None:
    sent = send(world.administrator, "Nom;CP\n" + "A;!!\n" * 250)
    assert (len(sent.errors), sent.error_count) == (100, 250)
    assert len(sent.preview) == 20


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("", "empty"),
        ("Couleur;Taille\nrouge;grand\n", "columns"),
        ('Nom;Ville\nA;"B\nC;D\n', "quotes"),
        (b"PK\x03\x04", "workbook"),
        ("Nom\nA\n".encode("utf-32"), "binary"),
        ("Nom\nA\x00\n".encode("utf-16"), "binary"),
        (b"Nom\n" + b"A\n" * 40_000 + b"\x00\n", "binary"),
        (b"\xff\xfe\x00\xd8", "encoding"),
        ("\n", "no_headings"),
    ],
)
def test_a_file_that_is_none_says_why(world: World, text: str | bytes, cause: str) -> None:
    sent = send(world.administrator, text or b" " * 0)
    assert (sent.state, sent.cause) == ("failed", cause)
    assert sent.errors[0]["message"]
    assert not queries.can_start(sent)
    with pytest.raises(Conflict):
        actions.request_import(import_id=sent.pk, by=world.administrator)


def test_a_missing_column_can_be_chosen(world: World) -> None:
    sent = send(world.administrator, "Couleur;Taille\nrouge;grand\n")
    assert sent.format["headings"] == ["Couleur", "Taille"]
    chosen = send(world.administrator, "Couleur;Taille\nrouge;grand\n", columns={"name": "Couleur"})
    assert (chosen.state, chosen.created_count, chosen.format["unused"]) == ("checked", 1, ["Taille"])
    with pytest.raises(Invalid):
        send(world.administrator, "Nom\nA\n", columns={"shoe_size": "Nom"})


def test_too_large_a_file_is_refused(world: World, settings: Any, files: Path) -> None:
    settings.IMPORT_MAX_BYTES = 1000
    with pytest.raises(Invalid) as refused:
        send(world.administrator, "Nom\n" + "A\n" * 1000)
    assert refused.value.own_code == "file_too_large"
    assert [path for path in files.rglob("*") if path.is_file()] == []


def test_a_large_file_waits_for_the_worker(world: World) -> None:
    text = "Nom;Notes\n" + "".join(f"Compte {number};{'x' * 200}\n" for number in range(1500))
    sent = send(world.administrator, text)
    assert sent.state == "waiting"
    assert Change.objects.filter(organisation=world.organisation).latest("number").kind == "import.uploaded"
    actions.check_import(organisation_id=world.organisation.pk, subject_id=sent.pk)
    checked = queries.import_of(world.administrator, sent.pk)
    assert (checked.state, checked.created_count) == ("checked", 1500)


@pytest.mark.parametrize("who", ["manager", "rep", "other_manager"])
def test_administrators_alone_import(world: World, who: str) -> None:
    by: Member = getattr(world, who)
    with pytest.raises(NotAllowed):
        send(by, "Nom\nA\n")
    sent = send(world.administrator, "Nom\nA\n")
    for refused in (queries.import_of, lambda viewer, _: queries.imports_visible_to(viewer)):
        with pytest.raises(NotAllowed):
            refused(by, sent.pk)
    with pytest.raises(NotAllowed):
        actions.request_import(import_id=sent.pk, by=by)


def test_another_organisation_knows_of_no_import(world: World) -> None:
    sent = send(world.administrator, "Nom\nA\n")
    assert list(queries.imports_visible_to(world.stranger)) == []
    with pytest.raises(NotVisible):
        queries.import_of(world.stranger, sent.pk)
    with pytest.raises(NotVisible):
        actions.delete_import(import_id=sent.pk, by=world.stranger)
    actions.run_import(organisation_id=world.stranger.organisation_id, subject_id=sent.pk)
    assert names(world.rep) == []


def test_whoever_may_no_longer_import_imports_nothing(world: World) -> None:
    sent = send(world.administrator, "Nom\nA\n")
    actions.request_import(import_id=sent.pk, by=world.administrator)
    Member.objects.filter(pk=world.administrator.pk).update(role="rep")
    actions.run_import(organisation_id=world.organisation.pk, subject_id=sent.pk)
    found = Import.objects.of(world.organisation.pk).get()
    assert (found.state, found.cause) == ("failed", "not_allowed")
    assert names(world.rep) == []


def test_two_workers_never_run_one_import(world: World) -> None:
    sent = send(world.administrator, "Nom\nA\n")
    actions.request_import(import_id=sent.pk, by=world.administrator)
    rows = Import.objects.of(world.organisation.pk)
    rows.update(lease=new_id(), leased_until=timezone.now() + timedelta(seconds=30))
    with pytest.raises(ImportBusy):
        actions.run_import(organisation_id=world.organisation.pk, subject_id=sent.pk)
    with pytest.raises(ImportBusy):
        actions.request_import(import_id=sent.pk, by=world.administrator)
    with pytest.raises(ImportBusy):
        actions.delete_import(import_id=sent.pk, by=world.administrator)
    rows.update(leased_until=timezone.now() - timedelta(seconds=1))
    actions.run_import(organisation_id=world.organisation.pk, subject_id=sent.pk)
    actions.run_import(organisation_id=world.organisation.pk, subject_id=sent.pk)
    assert names(world.rep) == ["A"]


def test_a_worker_that_lost_its_lease_writes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = send(world.administrator, "Nom\nA\n")
    actions.request_import(import_id=sent.pk, by=world.administrator)
    prepare = import_run._prepare

    def taken_over(record: Import) -> Any:
        errors = prepare(record)
        Import.objects.of(world.organisation.pk).update(lease=new_id())
        return errors

    monkeypatch.setattr(import_run, "_prepare", taken_over)
    actions.run_import(organisation_id=world.organisation.pk, subject_id=sent.pk)
    assert names(world.rep) == []


def test_an_import_that_breaks_off_leaves_nothing_and_can_be_started_again(
    world: World, monkeypatch: pytest.MonkeyPatch, files: Path
) -> None:
    text = "Nom;Ville\n" + "".join(f"Compte {number};Lyon\n" for number in range(1200))
    sent = send(world.administrator, text)
    actions.request_import(import_id=sent.pk, by=world.administrator)
    insert, calls = import_run.insert_hidden, []

    def break_off(some: Any, **when: Any) -> None:
        calls.append(len(some))
        if len(calls) == 2:
            raise RuntimeError("the machine stops here")
        insert(some, **when)

    with monkeypatch.context() as patched:
        patched.setattr(import_run, "insert_hidden", break_off)
        actions.run_import(organisation_id=world.organisation.pk, subject_id=sent.pk)
    broken = queries.import_of(world.administrator, sent.pk)
    assert (broken.state, broken.cause, broken.lease) == ("failed", "fault", None)
    assert Account.objects.of(world.organisation.pk).count() == 0
    assert not SearchTerm.objects.of(world.organisation.pk).exists()
    assert not Change.objects.filter(organisation=world.organisation, kind="account.created").exists()
    assert list(files.rglob("*.prepared")) == []
    actions.request_import(import_id=sent.pk, by=world.administrator)
    actions.run_import(organisation_id=world.organisation.pk, subject_id=sent.pk)
    assert Account.objects.of(world.organisation.pk).count() == 1200


def test_a_worker_that_died_is_told_as_interrupted(world: World) -> None:
    sent = send(world.administrator, "Nom\nA\n")
    actions.request_import(import_id=sent.pk, by=world.administrator)
    for path in Path(sent.file.path).parent.glob("*.progress"):
        path.unlink()
    Import.objects.of(world.organisation.pk).update(lease=new_id(), leased_until=timezone.now() - timedelta(seconds=1))
    dead = queries.import_of(world.administrator, sent.pk)
    assert (queries.progress_of(dead).state, queries.progress_of(dead).cause) == ("failed", "interrupted")
    assert queries.can_start(dead)
    actions.request_import(import_id=sent.pk, by=world.administrator)
    actions.run_import(organisation_id=world.organisation.pk, subject_id=sent.pk)
    assert names(world.rep) == ["A"]


def test_a_record_changed_meanwhile_is_not_overwritten(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    account = actions.create_account(by=world.rep, name="A", external_id="1", city="Lyon")
    sent = send(world.administrator, "Nom;Réf;Ville\nB;1;Paris\nC;2;Paris\n")
    actions.request_import(import_id=sent.pk, by=world.administrator)
    prepare = import_run._prepare

    def changed_meanwhile(record: Import) -> Any:
        errors = prepare(record)
        actions.update_account(account_id=account.pk, by=world.rep, name="Changed by hand")
        return errors

    with monkeypatch.context() as patched:
        patched.setattr(import_run, "_prepare", changed_meanwhile)
        actions.run_import(organisation_id=world.organisation.pk, subject_id=sent.pk)
    assert queries.import_of(world.administrator, sent.pk).cause == "meanwhile"
    assert names(world.rep) == ["Changed by hand"]
    actions.request_import(import_id=sent.pk, by=world.administrator)
    actions.run_import(organisation_id=world.organisation.pk, subject_id=sent.pk)
    assert names(world.rep) == ["B", "C"]
    after = queries.account(world.rep, account.pk)
    assert (after.version, after.city) == (3, "Paris")
    assert after.latitude == pytest.approx(48.85, abs=0.1)
    change = Change.objects.filter(subject_id=account.pk).latest("number")
    assert change.changes["name"] == ["Changed by hand", "B"]


def test_what_lies_in_the_trash_is_not_imported_over(world: World) -> None:
    account = actions.create_account(by=world.rep, name="A", external_id="1")
    actions.delete_account(account_id=account.pk, by=world.rep)
    sent = send(world.administrator, "Nom;Réf\nA;1\n")
    assert [error["column"] for error in sent.errors] == ["Réf"]


def test_accounts_of_one_name_are_told_apart_by_their_towns(world: World) -> None:
    for city in ("Lyon", "Paris"):
        actions.create_account(by=world.rep, name="Dupont", city=city)
    done = take_in(world.administrator, "Nom;Ville;Classe\nDupont;paris;A\nDupont;Lille;B\n")
    assert (done.created_count, done.changed_count) == (1, 1)
    sent = send(world.administrator, "Nom;Compte\nMartin;Dupont\n", "contact")
    assert [error["column"] for error in sent.errors] == ["Compte"]


def test_an_import_and_its_file_can_be_removed(
    world: World, files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    done = take_in(world.administrator, "Nom\nA\n")
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_import(import_id=done.pk, by=world.administrator)
    assert [path for path in files.rglob("*") if path.is_file()] == []
    assert names(world.rep) == ["A"]
    old = take_in(world.administrator, "Nom\nB\n")
    Import.objects.of(world.organisation.pk).update(updated_at=timezone.now() - timedelta(days=40))
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.purge_imports(organisation_id=world.organisation.pk, before=timezone.now()) == 1
    assert not Path(old.file.path).exists()


def test_a_files_path_is_never_its_name(world: World, files: Path) -> None:
    file = SimpleUploadedFile("../../etc/passwd\x00.csv", b"Nom\nA\n")
    sent = actions.start_import(by=world.administrator, record_type="account", file=file)
    assert files / str(world.organisation.pk) / "imports" == Path(sent.file.path).parent
    assert "\x00" not in sent.file_name


@pytest.mark.parametrize("lines", [10, 400])
def test_a_batch_of_lines_asks_the_database_as_much_as_a_few(world: World, lines: int) -> None:
    take_in(world.administrator, "Nom;Ville\nX;Lyon\n")
    text = "Nom;Ville;Responsable\n" + "".join(f"Compte {n};Lyon;{world.rep.email}\n" for n in range(lines))
    with CaptureQueriesContext(connection) as asked:
        sent = send(world.administrator, text)
    assert sent.created_count == lines
    assert len(asked) < 30


def test_ten_megabytes_in_one_cell_are_refused_at_once(world: World) -> None:
    sent = send(world.administrator, b"Nom;Notes\nA;" + b"x" * 10_000_000 + b"\n")
    actions.check_import(organisation_id=world.organisation.pk, subject_id=sent.pk)
    found = queries.import_of(world.administrator, sent.pk)
    assert (found.state, found.cause, found.errors[0]["line"]) == ("failed", "cell_too_long", 2)
