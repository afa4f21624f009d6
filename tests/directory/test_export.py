"""A list that goes out as a file comes back as it was."""

import csv
import io

import pytest
from django.utils import translation

from tests.factories.world import World
from tournee.directory import actions, queries
from tournee.directory.domain.csv_columns import RECORD_TYPES, RecordType, match_columns
from tournee.directory.queries import export


def exported(world: World, record_type: RecordType) -> list[list[str]]:
    text = "".join(queries.export_lines(world.rep, record_type))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("record_type", RECORD_TYPES)
def test_every_heading_is_known_to_the_import(world: World, language: str, record_type: RecordType) -> None:
    with translation.override(language):
        headings = exported(world, record_type)[0]
    columns = match_columns(record_type, headings)
    assert sorted(columns.values()) == list(range(len(headings)))


def test_a_list_of_any_length_goes_out_whole_and_sorted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "ROWS_A_QUERY", 3)
    account = actions.create_account(by=world.rep, name="Dupont")
    for number in range(8):
        actions.create_contact(by=world.rep, account_id=account.pk, family_name=f"Martin {number // 2}")
    actions.create_contact(by=world.stranger, family_name="Secret")
    with translation.override("en"):
        rows = exported(world, "contact")
    names = [row[rows[0].index("Last name")] for row in rows[1:]]
    assert names == [f"Martin {number // 2}" for number in range(8)]


def test_money_and_dates_go_out_as_they_come_in(world: World) -> None:
    account = actions.create_account(by=world.rep, name="Dupont", external_id="C-1")
    amount = {"amount": "1234.50", "currency": "CHF"}
    actions.create_opportunity(
        by=world.rep, account_id=account.pk, name="Fours", amount=amount, expected_on="2027-01-31", state="won"
    )
    with translation.override("en"):
        headings, row = exported(world, "opportunity")
    said = dict(zip(headings, row, strict=True))
    assert (said["Amount"], said["Currency"], said["Expected on"], said["State"], said["Account's reference"]) == (
        "1234.50",
        "CHF",
        "2027-01-31",
        "won",
        "C-1",
    )
