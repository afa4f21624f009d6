"""Organisations as large as one likes, for measuring: several years of events, written in bulk.

The month around the given day, the one before and the one after are as full as a rep's usual month; all further events
lie evenly in the years before. So organisations of different sizes show the same month and differ in their history.
Nobody did all this, so it leaves no line in the change log.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import batched, chain
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from tournee.calendar import actions as calendar
from tournee.calendar.models import Alert, Event, Participant
from tournee.directory.actions.records import put
from tournee.directory.actions.search_terms import kind_of, words_of, write_terms
from tournee.directory.models import Account, Contact, Opportunity
from tournee.organisations.models import Member, Organisation, Role, Team
from tournee.values.identifier import new_id

from .cast import PASSWORD
from .chance import Chance
from .rows import insert
from .towns import towns
from .words import COMPANIES, FAMILY, GIVEN

USUAL_A_DAY = 2
HISTORY = timedelta(days=8 * 365)
TEAM_SIZE = 10
EVENTS_A_TRANSACTION = 20_000
ACCOUNTS_A_USER, MOST_ACCOUNTS = 30, 3_000
EVENT_COLUMNS = (
    "id", "organisation_id", "uid", "sequence", "subject", "owner_id", "all_day", "starts_on", "ends_on", "starts_at",
    "ends_at", "is_long", "time_zone", "status", "privacy", "busy", "type_id", "account_id", "opportunity_id", "notes",
    "address", "latitude", "longitude", "deleted_at", "version", "created_at", "updated_at",
)  # fmt: skip
PARTICIPANT_COLUMNS = (
    "id", "organisation_id", "event_id", "member_id", "contact_id", "email", "name", "answer", "answered_at",
    "position",
    "event_starts_at",
)  # fmt: skip
ALERT_COLUMNS = ("id", "organisation_id", "event_id", "minutes_before", "at_time", "channel")
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """How large an organisation is to be."""

    users: int
    events: int


class Customer(NamedTuple):
    """An account, perhaps a deal of its, and somebody there; ids as texts."""

    account_id: str
    opportunity_id: str | None
    contact_id: str
    email: str
    name: str


@dataclass
class Multitude:
    """An organisation in the making; who and what its events draw on, as the database's own texts."""

    organisation: Organisation
    members: list[Member]
    password: str
    types: list[str] = field(default_factory=list)
    customers: list[Customer] = field(default_factory=list)

    @property
    def administrator(self) -> Member:
        """The first user."""
        return self.members[0]


def fill_many(*, today: date, seed: int, size: Size) -> Multitude:
    """Write one large organisation; other organisations stay as they are."""
    chance = Chance(seed)
    with transaction.atomic():
        made = _found(chance, size)
        _make_customers(made, chance, min(MOST_ACCOUNTS, max(60, size.users * ACCOUNTS_A_USER)))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = -400000")
    # Every row refers to rows that this very program has just written.
    with connection.constraint_checks_disabled():
        for some in batched(_days_and_owners(today, size), EVENTS_A_TRANSACTION):
            with transaction.atomic():
                _write_events(made, chance, some)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return made


def _found(chance: Chance, size: Size) -> Multitude:
    organisation = Organisation.objects.create(name="Mesures")
    organisation.name = f"Mesures {str(organisation.pk)[-6:]}"
    organisation.save(update_fields=["name"])
    teams = [
        Team(organisation=organisation, name=f"Équipe {number}") for number in range(1, size.users // TEAM_SIZE + 2)
    ]
    Team.objects.bulk_create(teams)
    password = make_password(PASSWORD)
    members = [_member(organisation, teams, number, password, chance) for number in range(size.users)]
    Member.objects.bulk_create(members, batch_size=500)
    types = calendar.create_default_types(organisation_id=organisation.pk)
    return Multitude(organisation, members, PASSWORD, [one.pk.hex for one in types])


def _member(organisation: Organisation, teams: list[Team], number: int, password: str, chance: Chance) -> Member:
    role = Role.ADMINISTRATOR if number == 0 else Role.MANAGER if number % TEAM_SIZE == 1 else Role.REP
    return Member(
        organisation=organisation,
        email=f"user{number}@{str(organisation.pk)[-12:]}.example",
        name=f"{chance.choice(GIVEN['fr'])} {chance.choice(FAMILY['fr'])}",
        role=role,
        team=teams[number // TEAM_SIZE],
        password=password,
    )


def _make_customers(made: Multitude, chance: Chance, count: int) -> None:
    accounts, contacts, opportunities = [], [], []
    for number in range(count):
        account = _account(made, chance, number)
        contact = _contact(made, chance, account)
        accounts.append(account)
        contacts.append(contact)
        opportunity = Opportunity(organisation=made.organisation, account=account)
        if number % 2 == 0:
            put(opportunity, {"name": f"Cuisine {account.name}", "stage": "Étude"})
            opportunities.append(opportunity)
        deal = None if number % 2 else opportunity.pk.hex
        made.customers.append(Customer(account.pk.hex, deal, contact.pk.hex, contact.email, contact.name))
    Account.objects.bulk_create(accounts, batch_size=500)
    Contact.objects.bulk_create(contacts, batch_size=500)
    Opportunity.objects.bulk_create(opportunities, batch_size=500)
    for some in batched(chain(accounts, contacts, opportunities), 500):
        write_terms(made.organisation.pk, [(kind_of(one), one.pk, words_of(one)) for one in some])


def _account(made: Multitude, chance: Chance, number: int) -> Account:
    town = chance.choice(towns())
    account = Account(organisation=made.organisation, owner=made.members[number % len(made.members)])
    name = f"{chance.choice(COMPANIES['fr']).format(chance.choice(FAMILY['fr']))} {number}"
    place = {"latitude": town.place.latitude, "longitude": town.place.longitude, "place_source": "town"}
    address = {"street": f"{number % 200 + 1} rue du Moulin", "postcode": town.postcode, "city": town.city}
    put(account, {"name": name, "kind": "client", "country": town.country, **address, **place})
    return account


def _contact(made: Multitude, chance: Chance, account: Account) -> Contact:
    contact = Contact(organisation=made.organisation, account=account)
    given, family = chance.choice(GIVEN["fr"]), chance.choice(FAMILY["fr"])
    email = f"contact{len(made.customers)}@clients.example"
    put(contact, {"given_name": given, "family_name": family, "email": email})
    return contact


def _days_and_owners(today: date, size: Size) -> Iterator[tuple[date, int]]:
    """A day and an owner's number for each event, day after day, as they would have been written."""
    first = _month(today, -1)
    recent = _workdays(first, _month(today, 2))
    history = _workdays(first - HISTORY, first)
    in_recent = min(size.events, len(recent) * USUAL_A_DAY * size.users)
    number = 0
    for days, total in ((history, size.events - in_recent), (recent, in_recent)):
        for position, day in enumerate(days):
            for _ in range(total * position // len(days), total * (position + 1) // len(days)):
                yield day, number % size.users
                number += 1


def _month(day: date, later: int) -> date:
    months = day.year * 12 + day.month - 1 + later
    return date(months // 12, months % 12 + 1, 1)


def _workdays(first: date, last: date) -> list[date]:
    days = (first + timedelta(days=number) for number in range((last - first).days))
    return [day for day in days if day.weekday() < 5]


def _write_events(made: Multitude, chance: Chance, planned: tuple[tuple[date, int], ...]) -> None:
    events: list[Row] = []
    participants: list[Row] = []
    alerts: list[Row] = []
    organisation_id = made.organisation.pk.hex
    owners = [member.pk.hex for member in made.members]
    for day, owner in planned:
        event_id, starts_at = new_id().hex, ""
        customer = made.customers[int(chance.random() * len(made.customers))]
        row, starts_at = _event(made, chance, event_id=event_id, day=day, owner_id=owners[owner], customer=customer)
        events.append((event_id, organisation_id, *row))
        for position, guest in enumerate(_guests(made, chance, owner, customer)):
            answer = "accepted" if chance.random() < 0.7 else "none"
            place = (new_id().hex, organisation_id, event_id, *guest, answer, None, position, starts_at)
            participants.append(place)
        if chance.random() < 0.25:
            alerts.append((new_id().hex, organisation_id, event_id, 15, None, "in_app"))
    insert(Event, EVENT_COLUMNS, events)
    insert(Participant, PARTICIPANT_COLUMNS, participants)
    insert(Alert, ALERT_COLUMNS, alerts)


def _event(
    made: Multitude, chance: Chance, *, event_id: str, day: date, owner_id: str, customer: Customer
) -> tuple[Row, str]:
    """The columns after the organisation's, and the start."""
    kind = chance.random()
    all_day, long = kind < 0.03, kind > 0.9995
    start = datetime.combine(day, time(0 if all_day else 7 + int(chance.random() * 10)), UTC)
    minutes = (30, 45, 60, 60, 90, 120)[int(chance.random() * 6)]
    end = start + (timedelta(days=1) if all_day else timedelta(days=40) if long else timedelta(minutes=minutes))
    account_id, opportunity_id = (customer.account_id, customer.opportunity_id) if kind < 0.75 else (None, None)
    starts_at, ends_at, written_at = (
        f"{moment:%Y-%m-%d %H:%M:%S}" for moment in (start, end, start - timedelta(days=7))
    )
    dates = (day.isoformat(), end.date().isoformat()) if all_day else (None, None)
    privacy = "private" if 0.75 < kind < 0.78 else "normal"
    type_id = made.types[int(chance.random() * len(made.types))]
    # The text of an id as the actions write it into a uid.
    uid = f"{event_id[:8]}-{event_id[8:12]}-{event_id[12:16]}-{event_id[16:20]}-{event_id[20:]}@tournee"
    subject = f"{'Salon' if all_day else 'Visite'} {customer.name}"
    times = (all_day, *dates, starts_at, ends_at, long, "Europe/Paris")
    rest = ("confirmed", privacy, True, type_id, account_id, opportunity_id, "", "", None, None, None, 1)
    return (uid, 0, subject, owner_id, *times, *rest, written_at, written_at), starts_at


def _guests(
    made: Multitude, chance: Chance, owner: int, customer: Customer
) -> Iterator[tuple[str | None, str | None, str, str]]:
    """Member, contact, address and name of those invited."""
    if chance.random() < 0.4:
        yield None, customer.contact_id, customer.email, customer.name
    if chance.random() < 0.15 and len(made.members) > 1:
        colleague = made.members[(owner + 1) % len(made.members)]
        yield colleague.pk.hex, None, colleague.email, colleague.name
    if chance.random() < 0.03:
        yield None, None, "projets@trait-union-archi.example", ""
