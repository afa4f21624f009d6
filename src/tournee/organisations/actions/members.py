"""Make, change and deactivate members."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction

from .. import queries
from ..domain.member_fields import MEMBER, PROFILE, BadValue, read_fields
from ..errors import bad_fields, last_administrator, not_allowed
from ..models import ApiToken, Member, Organisation, Role
from ..queries import require_administrator
from .writing import log, put, require_version, save_changed


@transaction.atomic
def create_member(*, by: Member, **fields: Any) -> Member:
    """A new member (`email` and `name` needed) without a password: `password_link` or an identity provider lets
    him in. Raises NotAllowed, or Invalid with every field that is wrong."""
    require_administrator(by)
    home = by.organisation
    member = Member(organisation_id=by.organisation_id, language=home.language, time_zone=home.time_zone)
    values = _checked(member, {"email": "", "name": "", **fields}, MEMBER)
    changes = put(member, values)
    member.set_unusable_password()
    _save_new(member)
    log("member.created", member, by=by, changes=changes)
    return queries.member(by, member.pk)


@transaction.atomic
def update_member(*, member_id: UUID, by: Member, if_version: int | None = None, **fields: Any) -> Member:
    """Change the fields given, for an administrator. `is_active=False` also ends sessions and tokens.

    Raises NotVisible, NotAllowed, Stale, Conflict for the last administrator, or Invalid.
    """
    member = queries.member(by, member_id)
    require_administrator(by)
    _lock_organisation(by)
    member = _lock(member)
    require_version(member, if_version)
    values = _checked(member, fields, MEMBER)
    _keep_one_administrator(member, values)
    changes = put(member, values)
    try:
        with transaction.atomic():
            save_changed(member, _kind(changes), changes, by=by)
    except IntegrityError:
        raise bad_fields({"email": BadValue("taken")}) from None
    if "is_active" in changes and not member.is_active:
        _shut_out(member)
    return queries.member(by, member.pk)


def deactivate_member(*, member_id: UUID, by: Member, if_version: int | None = None) -> Member:
    """End a member's access at once: sessions and tokens too. What is his stays his."""
    return update_member(member_id=member_id, by=by, if_version=if_version, is_active=False)


@transaction.atomic
def update_profile(*, by: Member, if_version: int | None = None, **fields: Any) -> Member:
    """Change one's own name, language, zone, week, hours and the like. Raises Stale, or Invalid."""
    if not by.is_active:
        raise not_allowed()
    member = _lock(by)
    require_version(member, if_version)
    changes = put(member, _checked(member, fields, PROFILE))
    save_changed(member, "member.changed", changes, by=member)
    return queries.member(member, member.pk)


def _checked(member: Member, fields: Mapping[str, Any], readers: Mapping[str, Any]) -> dict[str, Any]:
    values, problems = read_fields(readers, fields)
    start, end = (values.get(name, getattr(member, name)) for name in ("work_start", "work_end"))
    if end <= start and {"work_start", "work_end"} & values.keys():
        problems.setdefault("work_end", BadValue("order"))
    team_id = values.get("team_id")
    if team_id and not queries.teams_visible_to(member).filter(pk=team_id).exists():
        problems["team_id"] = BadValue("unknown")
    if "email" in values and Member.objects.filter(email__iexact=values["email"]).exclude(pk=member.pk).exists():
        problems["email"] = BadValue("taken")
    if problems:
        raise bad_fields(problems)
    return values


def _save_new(member: Member) -> None:
    try:
        with transaction.atomic():
            member.save(force_insert=True)
    except IntegrityError:
        # Two administrators added the same address at the same moment.
        raise bad_fields({"email": BadValue("taken")}) from None


def _lock(member: Member) -> Member:
    return Member.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=member.pk)


def _lock_organisation(by: Member) -> None:
    # Two administrators who demote each other wait for one another here.
    Organisation.objects.select_for_update().get(pk=by.organisation_id)


def _keep_one_administrator(member: Member, values: Mapping[str, Any]) -> None:
    stays = values.get("role", member.role) == Role.ADMINISTRATOR and values.get("is_active", member.is_active)
    if stays or member.role != Role.ADMINISTRATOR or not member.is_active:
        return
    others = Member.objects.filter(organisation_id=member.organisation_id, role=Role.ADMINISTRATOR, is_active=True)
    if not others.exclude(pk=member.pk).exists():
        raise last_administrator()


def _kind(changes: Mapping[str, Any]) -> str:
    if "is_active" in changes:
        return "member.reactivated" if changes["is_active"][1] else "member.deactivated"
    return "member.changed"


def _shut_out(member: Member) -> None:
    for session in UserSession.objects.filter(user=member):
        session.end()
    ApiToken.objects.of(member.organisation_id).filter(member=member).delete()
