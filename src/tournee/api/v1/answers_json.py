"""Who answered what to an event, and what was proposed, as the API writes it."""

from datetime import datetime
from typing import Any

from tournee.calendar import permissions
from tournee.calendar.domain.series import read_written
from tournee.calendar.models import Event, ExtraAnswer, Participant, Proposal, Verdict
from tournee.organisations.models import Member
from tournee.values.time_zone import zone

Json = dict[str, Any]


def given_by(participant: Participant) -> Json:
    """When he answered, and with which words."""
    at = participant.answered_at
    return {"answered_at": at.isoformat() if at else None, "comment": participant.comment}


def from_outside(viewer: Member, event: Event) -> Json:
    """Open proposals, and answers of those who were not invited: for those who may change the event."""
    if not permissions.may_edit(viewer, event):
        return {"proposals": [], "extra_answers": []}
    of = {"event_id": event.series_id or event.pk}
    proposals = Proposal.objects.of(event.organisation_id).filter(**of, verdict=Verdict.OPEN).order_by("received_at")
    extra = ExtraAnswer.objects.of(event.organisation_id).filter(**of).order_by("received_at")
    return {
        "proposals": [_proposal(event, one) for one in proposals],
        "extra_answers": [_extra(event, one) for one in extra],
    }


def _proposal(event: Event, one: Proposal) -> Json:
    times = one.times
    return {
        "id": str(one.pk),
        "recurrence_id": _occurrence(event, one.recurrence_id),
        "email": one.email,
        "name": one.name,
        "comment": one.comment,
        "start": _moment(times.span.start, one.time_zone),
        "end": _moment(times.span.end, one.time_zone),
        "all_day": one.all_day,
        "time_zone": one.time_zone,
        "received_at": one.received_at.isoformat(),
    }


def _extra(event: Event, one: ExtraAnswer) -> Json:
    return {
        "recurrence_id": _occurrence(event, one.recurrence_id),
        "email": one.email,
        "name": one.name,
        "answer": one.answer,
        "comment": one.comment,
        "instead_of": one.instead_of,
        "received_at": one.received_at.isoformat(),
    }


def _moment(moment: Any, zone_name: str) -> str:
    return (moment.astimezone(zone(zone_name)) if isinstance(moment, datetime) else moment).isoformat()


def _occurrence(event: Event, name: str) -> str | None:
    """Where it began by the rule, as items of the events' list name it."""
    if not name:
        return None
    moment = read_written(name)
    if not isinstance(moment, datetime):
        return name
    own = event.series.time_zone if event.series else event.time_zone
    return moment.replace(tzinfo=zone(own)).isoformat()
