"""Series that are cut in two, or thinned."""

from dataclasses import replace
from datetime import datetime

from .ends import nth, number_before
from .errors import BadRule
from .expansion import is_start
from .layout import Line
from .moments import Moment, like, wall
from .periods import completed
from .plan import plan_of
from .rule import Frequency, Rule
from .series import MOST_EXTRA, Recurrence
from .walls import instant_of


def until_before(recurrence: Recurrence, first: Moment, zone: str | None, moment: Moment) -> Recurrence:
    """The part before `moment`, which must come after `first`: with `from_moment`, each start exactly once.

    COUNT becomes the number of starts that are left, any other end the last start that is left.
    """
    left_out = not is_start(recurrence, first, zone, first)
    rules = [_cut(Line(rule, first, zone), moment, first_is_left_out=left_out) for rule in recurrence.rules]
    return Recurrence(
        tuple(rule for rule in rules if rule is not None),
        tuple(start for start in recurrence.extra if like(start, first) < moment),
        tuple(start for start in recurrence.excluded if wall(start) < wall(moment)),
        tuple(pair for pair in recurrence.lengths if like(pair[0], first) < moment),
    )


def from_moment(recurrence: Recurrence, first: Moment, zone: str | None, moment: Moment) -> Recurrence:
    """The part that starts at `moment`, an occurrence, which becomes its own first: COUNT less what came before it.

    Raises BadRule "not_divisible" for an added date between the steps of an endless rule: no rule can start there.
    """
    rules: list[Rule] = []
    listed: list[Moment] = []
    for rule in recurrence.rules:
        line = Line(rule, first, zone)
        if not line.plan.in_step(moment):
            listed.extend(_all_from(line, moment))
        elif rest := _rest(line, moment):
            rules.append(rest)
    extra = [start for start in recurrence.extra if like(start, first) > moment]
    return Recurrence(
        tuple(rules),
        (*extra, *listed),
        tuple(start for start in recurrence.excluded if _reaches(start, moment)),
        tuple(pair for pair in recurrence.lengths if like(pair[0], first) >= moment),
    )


def without(recurrence: Recurrence, moment: Moment) -> Recurrence:
    """The series less the occurrence that starts at `moment`, a wall start in the series' own form."""
    return replace(recurrence, excluded=(*recurrence.excluded, moment))


def _cut(line: Line, moment: Moment, *, first_is_left_out: bool) -> Rule | None:
    """The rule up to a moment; None if DTSTART alone is left, which needs no rule."""
    rule, plan = line.rule, line.plan
    number = number_before(plan, moment)
    last = nth(plan, number)
    if last is None or not line.keeps(last) or (rule.count and rule.count <= number):
        return rule
    if number == 1:
        # The rule goes on saying that the series is one, though an empty one.
        return replace(rule, count=1, until=None) if first_is_left_out else None
    until = _until(last, line.zone)
    following = nth(plan, number + 1)
    if rule.count or (following and _until(following, line.zone) == until):
        # A clock change can bring two starts to one instant, which UNTIL cannot tell apart.
        return replace(rule, count=number)
    return replace(rule, until=until)


def _until(last: Moment, zone: str | None) -> Moment:
    return instant_of(last, zone) if zone and isinstance(last, datetime) else last


def _rest(line: Line, moment: Moment) -> Rule | None:
    """The rule from a moment on, which becomes DTSTART; None if nothing of it comes later."""
    plan = line.plan
    earlier = number_before(plan, moment)
    upcoming = nth(plan, earlier + 1)
    if upcoming is None or not line.keeps(upcoming):
        return None
    rule = _spelled_out(line.rule, line.first, moment)
    if rule.count is None:
        return rule
    # DTSTART is counted even where the rule does not mean it.
    own = 0 if plan_of(rule, moment).means(moment) else 1
    return replace(rule, count=rule.count - earlier + own)


def _spelled_out(rule: Rule, first: Moment, moment: Moment) -> Rule:
    """The rule with what it left to `first` written out, where it would mean something else from `moment`."""
    if completed(rule, first) != completed(rule, moment):
        rule = completed(rule, first)
    if not isinstance(first, datetime) or not isinstance(moment, datetime):
        return rule
    own: dict[str, tuple[int, ...]] = {}
    for name, part in _left_to_first(rule):
        if getattr(first, part) != getattr(moment, part):
            own[name] = (getattr(first, part),)
    return replace(rule, **own) if own else rule  # type: ignore[arg-type]


def _left_to_first(rule: Rule) -> list[tuple[str, str]]:
    finer = {Frequency.HOURLY: 1, Frequency.MINUTELY: 2, Frequency.SECONDLY: 3}.get(rule.freq, 0)
    parts = [("by_hour", "hour"), ("by_minute", "minute"), ("by_second", "second")][finer:]
    return [(name, part) for name, part in parts if not getattr(rule, name)]


def _all_from(line: Line, moment: Moment) -> list[Moment]:
    """Every start after a moment, one by one."""
    if not line.rule.ends:
        raise BadRule("not_divisible")
    listed: list[Moment] = []
    for some in line.pieces(moment.toordinal(), line.last_day):
        listed.extend(start for start in some if start > moment)
        if len(listed) > MOST_EXTRA:
            raise BadRule("not_divisible")
    return listed


def _reaches(excluded: Moment, moment: Moment) -> bool:
    """Whether an exception concerns starts from a moment on; one without an hour concerns its whole day."""
    if isinstance(excluded, datetime):
        return excluded >= wall(moment)
    return excluded.toordinal() >= moment.toordinal()
