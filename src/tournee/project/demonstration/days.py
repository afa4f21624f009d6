"""The days of reps: rounds of visits to accounts that lie near each other, calls, video meetings, paperwork."""

from datetime import date, datetime, timedelta

from tournee.calendar.models import Event
from tournee.directory.models import Account, Contact, Opportunity
from tournee.organisations.models import Member
from tournee.values.place import Place

from . import subjects
from .chance import Chance
from .company import Company
from .diary import QUARTER, Diary, Guest, at

MONDAY, FRIDAY = 0, 4
# Metres an hour, with a quarter of an hour to park.
DRIVEN_AN_HOUR = 55_000
LUNCH_BEGINS, LUNCH_ENDS, LAST_VISIT = (12, 0), (13, 30), (17, 0)
ZONES = {"GB": "Europe/London", "ES": "Europe/Madrid", "BE": "Europe/Brussels"}
BARE = (
    ("Cabinet d'architectes Trait d'Union", "projets@trait-union-archi.example"),
    ("", "economat@collectivites-du-littoral.example"),
    ("Bureau d'études Fluides & Co", "etudes@fluides-et-co.example"),
    ("", "kitchen.design@northbank-studio.example"),
)


def rep_day(diary: Diary, rep: Member, day: date) -> None:
    """Fill a working day of a rep."""
    chance, now = diary.chance, diary.company.today
    # Nobody plans two months ahead as tightly as next week.
    fullness = 1.0 if day <= now + timedelta(days=10) else max(0.25, 1 - (day - now).days / 70)
    visits = chance.choice([3, 3, 4, 4, 5])
    if day.weekday() in {MONDAY, FRIDAY}:
        visits = chance.choice([1, 2, 2])
    start = at(day, 13, 30) if day.weekday() == MONDAY else at(day, 8, chance.choice([30, 30, 45]))
    _round(diary, rep, start, visits, fullness)
    if day.weekday() == FRIDAY and chance.likely(0.8 * fullness):
        desk = diary.hours(rep, chance.choice(subjects.OFFICE[rep.language]), at(day, 14), 150, type_key="office")
        desk.busy = False
    if chance.likely(0.35 * fullness):
        _remote(diary, rep, day)


def _round(diary: Diary, rep: Member, start: datetime, visits: int, fullness: float) -> None:
    chance = diary.chance
    moment, before = start, None
    for account in _neighbours(diary.company, rep, visits, chance):
        if before is not None:
            moment += _drive(before, account)
        if LUNCH_BEGINS <= (moment.hour, moment.minute) < LUNCH_ENDS:
            moment = at(moment.date(), *LUNCH_ENDS)
        if (moment.hour, moment.minute) > LAST_VISIT:
            return
        minutes = chance.choice([30, 45, 45, 60, 60, 60, 75, 90])
        if chance.likely(fullness):
            visit(diary, rep, account, moment, minutes)
        moment, before = moment + timedelta(minutes=minutes), account


def _neighbours(company: Company, rep: Member, count: int, chance: Chance) -> list[Account]:
    """Some accounts of a rep around one of them, in the order of the drive."""
    accounts = company.portfolio(rep)
    first = chance.choice(accounts)
    near = sorted(accounts, key=lambda one: _distance(first, one))[1 : count * 2 + 2]
    return sorted([first, *chance.sample(near, min(count - 1, len(near)))], key=lambda one: _distance(first, one))


def _distance(one: Account, other: Account) -> float:
    return _place(one).distance_m(_place(other))


def _place(account: Account) -> Place:
    return Place(account.latitude or 0.0, account.longitude or 0.0)


def _drive(one: Account, other: Account) -> timedelta:
    hours = min(_distance(one, other) * 1.3 / DRIVEN_AN_HOUR, 2.5)
    return (timedelta(hours=hours) // QUARTER + 1) * QUARTER


def visit(diary: Diary, rep: Member, account: Account, start: datetime, minutes: int) -> Event:
    """A visit with the account's people, sometimes for a deal."""
    chance, language = diary.chance, rep.language
    subject = chance.choice(subjects.VISITS[language]).format(account=account.name)
    event = diary.hours(rep, subject, start, minutes, type_key="visit", time_zone=ZONES.get(account.country, ""))
    diary.about(event, account, _deal(diary, account, 0.35))
    guests: list[Guest] = list(people_of(diary, account, chance.choice([0, 1, 1, 1, 2])))
    if chance.likely(0.06):
        guests.append(chance.choice(BARE))
    diary.invite(event, guests)
    if chance.likely(0.4):
        diary.warn(event, chance.choice([15, 15, 30, 60]))
    if event.ends_at < diary.company.now and chance.likely(0.3):
        event.notes = subjects.FINISHED[language]
    elif chance.likely(0.35):
        event.notes = chance.choice(subjects.NOTES[language])
    return event


def _remote(diary: Diary, rep: Member, day: date) -> None:
    """A call or a video meeting, which may well fall into something else."""
    chance = diary.chance
    account = chance.choice(diary.company.portfolio(rep))
    by_video = chance.likely(0.5)
    texts = subjects.VIDEO if by_video else subjects.CALLS
    start = at(day, chance.choice([8, 11, 14, 16, 17]), chance.choice([0, 15, 30]))
    subject = chance.choice(texts[rep.language]).format(account=account.name)
    event = diary.hours(rep, subject, start, 45 if by_video else 15, type_key="video" if by_video else "call")
    diary.about(event, account, _deal(diary, account, 0.5))
    diary.invite(event, people_of(diary, account, 1))
    diary.warn(event, 15)


def people_of(diary: Diary, account: Account, count: int) -> list[Contact]:
    """Some contacts of an account."""
    contacts = diary.company.contacts.get(account.pk, [])
    return diary.chance.sample(contacts, min(count, len(contacts)))


def _deal(diary: Diary, account: Account, share: float) -> Opportunity | None:
    deals = diary.company.opportunities.get(account.pk, [])
    return diary.chance.choice(deals) if deals and diary.chance.likely(share) else None
