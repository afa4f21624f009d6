"""What holds for the whole organisation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tournee.organisations.actions import update_organisation

from ...forms.refusals import save
from ...forms.settings import OrganisationForm
from ..viewing import administrator_of


@login_required
def organisation(request: HttpRequest) -> HttpResponse:
    """Name, language, zone, currency, sharing, double booking."""
    viewer = administrator_of(request)
    home = viewer.organisation
    form = OrganisationForm(
        request.POST or None, initial={name: getattr(home, name) for name in OrganisationForm.base_fields}
    )
    if request.method == "POST":
        if save(form, lambda: update_organisation(by=viewer, **form.sent())):
            messages.success(request, _("The settings are saved."))
            return redirect("settings_organisation")
        home.refresh_from_db()
        form.renew(home.version)
    return render(request, "web/settings/organisation.html", {"form": form}, status=422 if form.errors else 200)
