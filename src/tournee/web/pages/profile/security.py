"""Password, second factors, single sign-on: what there is, and where to change it."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..viewing import viewer_of


@login_required
def security(request: HttpRequest) -> HttpResponse:
    """One page for all of it."""
    viewer = viewer_of(request)
    found = Authenticator.objects.filter(user=viewer).order_by("created_at")
    by_type: dict[str, list[Authenticator]] = {}
    for authenticator in found:
        by_type.setdefault(authenticator.type, []).append(authenticator)
    codes = by_type.get(Authenticator.Type.RECOVERY_CODES, [])
    context = {
        "has_password": viewer.has_usable_password(),
        "app": next(iter(by_type.get(Authenticator.Type.TOTP, [])), None),
        "passkeys": by_type.get(Authenticator.Type.WEBAUTHN, []),
        "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else None,
        "has_second_step": Authenticator.Type.TOTP in by_type or Authenticator.Type.WEBAUTHN in by_type,
        "identities": list(SocialAccount.objects.filter(user=viewer)),
    }
    return render(request, "web/profile/security.html", context)
