"""Accounts for the letters typed so far into a form's field."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from tournee.directory import queries as directory

from ..viewing import viewer_of

OFFERED = 8


@login_required
@require_GET
def account_suggestions(request: HttpRequest) -> HttpResponse:
    """The best answers; each fills the form's account."""
    text = request.GET.get("q", "").replace("\x00", " ")[:200]
    hits = directory.search(viewer_of(request), text, kinds=["account"], limit=OFFERED)
    return render(request, "web/directory/account_options.html", {"hits": hits})


urlpatterns = [path("accounts/suggestions/", account_suggestions, name="account_suggestions")]
