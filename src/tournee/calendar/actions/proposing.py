"""Other times that guests propose: kept, and taken or declined by whoever may change the event."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tournee.organisations.errors import not_allowed, not_found
from tournee.organisations.models import Member
from tournee.values.refusal import Conflict
from tournee.values.time_range import BadRange, DateRange, TimeRange

from .. import permissions, queries
from ..domain.event_times import EventTimes
from ..domain.ics import Component
from ..domain.series import Scope, read_written
from ..models import Event, Participant, Proposal, Verdict
from .answering import address_of, name_of
from .events import update_event
from .log_lines import log
from .series import update_occurrences


def put_proposal(
    master: Event,
    recurrence_id: str,
    row: Event,
    place: Participant,
    *,
    part: Component,
    comment: str,
    received_at: datetime,
) -> bool:
    """Keep the time that a COUNTER proposes, in place of one that he proposed before; whether it is another one."""
    times = times_of(part, master.time_zone)
    if times is None or times.span == _now(master, row, recurrence_id).span:
        return False
    times = EventTimes(times.span, times.time_zone)
    Proposal.objects.of(master.organisation_id).update_or_create(
        organisation_id=master.organisation_id,
        event=master,
        recurrence_id=recurrence_id,
        email=address_of(place).casefold(),
        verdict=Verdict.OPEN,
        defaults={
            "name": name_of(place),
            "comment": comment,
            "sequence": part.sequence,
            "stamp": part.stamp,
            "received_at": received_at,
            **_columns(times),
        },
    )
    who = name_of(place) or address_of(place)
    changes = {"participant": [who, who], "start": [None, _text(times)]}
    log("event.countered", master, None, changes, recurrence_id=recurrence_id)
    return True


def times_of(part: Component, home_zone: str) -> EventTimes | None:
    """When a component is; None for times that no event can have."""
    zone = part.start.zone if part.start.zone not in {None, "UTC"} else home_zone
    try:
        if part.all_day:
            return EventTimes(DateRange(part.start.wall, part.end.wall), home_zone)
        return EventTimes(TimeRange(part.start.instant(home_zone), part.end.instant(home_zone)), str(zone))
    except (BadRange, OverflowError, TypeError):
        return None


def _now(master: Event, row: Event, recurrence_id: str) -> EventTimes:
    if recurrence_id and row.pk == master.pk:
        return master.as_series.at(read_written(recurrence_id))
    return row.times


def _columns(times: EventTimes) -> dict[str, object]:
    days = times.span if isinstance(times.span, DateRange) else None
    return {
        "all_day": times.all_day,
        "starts_on": days.start if days else None,
        "ends_on": days.end if days else None,
        "starts_at": times.starts_at,
        "ends_at": times.ends_at,
        "time_zone": times.time_zone,
    }


def _text(times: EventTimes) -> str:
    return times.span.start.isoformat()


@transaction.atomic
def accept_proposal(*, event_id: UUID, proposal_id: UUID, by: Member) -> Proposal:
    """Move the event, or the one occurrence, to where it was proposed. Raises NotVisible, NotAllowed, Conflict."""
    proposal = _open_proposal(event_id, proposal_id, by)
    sent = {
        "start": _text(proposal.times),
        "end": proposal.times.span.end.isoformat(),
        "all_day": proposal.all_day,
        "time_zone": proposal.time_zone,
    }
    if proposal.recurrence_id:
        update_occurrences(event_id=event_id, recurrence_id=proposal.recurrence_id, scope=Scope.THIS, by=by, sent=sent)
    else:
        update_event(event_id=event_id, by=by, sent=sent)
    return _decide(proposal, Verdict.ACCEPTED)


@transaction.atomic
def decline_proposal(*, event_id: UUID, proposal_id: UUID, by: Member) -> Proposal:
    """Keep the event as it is; whoever proposed is told. Raises NotVisible, NotAllowed, Conflict."""
    proposal = _decide(_open_proposal(event_id, proposal_id, by), Verdict.DECLINED)
    who = proposal.name or proposal.email
    changes = {"participant": [who, who]}
    log("event.counter_declined", proposal.event, by, changes, recurrence_id=proposal.recurrence_id)
    return proposal


def _open_proposal(event_id: UUID, proposal_id: UUID, by: Member) -> Proposal:
    event = queries.event(by, event_id)
    proposals = Proposal.objects.of(by.organisation_id).select_for_update()
    proposal = proposals.filter(pk=proposal_id, event_id=event_id).first()
    hidden = permissions.is_hidden_from(by, event, participates=queries.takes_part(by, event))
    if proposal is None or hidden:
        raise not_found()
    if not permissions.may_edit(by, event):
        raise not_allowed()
    if proposal.verdict != Verdict.OPEN:
        raise Conflict(_("This proposal has been answered already. Reload the page to see how."), code="moved_on")
    proposal.event = event
    return proposal


def _decide(proposal: Proposal, verdict: Verdict) -> Proposal:
    proposal.verdict, proposal.decided_at = verdict, timezone.now()
    proposal.save(update_fields=["verdict", "decided_at"])
    return proposal
