"""Files as spreadsheets write them."""

import io

import pytest

from tournee.directory.domain import csv_file
from tournee.directory.domain.csv_columns import match_columns, missing_columns
from tournee.directory.domain.csv_file import BadFile, read_format, read_rows
from tournee.directory.domain.csv_values import plain_cell, read_amount, read_cells, safe_cell

TEXT = "Nom;Ville;Notes\r\nCafé de l’Œuvre;Orléans;dit « oui »\r\nÉté;Nîmes;\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le-bom"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_file_is_read_in_whatever_letters_it_is_written(encoding: str, delimiter: str) -> None:
    text = TEXT.replace(";", delimiter)
    data = b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16-le-bom" else text.encode(encoding)
    file = io.BytesIO(data)
    form = read_format(file)
    assert form.headings == ("Nom", "Ville", "Notes")
    assert form.delimiter == delimiter
    rows = list(read_rows(file, form))
    assert [row.cells for row in rows] == [["Café de l’Œuvre", "Orléans", "dit « oui »"], ["Été", "Nîmes", ""]]
    assert [row.line for row in rows] == [2, 3]


def test_latin_1_is_read_as_the_letters_that_it_shares_with_windows() -> None:
    file = io.BytesIO("Nom;Ville\nÉté;Nîmes".encode("latin-1"))
    assert [row.cells for row in read_rows(file, read_format(file))] == [["Été", "Nîmes"]]


def test_windows_letters_are_recognised_beyond_the_first_pages() -> None:
    data = b"Nom;Ville\n" + b"plain;text\n" * 20_000 + "Été;Nîmes\n".encode("cp1252")
    file = io.BytesIO(data)
    form = read_format(file)
    assert form.encoding == "cp1252"
    assert [*read_rows(file, form)][-1].cells == ["Été", "Nîmes"]


def test_lines_are_counted_as_an_editor_counts() -> None:
    data = b'sep=;\nNom;Notes\nA;"two\nlines"\n\n;\nB;"one ""quoted"" word"\n'
    file = io.BytesIO(data)
    rows = list(read_rows(file, read_format(file)))
    assert [(row.line, row.cells) for row in rows] == [
        (3, ["A", "two\nlines"]),
        (7, ["B", 'one "quoted" word']),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\n\n\n", "no_headings"),
        (b";;;\nA;B;C", "no_headings"),
        (b"PK\x03\x04rest of a workbook", "workbook"),
        (b"\xd0\xcf\x11\xe0old workbook", "workbook"),
        (b"%PDF-1.7", "binary"),
        (b"a\x00b;c\n", "binary"),
        (b";".join(b"c%d" % number for number in range(101)) + b"\n", "too_many_columns"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(BadFile) as bad:
        read_format(io.BytesIO(data))
    assert bad.value.code == code


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b'Nom;Notes\nA;B\nC;"never closed\nD;E\n', "quotes", 3),
        (b'Nom;Notes\nA;B\nC;"a"b\n', "quotes", 3),
        (b"Nom;Notes\nA;B\nC;" + b"x" * 70_000 + b"\n", "cell_too_long", 3),
        (b"Nom;Notes\nA;\x81\x8d\xe9\n", "encoding", 0),
    ],
)
def test_a_file_that_breaks_off_says_where(data: bytes, code: str, line: int) -> None:
    file = io.BytesIO(data)
    with pytest.raises(BadFile) as bad:
        list(read_rows(file, read_format(file)))
    assert (bad.value.code, bad.value.line) == (code, line)


def test_a_file_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "LINES", 10)
    file = io.BytesIO(b"Nom\n" + b"A\n" * 11)
    with pytest.raises(BadFile) as bad:
        list(read_rows(file, read_format(file)))
    assert (bad.value.code, bad.value.line) == ("too_many_lines", 12)


def test_headings_are_known_in_both_languages() -> None:
    french = match_columns("account", ["Raison sociale", "Code Postal", "VILLE", "Tél.", "Adresse e-mail", "N° client"])
    assert french == {"name": 0, "postcode": 1, "city": 2, "phone": 3, "email": 4}
    english = match_columns("contact", ["First Name", "Last Name", "E-mail", "Mobile", "Company"])
    assert english == {"given_name": 0, "family_name": 1, "email": 2, "mobile": 3, "account": 4}
    deals = match_columns("opportunity", ["Opportunité", "Compte", "Montant HT", "Date de clôture", "Étape", "Statut"])
    assert deals == {"name": 0, "account": 1, "amount": 2, "expected_on": 3, "stage": 4, "state": 5}


def test_a_person_may_choose_the_columns() -> None:
    headings = ["Nom", "Enseigne", "Ville"]
    assert match_columns("account", headings, {"name": "Enseigne", "city": ""}) == {"name": 1}
    assert missing_columns("account", {"city": 0}) == ["name"]
    assert missing_columns("opportunity", {"name": 0}) == ["account"]
    assert missing_columns("contact", {"email": 0}) == []


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("1234.5", "1234.5", "EUR"),
        ("1 234,50 €", "1234.50", "EUR"),
        ("1\u202f234\u00a0567,89", "1234567.89", "EUR"),
        ("1.234,50", "1234.50", "EUR"),
        ("1,234.50", "1234.50", "EUR"),
        ("£1,234,567", "1234567", "GBP"),
        ("12,5", "12.5", "EUR"),
        ("$5", "5", "USD"),
    ],
)
def test_amounts_are_read_as_they_are_written(written: str, amount: str, currency: str) -> None:
    assert read_amount(written, "EUR") == {"amount": amount, "currency": currency}


def test_cells_become_values_and_empty_ones_say_nothing() -> None:
    columns = {"name": 0, "kind": 1, "grade": 2, "latitude": 3, "longitude": 4, "city": 5}
    values, problems = read_cells("account", columns, ["Dupont", "Partenaire", "b", "45,75", "4,85"], currency="EUR")
    assert problems == {}
    assert values == {
        "name": "Dupont",
        "kind": "partner",
        "grade": "B",
        "latitude": 45.75,
        "longitude": 4.85,
        "place_source": "import",
    }


@pytest.mark.parametrize("text", ["=1+1", "+33 4", "-5", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert plain_cell(safe_cell(text)) == text.strip() or text.startswith(("\t", "\r"))
    assert safe_cell("plain") == "plain"
    assert safe_cell(None) == ""
