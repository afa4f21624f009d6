"""The days of those who lead: team meetings, forecasts, one-to-ones, field days, and what the head office asks for."""

from datetime import date

from tournee.organisations.models import Member

from . import subjects
from .cast import HEAD_OFFICE, NORTH, SOUTH, TEAMS, WEST
from .days import FRIDAY, MONDAY, people_of, visit
from .diary import Diary, at

TUESDAY, WEDNESDAY, THURSDAY = 1, 2, 3
FIELD_DAY = {NORTH: TUESDAY, WEST: WEDNESDAY, SOUTH: THURSDAY}


def team_day(diary: Diary, team: str, day: date) -> None:
    """What a team has in common on a day, in its manager's calendar."""
    (manager,), reps = diary.company.of_team(team, "manager"), diary.company.of_team(team, "rep")
    language, weekday = manager.language, day.weekday()
    if weekday == MONDAY:
        meeting = diary.hours(manager, subjects.TEAM_MEETING[language], at(day, 9), 60, type_key="meeting")
        diary.invite(meeting, reps)
        diary.warn(meeting, 15)
    elif weekday == FRIDAY:
        forecast = diary.hours(manager, subjects.FORECAST[language], at(day, 11), 45, type_key="video")
        diary.invite(forecast, [*reps, *diary.company.of_team(HEAD_OFFICE, "administrator")])
    elif weekday == FIELD_DAY[team] and day.isocalendar().week % 2:
        rep = reps[day.isocalendar().week // 2 % len(reps)]
        text = subjects.DUO[language].format(person=rep.name)
        diary.invite(diary.hours(manager, text, at(day, 9), 480, type_key="visit"), [rep])
    elif weekday == WEDNESDAY:
        rep = reps[day.isocalendar().week % len(reps)]
        text = subjects.ONE_TO_ONE[language].format(person=rep.name)
        one_to_one = diary.hours(manager, text, at(day, 16, 30), 30, type_key="meeting")
        diary.invite(one_to_one, [rep])
        one_to_one.notes = diary.chance.choice(["", "", subjects.NOTES[language][3]])
    _desk(diary, manager, day)
    if weekday != FIELD_DAY[team] and diary.chance.likely(0.45):
        account = diary.chance.choice(diary.company.portfolio(manager))
        visit(diary, manager, account, at(day, diary.chance.choice([10, 14, 15]), 15), 60)


def head_day(diary: Diary, day: date) -> None:
    """The administrator's day, who leads the sales."""
    (head,) = diary.company.of_team(HEAD_OFFICE, "administrator")
    managers = [member for team in TEAMS for member in diary.company.of_team(team, "manager")]
    if day.weekday() == TUESDAY:
        meeting = diary.hours(head, subjects.STEERING[head.language], at(day, 9), 90, type_key="meeting")
        diary.invite(meeting, managers)
        diary.warn(meeting, 30)
        meeting.notes = "Ordre du jour :\n- chiffres de la semaine\n- affaires à risque\n- salons et formations"
    elif day.weekday() == THURSDAY:
        manager = managers[day.isocalendar().week % len(managers)]
        text = subjects.ONE_TO_ONE[head.language].format(person=manager.name)
        diary.invite(diary.hours(head, text, at(day, 14), 45, type_key="video"), [manager])
    elif day.weekday() == WEDNESDAY and diary.chance.likely(0.6):
        lunch(diary, head, day)
    _desk(diary, head, day)
    if diary.chance.likely(0.4):
        account = diary.chance.choice([one for one in diary.company.accounts if one.grade == "A"])
        visit(diary, head, account, at(day, 15, 30), 60)


def _desk(diary: Diary, person: Member, day: date) -> None:
    """A meeting of the house, most days."""
    if diary.chance.likely(0.55):
        text = diary.chance.choice(subjects.MEETINGS[person.language])
        meeting = diary.hours(person, text, at(day, diary.chance.choice([10, 11, 14, 16]), 30), 60, type_key="meeting")
        colleagues = [one for _part, one in diary.company.people if one.role == "manager" and one is not person]
        diary.invite(meeting, diary.chance.sample(colleagues, diary.chance.choice([0, 1, 1, 2])))


def lunch(diary: Diary, person: Member, day: date) -> None:
    """A lunch with somebody of a good account, somewhere else than at its address."""
    account = diary.chance.choice([one for one in diary.company.accounts if one.grade == "A"])
    for contact in people_of(diary, account, 1):
        text = subjects.LUNCH[person.language].format(contact=contact.name)
        event = diary.hours(person, text, at(day, 12, 30), 90, type_key="meeting")
        diary.about(event, account)
        diary.invite(event, [contact])
        places = [place for place in subjects.OTHER_ADDRESSES if place[0] == person.language]
        _language, event.address, event.latitude, event.longitude = diary.chance.choice(places)
