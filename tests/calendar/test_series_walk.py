"""A random walk: series are moved, renamed, split, thinned and put back, beside a plain list that does the same."""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.world import World
from tournee.calendar import actions, feed
from tournee.calendar.domain.series import Scope, read_written
from tournee.calendar.domain.window import Window
from tournee.calendar.models import Event
from tournee.organisations.models import Member
from tournee.values.time_zone import zone

FIRST = datetime(2026, 3, 16, 9)  # noqa: DTZ001 -- a local time
YEAR = Window.read("2026-01-01", "2027-01-01", "Europe/Paris")
RULES = (
    "FREQ=DAILY;COUNT=12",
    "FREQ=WEEKLY;COUNT=9",
    "FREQ=DAILY;INTERVAL=3;UNTIL=20260415T070000Z",
    "FREQ=WEEKLY;UNTIL=20260601",
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["move", "rename", "delete", "undo"]),
        st.sampled_from(list(Scope)),
        st.integers(0, 40),
        st.sampled_from([timedelta(hours=2), timedelta(days=1), timedelta(days=-2), timedelta(days=9, minutes=15)]),
    ),
    max_size=9,
)


@dataclass
class One:
    """An occurrence as a person sees it."""

    start: datetime
    subject: str


@dataclass
class Expected:
    """What should be there: by series, its subject and its occurrences by where the rule has them."""

    subjects: dict[UUID, str] = field(default_factory=dict)
    series: dict[UUID, dict[datetime, One]] = field(default_factory=dict)

    def all(self) -> list[tuple[datetime, str]]:
        return sorted((one.start, one.subject) for found in self.series.values() for one in found.values())

    def pick(self, number: int) -> tuple[UUID, datetime] | None:
        names = sorted(((name, key) for key, found in self.series.items() for name in found), key=str)
        return (names[number % len(names)][1], names[number % len(names)][0]) if names else None


class Walk:
    """One calendar, walked through by actions, and the list beside it."""

    def __init__(self, member: Member, rule: str) -> None:
        self.member = member
        sent = {
            "subject": "0",
            "start": FIRST.isoformat(),
            "time_zone": "Europe/Paris",
            "recurrence": [f"RRULE:{rule}"],
        }
        made = actions.create_event(by=member, sent=sent)
        self.expected = Expected({made.pk: "0"})
        self.expected.series[made.pk] = {start: One(start, "0") for start, _ in self.shown()}
        self.steps: list[tuple[UUID, Expected]] = []
        self.names = 0

    def shown(self) -> list[tuple[datetime, str]]:
        rows, _more = feed.rows(self.member, YEAR, feed.Filter(), limit=5000)
        return sorted((self._wall(row.starts_at), row.subject) for row in rows)

    def _wall(self, raw: Any) -> datetime:
        moment = raw if isinstance(raw, datetime) else datetime.fromisoformat(f"{raw}+00:00")
        return moment.astimezone(zone("Europe/Paris")).replace(tzinfo=None)

    def step(self, deed: str, scope: Scope, number: int, by: timedelta) -> None:
        if deed == "undo":
            self.undo()
            return
        picked = self.expected.pick(number)
        # What is left of a series that was cut after its first occurrence is a single event.
        if picked is None or not Event.objects.of(self.member.organisation_id).get(pk=picked[0]).recurrence:
            return
        before = deepcopy(self.expected)
        step_id = getattr(self, deed)(*picked, scope, by)
        if step_id is not None:
            self.steps.append((step_id, before))

    def undo(self) -> None:
        if self.steps:
            step_id, self.expected = self.steps.pop()
            actions.undo_step(step_id=step_id, by=self.member)

    def change(self, series_id: UUID, name: datetime, scope: Scope, sent: dict[str, Any]) -> actions.Changed:
        return actions.update_occurrences(
            event_id=series_id, recurrence_id=name.isoformat(), scope=scope, by=self.member, sent=sent
        )

    def delete(self, series_id: UUID, name: datetime, scope: Scope, _by: timedelta) -> UUID | None:
        step_id = actions.delete_occurrences(
            event_id=series_id, recurrence_id=name.isoformat(), scope=scope, by=self.member
        )
        found = self.expected.series[series_id]
        for one in self.meant(series_id, name, scope):
            del found[one]
        return step_id

    def rename(self, series_id: UUID, name: datetime, scope: Scope, _by: timedelta) -> UUID | None:
        self.names += 1
        text = str(self.names)
        changed = self.change(series_id, name, scope, {"subject": text})
        former = self.expected.subjects[series_id]
        series_id, meant = self.taken_along(series_id, name, scope, changed)
        for one in meant:
            if scope is Scope.THIS or self.expected.series[series_id][one].subject == former:
                self.expected.series[series_id][one].subject = text
        if scope is not Scope.THIS:
            self.expected.subjects[series_id] = text
        return changed.step_id

    def move(self, series_id: UUID, name: datetime, scope: Scope, by: timedelta) -> UUID | None:
        here = self.expected.series[series_id][name].start
        # Whoever moves many starts from where the rule has them: an own time says nothing about the others.
        start = here if scope is Scope.THIS else name
        changed = self.change(series_id, name, scope, {"start": (start + by).isoformat(), "time_zone": "Europe/Paris"})
        series_id, meant = self.taken_along(series_id, name, scope, changed)
        found = self.expected.series[series_id]
        if scope is Scope.THIS:
            found[name].start = start + by
            return changed.step_id
        moved = {}
        for one in meant:
            occurrence = found.pop(one)
            if occurrence.start == one:
                occurrence.start = one + by
            moved[one + by] = occurrence
        found.update(moved)
        return changed.step_id

    def meant(self, series_id: UUID, name: datetime, scope: Scope) -> list[datetime]:
        names = list(self.expected.series[series_id])
        return [one for one in names if scope is Scope.ALL or one == name or (scope is Scope.FOLLOWING and one > name)]

    def taken_along(
        self, series_id: UUID, name: datetime, scope: Scope, changed: actions.Changed
    ) -> tuple[UUID, list[datetime]]:
        """The series that the occurrences are in now: a new one after a split."""
        meant = self.meant(series_id, name, scope)
        now = changed.event.series_id or changed.event.pk
        if now != series_id:
            old = self.expected.series[series_id]
            self.expected.series[now] = {one: old.pop(one) for one in meant}
            self.expected.subjects[now] = self.expected.subjects[series_id]
        return now, meant


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rule=st.sampled_from(RULES), steps=STEPS)
def test_a_series_is_after_any_walk_what_a_plain_list_would_be(
    world: World, rule: str, steps: list[tuple[str, Scope, int, timedelta]]
) -> None:
    with transaction.atomic():
        walk = Walk(world.rep, rule)
        for step in steps:
            walk.step(*step)
            assert walk.shown() == walk.expected.all()
        while walk.steps:
            walk.undo()
            assert walk.shown() == walk.expected.all()
        own = Event.objects.of(world.organisation.pk).filter(series__isnull=False)
        assert not [row for row in own if not isinstance(read_written(row.recurrence_id), datetime)]
        transaction.set_rollback(True)


@pytest.mark.parametrize("rule", RULES)
def test_the_walk_begins_with_what_the_rule_says(world: World, rule: str) -> None:
    assert len(Walk(world.rep, rule).shown()) > 5
