"""Which words a record is found by, how a search is read, and how near two words are."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from tournee.values.text import fold, words

LONGEST_WORD = 40
WORDS_A_RECORD = 30
WORDS_A_SEARCH = 6
LONGEST_SEARCH = 200
# Shorter words have too many neighbours for a slip to be told from another word.
SHORTEST_MISTYPED = 4
# A word this long may hold two slips.
LONG_WORD = 8
LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: folded words in their order, and a telephone number's digits where it reads as one."""

    words: tuple[str, ...]
    phone: str = ""

    @property
    def text(self) -> str:
        """The words as one text."""
        return " ".join(self.words)


def read_search(text: str) -> Search:
    """Words beyond the sixth are left out, and everything that is neither letter nor digit."""
    text = text[:LONGEST_SEARCH]
    found = [word[:LONGEST_WORD] for word in words(text)]
    looks_like_phone = re.fullmatch(r"[+0-9() ./-]+", text.strip()) and sum(sign.isdigit() for sign in text) >= 6
    return Search(tuple(dict.fromkeys(found))[:WORDS_A_SEARCH], phone_word(text) if looks_like_phone else "")


def record_words(texts: Iterable[str], phones: Iterable[str] = ()) -> list[str]:
    """The words by which a record is found, each once."""
    found = [word[:LONGEST_WORD] for text in texts for word in words(text)]
    found += [word for word in map(phone_word, phones) if len(word) >= 6]
    return list(dict.fromkeys(found))[:WORDS_A_RECORD]


def phone_word(text: str) -> str:
    """The digits by which a number is known within its country: neither +33 nor the leading 0."""
    digits = re.sub(r"\(0\)|[^0-9+]", "", text)
    international = digits.startswith(("+", "00"))
    digits = digits.lstrip("+0")
    if international and len(digits) > 9:
        return re.sub(r"^(33|32|34|44|41|49|39|352|351|377|31)0?", "", digits)[:LONGEST_WORD]
    return digits[:LONGEST_WORD]


def slips_allowed(word: str) -> int:
    """How many letters may be wrong, missing, too many or swapped."""
    if len(word) < SHORTEST_MISTYPED or any(sign.isdigit() for sign in word):
        return 0
    return 1 if len(word) < LONG_WORD else 2


def slips_between(typed: str, word: str, *, most: int) -> int:
    """Slips from `typed` to `word`, or to its beginning when it is typed only so far; more than `most` if too many."""
    whole = OSA.distance(typed, word, score_cutoff=most)
    if whole <= most or len(word) <= len(typed):
        return whole
    # An unfinished word leaves more to chance: one slip at most.
    lengths = range(len(typed) - 1, min(len(typed) + 2, len(word)))
    begun = min((OSA.distance(typed, word[:length], score_cutoff=1) for length in lengths), default=2)
    return begun if begun <= 1 else most + 1


def nearest_words(typed: str, vocabulary: Iterable[str], *, limit: int) -> list[str]:
    """The words that `typed` may have been meant for, the likeliest first."""
    most = slips_allowed(typed)
    found = []
    for word in set(vocabulary):
        slips = slips_between(typed, word, most=most)
        if slips <= most:
            found.append((slips, abs(len(word) - len(typed)), word))
    return [word for *_, word in sorted(found)[:limit]]


def score(search: Search, name: str, others: Iterable[str]) -> float:
    """How well a record answers a search: about 0 to 100 for its words, and a bonus where its name begins like it."""
    folded = fold(name)
    in_name = words(folded)
    elsewhere = record_words(others)
    total = sum(max(_likeness(word, in_name), 0.85 * _likeness(word, elsewhere)) for word in search.words)
    points = 100 * total / max(len(search.words), 1)
    if folded == search.text:
        points += 30
    elif folded.startswith(search.text):
        points += 15 if folded.startswith(f"{search.text} ") else 4
    # Of two that answer alike, the one that says less beside it is meant more often.
    return points - min(len(folded), 60) / 20


def _likeness(word: str, candidates: Iterable[str]) -> float:
    best = 0.0
    for candidate in candidates:
        if candidate == word:
            return 1.0
        if candidate.startswith(word):
            best = max(best, 0.85 + 0.1 * len(word) / len(candidate))
        elif best < 0.8:
            head = candidate[: len(word) + 1]
            similar = max(OSA.normalized_similarity(word, candidate), OSA.normalized_similarity(word, head) - 0.05)
            best = max(best, 0.8 * similar if similar > 0.6 else 0.0)
    return best
