"""What does not come every week: trade shows, training, holidays, leave, private errands, a call across the ocean."""

from datetime import date, time, timedelta

from tournee.organisations.models import Member

from . import subjects
from .cast import NORTH, SOUTH, WEST
from .days import FRIDAY, people_of
from .diary import Diary, at

ONE_DAY = timedelta(days=1)
# How many days from today they begin.
SHOWS = ((-33, 3, NORTH), (9, 2, SOUTH), (44, 3, WEST))
FIXED_HOLIDAYS = {
    (1, 1): "Jour de l'An", (5, 1): "Fête du Travail", (5, 8): "Victoire 1945", (7, 14): "Fête nationale",
    (8, 15): "Assomption", (11, 1): "Toussaint", (11, 11): "Armistice 1918", (12, 25): "Noël",
}  # fmt: skip
AFTER_EASTER = {1: "Lundi de Pâques", 39: "Ascension", 50: "Lundi de Pentecôte"}


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Butcher's algorithm)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap_centuries, odd_centuries = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    weekday = (32 + 2 * odd_centuries + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def holiday(day: date) -> str:
    """The French public holiday on that day, or nothing."""
    moving = AFTER_EASTER.get((day - easter(day.year)).days, "")
    return FIXED_HOLIDAYS.get((day.month, day.day), "") or moving


def mark_holiday(diary: Diary, member: Member, day: date, name: str) -> None:
    """A public holiday in somebody's calendar; it takes no time."""
    diary.days(member, f"{name} (férié)" if member.language == "fr" else f"{name} (public holiday)", day).busy = False


def leave_of(diary: Diary, member: Member, first: date, last: date) -> frozenset[date]:
    """Two stretches of leave, in the past and to come; returns their days."""
    away: set[date] = set()
    for begin, end in ((first, diary.company.today), (diary.company.today + 8 * ONE_DAY, last)):
        days = diary.chance.choice([1, 2, 3, 5, 5])
        start = begin + diary.chance.randint(0, max(0, (end - begin).days - days)) * ONE_DAY
        leave = diary.days(member, subjects.AWAY[member.language], start, days, type_key="away")
        diary.warn(leave, 24 * 60, at_time=time(9))
        away |= {start + number * ONE_DAY for number in range(days)}
    return frozenset(away)


def hold_shows(diary: Diary) -> None:
    """Three trade shows, one a team; the manager has the stand, the reps take part."""
    for (offset, days, team), name in zip(SHOWS, subjects.SHOWS, strict=True):
        first = diary.company.today + offset * ONE_DAY
        first += (7 - first.weekday()) % 7 * ONE_DAY if first.weekday() >= FRIDAY else 0 * ONE_DAY
        (manager,), reps = diary.company.of_team(team, "manager"), diary.company.of_team(team, "rep")
        show = diary.days(manager, name, first, days, type_key="show")
        diary.invite(show, [*reps, ("Standistes réunis", "montage@standistes-reunis.example")])
        diary.warn(show, 2 * 24 * 60, at_time=time(9), channel="email")
        show.address, show.latitude, show.longitude = subjects.OTHER_ADDRESSES[1][1:]
        show.notes = "Stand B 42. Montage la veille à partir de 14 h, badge exposant obligatoire."


def train_everybody(diary: Diary) -> None:
    """A day of training for all, in two weeks' time."""
    (head,) = diary.company.of_team("Direction commerciale", "administrator")
    day = diary.company.today + 14 * ONE_DAY
    day += (7 - day.weekday()) % 7 * ONE_DAY if day.weekday() >= FRIDAY else 0 * ONE_DAY
    training = diary.days(head, subjects.TRAINING[head.language], day, 1, type_key="training")
    diary.invite(training, [member for _part, member in diary.company.people if member is not head])
    training.address, training.latitude, training.longitude = subjects.OTHER_ADDRESSES[0][1:]


def run_errands(diary: Diary, member: Member, first: date, last: date) -> None:
    """A private appointment every two weeks or so."""
    day = first + diary.chance.randint(2, 9) * ONE_DAY
    while day < last:
        if day.weekday() <= FRIDAY:
            subject = diary.chance.choice(subjects.PRIVATE[member.language])
            start = at(day, diary.chance.choice([8, 12, 17, 18]), diary.chance.choice([0, 30]))
            errand = diary.hours(member, subject, start, 45)
            errand.privacy = "private"
            diary.warn(errand, 60)
        day += diary.chance.randint(9, 19) * ONE_DAY


def call_abroad(diary: Diary, first: date, last: date) -> None:
    """Every fourth Wednesday, a supplier in Montréal or Osaka sets the hour."""
    (manager,) = diary.company.of_team(NORTH, "manager")
    hours = (("America/Toronto", 10, "Atelier Boréal"), ("Asia/Tokyo", 17, "Osaka Kitchen Works"))
    day, number = first + (2 - first.weekday()) % 7 * ONE_DAY, 0
    while day < last:
        name, hour, supplier = hours[number % 2]
        call = diary.hours(
            manager, f"Supplier review – {supplier}", at(day, hour), 60, time_zone=name, type_key="video"
        )
        diary.invite(call, [(supplier, f"sales@{supplier.lower().replace(' ', '-').replace('é', 'e')}.example")])
        number, day = number + 1, day + 28 * ONE_DAY


def work_abroad(diary: Diary, day: date) -> None:
    """A visit across the border, in that country's hours."""
    (rep,) = [member for part, member in diary.company.people if part.time_zone == "Europe/London"]
    account = next(one for one in diary.company.portfolio(rep) if one.country == "FR")
    event = diary.hours(rep, f"Visit {account.name}", at(day, 10), 120, time_zone="Europe/Paris", type_key="visit")
    diary.about(event, account)
    diary.invite(event, people_of(diary, account, 2))
