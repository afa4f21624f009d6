"""Which words a record is found by, how a search is read, and how near two words are."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from rapidfuzz import process
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
_WORD = re.compile(r"[^\W_]+")


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
    found = [word[:LONGEST_WORD] for text in texts for word in _WORD.findall(quick_fold(text))]
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
    return min(_slips(typed, [word], most).values(), default=most + 1)


def nearest_words(typed: str, vocabulary: Iterable[str], *, limit: int) -> list[str]:
    """The words that `typed` may mean, the likeliest first; with two slips only where one explains nothing."""
    slips = _slips(typed, set(vocabulary), slips_allowed(typed))
    if any(count <= 1 for count in slips.values()):
        slips = {word: count for word, count in slips.items() if count <= 1}
    return sorted(slips, key=lambda word: (slips[word], abs(len(word) - len(typed)), word))[:limit]


def _slips(typed: str, words_known: Collection[str], most: int) -> dict[str, int]:
    """The words that are near enough, with how many slips away they are."""
    slips = {word: int(count) for word, count, _ in _near(typed, words_known, most)}
    for length in range(len(typed) - 1, len(typed) + 2):
        heads: dict[str, list[str]] = {}
        for word in words_known:
            if len(word) > max(length, len(typed)):
                heads.setdefault(word[:length], []).append(word)
        # An unfinished word leaves more to chance: one slip at most.
        for head, count, _ in _near(typed, heads, min(most, 1)):
            for word in heads[head]:
                slips[word] = min(int(count), slips.get(word, int(count)))
    return slips


def _near(typed: str, texts: Collection[str], most: int) -> list[tuple[str, float, Any]]:
    # Its published type names several functions at once.
    distance: Any = OSA.distance
    found: list[tuple[str, float, Any]] = process.extract(
        typed, list(texts), scorer=distance, score_cutoff=most, limit=None
    )
    return found


def score(search: Search, folded: str, others: Iterable[str]) -> float:
    """How well a record answers a search: about 0 to 100 for its words, and a bonus where its name begins like it.

    `folded` is its name as `values.fold` gives it.
    """
    in_name = _WORD.findall(folded)
    elsewhere = record_words(others)
    total = sum(max(_likeness(word, in_name), 0.85 * _likeness(word, elsewhere)) for word in search.words)
    points = 100 * total / max(len(search.words), 1)
    if folded == search.text:
        points += 30
    elif folded.startswith(search.text):
        points += 15 if folded.startswith(f"{search.text} ") else 4
    # Of two that answer alike, the one that says less beside it is meant more often.
    return points - min(len(folded), 60) / 20


def quick_fold(text: str) -> str:
    """As `values.fold`; most texts are plain letters, for which less is enough."""
    return " ".join(text.lower().split()) if text.isascii() else fold(text)


def learnable(word: str) -> bool:
    """Whether a word belongs in the vocabulary: numbers and the like are never taken for mistyped."""
    return slips_allowed(word) > 0


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
