"""Text as people compare it, and text that is fit to keep."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "’": "'"})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def fold(text: str) -> str:
    """Lower case, without accents or ligatures, one space between words: what a search compares."""
    # Decomposed first, and again: "ᴬ" hides a capital, and a letter in small may be one with an accent.
    small = unicodedata.normalize("NFKD", text).casefold().translate(_LIGATURES)
    plain = unicodedata.normalize("NFKD", small)
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def words(text: str) -> list[str]:
    """The folded words of a text, punctuation left out."""
    return re.findall(r"[^\W_]+", fold(text))


def has_control(text: str) -> bool:
    """Whether it holds a control character other than tab and line ends (NUL above all)."""
    return bool(_CONTROL.search(text))
