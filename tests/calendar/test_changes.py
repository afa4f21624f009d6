"""What a write changed, for the log."""

import json
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tournee.calendar.domain.changes import difference, plain

values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(), st.dates(), st.uuids(), st.datetimes(timezones=st.just(UTC))
)
records = st.dictionaries(st.sampled_from("abcdef"), values)


def test_only_what_differs_is_named_with_both_values() -> None:
    before = {"subject": "a", "busy": True, "due_on": date(2026, 11, 24)}
    after = {"subject": "b", "busy": True, "due_on": None}
    assert difference(before, after) == {"subject": ["a", "b"], "due_on": ["2026-11-24", None]}


def test_every_value_becomes_json() -> None:
    value = {
        "at": datetime(2026, 11, 24, 9, tzinfo=UTC),
        "hour": time(9, 30),
        "id": UUID(int=7),
        "several": (1, [date(2026, 1, 1)]),
        3: 1.5,
    }
    assert json.loads(json.dumps(plain(value))) == {
        "at": "2026-11-24T09:00:00+00:00",
        "hour": "09:30:00",
        "id": str(UUID(int=7)),
        "several": [1, ["2026-01-01"]],
        "3": 1.5,
    }


@given(records, records)
def test_a_difference_leads_from_the_one_to_the_other(before: dict[str, Any], after: dict[str, Any]) -> None:
    changes = difference(before, after)
    json.dumps(changes)
    for key in {*before, *after}:
        assert (key in changes) == (before.get(key) != after.get(key))


@given(records)
def test_nothing_differs_from_itself(record: dict[str, Any]) -> None:
    assert difference(record, dict(record)) == {}
