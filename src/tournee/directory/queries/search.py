"""Find accounts, contacts and opportunities by a few letters, accents, case and small slips aside.

Every look-up is a bounded range of an index, so that a search in 50,000 accounts costs what one in 500 costs. Of the
candidates only what they are compared by is read; whole records only of those that are shown.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from tournee.directory.domain.search_words import (
    LAST,
    Search,
    nearest_words,
    quick_fold,
    read_search,
    score,
    slips_allowed,
)
from tournee.directory.models import Account, Contact, Opportunity
from tournee.organisations.models import Member

from .records import accounts_visible_to, contacts_visible_to, opportunities_visible_to
from .terms import Terms, Wanted

KINDS = ("account", "contact", "opportunity")
# So many records a kind are compared with what was typed, some of them because their name begins like it.
CANDIDATES = 100
BEGINNING_ALIKE = 25
NEIGHBOURS = 24
VOCABULARY_READ = 4_000
# One account's contacts are few enough to be compared one by one; beneath this score they are no answer.
OF_ONE_ACCOUNT = 500
FAIR = 45


@dataclass(frozen=True, slots=True)
class Hit:
    """One record found; `title` and `subtitle` are what a list shows of it."""

    kind: str
    record: Account | Contact | Opportunity
    score: float

    @property
    def id(self) -> UUID:
        """The record's id."""
        return self.record.pk

    @property
    def title(self) -> str:
        """The record's name."""
        return self.record.name

    @property
    def subtitle(self) -> str:
        """An account's town, a contact's or an opportunity's account."""
        if isinstance(self.record, Account):
            return f"{self.record.postcode} {self.record.city}".strip()
        return self.record.account.name if self.record.account else ""


class _Kind(NamedTuple):
    """A kind of record: its gate, the columns of its name and those that it is found by beside it."""

    gate: Callable[[Member], QuerySet[Any]]
    name: tuple[str, ...]
    others: tuple[str, ...]


_KINDS: Mapping[str, _Kind] = {
    "account": _Kind(accounts_visible_to, ("sort_name",), ("city", "postcode", "email", "phone")),
    "contact": _Kind(contacts_visible_to, ("given_name", "family_name"), ("email", "phone", "mobile")),
    "opportunity": _Kind(opportunities_visible_to, ("sort_name",), ()),
}


class _Scored(NamedTuple):
    points: float
    kind: str
    id: UUID


def _best_first(one: _Scored) -> tuple[float, UUID]:
    return -one.points, one.id


def search(
    viewer: Member,
    text: str,
    *,
    kinds: Collection[str] = KINDS,
    limit: int = 20,
    each: int | None = None,
    account_id: UUID | None = None,
    only: Mapping[str, Any] | None = None,
) -> list[Hit]:
    """The best answers, best first; `each` bounds how many there are of a kind.

    `account_id` keeps those of one account, `only` those whose columns hold these values.
    """
    wanted = read_search(text)
    if not wanted.words:
        return []
    finder = _Finder(viewer, wanted, narrowed=bool(only))
    scored: list[_Scored] = []
    for kind in KINDS:
        if kind in kinds:
            gate = _KINDS[kind].gate(viewer).filter(**only or {})
            if account_id is not None and kind != "account":
                found = finder.of_account(kind, gate.filter(account_id=account_id))
            else:
                found = finder.candidates(kind, gate)
            scored += sorted(found, key=_best_first)[:each]
    scored.sort(key=_best_first)
    return _whole(viewer, scored[:limit])


def _whole(viewer: Member, best: Sequence[_Scored]) -> list[Hit]:
    records: dict[UUID, Any] = {}
    for kind in {one.kind for one in best}:
        ids = [one.id for one in best if one.kind == kind]
        records |= {record.pk: record for record in _KINDS[kind].gate(viewer).filter(pk__in=ids)}
    return [Hit(one.kind, records[one.id], one.points) for one in best if one.id in records]


class _Finder:
    """One search at work: what it learnt of the vocabulary serves every kind of record."""

    def __init__(self, viewer: Member, wanted: Search, *, narrowed: bool) -> None:
        self.terms = Terms(viewer.organisation_id)
        self.wanted = wanted
        # Candidates are few: were they narrowed only afterwards, those asked for would often be missing.
        self.narrowed = narrowed
        self.begun: dict[str, list[str]] = {}
        self.neighbours: dict[str, list[str]] = {}

    def of_account(self, kind: str, gate: QuerySet[Any]) -> list[_Scored]:
        """Those of one account's records that answer at all."""
        scored = self._scored(kind, gate.order_by("sort_name", "id")[:OF_ONE_ACCOUNT])
        return [one for one in scored if one.points > FAIR]

    def candidates(self, kind: str, gate: QuerySet[Any]) -> list[_Scored]:
        """Records that hold every word as typed; failing these, with the slips allowed."""
        if self.wanted.phone:
            found = self._holding(kind, gate, [Wanted(beginning=self.wanted.phone)])
            if found:
                return found
        text = self.wanted.text
        alike = gate.filter(sort_name__gte=text, sort_name__lt=text + LAST).order_by("sort_name", "id")
        found = self._scored(kind, alike[:BEGINNING_ALIKE])
        found += self._holding(kind, gate, [Wanted(beginning=word) for word in self.wanted.words])
        if not found and any(map(slips_allowed, self.wanted.words)):
            # A word that somebody has is taken as meant, until that leads nowhere.
            unknown = [self._known(word) or self._meant_by(word) for word in self.wanted.words]
            found = self._holding(kind, gate, unknown)
            if not found and any(one.beginning for one in unknown):
                found = self._holding(kind, gate, [self._meant_by(word) for word in self.wanted.words])
        return list({one.id: one for one in found}.values())

    def _holding(self, kind: str, gate: QuerySet[Any], wanted: Sequence[Wanted]) -> list[_Scored]:
        ids = self.terms.records(kind, wanted, limit=CANDIDATES, within=gate if self.narrowed else None)
        return self._scored(kind, gate.filter(pk__in=ids)) if ids else []

    def _scored(self, kind: str, records: QuerySet[Any]) -> list[_Scored]:
        columns = _KINDS[kind]
        scored = []
        for record_id, *cells in records.values_list("id", *columns.name, *columns.others):
            names, others = cells[: len(columns.name)], cells[len(columns.name) :]
            scored.append(_Scored(score(self.wanted, quick_fold(" ".join(names)), others), kind, record_id))
        return scored

    def _known(self, word: str) -> Wanted | None:
        return Wanted(beginning=word) if not slips_allowed(word) or self._begun(word) else None

    def _meant_by(self, word: str) -> Wanted:
        if not slips_allowed(word):
            return Wanted(beginning=word)
        if word not in self.neighbours:
            self.neighbours[word] = [*self._begun(word), *self._neighbours_of(word)]
        return Wanted(among=self.neighbours[word])

    def _begun(self, word: str) -> list[str]:
        if word not in self.begun:
            self.begun[word] = self.terms.words(beginning=word, limit=NEIGHBOURS)
        return self.begun[word]

    def _neighbours_of(self, word: str) -> list[str]:
        beginning = self.terms.words(beginning=word[:2], limit=VOCABULARY_READ)
        ending = self.terms.words(ending=word[len(word) // 2 :], limit=VOCABULARY_READ)
        near = nearest_words(word, [*beginning, *ending], limit=NEIGHBOURS)
        if near:
            return near
        # A slip in the second letter of an unfinished word spoils both its beginning and its end.
        return nearest_words(word, self.terms.words(beginning=word[0], limit=VOCABULARY_READ), limit=NEIGHBOURS)
