"""COUNT of several rules as other programs count it.

Here each rule counts DTSTART as its first, so that rules are cut and moved one by one. Where a series has several rules
and one of them means DTSTART, dateutil, recurring-ical-events and Cyrus count it for those rules alone that mean it.
Of one rule, and of rules that all leave DTSTART out, the standard's word stands: it "always counts as the first"
(RFC 5545, 3.3.10).
"""

from dataclasses import replace

from .moments import Moment
from .plan import plan_of
from .rule import Rule
from .series import Recurrence


def counted_as_here(recurrence: Recurrence, first: Moment) -> Recurrence:
    """What came from elsewhere: rules that do not mean DTSTART get one more."""
    return replace(recurrence, rules=_counted(recurrence.rules, first, 1))


def counted_as_elsewhere(recurrence: Recurrence, first: Moment) -> Recurrence:
    """What goes elsewhere: the same the other way round; a rule of which nothing is left goes."""
    return replace(recurrence, rules=_counted(recurrence.rules, first, -1))


def _counted(rules: tuple[Rule, ...], first: Moment, by: int) -> tuple[Rule, ...]:
    if len(rules) < 2 or all(rule.count is None for rule in rules):
        return rules
    mean = [plan_of(rule, first).means(first) for rule in rules]
    if not any(mean):
        return rules
    counted = [
        rule if means or rule.count is None else _more(rule, by) for rule, means in zip(rules, mean, strict=True)
    ]
    return tuple(rule for rule in counted if rule is not None)


def _more(rule: Rule, by: int) -> Rule | None:
    count = (rule.count or 0) + by
    return replace(rule, count=count) if count else None
