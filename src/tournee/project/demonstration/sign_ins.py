"""Who can sign in to the demonstration, as the terminal shows it."""

from collections.abc import Iterator

from django.contrib.auth.hashers import check_password

from tournee.organisations.models import Member

from .cast import CAST, DOMAIN, PASSWORD

LANGUAGES = {"fr": "français", "en": "English"}
ORDER = [part.email for part in CAST]


def sign_ins() -> list[Member]:
    """The demonstration's people whose password still is the demonstration's: the administrator first."""
    members = Member.objects.filter(email__endswith=f"@{DOMAIN}", is_active=True)
    # One slow check a hash: all began with the same one.
    opened_by = {encoded: check_password(PASSWORD, encoded) for encoded in {member.password for member in members}}
    known = [member for member in members if opened_by[member.password] and member.email in ORDER]
    return sorted(known, key=lambda member: ORDER.index(member.email))


def table() -> Iterator[str]:
    """One line a person: address, password, name, role, language; nothing where nobody is left."""
    members = sign_ins()
    if not members:
        return
    yield "Sign in with one of these (e-mail address, password):"
    widest = max(len(member.email) for member in members)
    for member in members:
        about = f"{member.name}, {member.role}, {LANGUAGES[member.language]}"
        yield f"  {member.email:<{widest}}  {PASSWORD}  {about}"
