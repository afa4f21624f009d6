"""COUNT of several rules, as other programs write and count it."""

from datetime import datetime, timedelta

import pytest
from dateutil.rrule import rruleset, rrulestr
from hypothesis import given
from hypothesis import strategies as st

from tournee.calendar.domain.recurrence import Recurrence, Rule, counted_as_elsewhere, counted_as_here, starts

THURSDAY = datetime(2023, 1, 12, 10)  # noqa: DTZ001 -- a wall time
TEXTS = ["FREQ=WEEKLY;BYDAY=TH", "FREQ=WEEKLY;BYDAY=MO", "FREQ=MONTHLY;BYDAY=2MO", "FREQ=DAILY;INTERVAL=3"]
counts = st.one_of(st.none(), st.integers(1, 20))
rules = st.lists(st.tuples(st.sampled_from(TEXTS), counts), min_size=2, max_size=3)


def written(texts: list[tuple[str, int | None]]) -> list[str]:
    return [text + (f";COUNT={count}" if count else "") for text, count in texts]


@given(rules)
def test_the_starts_are_those_that_other_programs_find_where_one_rule_means_the_first(
    texts: list[tuple[str, int | None]],
) -> None:
    lines = written([("FREQ=WEEKLY;BYDAY=TH", 7), *texts])
    recurrence = counted_as_here(Recurrence(tuple(map(Rule.parse, lines))), THURSDAY)
    theirs = rruleset()
    for line in lines:
        theirs.rrule(rrulestr(line, dtstart=THURSDAY))
    end = THURSDAY + timedelta(days=600)
    assert starts(recurrence, THURSDAY, None, THURSDAY, end) == theirs.between(THURSDAY, end - timedelta(1), inc=True)


@given(rules)
def test_what_goes_out_comes_in_as_it_was(texts: list[tuple[str, int | None]]) -> None:
    recurrence = Recurrence(tuple(map(Rule.parse, written(texts))))
    assert counted_as_elsewhere(counted_as_here(recurrence, THURSDAY), THURSDAY) == recurrence


@pytest.mark.parametrize("line", ["FREQ=WEEKLY;BYDAY=MO;COUNT=3", "FREQ=WEEKLY;BYDAY=TH;COUNT=3"])
def test_of_one_rule_the_first_is_counted_whether_or_not_it_is_meant(line: str) -> None:
    recurrence = Recurrence((Rule.parse(line),))
    assert counted_as_here(recurrence, THURSDAY) == counted_as_elsewhere(recurrence, THURSDAY) == recurrence


def test_a_rule_of_which_nothing_is_left_is_not_written() -> None:
    here = Recurrence((Rule.parse("FREQ=WEEKLY;BYDAY=TH;COUNT=3"), Rule.parse("FREQ=WEEKLY;BYDAY=MO;COUNT=1")))
    assert counted_as_elsewhere(here, THURSDAY).rules == here.rules[:1]
