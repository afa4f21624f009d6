"""Remove what nobody needs any longer."""

from datetime import datetime, timedelta
from uuid import UUID

from ..models import Notice, Outgoing, OutgoingMessage, PlannedAlert

# An alert is remembered until no zone's clocks can make its event be still to come.
ALERTS_KEPT = timedelta(days=2)
NOTICES_KEPT = timedelta(days=90)
MAIL_KEPT = timedelta(days=30)
ENDED = (Outgoing.SENT, Outgoing.FAILED, Outgoing.UNKNOWN, Outgoing.NO_SERVER, Outgoing.DISCARDED)


def purge_notifications(*, organisation_id: UUID, now: datetime) -> int:
    """Remove past alerts, old notices, and mail that ended a month ago; returns how many rows went."""
    old = (
        PlannedAlert.objects.of(organisation_id).filter(ends_at__lt=now - ALERTS_KEPT),
        Notice.objects.of(organisation_id).filter(created_at__lt=now - NOTICES_KEPT),
        OutgoingMessage.objects.of(organisation_id).filter(state__in=ENDED, ended_at__lt=now - MAIL_KEPT),
    )
    return sum(rows.delete()[0] for rows in old)
