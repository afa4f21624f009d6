"""Who is asking: a page's session, or a program's token with its scopes."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from tournee.organisations import queries as organisations
from tournee.organisations.models import ApiToken, Member
from tournee.values.refusal import NotAllowed

SAFE = {"GET", "HEAD", "OPTIONS"}
NOTED_EVERY = timedelta(minutes=5)
# What a token can be made for: each one alone, to read (`events:read`) or to write (`events:write`, which reads too).
PARTS = ("events", "tasks", "directory", "organisation", "changes", "me", "tokens")
EVERYTHING = "all"


class ByToken(HttpBearer):
    """`Authorization: Bearer tn_…`; the token's scopes must cover the part of the product and the kind of request."""

    def __init__(self, part: str) -> None:
        super().__init__()
        self.part = part

    def authenticate(self, request: HttpRequest, token: str) -> Member | None:
        """The token's member, or None. Raises NotAllowed when the scopes do not reach."""
        now = timezone.now()
        found = organisations.token_holder(token, now=now)
        if found is None:
            return None
        if not covers(found.scopes, self.part, request.method or "GET"):
            raise NotAllowed(_("This token's scopes do not cover this request."), code="scope_missing")
        organisations.note_token_use(found, now=now, at_most_every=NOTED_EVERY)
        member: Member = found.member
        request.user = member
        request.api_token = found  # type: ignore[attr-defined]  # read by `token_of`
        if "Accept-Language" not in request.headers:
            translation.activate(member.language)
        return member


class BySession(APIKeyCookie):
    """The pages' cookie; writes also need the CSRF token. A token that came along decides alone."""

    param_name = "tournee_session"

    def __init__(self) -> None:
        # ninja's own check would refuse before the token of a program is looked at.
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> Member | None:  # noqa: ARG002 -- ninja's signature
        """The signed-in member, or None. Raises NotAllowed when the CSRF token is missing."""
        user: Any = request.user
        if "Authorization" in request.headers or not isinstance(user, Member) or not user.is_active:
            return None
        if request.method not in SAFE and check_csrf(request) is not None:
            raise NotAllowed(_("This page is too old to save. Reload it, then try again."), code="csrf")
        return user


def signed_in(part: str) -> list[Any]:
    """Both ways in, for endpoints of the named part ("events", "directory" …)."""
    if part not in PARTS:
        raise ValueError(part)
    return [ByToken(part), BySession()]


def covers(scopes: Sequence[str], part: str, method: str) -> bool:
    """Whether a token's scopes allow such a request to that part."""
    wanted = {EVERYTHING, part, f"{part}:{'read' if method in SAFE else 'write'}"}
    if method in SAFE:
        wanted.add(f"{part}:write")
    return bool(wanted & set(scopes))


def viewer(request: HttpRequest) -> Member:
    """The member whom `signed_in` let in."""
    member: Member = request.auth  # type: ignore[attr-defined]  # set by ninja
    return member


def token_of(request: HttpRequest) -> ApiToken | None:
    """The token that a program came with; None for a page's session."""
    return getattr(request, "api_token", None)
