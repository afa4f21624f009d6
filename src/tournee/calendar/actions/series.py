"""Change and delete one occurrence of a series, this and the following ones, or all of them."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tournee.change_log.actions import record
from tournee.organisations.errors import not_allowed
from tournee.organisations.models import Member
from tournee.values.identifier import new_id
from tournee.values.refusal import Invalid

from .. import permissions, queries
from ..domain.changes import difference
from ..domain.recurrence import BadRule, Frequency, Moment, Recurrence, Rule, from_moment, until_before, without
from ..domain.series import Move, Scope, Series, read_written, written
from ..models import Event
from . import copying, people, steps, writing
from .checking import Problems, check_version
from .repeating import put_recurrence, take_recurrence

ONCE = Recurrence((Rule(Frequency.DAILY, count=1),))
NOT_DIVISIBLE = _("This series cannot be divided here. Change this occurrence alone, or all of them.")


class Changed(NamedTuple):
    """What is there now: the event or the series' first row, which occurrence of it, and how to undo it."""

    event: Event
    recurrence_id: str
    step_id: UUID | None


@transaction.atomic
def update_occurrences(
    *,
    event_id: UUID,
    recurrence_id: str,
    scope: Scope,
    by: Member,
    sent: Mapping[str, Any],
    if_version: int | None = None,
) -> Changed:
    """Change the fields that were sent. Raises NotVisible, NotAllowed, Stale, Invalid, Conflict."""
    found = _found(by, event_id, recurrence_id)
    if scope is Scope.THIS:
        return _change_this(found, by, sent, if_version)
    _check_whole(found, by, if_version)
    if scope is Scope.FOLLOWING and found.moment != found.series.first:
        return _change_following(found, by, sent)
    before = steps.snapshot([found.master])
    moment, changed = _change_from(found.master, found.moment, by, sent)
    step_id = steps.keep(before, found.master, by=by) if changed else None
    return Changed(found.master, written(moment), step_id)


def change_all(master: Event, by: Member, sent: Mapping[str, Any]) -> None:
    """Change a series, its times being those of its first occurrence. The caller has locked and checked it."""
    _change_from(master, master.as_series.first, by, sent)


@transaction.atomic
def delete_occurrences(
    *, event_id: UUID, recurrence_id: str, scope: Scope, by: Member, if_version: int | None = None
) -> UUID | None:
    """Take occurrences out of a series; without any left it goes into the trash. Returns the step to undo.

    Raises NotVisible, NotAllowed, Stale.
    """
    found = _found(by, event_id, recurrence_id)
    if scope is Scope.THIS:
        _check_this(found, by, if_version)
    else:
        _check_whole(found, by, if_version)
    before = steps.snapshot([found.master])
    if scope is Scope.ALL or (scope is Scope.FOLLOWING and found.moment == found.series.first):
        writing.put_into_trash(found.master, by)
    elif scope is Scope.THIS:
        _leave_out(found, by)
    else:
        _end_before(found.master, found.series, found.moment, by)
        copying.overrides_of(found.master).filter(recurrence_id__gte=written(found.moment)).delete()
    return steps.keep(before, found.master, by=by)


class _Found(NamedTuple):
    """One occurrence, its rows locked; `own` is its row where it has one."""

    master: Event
    series: Series
    moment: Moment
    own: Event | None


def _found(by: Member, event_id: UUID, recurrence_id: str) -> _Found:
    queries.occurrence(by, event_id, recurrence_id)
    master = Event.objects.of(by.organisation_id).select_for_update().get(pk=event_id)
    series = master.as_series
    moment = series.named(recurrence_id)
    own = copying.overrides_of(master).select_for_update().filter(recurrence_id=written(moment)).first()
    return _Found(master, series, moment, own)


def _check_this(found: _Found, by: Member, if_version: int | None) -> None:
    row = found.own or found.master
    if not permissions.may_edit(by, row):
        raise not_allowed()
    check_version(row.version, if_version)


def _check_whole(found: _Found, by: Member, if_version: int | None) -> None:
    queries.event(by, found.master.pk)
    if not permissions.may_edit(by, found.master):
        raise not_allowed()
    # The caller saw the occurrence: its row's version where it has one.
    check_version((found.own or found.master).version, if_version)


def _change_this(found: _Found, by: Member, sent: Mapping[str, Any], if_version: int | None) -> Changed:
    _check_this(found, by, if_version)
    before_step = steps.snapshot([found.master])
    row = found.own or copying.own_row(found.master, found.moment, found.series.at(found.moment))
    problems = Problems()
    if sent.get("recurrence") is not None:
        problems.add("recurrence", writing.ONLY_WHOLE_SERIES)
    owner_id = row.owner_id
    changes = writing.change(problems, row, by, sent)
    if not changes:
        if found.own is None:
            row.delete()
        return Changed(found.own or found.master, written(found.moment), None)
    changes["recurrence_id"] = [row.recurrence_id, row.recurrence_id]
    writing.log_change(row, by, changes, former_owner=owner_id)
    return Changed(row, row.recurrence_id, steps.keep(before_step, found.master, by=by))


def _change_from(master: Event, moment: Moment, by: Member, sent: Mapping[str, Any]) -> tuple[Moment, bool]:
    """Change all of a series, the times sent being those of one occurrence.

    Returns where that one went, and whether anything changed.
    """
    series, before = master.as_series, writing.written(master)
    people_before, members = copying.keys_of_people(master), people.members_on(master)
    problems = Problems()
    master.times = series.at(moment)
    writing.take(problems, master, by, sent, current=master.times)
    writing.check_private(problems, master, by)
    move = Move.between(moment, master.times)
    after = take_recurrence(problems, series.moved(move), sent, at=move.of(moment))
    problems.refuse()
    master.times = after.times
    put_recurrence(master, after)
    changes = difference(before, writing.written(master))
    changes |= writing.put_around(problems, master, by, sent)
    if not changes:
        return moment, False
    writing.save(master, changes)
    writing.ask_anew(master, by, before, other_rhythm=series.rhythm != after.rhythm)
    writing.tell_uninvited(master, by, members - people.members_on(master))
    _carry_along(master, _Passage(by, series, after, move, before, changes, people_before))
    writing.tell_participants_when(master)
    writing.log_change(master, by, changes, former_owner=before["owner_id"])
    return series.counterpart(move, moment), True


class _Passage(NamedTuple):
    """Who changed a series, what it was and is, and what was written of it before and after."""

    by: Member
    was: Series
    now: Series
    move: Move
    before: Mapping[str, Any]
    changes: Mapping[str, Any]
    people_before: frozenset[tuple[str, object]]


def _carry_along(master: Event, passage: _Passage) -> None:
    """Let the occurrences with rows of their own follow, as far as they were like the series."""
    rows = list(copying.overrides_of(master).select_for_update())
    for row in rows:
        # Two rows must not bear one name while names are exchanged.
        copying.overrides_of(master).filter(pk=row.pk).update(recurrence_id=f"~{row.pk.hex[:18]}")
    for row in rows:
        _carry_one(row, master, passage)


def _carry_one(row: Event, master: Event, passage: _Passage) -> None:
    was, now = passage.was, passage.now
    old = read_written(row.recurrence_id)
    new = was.counterpart(passage.move, old)
    if was.has(old) and not (now.recurrence and now.has(new)):
        # The past stays as it was; what was still to come goes with the rule.
        copying.detach(row) if row.ends_at <= timezone.now() else row.delete()
        return
    stayed, before = row.times == was.at(old), writing.written(row)
    row.recurrence_id = written(new)
    if stayed:
        row.times = now.at(new)
    copying.follow(row, passage.before, master, passage.changes)
    writing.save(row, {"starts_at"} if stayed and new != old else ())
    writing.ask_anew(row, passage.by, before)
    copying.follow_people(row, passage.people_before, master, passage.changes)
    writing.tell_participants_when(row)


def _change_following(found: _Found, by: Member, sent: Mapping[str, Any]) -> Changed:
    """Split the series: the past keeps its rule's beginning, its answers and its history.

    Guests are sent two mails, that the one ends and that the other begins: each has a UID of its own, and all that one
    message asks about must have the same (RFC 5546, 3.2.2).
    """
    before = steps.snapshot([found.master])
    master, series, moment = found.master, found.series, found.moment
    later = copying.copy_of(master, pk=new_id(), split_from_id=master.pk)
    later.uid = f"{later.pk}@tournee"
    try:
        rest = Series(series.at(moment), from_moment(series.recurrence, series.first, master.time_zone, moment))
    except BadRule as error:
        raise Invalid(NOT_DIVISIBLE) from error
    later.times = rest.times
    put_recurrence(later, rest)
    later.save(force_insert=True)
    copying.copy_around(master, later)
    following = copying.overrides_of(master).filter(recurrence_id__gte=written(moment))
    following.update(series=later, uid=later.uid)
    _end_before(master, series, moment, by, split_to=later)
    record(
        "event.created",
        organisation_id=later.organisation_id,
        subject_id=later.pk,
        owner_id=later.owner_id,
        by_id=by.pk,
        changes={"subject": [None, later.subject], "split_from": [None, str(master.pk)]},
    )
    goes_to, _changed = _change_from(later, moment, by, sent)
    return Changed(later, written(goes_to), steps.keep(before, master, later, by=by))


def _end_before(master: Event, series: Series, moment: Moment, by: Member, split_to: Event | None = None) -> None:
    before = writing.written(master)
    kept = until_before(series.recurrence, series.first, master.time_zone, moment)
    if not kept and copying.overrides_of(master).filter(recurrence_id__lt=written(moment)).exists():
        # The first occurrence has a row of its own: as a single event the series would show it twice.
        kept = ONCE
    put_recurrence(master, Series(series.times, kept))
    changes = difference(before, writing.written(master))
    if split_to is not None:
        changes["split_to"] = [None, str(split_to.pk)]
    writing.save(master, changes)
    writing.log_change(master, by, changes, former_owner=master.owner_id, kind="event.changed")


def _leave_out(found: _Found, by: Member) -> None:
    master, series, moment = found.master, found.series, found.moment
    left = Series(series.times, without(series.recurrence, moment))
    if found.own is not None:
        found.own.delete()
    if left.is_empty and not copying.overrides_of(master).exists():
        writing.put_into_trash(master, by)
        return
    before = writing.written(master)
    put_recurrence(master, left)
    changes = difference(before, writing.written(master))
    writing.save(master, changes)
    changes["recurrence_id"] = [written(moment), None]
    writing.log_change(master, by, changes, former_owner=master.owner_id, kind="event.changed")
