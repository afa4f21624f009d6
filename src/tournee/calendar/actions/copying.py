"""Rows made from rows: an occurrence of its own, the rest of a split series, and how they follow the series."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tournee.values.identifier import new_id

from ..domain.event_times import EventTimes
from ..domain.recurrence import Moment
from ..domain.series import written
from ..models import Alert, Event, Participant
from . import people, writing

# What makes an occurrence of its own differ in time; all else follows the series where it was the same.
OF_THE_OCCURRENCE = {"all_day", "starts_on", "ends_on", "starts_at", "ends_at", "is_long", "time_zone"}
OF_THE_SERIES = {"recurrence", "series_ends_at", "deleted_at"}


def overrides_of(master: Event) -> QuerySet[Event]:
    """The occurrences of a series that have a row of their own."""
    return Event.objects.of(master.organisation_id).filter(series=master).order_by("recurrence_id")


def copy_of(event: Event, *, pk: UUID, **changes: Any) -> Event:
    """A row like it, not saved."""
    values = {field.attname: getattr(event, field.attname) for field in Event._meta.concrete_fields}  # noqa: SLF001 -- documented
    return Event(**{**values, "id": pk, **changes})


def copy_around(event: Event, to: Event) -> None:
    """Give a row the participants, with their answers, and the alerts of another."""
    participants = list(Participant.objects.of(event.organisation_id).filter(event=event))
    for one in participants:
        one.pk, one.event, one.event_starts_at = new_id(), to, to.found_at
    Participant.objects.bulk_create(participants)
    alerts = list(Alert.objects.of(event.organisation_id).filter(event=event))
    for alert in alerts:
        alert.pk, alert.event = new_id(), to
    Alert.objects.bulk_create(alerts)


def own_row(master: Event, moment: Moment, times: EventTimes) -> Event:
    """A row for one occurrence, saved, as the series has it. Its version says that the series was left behind."""
    row = copy_of(
        master,
        pk=new_id(),
        series_id=master.pk,
        recurrence_id=written(moment),
        recurrence="",
        series_ends_at=None,
        split_from_id=None,
    )
    row.times = times
    row.save(force_insert=True)
    copy_around(master, row)
    return row


def detach(row: Event) -> None:
    """Let an occurrence live on as an event of its own, when its series no longer has it."""
    row.series, row.recurrence_id, row.uid = None, "", f"{row.pk}@tournee"
    writing.save(row, {})


def follow(row: Event, before: Mapping[str, Any], master: Event, changes: Collection[str]) -> None:
    """Give an occurrence's row what changed in its series, where it was like it."""
    for name in changes:
        if name in before and name not in OF_THE_OCCURRENCE | OF_THE_SERIES and getattr(row, name) == before[name]:
            setattr(row, name, getattr(master, name))


def follow_people(row: Event, before: frozenset[tuple[str, object]], master: Event, changes: Collection[str]) -> None:
    """Add and remove those participants that were added to and removed from its series; and take its alerts."""
    if "participants" in changes:
        ours = {people.key_of(one): one for one in Participant.objects.of(row.organisation_id).filter(event=row)}
        theirs = {people.key_of(one): one for one in Participant.objects.of(row.organisation_id).filter(event=master)}
        gone = [ours[key].pk for key in before - theirs.keys() if key in ours]
        Participant.objects.of(row.organisation_id).filter(pk__in=gone).delete()
        added = [theirs[key] for key in theirs.keys() - before if key not in ours]
        for one in added:
            one.pk, one.event, one.event_starts_at = new_id(), row, row.found_at
        Participant.objects.bulk_create(added)
    if "alerts" in changes:
        Alert.objects.of(row.organisation_id).filter(event=row).delete()
        alerts = list(Alert.objects.of(row.organisation_id).filter(event=master))
        for alert in alerts:
            alert.pk, alert.event = new_id(), row
        Alert.objects.bulk_create(alerts)


def keys_of_people(event: Event) -> frozenset[tuple[str, object]]:
    """Who takes part in it."""
    return frozenset(people.key_of(one) for one in Participant.objects.of(event.organisation_id).filter(event=event))
