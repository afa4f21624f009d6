"""What a person does with his notices."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tournee.organisations.errors import not_found
from tournee.organisations.models import Member

from .. import queries
from ..domain.due import SNOOZES, moment_of, read_start
from ..errors import cannot_snooze, has_started
from ..models import Notice
from .telling import announce


@transaction.atomic
def mark_notices_read(*, by: Member, notice_ids: Collection[UUID] | None = None, now: datetime | None = None) -> int:
    """Mark these, or all, of one's notices as read; returns how many were not. Ids of others' change nothing."""
    now = now or timezone.now()
    unread = queries.notices_of(by, now=now).filter(read_at__isnull=True)
    if notice_ids is not None:
        unread = unread.filter(pk__in=list(notice_ids))
    notices = list(unread)
    Notice.objects.of(by.organisation_id).filter(pk__in=[one.pk for one in notices]).update(read_at=now)
    announce("notice.changed", notices)
    return len(notices)


@transaction.atomic
def dismiss_notice(*, notice_id: UUID, by: Member, now: datetime | None = None) -> None:
    """Remove one of one's notices. Raises NotVisible."""
    notice = _own(by, notice_id)
    notice.dismissed_at, notice.snoozed_until = now or timezone.now(), None
    notice.save(update_fields=["dismissed_at", "snoozed_until"])
    announce("notice.changed", [notice])


@transaction.atomic
def snooze_notice(*, notice_id: UUID, by: Member, minutes: int | None, now: datetime | None = None) -> Notice:
    """Have a notice come back in 5, 10, 15 or 60 minutes, or, with None, when its event starts.

    Raises NotVisible, Invalid for another pause, Conflict when there is no start to come.
    """
    now = now or timezone.now()
    notice = _own(by, notice_id)
    notice.snoozed_until = _wakes_at(notice, by, minutes, now)
    notice.save(update_fields=["snoozed_until"])
    announce("notice.changed", [notice])
    return notice


def _own(by: Member, notice_id: UUID) -> Notice:
    found = Notice.objects.of(by.organisation_id).filter(member=by, pk=notice_id, dismissed_at__isnull=True)
    notice = found.select_for_update().first()
    if notice is None:
        raise not_found()
    return notice


def _wakes_at(notice: Notice, by: Member, minutes: int | None, now: datetime) -> datetime:
    if minutes is not None:
        if minutes not in SNOOZES:
            raise cannot_snooze()
        return now + timedelta(minutes=minutes)
    start = notice.data.get("start")
    starts_at = moment_of(read_start(start), by.time_zone) if start else now
    if starts_at <= now:
        raise has_started()
    return starts_at
