"""Events, participants, tasks, types."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tournee.calendar import actions
from tournee.calendar.domain.series import Scope
from tournee.calendar.domain.window import LONG
from tournee.calendar.models import ActivityType, Event, Participant, Proposal, SavedFilter, SeriesStep, Task
from tournee.organisations.models import Member
from tournee.values.identifier import new_id

_numbers = itertools.count(1)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def make_event(owner: Member, start: datetime = NOON, *, hours: float = 1, **fields: Any) -> Event:
    fields = {"subject": f"Event {next(_numbers)}", "time_zone": "Europe/Paris", "uid": str(new_id()), **fields}
    end = fields.pop("ends_at", start + timedelta(hours=hours))
    return Event.objects.create(
        organisation=owner.organisation,
        owner=owner,
        starts_at=start,
        ends_at=end,
        is_long=end - start > LONG,
        **fields,
    )


def make_series(owner: Member, rule: str = "FREQ=WEEKLY", **fields: Any) -> Event:
    """A series as a person makes it, from NOON on."""
    sent = {"subject": f"Series {next(_numbers)}", "start": NOON.isoformat(), "recurrence": [f"RRULE:{rule}"], **fields}
    return actions.create_event(by=owner, sent=sent)


def make_step(owner: Member) -> SeriesStep:
    """What is needed to undo that an occurrence was deleted."""
    series = make_series(owner)
    step_id = actions.delete_occurrences(event_id=series.pk, recurrence_id=NOON.isoformat(), scope=Scope.THIS, by=owner)
    return SeriesStep.objects.of(owner.organisation_id).get(pk=step_id)


def make_all_day(owner: Member, first: date, days: int = 1, **fields: Any) -> Event:
    last = first + timedelta(days=days)
    return make_event(
        owner,
        datetime.combine(first, time.min, UTC),
        ends_at=datetime.combine(last, time.min, UTC),
        all_day=True,
        starts_on=first,
        ends_on=last,
        **fields,
    )


def make_participant(event: Event, *, member: Member | None = None, **fields: Any) -> Participant:
    if member is not None:
        fields = {"email": member.email, "name": member.name, **fields}
    return Participant.objects.create(
        organisation_id=event.organisation_id, event=event, member=member, event_starts_at=event.starts_at, **fields
    )


def make_proposal(event: Event, **fields: Any) -> Proposal:
    """A guest would rather have it a day later."""
    starts_at, ends_at = event.starts_at + timedelta(days=1), event.ends_at + timedelta(days=1)
    fields = {"email": "guest@client.example", "starts_at": starts_at, "ends_at": ends_at, **fields}
    return Proposal.objects.create(
        organisation_id=event.organisation_id, event=event, time_zone=event.time_zone, received_at=NOON, **fields
    )


def make_task(owner: Member, **fields: Any) -> Task:
    fields = {"subject": f"Task {next(_numbers)}", **fields}
    return Task.objects.create(organisation=owner.organisation, owner=owner, **fields)


def make_type(member: Member, **fields: Any) -> ActivityType:
    fields = {"name_fr": "Visite", "name_en": "Visit", **fields}
    return ActivityType.objects.create(organisation=member.organisation, **fields)


def make_saved_filter(owner: Member, **fields: Any) -> SavedFilter:
    fields = {"name": f"Filter {next(_numbers)}", "query": "view=week", **fields}
    return SavedFilter.objects.create(organisation=owner.organisation, owner=owner, **fields)
