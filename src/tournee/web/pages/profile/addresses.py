"""Private addresses by which other programs show one's calendar."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tournee.calendar import queries
from tournee.calendar.actions.feeds import create_feed, revoke_feed

from ...forms.profile import CONTENT_TEXTS, AddressForm
from ...forms.refusals import save
from ..viewing import viewer_of


@never_cache
@login_required
def addresses(request: HttpRequest) -> HttpResponse:
    """The list, and a new one. Its secret is on the answer to the form and nowhere afterwards."""
    viewer = viewer_of(request)
    form = AddressForm(request.POST or None)
    made: list[str] = []
    if request.method == "POST" and save(form, lambda: made.append(create_feed(by=viewer, **form.cleaned_data)[1])):
        form = AddressForm()
    rows = [{"feed": feed, "shows": CONTENT_TEXTS[feed.content]} for feed in queries.feeds_of(viewer)]
    address = request.build_absolute_uri(reverse("feed", args=made)) if made else ""
    context = {"form": form, "rows": rows, "address": address}
    return render(request, "web/profile/addresses.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def revoke(request: HttpRequest, feed_id: UUID) -> HttpResponse:
    """End one at once."""
    revoke_feed(feed_id=feed_id, by=viewer_of(request))
    messages.success(request, _("The address no longer works."))
    return redirect("profile_addresses")
