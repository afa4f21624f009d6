"""Find accounts, contacts and opportunities by a few letters, accents, case and small slips aside.

Every look-up is a bounded range of an index, so that a search in 50,000 accounts costs what one in 500 costs.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tournee.directory.domain.search_words import LAST, Search, nearest_words, read_search, score, slips_allowed
from tournee.directory.models import Account, Contact, Opportunity, Record, SearchTerm, SearchWord
from tournee.organisations.models import Member

from .records import accounts_visible_to, contacts_visible_to, opportunities_visible_to

KINDS = ("account", "contact", "opportunity")
# So many records a kind are compared with what was typed.
CANDIDATES = 120
# A word is taken for common beyond so many records: another word of the search then leads.
COMMON = 500
NEIGHBOURS = 40
# One account's contacts are few enough to be compared one by one; beneath this score they are no answer.
OF_ONE_ACCOUNT = 500
FAIR = 45
VOCABULARY_READ = 4_000


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


def search(
    viewer: Member,
    text: str,
    *,
    kinds: Collection[str] = KINDS,
    limit: int = 20,
    account_id: UUID | None = None,
    state: str | None = None,
) -> list[Hit]:
    """The best answers, best first. `account_id` and `state` keep those of one account, or in one state."""
    wanted = read_search(text)
    if not wanted.words:
        return []
    finder = _Finder(viewer, wanted)
    hits: list[Hit] = []
    for kind in KINDS:
        if kind in kinds:
            gate = _GATES[kind](viewer)
            if state is not None and kind == "opportunity":
                gate = gate.filter(state=state)
            of_account = account_id if kind != "account" else None
            found = finder.candidates(kind, gate) if of_account is None else _of_account(gate, of_account)
            scored = [Hit(kind, record, _score(wanted, record)) for record in found]
            hits += scored if of_account is None else [hit for hit in scored if hit.score > FAIR]
    hits.sort(key=lambda hit: (-hit.score, hit.title, hit.id))
    return hits[:limit]


_GATES: dict[str, Callable[[Member], QuerySet[Any]]] = {
    "account": accounts_visible_to,
    "contact": contacts_visible_to,
    "opportunity": opportunities_visible_to,
}


def _of_account(gate: QuerySet[Any], account_id: UUID) -> list[Any]:
    return list(gate.filter(account_id=account_id).order_by("sort_name", "id")[:OF_ONE_ACCOUNT])


def _score(wanted: Search, record: Record) -> float:
    if isinstance(record, Account):
        others = [record.city, record.postcode, record.email, record.phone]
        return score(wanted, record.name, others)
    if isinstance(record, Contact):
        return score(wanted, record.name, [record.email, record.phone, record.mobile])
    return score(wanted, record.name, ()) if isinstance(record, Opportunity) else 0.0


class _Finder:
    """One search at work: what it learnt of the vocabulary serves every kind of record."""

    def __init__(self, viewer: Member, wanted: Search) -> None:
        self.organisation_id = viewer.organisation_id
        self.wanted = wanted
        self.neighbours: dict[str, list[str]] = {}

    def candidates(self, kind: str, gate: QuerySet[Any]) -> list[Any]:
        """Records that hold every word as typed; failing these, with the slips allowed."""
        if self.wanted.phone:
            found = self._holding(kind, gate, [_begins(self.wanted.phone)])
            if found:
                return found
        beginning = gate.filter(sort_name__gte=self.wanted.text, sort_name__lt=self.wanted.text + LAST)
        found = list(beginning.order_by("sort_name", "id")[: CANDIDATES // 4])
        found = _each_once([*found, *self._holding(kind, gate, [_begins(word) for word in self.wanted.words])])
        if found or not any(map(slips_allowed, self.wanted.words)):
            return found
        return self._holding(kind, gate, [Q(word__in=self._meant_by(word)) for word in self.wanted.words])

    def _holding(self, kind: str, gate: QuerySet[Any], conditions: Sequence[Q]) -> list[Any]:
        terms = SearchTerm.objects.of(self.organisation_id).filter(record_type=kind)
        first = self._rarest(terms, conditions)
        leading = terms.filter(conditions[first])
        for place, condition in enumerate(conditions):
            if place != first:
                same = SearchTerm.objects.of(self.organisation_id).filter(condition, record_id=OuterRef("record_id"))
                leading = leading.filter(Exists(same))
        ids = list(leading.order_by("word", "record_id").values_list("record_id", flat=True)[:CANDIDATES])
        return list(gate.filter(pk__in=ids)) if ids else []

    def _rarest(self, terms: QuerySet[SearchTerm], conditions: Sequence[Q]) -> int:
        if len(conditions) == 1:
            return 0
        counts = [len(terms.filter(condition).values_list("pk")[:COMMON]) for condition in conditions]
        return counts.index(min(counts))

    def _meant_by(self, word: str) -> list[str]:
        if word not in self.neighbours:
            vocabulary = SearchWord.objects.of(self.organisation_id).order_by("word")
            near = list(vocabulary.filter(_begins(word)).values_list("word", flat=True)[:NEIGHBOURS])
            if slips_allowed(word):
                near += self._neighbours_of(word, vocabulary)
            self.neighbours[word] = near
        return self.neighbours[word]

    def _neighbours_of(self, word: str, vocabulary: QuerySet[SearchWord]) -> list[str]:
        half = word[::-1][: (len(word) + 1) // 2]
        ending = vocabulary.filter(backwards__gte=half, backwards__lt=half + LAST)
        near = self._nearest(word, [vocabulary.filter(_begins(word[:2])), ending])
        # A slip in the second letter of an unfinished word spoils both its beginning and its end.
        return near or self._nearest(word, [vocabulary.filter(_begins(word[0]))])

    def _nearest(self, word: str, some: Iterable[QuerySet[SearchWord]]) -> list[str]:
        read = [one for words in some for one in words.values_list("word", flat=True)[:VOCABULARY_READ]]
        return nearest_words(word, read, limit=NEIGHBOURS)


def _begins(beginning: str) -> Q:
    return Q(word__gte=beginning, word__lt=beginning + LAST)


def _each_once(records: list[Any]) -> list[Any]:
    return list({record.pk: record for record in records}.values())
