"""Names of towns as they are compared, and what a line of an address says of one."""

import re
from dataclasses import dataclass

from tournee.values.text import words

_SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "s": "sur"}


def town_key(name: str) -> str:
    """Folded words, abbreviations written out: "St-Étienne" and "SAINT ETIENNE" are one."""
    return " ".join(_SHORT.get(word, word) for word in words(name))


def without_cedex(city: str) -> str:
    """The town of a French mail-sorting address: "Lyon Cedex 03" is Lyon."""
    return re.sub(r"\s+cedex\b.*$", "", city, flags=re.IGNORECASE).strip()


@dataclass(frozen=True, slots=True)
class TownText:
    """What was typed: a postcode or its beginning, and a name's key or its beginning; either may be empty."""

    postcode: str
    key: str


def read_town(text: str) -> TownText:
    """From a name, a postcode or its beginning, both, or a whole address: there the town stands behind the postcode."""
    text = without_cedex(text[:200])
    whole = re.search(r"(?<!\w)\d{5}(?!\w)", text)
    if whole:
        behind = town_key(re.split(r"[,(]", text[whole.end() :])[0])
        before = town_key(text[: whole.start()].rstrip(" ,").rsplit(",", 1)[-1])
        return TownText(whole.group(), behind or ("" if any(map(str.isdigit, before)) else before))
    begun = re.match(r"\s*(\d{2,4})(?!\w)", text)
    if begun and "," not in text:
        return TownText(begun[1], town_key(text[begun.end() :]))
    parts = [part for part in re.split(r"[,(]", text) if part.strip()]
    # "12 rue des Lilas, Lyon": a street comes first where there is a house number.
    said = parts[-1] if parts and any(map(str.isdigit, parts[0])) else "".join(parts[:1])
    return TownText("", town_key(said))
