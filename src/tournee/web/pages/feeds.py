"""A calendar for other programs, at an address that is a secret: nobody signs in, and no cookie is set."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from tournee.calendar import exporting, queries
from tournee.calendar.actions.feeds import digest_of
from tournee.calendar.models import CalendarFeed, FeedContent

# Programs ask once in a quarter of an hour at most; several may share an address.
MOST_A_MINUTE = 30
NOTED_EVERY = timedelta(minutes=5)


class Version(NamedTuple):
    """What the next answer is compared by."""

    etag: str
    modified: datetime


@require_safe
def feed(request: HttpRequest, address: str) -> HttpResponse:
    """The calendar of that address; 404 for one that was revoked as for one that never was."""
    found = _found(address)
    if found is None:
        return _plain(404)
    if _asks_too_often(found):
        answer = _plain(429)
        answer["Retry-After"] = "60"
        return answer
    now = timezone.now()
    queries.note_feed_use(found, now=now, at_most_every=NOTED_EVERY)
    version = _version(found, now)
    unchanged: HttpResponse | None = get_conditional_response(request, version.etag, int(version.modified.timestamp()))
    answer = unchanged or _calendar(found, now)
    answer["ETag"], answer["Last-Modified"] = version.etag, http_date(version.modified.timestamp())
    answer["Cache-Control"] = "private, max-age=300"
    return answer


def _found(address: str) -> CalendarFeed | None:
    feed_id, _, secret = address.partition("-")
    try:
        return queries.feed_at(UUID(hex=feed_id), digest_of(secret)) if len(feed_id) == 32 else None
    except ValueError:
        return None


def _asks_too_often(found: CalendarFeed) -> bool:
    key = f"feed:{found.pk.hex}:{int(timezone.now().timestamp()) // 60}"
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key) > MOST_A_MINUTE
    except ValueError:
        # Forgotten in between.
        return False


def _version(found: CalendarFeed, now: datetime) -> Version:
    count, changed = exporting.feed_version(found.member, now=now)
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    modified = max(changed or midnight, midnight, found.created_at)
    said = f"{found.pk} {found.content} {found.member.language} {count} {changed} {midnight}"
    return Version(f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"', modified)


def _calendar(found: CalendarFeed, now: datetime) -> HttpResponse:
    with translation.override(found.member.language):
        try:
            content = exporting.feed_file(found.member, busy=found.content == FeedContent.BUSY, now=now)
        except exporting.TooManyEvents:
            return _plain(413)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


def _plain(status: int) -> HttpResponse:
    answer = HttpResponse(status=status, content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    return answer


urlpatterns: list[URLPattern] = [path("feeds/<str:address>.ics", feed, name="feed")]
