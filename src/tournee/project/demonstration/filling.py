"""Puts the demonstration together and writes it, in one transaction."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import batched, chain

from django.db import transaction

from tournee.change_log.models import Change, ChangeCounter
from tournee.change_log.origin import Origin
from tournee.directory.actions.search_terms import kind_of, words_of, write_terms

from . import leading, occasions
from .cast import TEAMS
from .chance import Chance
from .company import Company, found
from .customers import make_customers
from .days import FRIDAY, rep_day
from .diary import Diary, Logged
from .rows import write
from .tasks import make_filters, make_tasks

ONE_DAY = timedelta(days=1)
BACK, AHEAD = timedelta(days=62), timedelta(days=60)
RECORDS_INDEXED_AT_ONCE = 400


@transaction.atomic
def fill(*, today: date, seed: int) -> Company:
    """Write the demonstration as it looks on `today`; the same seed and day give the same rows."""
    chance = Chance(seed)
    company = found(today, chance)
    make_customers(company, chance)
    diary = keep_diary(company, chance)
    contacts = [*chain.from_iterable(company.contacts.values())]
    opportunities = [*chain.from_iterable(company.opportunities.values())]
    for records in (company.accounts, contacts, opportunities, diary.events, diary.participants, diary.alerts):
        write(records)
    write(make_tasks(company, chance))
    write(make_filters(company, chance))
    found_by = ((kind_of(one), one.pk, words_of(one)) for one in [*company.accounts, *contacts, *opportunities])
    for some in batched(found_by, RECORDS_INDEXED_AT_ONCE):
        write_terms(company.organisation.pk, some)
    _write_log(company, diary.logged, chance)
    return company


def keep_diary(company: Company, chance: Chance) -> Diary:
    """Four months of everybody's days."""
    diary = Diary(company, chance)
    first, last = company.today - BACK, company.today + AHEAD
    away = {member.pk: occasions.leave_of(diary, member, first, last) for _part, member in company.people}
    occasions.hold_shows(diary)
    occasions.train_everybody(diary)
    occasions.call_abroad(diary, first, last)
    for _part, member in company.people:
        occasions.run_errands(diary, member, first, last)
    for day in _workdays(first, last):
        name = occasions.holiday(day)
        if name:
            for _part, member in company.people:
                occasions.mark_holiday(diary, member, day, name)
            continue
        leading.head_day(diary, day)
        for team in TEAMS:
            leading.team_day(diary, team, day)
        for part, member in company.people:
            if part.role == "rep" and day not in away[member.pk]:
                rep_day(diary, member, day)
        if day.day in {12, 24}:
            occasions.work_abroad(diary, day)
    return diary


def _workdays(first: date, last: date) -> Iterable[date]:
    days = (first + number * ONE_DAY for number in range((last - first).days + 1))
    return (day for day in days if day.weekday() <= FRIDAY)


def _write_log(company: Company, logged: list[Logged], chance: Chance) -> None:
    """The log as it would stand, had everybody brought his events along: no action can write it in the past.

    Not as if typed in: a thousand invitations to invented guests would wait for a mail server.
    """
    lines = sorted(logged, key=lambda line: line.at)
    write(
        Change(
            id=chance.id_at(line.at),
            organisation=company.organisation,
            number=number,
            kind=line.entry.kind,
            subject_type=line.entry.subject_type,
            subject_id=line.entry.subject_id,
            owner_id=line.entry.owner_id,
            actor=line.by,
            at=line.at,
            changes=dict(line.entry.changes),
            source=Origin.IMPORT,
        )
        for number, line in enumerate(lines, start=1)
    )
    ChangeCounter.objects.create(organisation=company.organisation, last_number=len(lines))
