"""The organisation, its teams and its people."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password

from tournee.calendar import actions as calendar
from tournee.calendar.models import ActivityType
from tournee.directory.models import Account, Contact, Opportunity
from tournee.organisations.models import Member, Organisation, Team

from .cast import CAST, COMPANY, HEAD_OFFICE, PASSWORD, TEAMS, Part
from .chance import Chance

FOUNDED_BEFORE = timedelta(days=400)


@dataclass
class Company:
    """What the days are made of. `now` is the morning of the day on which the demonstration begins."""

    organisation: Organisation
    now: datetime
    today: date
    teams: dict[str, Team] = field(default_factory=dict)
    people: list[tuple[Part, Member]] = field(default_factory=list)
    types: dict[str, ActivityType] = field(default_factory=dict)
    accounts: list[Account] = field(default_factory=list)
    contacts: dict[UUID, list[Contact]] = field(default_factory=dict)
    opportunities: dict[UUID, list[Opportunity]] = field(default_factory=dict)

    def portfolio(self, member: Member) -> list[Account]:
        """The accounts of one person."""
        return [account for account in self.accounts if account.owner_id == member.pk]

    def of_team(self, team: str, role: str) -> list[Member]:
        """The people of a team who have that role."""
        return [member for part, member in self.people if part.team == team and part.role == role]


def found(today: date, chance: Chance) -> Company:
    """Write organisation, teams, people and activity types."""
    now = datetime.combine(today, time(6), UTC)
    founded = now - FOUNDED_BEFORE
    organisation = Organisation.objects.create(id=chance.id_at(founded), name=COMPANY)
    company = Company(organisation, now, today)
    head = Team.objects.create(id=chance.id_at(founded), organisation=organisation, name=HEAD_OFFICE)
    company.teams = {HEAD_OFFICE: head}
    for name in TEAMS:
        team = Team(id=chance.id_at(founded), organisation=organisation, name=name, parent=head)
        team.save(force_insert=True)
        company.teams[name] = team
    # Hashing is slow by design: one hash serves all, as the password does.
    password = make_password(PASSWORD)
    company.people = [(part, _member(company, part, password, chance)) for part in CAST]
    Member.objects.bulk_create([member for _part, member in company.people])
    company.types = {one.key: one for one in calendar.create_default_types(organisation_id=organisation.pk)}
    return company


def _member(company: Company, part: Part, password: str, chance: Chance) -> Member:
    return Member(
        id=chance.id_at(company.now - FOUNDED_BEFORE),
        organisation=company.organisation,
        email=part.email,
        name=part.name,
        role=part.role,
        team=company.teams[part.team],
        language=part.language,
        time_zone=part.time_zone,
        password=password,
        last_login=chance.before(company.now, days=4, now=company.now),
    )
