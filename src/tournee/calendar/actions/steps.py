"""What a series was before a step, kept for a while so that the step can be undone."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Model, Q

from tournee.change_log.actions import record
from tournee.organisations.errors import not_allowed, not_found, stale
from tournee.organisations.models import Member

from .. import permissions
from ..models import Alert, Event, Participant, SeriesStep

type Snapshot = dict[str, list[dict[str, Any]]]
# Answers that came meanwhile are kept: nobody asked to undo them.
# So many steps can be undone one after the other.
STEPS_BACK = 50
KEPT = {"answer", "answered_at", "comment", "answered_sequence", "answer_stamp", "asked_sequence", "refresh_wanted_at"}


def snapshot(masters: Iterable[Event]) -> Snapshot:
    """All rows of some series: the events, who takes part, the alerts."""
    first, *others = list(masters)
    events = _rows(first.organisation_id, [first.pk, *(one.pk for one in others)])
    return {"events": [_as_json(one) for one in events], **_around(first.organisation_id, [one.pk for one in events])}


def keep(before: Snapshot, *masters: Event, by: Member) -> UUID:
    """Keep what was there before the step that has just been done. Returns its id, which `undo` takes."""
    organisation_id = masters[0].organisation_id
    after = {str(one.pk): one.version for one in _rows(organisation_id, [one.pk for one in masters])}
    step = SeriesStep(organisation_id=organisation_id, by=by, before=before, after=after)
    step.save(force_insert=True)
    return step.pk


@transaction.atomic
def undo_step(*, step_id: UUID, by: Member) -> Event:
    """Put the series back to what it was before a step of one's own. Returns its first row.

    Raises NotVisible for a step that is not there any more, NotAllowed, and Stale when something changed since.
    """
    step = SeriesStep.objects.of(by.organisation_id).filter(pk=step_id, by=by).first()
    if step is None:
        raise not_found()
    now = _locked(by.organisation_id, step)
    if {str(one.pk): one.version for one in now} != step.after:
        raise stale()
    if not all(permissions.may_edit(by, one) for one in now):
        raise not_allowed()
    was = {row["id"]: row for row in step.before["events"]}
    _remove_new(now, was, by)
    versions = {str(one.pk): one.version for one in now}
    for row in sorted(was.values(), key=lambda one: one["series_id"] is not None):
        _put_back(Event, {**row, "version": max(versions.get(row["id"], 0), row["version"]) + 1})
    _put_around_back(by.organisation_id, step.before, list(was))
    step.delete()
    _let_earlier_be_undone(step, by)
    master_id = next(row["id"] for row in was.values() if row["series_id"] is None)
    master = Event.objects.of(by.organisation_id).get(pk=master_id)
    record(
        "event.restored",
        organisation_id=master.organisation_id,
        subject_id=master.pk,
        owner_id=master.owner_id,
        by_id=by.pk,
    )
    return master


def _let_earlier_be_undone(undone: SeriesStep, by: Member) -> None:
    """What earlier steps left, and found, is there again under other versions: they are told of these."""
    was = {row["id"]: row["version"] for row in undone.before["events"]}
    now = {str(pk): version for pk, version in _versions(by.organisation_id, list(was))}
    for step in SeriesStep.objects.of(by.organisation_id).filter(by=by).order_by("-created_at")[:STEPS_BACK]:
        left = {one: now[one] for one, version in step.after.items() if one in now and version == was[one]}
        found = [row for row in step.before["events"] if row["id"] in now and row["version"] == was[row["id"]]]
        step.after |= left
        for row in found:
            row["version"] = now[row["id"]]
        if left or found:
            step.save(update_fields=["after", "before"])


def _versions(organisation_id: UUID, ids: Sequence[str]) -> list[tuple[UUID, int]]:
    return list(Event.objects.of(organisation_id).filter(pk__in=ids).values_list("pk", "version"))


def purge_steps(*, organisation_id: UUID, before: datetime) -> int:
    """Forget steps done before then; nobody undoes them any more. Returns how many."""
    return SeriesStep.objects.of(organisation_id).filter(created_at__lt=before).delete()[0]


def _rows(organisation_id: UUID, master_ids: Sequence[UUID]) -> list[Event]:
    ids = list(master_ids)
    return list(Event.objects.of(organisation_id).filter(Q(pk__in=ids) | Q(series_id__in=ids)).order_by("id"))


def _locked(organisation_id: UUID, step: SeriesStep) -> list[Event]:
    masters = [*step.after, *(row["id"] for row in step.before["events"])]
    events = Event.objects.of(organisation_id).select_for_update().order_by("id")
    return list(events.filter(Q(pk__in=masters) | Q(series_id__in=masters)))


def _around(organisation_id: UUID, ids: Sequence[UUID]) -> Snapshot:
    people = Participant.objects.of(organisation_id).filter(event_id__in=ids)
    alerts = Alert.objects.of(organisation_id).filter(event_id__in=ids)
    return {"participants": [_as_json(one) for one in people], "alerts": [_as_json(one) for one in alerts]}


def _remove_new(now: Sequence[Event], was: dict[str, Any], by: Member) -> None:
    """What the step made: occurrences vanish; a series split off leaves the calendars that showed it."""
    for event in now:
        if str(event.pk) in was:
            continue
        if event.series_id is None:
            record(
                "event.deleted",
                organisation_id=event.organisation_id,
                subject_id=event.pk,
                owner_id=event.owner_id,
                by_id=by.pk,
                changes={"subject": [event.subject, None]},
            )
    made = [event.pk for event in now if str(event.pk) not in was]
    # Occurrences that the step took along belong to the old series again before the new one goes.
    for row in was.values():
        Event.objects.of(by.organisation_id).filter(pk=row["id"]).update(series_id=row["series_id"])
    Event.objects.of(by.organisation_id).filter(pk__in=made).delete()


def _put_around_back(organisation_id: UUID, before: Snapshot, event_ids: Sequence[str]) -> None:
    for model, name in ((Participant, "participants"), (Alert, "alerts")):
        rows = before[name]
        there = model.objects.of(organisation_id).filter(event_id__in=event_ids)
        there.exclude(pk__in=[row["id"] for row in rows]).delete()
        for row in rows:
            _put_back(model, row)


def _as_json(row: Model) -> dict[str, Any]:
    fields = row._meta.concrete_fields  # noqa: SLF001 -- documented
    values = {field.attname: (field, getattr(row, field.attname)) for field in fields}
    return {name: None if value is None else _plain(field, row, value) for name, (field, value) in values.items()}


def _plain(field: Any, row: Model, value: Any) -> Any:
    return value if isinstance(value, (bool, int, float, str)) else field.value_to_string(row)


def _put_back(model: type[Event] | type[Participant] | type[Alert], row: dict[str, Any]) -> None:
    fields = model._meta.concrete_fields  # noqa: SLF001 -- documented
    values = {one.attname: one.to_python(row[one.attname]) for one in fields if one.attname in row}
    organisation_id = values["organisation_id"]
    try:
        found = model.objects.of(organisation_id).get(pk=values["id"])
    except ObjectDoesNotExist:
        model(**values).save(force_insert=True)
        return
    for name, value in values.items():
        if name not in KEPT:
            setattr(found, name, value)
    found.save(force_update=True)
