"""Tasks: due, overdue, undated and done; and the views that people keep."""

from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from tournee.calendar.models import SavedFilter, Task
from tournee.organisations.models import Member
from tournee.values.time_zone import zone

from . import subjects
from .cast import NORTH, SOUTH
from .chance import Chance
from .company import Company

TASKS_EACH = 14


def make_tasks(company: Company, chance: Chance) -> list[Task]:
    """Everybody's tasks."""
    return [_task(company, member, number, chance) for _part, member in company.people for number in range(TASKS_EACH)]


def _task(company: Company, member: Member, number: int, chance: Chance) -> Task:
    noted_at = chance.before(company.now, days=30, now=company.now)
    task = Task(id=chance.id_at(noted_at), organisation=company.organisation, owner=member)
    accounts = company.portfolio(member) or company.accounts
    if number == 0:
        task.subject, task.privacy = chance.choice(subjects.PRIVATE_TASKS[member.language]), "private"
    elif number <= 3:
        task.subject = chance.choice(subjects.OWN_TASKS[member.language])
    else:
        account = chance.choice(accounts)
        task.subject = chance.choice(subjects.TASKS[member.language]).format(account=account.name)
        task.account = account
        deals = company.opportunities.get(account.pk, [])
        task.opportunity = chance.choice(deals) if deals and chance.likely(0.5) else None
    if chance.likely(0.8):
        task.due_on = company.today + timedelta(days=chance.choice([-9, -4, -2, -1, 0, 0, 1, 2, 3, 5, 8, 13, 21, 34]))
    if chance.likely(0.3):
        evening = company.today - timedelta(days=chance.randint(1, 12))
        task.done_at = max(noted_at, datetime.combine(evening, time(18), zone(member.time_zone)))
    if chance.likely(0.2):
        task.notes = chance.choice(subjects.NOTES[member.language])
    return task


def make_filters(company: Company, chance: Chance) -> list[SavedFilter]:
    """Views kept under a name: some for oneself, some for all."""
    head = company.people[0][1]
    visits, shows = (("type", str(company.types[key].pk)) for key in ("visit", "show"))
    everyone = [("owner", str(member.pk)) for _part, member in company.people]
    kept = [_filter(company, head, "Tout le monde cette semaine", [("view", "week"), *everyone], chance, shared=True)]
    kept += [_filter(company, head, "Salons", [*everyone, shows], chance, shared=True)]
    for team in (NORTH, SOUTH):
        (manager,) = company.of_team(team, "manager")
        people = [("owner", str(one.pk)) for one in [manager, *company.of_team(team, "rep")]]
        name = f"Équipe {team}" if manager.language == "fr" else f"{team} team, side by side"
        kept += [_filter(company, manager, name, [("view", "team"), *people], chance, shared=True)]
    for _part, member in company.people[1:8]:
        name = "Mes visites" if member.language == "fr" else "My visits"
        kept += [_filter(company, member, name, [("view", "workweek"), visits], chance, shared=False)]
    return kept


def _filter(
    company: Company, owner: Member, name: str, query: list[tuple[str, str]], chance: Chance, *, shared: bool
) -> SavedFilter:
    return SavedFilter(
        id=chance.id_at(company.now),
        organisation=company.organisation,
        owner=owner,
        name=name,
        query=urlencode(query),
        shared=shared,
    )
