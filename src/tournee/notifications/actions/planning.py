"""Plan alerts: what an event, or a whole organisation, asks for in the coming days."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from tournee.organisations.models import Member

from .. import registry
from ..domain.occasion import Due, Key, alerts_of
from ..models import Horizon, Outgoing, OutgoingMessage, Planned, PlannedAlert
from ..ports import Occasions
from . import telling

# Planned each day for more than a week: a planning that failed for days loses no alert.
AHEAD = timedelta(days=8)
EVERY = timedelta(hours=24)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def plan_event(
    *, organisation_id: UUID, event_id: UUID, now: datetime | None = None, calendar: Occasions | None = None
) -> None:
    """As `plan_events`, for one."""
    plan_events(organisation_id=organisation_id, event_ids=[event_id], now=now, calendar=calendar)


@transaction.atomic
def plan_events(
    *,
    organisation_id: UUID,
    event_ids: Collection[UUID],
    now: datetime | None = None,
    calendar: Occasions | None = None,
) -> None:
    """Plan the alerts of events, or series, as they are now: those of a former time, or of people who left, go."""
    now = now or timezone.now()
    _wait_in_line(organisation_id)
    source = calendar or registry.occasions()
    # A split moves occurrences from one series to another: both are looked at, whichever is told of first.
    family = source.relatives(organisation_id, event_ids)
    wanted = wanted_alerts(organisation_id, now, event_ids=family, calendar=source)
    planned = PlannedAlert.objects.of(organisation_id).filter(Q(event_id__in=family) | Q(origin_id__in=family))
    _settle(organisation_id, planned, wanted, now)


@transaction.atomic
def plan_everything(*, organisation_id: UUID, now: datetime | None = None, calendar: Occasions | None = None) -> None:
    """Plan all alerts of an organisation for the coming days."""
    now = now or timezone.now()
    _wait_in_line(organisation_id)
    wanted = wanted_alerts(organisation_id, now, calendar=calendar)
    _settle(organisation_id, PlannedAlert.objects.of(organisation_id), wanted, now)
    Horizon.objects.of(organisation_id).update(planned_at=now)


def _wait_in_line(organisation_id: UUID) -> None:
    """One planning at a time: one that has read an older calendar must not undo what a newer one has planned."""
    horizons = Horizon.objects.of(organisation_id)
    horizons.get_or_create(organisation_id=organisation_id, defaults={"planned_at": NEVER})
    horizons.select_for_update().get()


def plan_when_old(*, organisation_id: UUID, now: datetime, calendar: Occasions | None = None) -> None:
    """Plan everything if that was last done a day ago, or never."""
    recent = Horizon.objects.of(organisation_id).filter(planned_at__gt=now - EVERY, planned_at__lte=now)
    if not recent.exists():
        plan_everything(organisation_id=organisation_id, now=now, calendar=calendar)


def plan_member(*, organisation_id: UUID, member_id: UUID) -> None:  # noqa: ARG001 -- whoever it was
    """Follow a person into another time zone, out, or in again: all is planned anew before the next alert fires.

    Many may change at once, by an import say; they cost one planning.
    """
    Horizon.objects.of(organisation_id).update(planned_at=NEVER)


def wanted_alerts(
    organisation_id: UUID,
    now: datetime,
    *,
    event_ids: Collection[UUID] | None = None,
    calendar: Occasions | None = None,
) -> dict[Key, Due]:
    """The alerts that ought to be planned, or to have fired, as the calendar is now."""
    source = calendar or registry.occasions()
    occasions = source.upcoming(organisation_id, after=now, before=now + AHEAD, event_ids=event_ids)
    members = {member_id for one in occasions for member_id in one.member_ids}
    found = alerts_of(occasions, zones_of(organisation_id, members), now=now)
    return {key: due for key, due in found.items() if due.due_at < now + AHEAD}


def zones_of(organisation_id: UUID, member_ids: Collection[UUID]) -> dict[UUID, str]:
    """The zones of those people who have access."""
    members = Member.objects.filter(organisation_id=organisation_id, pk__in=list(member_ids), is_active=True)
    return dict(members.values_list("pk", "time_zone"))


def _settle(organisation_id: UUID, scope: QuerySet[PlannedAlert], wanted: Mapping[Key, Due], now: datetime) -> None:
    rows = {key_of(row): row for row in scope.filter(ends_at__gt=now)}
    gone = [row for key, row in rows.items() if key not in wanted]
    scope.filter(pk__in=[row.pk for row in gone], state=Planned.PLANNED).delete()
    take_back(organisation_id, [row for row in gone if row.state == Planned.FIRED], now)
    for key, row in rows.items():
        if key in wanted and row.state == Planned.PLANNED:
            _follow(scope, row, wanted[key])
    new = [_row(organisation_id, due) for key, due in wanted.items() if key not in rows]
    # One that has fired under another series' id keeps its key, and is not planned again.
    PlannedAlert.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)


def _follow(scope: QuerySet[PlannedAlert], row: PlannedAlert, due: Due) -> None:
    now_are = (due.due_at, due.ends_at, due.occasion.row_id, due.occasion.event_id)
    if (row.due_at, row.ends_at, row.row_id, row.event_id) != now_are:
        scope.filter(pk=row.pk, state=Planned.PLANNED).update(
            due_at=due.due_at, ends_at=due.ends_at, row_id=due.occasion.row_id, event_id=due.occasion.event_id
        )


def _row(organisation_id: UUID, due: Due) -> PlannedAlert:
    return PlannedAlert(
        organisation_id=organisation_id,
        row_id=due.occasion.row_id,
        event_id=due.occasion.event_id,
        due_at=due.due_at,
        ends_at=due.ends_at,
        state=Planned.MISSED if due.passed else Planned.PLANNED,
        **due.key._asdict(),
    )


def take_back(organisation_id: UUID, rows: Collection[PlannedAlert], now: datetime) -> None:
    """Withdraw what alerts have said whose occasion is no more: their notices, and mails that have not left."""
    keys = [delivery_key(row) for row in rows]
    if not keys:
        return
    telling.withdraw(organisation_id, keys, now=now)
    waiting = OutgoingMessage.objects.of(organisation_id).filter(dedupe_key__in=keys, state=Outgoing.WAITING)
    waiting.update(state=Outgoing.DISCARDED, content="", next_try_at=None, ended_at=now)


def key_of(row: PlannedAlert) -> Key:
    """What the row fires once for."""
    return Key(row.member_id, row.origin_id, row.starts, row.lead)


def delivery_key(row: PlannedAlert) -> str:
    """The key under which what the alert says is delivered once."""
    return f"alert:{row.pk}"
