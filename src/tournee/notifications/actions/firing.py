"""Fire alerts that are due: each once, whichever worker comes first, and none for what is no longer so."""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tournee.organisations.models import Member
from tournee.values.email_address import BadAddress, EmailAddress

from .. import registry
from ..domain.due import Lead, start_key
from ..domain.letter import Content
from ..domain.occasion import Due, Key
from ..models import Notice, Planned, PlannedAlert
from ..ports import Occasions, Person, Reminder
from . import outbox, planning, telling

logger = logging.getLogger(__name__)
STEP = 500


def fire_due_alerts(*, organisation_id: UUID, now: datetime | None = None, calendar: Occasions | None = None) -> int:
    """Fire every alert that is due and whose event has not ended; wake notices whose pause is over. Returns how many
    fired. What was due while nobody worked is fired late rather than never."""
    now = now or timezone.now()
    planning.plan_when_old(organisation_id=organisation_id, now=now, calendar=calendar)
    wake_snoozed(organisation_id=organisation_id, now=now)
    due = PlannedAlert.objects.of(organisation_id).filter(state=Planned.PLANNED, due_at__lte=now)
    ids = list(due.order_by("due_at", "id").values_list("pk", flat=True))
    return sum(
        _fire_some(organisation_id, due.filter(pk__in=ids[first : first + STEP]), now, calendar)
        for first in range(0, len(ids), STEP)
    )


def _fire_some(organisation_id: UUID, due: Iterable[PlannedAlert], now: datetime, calendar: Occasions | None) -> int:
    rows = list(due)
    # What was planned is compared with what is: planning follows a change a moment later.
    source = calendar or registry.occasions()
    family = source.relatives(organisation_id, {row.event_id for row in rows})
    valid = planning.wanted_alerts(organisation_id, now, event_ids=family, calendar=source)
    people = _people(organisation_id, {row.member_id for row in rows})
    return sum(_fire_safely(row, valid, people, now) for row in rows)


def _fire_safely(row: PlannedAlert, valid: Mapping[Key, Due], people: Mapping[UUID, Person], now: datetime) -> bool:
    try:
        return _fire(row, valid.get(planning.key_of(row)), people.get(row.member_id), now)
    except Exception:  # one alert that cannot be given stops no other, and is tried again in a minute
        logger.exception("alert %s was not given", row.pk)
        return False


@transaction.atomic
def _fire(row: PlannedAlert, due: Due | None, person: Person | None, now: datetime) -> bool:
    planned = PlannedAlert.objects.of(row.organisation_id).filter(pk=row.pk, state=Planned.PLANNED)
    if row.ends_at <= now:
        planned.update(state=Planned.MISSED)
        return False
    if due is None or person is None:
        # Removing it is for the planning, which follows every change: this view may be the older one.
        return False
    if due.due_at > now:
        planned.update(due_at=due.due_at, ends_at=due.ends_at)
        return False
    if not planned.update(state=Planned.FIRED, fired_at=now):
        return False
    channel = registry.channel(Lead.parse(row.lead).channel)
    channel.deliver(_reminder(row, due), person, Counter(row.organisation_id, now))
    return True


def _reminder(row: PlannedAlert, due: Due) -> Reminder:
    occasion = due.occasion
    return Reminder(
        key=planning.delivery_key(row),
        member_id=row.member_id,
        row_id=occasion.row_id,
        event_id=occasion.event_id,
        recurrence_id=occasion.recurrence_id,
        title=occasion.title,
        place=occasion.place,
        private=occasion.private,
        start=occasion.start,
        end=occasion.end,
        ends_at=due.ends_at,
    )


def _people(organisation_id: UUID, member_ids: set[UUID]) -> dict[UUID, Person]:
    members = Member.objects.filter(organisation_id=organisation_id, pk__in=member_ids, is_active=True)
    return {one.pk: Person(one.pk, one.name, one.email, one.language, one.time_zone) for one in members}


class Counter:
    """The desk at which channels ask for notices and letters, at one moment of one organisation."""

    def __init__(self, organisation_id: UUID, now: datetime) -> None:
        self.organisation_id = organisation_id
        self.now = now

    def put_notice(self, reminder: Reminder) -> None:
        """A notice under the bell."""
        telling.tell(
            organisation_id=self.organisation_id,
            member_ids=[reminder.member_id],
            kind="alert.due",
            key=reminder.key,
            event_id=reminder.row_id,
            data={
                "event_id": str(reminder.event_id),
                "recurrence_id": reminder.recurrence_id,
                "start": start_key(reminder.start),
                "end": start_key(reminder.end),
                "ends_at": reminder.ends_at.isoformat(),
            },
            now=self.now,
        )

    def post(self, reminder: Reminder, person: Person, *, subject: str, content: Content) -> None:
        """A letter into the outbox; an address that cannot be gives way to a notice."""
        try:
            address = EmailAddress.parse(person.email)
        except BadAddress:
            self.put_notice(reminder)
            return
        outbox.put_into_outbox(
            organisation_id=self.organisation_id,
            kind="alert",
            recipient=address,
            recipient_name=person.name,
            subject=subject,
            content=content,
            dedupe_key=reminder.key,
            confidential=reminder.private,
            useful_until=reminder.ends_at,
            now=self.now,
        )


@transaction.atomic
def wake_snoozed(*, organisation_id: UUID, now: datetime) -> int:
    """Show notices again whose pause is over, as unread; those of what has ended meanwhile stay away."""
    asleep = Notice.objects.of(organisation_id).filter(snoozed_until__lte=now, dismissed_at__isnull=True)
    awake = []
    for notice in asleep.order_by("snoozed_until", "id"):
        ended = notice.data.get("ends_at", "")
        over = bool(ended) and datetime.fromisoformat(ended) <= now
        values = {"dismissed_at": now} if over else {"read_at": None}
        # Another worker may wake the same one: whoever clears its pause announces it.
        if asleep.filter(pk=notice.pk).update(snoozed_until=None, **values) and not over:
            awake.append(notice)
    telling.announce("notice.created", awake)
    return len(awake)
