"""Pages that say what went wrong, and what to do next."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from tournee.values.outage import Outage, outage_of
from tournee.values.refusal import Refusal


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal that no form has taken: its own words, and its own status."""
    template = {403: "web/errors/403.html", 404: "web/errors/404.html"}.get(refusal.status, "web/errors/400.html")
    return render(request, template, {"reason": str(refusal.message)}, status=refusal.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return render(request, "web/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return render(request, "web/errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return render(request, "web/errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or what keeps the database from its part. Drawn without it: it may be what failed."""
    outage = outage_of(sys.exception())
    status = {Outage.FULL: 507, Outage.AWAY: 503}.get(outage, 500) if outage else 500
    known = getattr(request, "LANGUAGE_CODE", None)
    with translation.override(known or translation.get_language_from_request(request)):
        page = {"viewer": None, "full": outage == Outage.FULL, "status": status}
        response = render(request, f"web/errors/{'outage' if outage else '500'}.html", page, status=status)
    if outage:
        response["Retry-After"] = "5"
    return response


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose protection did not match (settings.CSRF_FAILURE_VIEW)."""
    words = _("This page was open for too long, or your browser blocks cookies. Reload it, then try once more.")
    return render(request, "web/errors/403.html", {"reason": words, "reload": True}, status=403)
