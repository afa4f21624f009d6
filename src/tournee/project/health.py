"""Whether the product serves, and how it does."""

import hmac

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

_database_up = Gauge("tournee_database_up", "1 when the database answers")
_build = Gauge("tournee_build_info", "Always 1; the version is a label", ["version"])
_build.labels(settings.VERSION).set(1)


def healthz(_request: HttpRequest) -> JsonResponse:
    """200 when the database answers, else 503."""
    up = _database_answers()
    return JsonResponse(
        {"status": "ok" if up else "no database", "version": settings.VERSION}, status=200 if up else 503
    )


def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, to whoever holds TOURNEE_METRICS_TOKEN; without one, to this machine alone."""
    if not _may_read(request):
        return HttpResponse("Send the metrics token as a bearer token.\n", status=403, content_type="text/plain")
    _database_up.set(_database_answers())
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        return hmac.compare_digest(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}")
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not forwarded and request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True
