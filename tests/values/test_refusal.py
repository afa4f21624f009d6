"""Refusals."""

import pytest

from tournee.values.refusal import Conflict, Invalid, NotAllowed, NotVisible, Refusal, Stale


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        (NotVisible, 404, "not_found"),
        (NotAllowed, 403, "not_allowed"),
        (Invalid, 422, "invalid"),
        (Stale, 412, "stale_version"),
        (Conflict, 409, "conflict"),
    ],
)
def test_each_kind_has_its_status_and_code(kind: type[Refusal], status: int, code: str) -> None:
    refusal = kind("why", fields={"field": ["text"]}, extra={"choices": ["a"]})
    assert (refusal.status, refusal.own_code, str(refusal)) == (status, code, "why")
    assert refusal.fields == {"field": ["text"]}
    assert kind("why", code="special").own_code == "special"
    assert kind("why").own_code == code
