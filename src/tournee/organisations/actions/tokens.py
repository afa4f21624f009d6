"""Make and revoke API tokens."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tournee.change_log import actions as change_log

from .. import queries
from ..domain.member_fields import BadValue, line
from ..domain.scopes import UnknownScope, read_scopes
from ..domain.tokens import digest_of, hint_of, new_secret
from ..errors import bad_fields, not_allowed, not_found
from ..models import ApiToken, Member


@transaction.atomic
def create_token(
    *, by: Member, name: str, scopes: Iterable[str], expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """A token of one's own, and its secret, which nothing can show again. Raises NotAllowed, or Invalid."""
    if not by.is_active:
        raise not_allowed()
    problems: dict[str, BadValue] = {}
    granted: list[str] = []
    try:
        name = line(80)(name)
    except BadValue as problem:
        problems["name"] = problem
    try:
        granted = read_scopes(scopes)
        if not granted:
            problems["scopes"] = BadValue("scopes")
    except UnknownScope:
        problems["scopes"] = BadValue("choice")
    if expires_at is not None and expires_at <= timezone.now():
        problems["expires_at"] = BadValue("past")
    if problems:
        raise bad_fields(problems)
    secret = new_secret()
    token = ApiToken.objects.create(
        organisation_id=by.organisation_id,
        member=by,
        name=name,
        scopes=granted,
        digest=digest_of(secret),
        hint=hint_of(secret),
        expires_at=expires_at,
    )
    _log("token.created", token, by)
    return token, secret


@transaction.atomic
def revoke_token(*, token_id: UUID, by: Member) -> None:
    """End one of one's own tokens at once. Raises NotVisible."""
    token = queries.tokens_of(by).filter(pk=token_id).first()
    if token is None:
        raise not_found()
    _log("token.revoked", token, by)
    token.delete()


def _log(kind: str, token: ApiToken, by: Member) -> None:
    change_log.record(
        kind,
        organisation_id=by.organisation_id,
        subject_id=token.pk,
        owner_id=by.pk,
        by_id=by.pk,
        changes={"name": [None, token.name], "scopes": [None, token.scopes]},
    )
