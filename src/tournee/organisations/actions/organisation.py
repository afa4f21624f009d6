"""Found an organisation, and change its settings."""

from typing import Any

from django.db import transaction

from ..domain.member_fields import MEMBER, ORGANISATION, BadValue, read_fields
from ..errors import bad_fields
from ..models import Member, Organisation, Role
from ..queries import require_administrator
from .writing import log, put, require_version, save_changed


@transaction.atomic
def create_organisation(
    *, name: str, admin_email: str, admin_name: str, password: str | None = None, **fields: Any
) -> Member:
    """A new organisation and its first administrator, who comes back; without a password he gets one by
    `password_link`. Activity types are the calendar's to make. Raises Invalid, its fields named as here."""
    values, problems = read_fields(ORGANISATION, {"name": name, **fields})
    who, whose = read_fields(MEMBER, {"email": admin_email, "name": admin_name})
    problems |= {f"admin_{field}": problem for field, problem in whose.items()}
    if "email" in who and Member.objects.filter(email__iexact=who["email"]).exists():
        problems["admin_email"] = BadValue("taken")
    if problems:
        raise bad_fields(problems)
    organisation = Organisation.objects.create(**values)
    administrator = Member(
        organisation=organisation,
        role=Role.ADMINISTRATOR,
        language=organisation.language,
        time_zone=organisation.time_zone,
        **who,
    )
    administrator.set_password(password)
    administrator.save(force_insert=True)
    log("organisation.created", organisation, by=administrator, changes={"name": [None, organisation.name]})
    return administrator


@transaction.atomic
def update_organisation(*, by: Member, if_version: int | None = None, **fields: Any) -> Organisation:
    """Change the organisation's settings. Raises NotAllowed, Stale, or Invalid."""
    require_administrator(by)
    organisation = Organisation.objects.select_for_update().get(pk=by.organisation_id)
    require_version(organisation, if_version)
    values, problems = read_fields(ORGANISATION, fields)
    if problems:
        raise bad_fields(problems)
    save_changed(organisation, "organisation.changed", put(organisation, values), by=by)
    return organisation
