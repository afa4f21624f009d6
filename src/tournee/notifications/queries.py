"""Read notices and outgoing mail; each through its one gate."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from tournee.calendar import queries as calendar
from tournee.organisations.errors import not_found
from tournee.organisations.models import Member

from . import permissions
from .models import Notice, Outgoing, OutgoingMessage, Planned, PlannedAlert
from .wording import Words, notice_words, refusal_words


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice as its reader sees it, in the language that is active."""

    notice: Notice
    words: Words

    @property
    def event_id(self) -> str | None:
        """The event, or with `recurrence_id` the series, that it is about."""
        row_id = str(self.notice.event_id) if self.notice.event_id else None
        return self.notice.data.get("event_id") or row_id

    @property
    def recurrence_id(self) -> str:
        """Which occurrence of the series; "" for a single event."""
        return str(self.notice.data.get("recurrence_id", ""))


@dataclass(frozen=True, slots=True)
class MailLine:
    """An outgoing message as an administrator sees it; `recipient` and `subject` are None where they are others'."""

    message: OutgoingMessage
    recipient: str | None
    subject: str | None
    reason: str


def notices_of(viewer: Member, *, now: datetime) -> QuerySet[Notice]:
    """The gate to notices: one's own, neither dismissed nor asleep, about no event that one may not see."""
    own = Notice.objects.of(viewer.organisation_id).filter(member=viewer, dismissed_at__isnull=True)
    awake = own.filter(Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=now))
    return awake.filter(Q(event_id__isnull=True) | Q(event_id__in=calendar.open_events(viewer).values("pk")))


def unread_count(viewer: Member, *, now: datetime) -> int:
    """How many notices the viewer has not read."""
    return notices_of(viewer, now=now).filter(read_at__isnull=True).count()


def notices(viewer: Member, *, now: datetime, limit: int = 50) -> list[NoticeLine]:
    """The latest notices in words, newest first. Two queries."""
    found = list(notices_of(viewer, now=now).order_by("-created_at", "-id")[:limit])
    return lines_of(viewer, found)


def lines_of(viewer: Member, found: Iterable[Notice]) -> list[NoticeLine]:
    """Notices that the gate let through, in words."""
    shown = list(found)
    events = calendar.open_events(viewer).filter(pk__in={one.event_id for one in shown if one.event_id})
    titles = dict(events.values_list("pk", "subject"))
    return [
        NoticeLine(one, notice_words(one.kind, one.data, title=_title(one, titles), zone_name=viewer.time_zone))
        for one in shown
    ]


def _title(notice: Notice, titles: dict[UUID, str]) -> str:
    return titles.get(notice.event_id, "") if notice.event_id else ""


def due_moments(organisation_id: UUID, *, after: datetime, before: datetime) -> list[datetime]:
    """The moments in that span at which an alert is due or a notice wakes, for the worker."""
    alerts = PlannedAlert.objects.of(organisation_id).filter(
        state=Planned.PLANNED, due_at__gt=after, due_at__lte=before
    )
    asleep = Notice.objects.of(organisation_id).filter(snoozed_until__gt=after, snoozed_until__lte=before)
    moments = {*alerts.values_list("due_at", flat=True), *asleep.values_list("snoozed_until", flat=True)}
    return sorted(moment for moment in moments if moment is not None)


def outgoing(viewer: Member) -> QuerySet[OutgoingMessage]:
    """The gate to outgoing mail: administrators, all of the organisation's. Raises NotAllowed."""
    permissions.require_mail_room(viewer)
    return OutgoingMessage.objects.of(viewer.organisation_id).select_related("sender")


def outgoing_message(viewer: Member, message_id: UUID) -> OutgoingMessage:
    """One message. Raises NotVisible, NotAllowed."""
    found = outgoing(viewer).filter(pk=message_id).first()
    if found is None:
        raise not_found()
    return found


def mail_line(viewer: Member, message: OutgoingMessage) -> MailLine:
    """What an administrator may know of a message: never what it says, and of confidential ones not to whom."""
    open_ = permissions.may_read_envelope(viewer, message)
    said = message.last_error if open_ else ""
    return MailLine(
        message,
        message.recipient if open_ else None,
        message.subject if open_ else None,
        refusal_words(message.fault, said),
    )


def mail_counts(viewer: Member) -> dict[Outgoing, int]:
    """How many messages are in each state. Raises NotAllowed."""
    rows = outgoing(viewer).order_by().values_list("state").annotate(Count("pk"))
    return {Outgoing(state): count for state, count in rows}
