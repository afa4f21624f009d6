"""Make and revoke the private addresses by which other programs read a calendar."""

import hashlib
import secrets
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tournee.change_log.actions import record
from tournee.organisations.errors import not_found
from tournee.organisations.models import Member
from tournee.values.refusal import Conflict

from .. import queries
from ..models import CalendarFeed, FeedContent
from .checking import Problems

MOST = 20


@transaction.atomic
def create_feed(*, by: Member, name: str, content: str) -> tuple[CalendarFeed, str]:
    """An address of one's own calendar, and its secret, which nothing can show again. Raises Invalid, Conflict."""
    problems = Problems()
    feed = CalendarFeed(organisation_id=by.organisation_id, member=by)
    feed.name = problems.text("name", name, most=80, required=True)
    feed.content = problems.choice("content", content, FeedContent.values)
    problems.refuse()
    if queries.feeds_of(by).count() >= MOST:
        raise Conflict(_("You have 20 addresses already. Revoke one that you no longer need."), code="too_many")
    secret = secrets.token_urlsafe(32)
    feed.digest = digest_of(secret)
    feed.save(force_insert=True)
    _log("feed.created", feed, by)
    return feed, f"{feed.pk.hex}-{secret}"


@transaction.atomic
def revoke_feed(*, feed_id: UUID, by: Member) -> None:
    """End one of one's own addresses at once. Raises NotVisible."""
    feed = queries.feeds_of(by).filter(pk=feed_id).first()
    if feed is None:
        raise not_found()
    _log("feed.revoked", feed, by)
    feed.delete()


def digest_of(secret: str) -> str:
    """SHA-256 in hexadecimal: 256 random bits cannot be guessed."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _log(kind: str, feed: CalendarFeed, by: Member) -> None:
    record(
        kind,
        organisation_id=by.organisation_id,
        subject_id=feed.pk,
        owner_id=by.pk,
        by_id=by.pk,
        changes={"name": [None, feed.name], "content": [None, feed.content]},
    )
