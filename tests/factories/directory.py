"""Accounts, contacts and opportunities."""

import itertools
from typing import Any

from tournee.directory.models import Account, Contact, Opportunity
from tournee.organisations.models import Organisation
from tournee.values.text import fold

_numbers = itertools.count(1)


def make_account(organisation: Organisation, **fields: Any) -> Account:
    fields = {"name": f"Account {next(_numbers)}", "city": "Lyon", "postcode": "69003", "country": "FR", **fields}
    return Account.objects.create(organisation=organisation, sort_name=fold(fields["name"]), **fields)


def make_contact(organisation: Organisation, account: Account | None = None, **fields: Any) -> Contact:
    number = next(_numbers)
    fields = {"given_name": "Contact", "family_name": f"N{number}", "email": f"contact{number}@example.org", **fields}
    name = f"{fields['family_name']} {fields['given_name']}"
    return Contact.objects.create(
        organisation=organisation,
        account=account,
        sort_name=fold(name),
        email_key=str(fields["email"]).casefold(),
        **fields,
    )


def make_opportunity(account: Account, **fields: Any) -> Opportunity:
    fields = {"name": f"Opportunity {next(_numbers)}", **fields}
    return Opportunity.objects.create(
        organisation_id=account.organisation_id, account=account, sort_name=fold(fields["name"]), **fields
    )
