"""Organisations, teams, members, tokens."""

import hashlib
import itertools
from typing import Any

from tournee.organisations.models import ApiToken, Member, Organisation, Role, Team

_numbers = itertools.count(1)
PASSWORD = "a-long-enough-password"


def make_organisation(**fields: Any) -> Organisation:
    return Organisation.objects.create(**{"name": f"Organisation {next(_numbers)}", **fields})


def make_team(organisation: Organisation, parent: Team | None = None, **fields: Any) -> Team:
    fields = {"name": f"Team {next(_numbers)}", **fields}
    return Team.objects.create(organisation=organisation, parent=parent, **fields)


def make_member(organisation: Organisation, *, password: str = "", **fields: Any) -> Member:
    number = next(_numbers)
    fields = {"email": f"member{number}@example.com", "name": f"Member {number}", "role": Role.REP, **fields}
    fields.setdefault("language", "en")
    member = Member(organisation=organisation, **fields)
    if password:
        member.set_password(password)
    else:
        member.set_unusable_password()
    member.save()
    return member


def make_token(member: Member, *scopes: str, **fields: Any) -> str:
    """A token's secret."""
    secret = f"tn_test{next(_numbers)}"
    ApiToken.objects.create(
        organisation=member.organisation,
        member=member,
        name="test",
        scopes=list(scopes) or ["all"],
        digest=hashlib.sha256(secret.encode()).hexdigest(),
        hint=secret[-4:],
        **fields,
    )
    return secret
