"""Keep the words by which records are found in step with the records."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from tournee.directory.domain.search_words import learnable, record_words
from tournee.directory.models import Account, Contact, Opportunity, Record, SearchTerm, SearchWord
from tournee.values.identifier import new_id

from .bulk_rows import insert_rows

ROWS_A_STATEMENT = 500


def kind_of(record: Record) -> str:
    """The record's noun: account, contact or opportunity."""
    return type(record).__name__.lower()


def words_of(record: Record) -> list[str]:
    """The words by which a record is found."""
    match record:
        case Account():
            texts = [record.name, record.city, record.postcode, record.email]
            return record_words(texts, [record.phone])
        case Contact():
            texts = [record.given_name, record.family_name, record.email]
            return record_words(texts, [record.phone, record.mobile])
        case Opportunity():
            return record_words([record.name])
    return []


def index(record: Record) -> None:
    """Have a record found by its present words, and by no others."""
    now = set(words_of(record))
    terms = SearchTerm.objects.of(record.organisation_id).filter(record_id=record.pk)
    before = set(terms.values_list("word", flat=True))
    if before - now:
        terms.filter(word__in=before - now).delete()
    write_terms(record.organisation_id, [(kind_of(record), record.pk, sorted(now - before))])


def forget(organisation_id: UUID, record_ids: Sequence[UUID]) -> None:
    """Have records found no longer."""
    for first in range(0, len(record_ids), ROWS_A_STATEMENT):
        some = record_ids[first : first + ROWS_A_STATEMENT]
        SearchTerm.objects.of(organisation_id).filter(record_id__in=some).delete()


def drop_terms(organisation_id: UUID, records: Iterable[tuple[UUID, Sequence[str]]]) -> None:
    """Have each record found no longer by those words."""
    for record_id, words in records:
        SearchTerm.objects.of(organisation_id).filter(record_id=record_id, word__in=words).delete()


def write_terms(organisation_id: UUID, records: Iterable[tuple[str, UUID, Sequence[str]]]) -> None:
    """Add words, each with its kind and record; those that are there already stay."""
    terms = [
        {"id": new_id(), "organisation_id": organisation_id, "word": word, "record_type": kind, "record_id": record_id}
        for kind, record_id, words in records
        for word in words
    ]
    if not terms:
        return
    insert_rows(SearchTerm, terms, skip_known=True)
    # Always in one order: two writers of the same words then wait for each other instead of locking up.
    found = sorted({str(term["word"]) for term in terms if learnable(str(term["word"]))})
    known: set[str] = set()
    for first in range(0, len(found), ROWS_A_STATEMENT):
        some = SearchWord.objects.of(organisation_id).filter(word__in=found[first : first + ROWS_A_STATEMENT])
        known.update(some.values_list("word", flat=True))
    new = [
        {"id": new_id(), "organisation_id": organisation_id, "word": word, "backwards": word[::-1]}
        for word in found
        if word not in known
    ]
    insert_rows(SearchWord, new, skip_known=True)
