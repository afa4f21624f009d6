"""The accounts of the demonstration, their contacts and their deals."""

import re
from datetime import timedelta
from uuid import UUID

from tournee.directory.actions.records import put
from tournee.directory.models import Account, Contact, Opportunity
from tournee.organisations.models import Member
from tournee.values.money import Money
from tournee.values.place import Place
from tournee.values.text import fold

from . import words
from .chance import Chance
from .company import FOUNDED_BEFORE, Company
from .towns import Town, towns_in

CONTACTS, OPPORTUNITIES = 900, 200
LANGUAGE_OF = {"FR": "fr", "BE": "fr", "ES": "es", "GB": "en"}
DIALLED = {"FR": "+33 ", "BE": "+32 ", "ES": "+34 ", "GB": "+44 "}
# As a share of a degree: within a town, some two kilometres around its centre.
SPREAD = 0.018
KINDS = ("client", "client", "client", "prospect", "prospect", "partner")
GRADES = ("A", "A", "B", "B", "B", "C", "C", "D", "")


def make_customers(company: Company, chance: Chance) -> None:
    """Fill the company's accounts, contacts and opportunities; nothing is written yet."""
    names: set[str] = set()
    for part, member in company.people:
        around = towns_in(part.areas.split())
        for _ in range(part.accounts):
            company.accounts.append(_account(company, member, chance.choice(around), names, chance))
    chance.shuffle(company.accounts)
    _unowned(company)
    for number in range(CONTACTS):
        account = company.accounts[number % len(company.accounts)]
        company.contacts.setdefault(account.pk, []).append(_contact(company, account, chance))
    for account in chance.choices(company.accounts, k=OPPORTUNITIES):
        company.opportunities.setdefault(account.pk, []).append(_opportunity(company, account, chance))


def _unowned(company: Company) -> None:
    """A few accounts are nobody's yet: prospects from a trade show."""
    for account in [one for one in company.accounts if one.kind == "prospect"][:6]:
        account.owner = None


def _id(company: Company, chance: Chance) -> UUID:
    return chance.id_at(chance.before(company.now, days=FOUNDED_BEFORE.days - 40, now=company.now))


def _account(company: Company, owner: Member, town: Town, taken: set[str], chance: Chance) -> Account:
    language = LANGUAGE_OF[town.country]
    name = _company_name(language, town, taken, chance)
    place = _near(town, chance)
    kind = chance.choice(KINDS)
    account = Account(id=_id(company, chance), organisation=company.organisation, owner=owner)
    slug = _slug(name)
    put(
        account,
        {
            "name": name,
            "kind": kind,
            "grade": chance.choice(GRADES) if kind != "partner" else "",
            "street": _street(language, chance),
            "postcode": town.postcode,
            "city": town.city,
            "country": town.country,
            "latitude": round(place.latitude, 5),
            "longitude": round(place.longitude, 5),
            "place_source": chance.choice(["address", "address", "town"]),
            "phone": _phone(town.country, chance),
            "email": f"contact@{slug}.example" if chance.likely(0.8) else "",
            "website": f"https://{slug}.example" if chance.likely(0.6) else "",
            "notes": chance.choice(words.ACCOUNT_NOTES) if language == "fr" else "",
        },
    )
    return account


def _company_name(language: str, town: Town, taken: set[str], chance: Chance) -> str:
    while True:
        pattern = chance.choice(words.COMPANIES[language])
        called = chance.choice([*words.FAMILY[language], *words.PLACES[language]])
        name = pattern.format(called)
        if name in taken:
            name = f"{name} {town.city}"
        if name not in taken:
            taken.add(name)
            return name


def _near(town: Town, chance: Chance) -> Place:
    return Place(
        town.place.latitude + chance.uniform(-SPREAD, SPREAD) * 0.7,
        town.place.longitude + chance.uniform(-SPREAD, SPREAD),
    )


def _street(language: str, chance: Chance) -> str:
    street, number = chance.choice(words.STREETS[language]), chance.randint(1, 128)
    return f"{street} {number}" if language == "es" else f"{number} {street}"


def _phone(country: str, chance: Chance, *, mobile: bool = False) -> str:
    # French numbers of 01 99 00, 02 61 91 … and 06 39 98 are set aside for fiction; the others only look alike.
    first = chance.choice(["6 39 98"] if mobile else ["1 99 00", "2 61 91", "3 53 01", "4 65 71", "5 36 49"])
    return f"{DIALLED[country]}{first} {chance.randint(0, 99):02d} {chance.randint(0, 99):02d}"


def _contact(company: Company, account: Account, chance: Chance) -> Contact:
    language = LANGUAGE_OF[account.country]
    given, family = chance.choice(words.GIVEN[language]), chance.choice(words.FAMILY[language])
    domain = _slug(account.name)
    contact = Contact(id=_id(company, chance), organisation=company.organisation, account=account)
    put(
        contact,
        {
            "given_name": given,
            "family_name": family,
            "job_title": chance.choice(words.JOBS[language]),
            "email": f"{_slug(given)}.{_slug(family)}@{domain}.example" if chance.likely(0.92) else "",
            "phone": account.phone if chance.likely(0.5) else "",
            "mobile": _phone(account.country, chance, mobile=True) if chance.likely(0.6) else "",
            "language": language,
        },
    )
    return contact


def _opportunity(company: Company, account: Account, chance: Chance) -> Opportunity:
    deal, least, most = chance.choice(words.DEALS)
    state = chance.choices(["open", "won", "lost"], [6, 2, 2])[0]
    days = chance.randint(5, 150) if state == "open" else -chance.randint(3, 120)
    opportunity = Opportunity(id=_id(company, chance), organisation=company.organisation, account=account)
    put(
        opportunity,
        {
            "name": f"{deal} – {account.name}",
            "stage": chance.choice(words.STAGES) if state == "open" else "",
            "state": state,
            "amount": Money(
                round(chance.uniform(least, most) / 50) * 5_000, "GBP" if account.country == "GB" else "EUR"
            ),
            "expected_on": company.today + timedelta(days=days),
            "owner_id": account.owner_id,
        },
    )
    return opportunity


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
