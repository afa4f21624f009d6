"""What a write changed, in the form in which the change log keeps it."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Every key whose value differs, with both values in JSON's terms, the earlier first."""
    keys = [*before, *(key for key in after if key not in before)]
    return {key: [plain(before.get(key)), plain(after.get(key))] for key in keys if before.get(key) != after.get(key)}


def plain(value: Any) -> Any:
    """A value as JSON can hold it: moments and dates in ISO 8601, ids as text."""
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    return value
