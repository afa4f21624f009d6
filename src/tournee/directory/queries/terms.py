"""Look words up in the tables of terms and words: bounded ranges of their indexes, and nothing else.

Statements of our own: a search asks some twenty of them, and building each through the ORM costs ten times what the
database takes to answer it. Every one names the organisation. What they are put together from is in this file; what
people typed is among the values.
"""
# ruff: noqa: S608 -- as said above

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from tournee.directory.domain.search_words import LAST
from tournee.directory.models import SearchTerm, SearchWord

TERMS = SearchTerm._meta.db_table  # noqa: SLF001 -- Django documents it
WORDS = SearchWord._meta.db_table  # noqa: SLF001 -- as above
# A word is taken for common beyond so many records: another word of the search then leads.
COMMON = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """A condition on a word: that it begins with a text, or that it is one of some words."""

    beginning: str = ""
    among: Sequence[str] = ()

    def sql(self, table: str) -> tuple[str, list[str]]:
        """The condition on a row that is at hand, and its values."""
        if self.beginning:
            return f"{table}.word >= %s AND {table}.word < %s", [self.beginning, self.beginning + LAST]
        if not self.among:
            return "1 = 0", []
        return f"{table}.word IN ({', '.join(['%s'] * len(self.among))})", list(self.among)

    def rows(self, organisation: Any, kind: str) -> tuple[str, list[Any]]:
        """The rows that pass, each found by the index: PostgreSQL may read all rows of a kind for one IN."""
        each = f"SELECT word, record_id FROM {TERMS} WHERE organisation_id = %s AND record_type = %s AND"
        if self.beginning or not self.among:
            condition, values = self.sql(TERMS)
            return f"{each} {condition}", [organisation, kind, *values]
        words = list(dict.fromkeys(self.among))
        values = [value for word in words for value in (organisation, kind, word)]
        return " UNION ALL ".join([f"{each} word = %s"] * len(words)), values


class Terms:
    """The words of one organisation's records."""

    def __init__(self, organisation_id: UUID) -> None:
        column = SearchTerm._meta.get_field("organisation").target_field  # noqa: SLF001 -- as above
        self.organisation = column.get_db_prep_value(organisation_id, connection)

    def records(
        self, kind: str, wanted: Sequence[Wanted], *, limit: int, within: QuerySet[Any] | None = None
    ) -> list[Any]:
        """Ids of records that hold a word for every condition, as the database gives them; all of them `within`."""
        counts = self._counts(kind, wanted)
        (least, first), *others = sorted(zip(counts, wanted, strict=True), key=lambda pair: pair[0])
        if not least:
            return []
        rows, parameters = first.rows(self.organisation, kind)
        if least < COMMON:
            # All of them, and now PostgreSQL knows that they are few: it starts no helpers for them.
            rows = f"{rows} LIMIT {COMMON}"
        statement = f"SELECT t.record_id FROM ({rows}) t WHERE 1 = 1"
        for _, other in others:
            condition, values = other.sql("o")
            statement += (
                f" AND EXISTS (SELECT 1 FROM {TERMS} o WHERE o.organisation_id = %s"
                f" AND o.record_id = t.record_id AND {condition})"
            )
            parameters += [self.organisation, *values]
        if within is not None:
            condition, among = within.values("id").query.sql_with_params()
            statement += f" AND t.record_id IN ({condition})"
            parameters += among
        found = _rows(f"{statement} ORDER BY t.word, t.record_id LIMIT {int(limit)}", parameters)
        return list(dict.fromkeys(row[0] for row in found))

    def words(self, *, beginning: str = "", ending: str = "", limit: int) -> list[str]:
        """Words of the vocabulary that begin, or end, with a text."""
        # Only the column that is looked up: the index alone answers, and in its order.
        column, text = ("word", beginning) if beginning else ("backwards", ending[::-1])
        rows = _rows(
            f"SELECT {column} FROM {WORDS} WHERE organisation_id = %s AND {column} >= %s AND {column} < %s"
            f" ORDER BY {column} LIMIT {int(limit)}",
            [self.organisation, text, text + LAST],
        )
        return [row[0] if beginning else row[0][::-1] for row in rows]

    def _counts(self, kind: str, wanted: Sequence[Wanted]) -> list[int]:
        """How many rows pass each condition, up to COMMON; a condition that stands alone is not counted."""
        if len(wanted) == 1:
            return [COMMON]
        counts: list[str] = []
        parameters: list[Any] = []
        for one in wanted:
            rows, values = one.rows(self.organisation, kind)
            counts.append(f"(SELECT count(*) FROM (SELECT 1 FROM ({rows}) r LIMIT {COMMON}) c)")
            parameters += values
        return list(_rows(f"SELECT {', '.join(counts)}", parameters)[0])


def _rows(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
