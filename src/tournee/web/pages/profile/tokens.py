"""Keys for one's programs."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tournee.organisations import queries
from tournee.organisations.actions import create_token, revoke_token

from ...forms.profile import SCOPE_TEXTS, TokenForm
from ...forms.refusals import save
from ..viewing import viewer_of


@never_cache
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """The list, and a new one. Its secret is on the answer to the form and nowhere afterwards."""
    viewer = viewer_of(request)
    form = TokenForm(request.POST or None)
    made: list[str] = []
    if request.method == "POST" and save(form, lambda: made.append(create_token(by=viewer, **form.sent())[1])):
        form = TokenForm()
    now = timezone.now()
    rows = [
        {
            "token": token,
            "may": [SCOPE_TEXTS.get(scope, scope) for scope in token.scopes],
            "expired": token.expires_at is not None and token.expires_at <= now,
        }
        for token in queries.tokens_of(viewer)
    ]
    context = {"form": form, "rows": rows, "secret": made[0] if made else ""}
    return render(request, "web/profile/tokens.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def revoke(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """End one at once."""
    revoke_token(token_id=token_id, by=viewer_of(request))
    messages.success(request, _("The token no longer works."))
    return redirect("profile_tokens")
