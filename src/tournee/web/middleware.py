"""Each request in its viewer's language and zone, and out after the idle hours that the viewer chose."""

import time
from datetime import UTC, datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import resolve_url
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin

from tournee.change_log.origin import Origin, say_origin
from tournee.organisations.models import Member
from tournee.values.refusal import Refusal
from tournee.values.time_zone import UnknownZone, zone

from .pages import errors

LOGIN = "account_login"
LAST_SEEN = "last_seen"
ENDED = "ended"
ZONE_COOKIE = "tournee_zone"
# The session's row is written at most this often for the clock of the automatic logout.
NOTED_EVERY = timedelta(minutes=5).total_seconds()
# What an open page asks for by itself says nothing about a person being there.
BY_ITSELF = ("/api/v1/changes", "/healthz", "/metrics", "/static/")


class ViewerMiddleware(MiddlewareMixin):
    """Activates language and zone; ends idle sessions; turns a refusal into its page."""

    def process_request(self, request: HttpRequest) -> None:
        """Before the view. A program with a token has neither session nor idle hours."""
        say_origin(Origin.API if "Authorization" in request.headers else Origin.SCREEN)
        without_nul(request)
        if "Authorization" not in request.headers and request.path != "/healthz":
            leave_when_idle(request, now=time.time())
        viewer = request.user if "Authorization" not in request.headers else None
        if isinstance(viewer, Member):
            translation.activate(viewer.language)
            activate_zone(viewer.time_zone)
        else:
            translation.activate(translation.get_language_from_request(request))
            activate_zone(request.COOKIES.get(ZONE_COOKIE, ""))
        # structlog and Django's own error pages read it.
        request.LANGUAGE_CODE = translation.get_language()

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal that no page has put beside its fields."""
        return errors.refused(request, exception) if isinstance(exception, Refusal) else None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """After the view: caches may not mix languages, and a part of a page is never the sign-in page."""
        say_origin(Origin.SELF)
        if "HX-Request" in request.headers and response.headers.get("Location", "").startswith(resolve_url(LOGIN)):
            response = HttpResponse(status=401)
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        response.headers.setdefault("Content-Language", translation.get_language() or "fr")
        return response


def without_nul(request: HttpRequest) -> None:
    """Take every NUL out of what an address and a cookie bring: PostgreSQL takes none, not even in a text to look for.

    The API sees addresses as they are, and refuses there what is wrong.
    """
    if "%00" in request.META.get("QUERY_STRING", "") and not request.path.startswith("/api/"):
        request.GET = _cleaned(request.GET)  # type: ignore[assignment]  # the stubs know no copy
    if "\x00" in (request.session.session_key or ""):
        request.session = type(request.session)()


def _cleaned(query: QueryDict) -> QueryDict:
    cleaned = QueryDict(mutable=True)
    for name, values in query.lists():
        cleaned.setlist(name.replace("\x00", ""), [value.replace("\x00", "") for value in values])
    return cleaned


def leave_when_idle(request: HttpRequest, *, now: float) -> None:
    """Sign the viewer out when nothing came from him for as long as he chose; else note that he is here."""
    if not isinstance(request.user, Member):
        return
    seen = request.session.get(LAST_SEEN)
    if isinstance(seen, int) and now - seen > request.user.logout_after_hours * 3600:
        language = request.user.language
        logout(request)
        request.session[ENDED] = "idle"
        translation.activate(language)
    elif not request.path.startswith(BY_ITSELF) and (seen is None or now - seen > NOTED_EVERY):
        request.session[LAST_SEEN] = int(now)
        seen_at = datetime.fromtimestamp(now, UTC)
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=seen_at)


def activate_zone(name: str) -> None:
    """The zone of that name, else UTC."""
    try:
        timezone.activate(zone(name))
    except UnknownZone:
        timezone.deactivate()
