"""Two people changed one record: what each of them did, and how the two go together."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Raw = Mapping[str, str]
# An account is an id for the program and a name for the reader: the two go together.
TOGETHER = {"account_text": "account_id"}


@dataclass(frozen=True, slots=True)
class Merge:
    """`changed` by this person, `taken` over from the other, and `both`: changed by the two, differently."""

    changed: frozenset[str]
    taken: frozenset[str]
    both: frozenset[str]


def merge(base: Raw, mine: Raw, theirs: Raw) -> Merge:
    """Field by field against the version that both began with."""
    changed = frozenset(name for name in mine if mine[name] != base.get(name, ""))
    by_other = frozenset(name for name in theirs if theirs[name] != base.get(name, ""))
    both = frozenset(name for name in changed & by_other if mine[name] != theirs[name])
    # What both changed alike is settled.
    return Merge(changed=changed - by_other | both, taken=by_other - both, both=both)


def read_raw(text: str, names: frozenset[str]) -> dict[str, str]:
    """A form's values from a hidden field: what is not ours, or no text, is left out."""
    return _texts(_read(text), names)


def read_versions(text: str, names: frozenset[str]) -> dict[str, dict[str, str]]:
    """Both people's values of the fields that clash, likewise."""
    read = _read(text)
    return {side: _texts(read.get(side) if isinstance(read, dict) else None, names) for side in ("mine", "theirs")}


def _read(text: str) -> Any:
    try:
        return json.loads(text or "{}")
    except (ValueError, RecursionError):
        return None


def _texts(read: Any, names: frozenset[str]) -> dict[str, str]:
    if not isinstance(read, dict):
        return {}
    return {name: value for name, value in read.items() if name in names and isinstance(value, str)}


def shown_names(names: frozenset[str]) -> list[str]:
    """The fields that a person is asked about: an account by its name alone."""
    return sorted({name for name in names if name not in TOGETHER.values()} | {
        text for text, hidden in TOGETHER.items() if hidden in names
    })  # fmt: skip


def with_partner(name: str) -> list[str]:
    """The field and what goes with it."""
    return [name, TOGETHER[name]] if name in TOGETHER else [name]
