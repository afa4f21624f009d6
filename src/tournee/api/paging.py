"""Pages by cursor: the sort key of the last row, signed by nothing and trusted for nothing but where to go on."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tournee.values.refusal import Invalid

LARGEST = 500


def write_cursor(*key: object) -> str:
    """A cursor for a row's sort key."""
    return base64.urlsafe_b64encode(msgspec.json.encode([str(one) for one in key])).decode().rstrip("=")


def read_cursor(cursor: str, parts: int) -> list[str]:
    """The sort key in a cursor. Raises Invalid."""
    try:
        raw = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        key = msgspec.json.decode(raw, type=list[str])
        if len(key) != parts or any("\x00" in part for part in key):
            raise ValueError(cursor)
    except (ValueError, binascii.Error, msgspec.DecodeError) as error:
        text = _("This cursor cannot be used. Start again from the first page.")
        raise Invalid(text, code="bad_cursor", fields={"cursor": [text]}) from error
    return key


def page_by_text[M: Model](
    records: QuerySet[M], present: Callable[[M], Any], *, field: str, limit: int, cursor: str | None
) -> dict[str, Any]:
    """A page of records sorted by a text column and the id."""
    if cursor:
        text, raw_id = read_cursor(cursor, 2)
        after = _identifier(raw_id)
        records = records.filter(Q(**{f"{field}__gt": text}) | Q(**{field: text, "pk__gt": after}))
    found: Sequence[M] = list(records.order_by(field, "pk")[: limit + 1])
    more = len(found) > limit
    last = found[limit - 1] if more else None
    return {
        "items": [present(one) for one in found[:limit]],
        "next": write_cursor(getattr(last, field), last.pk) if last is not None else None,
    }


def page_by_id[M: Model](
    records: QuerySet[M],
    present: Callable[[M], Any],
    *,
    limit: int,
    cursor: str | None,
    newest_first: bool = False,
) -> dict[str, Any]:
    """A page of records in the order in which they were made (UUIDv7), or backwards."""
    if cursor:
        records = records.filter(**{f"pk__{'lt' if newest_first else 'gt'}": _identifier(read_cursor(cursor, 1)[0])})
    found = list(records.order_by("-pk" if newest_first else "pk")[: limit + 1])
    more = len(found) > limit
    return {
        "items": [present(one) for one in found[:limit]],
        "next": write_cursor(found[limit - 1].pk) if more else None,
    }


def _identifier(raw: str) -> UUID:
    try:
        return UUID(raw)
    except ValueError as error:
        text = _("This cursor cannot be used. Start again from the first page.")
        raise Invalid(text, code="bad_cursor", fields={"cursor": [text]}) from error
