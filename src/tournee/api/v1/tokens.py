"""One's own tokens. A token reaches this part only if it may do everything: no token makes a stronger one."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from tournee.organisations import actions, queries
from tournee.organisations.models import ApiToken

from ..auth import signed_in, viewer
from ..writes import answer
from .organisation_schemas import TokenIn, TokenMadeOut, TokenPageOut
from .schemas import MAKE_ERRORS, READ_ERRORS

router = Router(tags=["tokens"], auth=signed_in("tokens"))


@router.get("", response={200: TokenPageOut, **READ_ERRORS}, operation_id="list_tokens")
def list_tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens, without their secrets."""
    return answer({"items": [token_json(one) for one in queries.tokens_of(viewer(request))], "next": None})


@router.post("", response={201: TokenMadeOut, **MAKE_ERRORS}, operation_id="create_token")
def create_token(request: HttpRequest, payload: TokenIn) -> HttpResponse:
    """Make a token. Its secret is in this answer and never again; so no Idempotency-Key keeps it."""
    expires_at = payload.expires_at
    if expires_at is not None and expires_at.tzinfo is None:
        expires_at = timezone.make_aware(expires_at)
    token, secret = actions.create_token(
        by=viewer(request), name=payload.name, scopes=payload.scopes, expires_at=expires_at
    )
    return answer({**token_json(token), "secret": secret}, status=201)


@router.delete("/{uuid:token_id}", response={204: None, **READ_ERRORS}, operation_id="revoke_token")
def revoke_token(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """End one of one's own tokens at once."""
    actions.revoke_token(token_id=token_id, by=viewer(request))
    return HttpResponse(status=204)


def token_json(token: ApiToken) -> dict[str, Any]:
    """A token as the API writes it."""
    return {
        "id": str(token.pk),
        "name": token.name,
        "scopes": token.scopes,
        "hint": token.hint,
        "created_at": token.created_at.isoformat(),
        "last_used_at": token.last_used_at.isoformat() if token.last_used_at else None,
        "expires_at": token.expires_at.isoformat() if token.expires_at else None,
    }
