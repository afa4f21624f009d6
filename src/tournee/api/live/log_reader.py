"""What the live hub asks of the database: plain functions, run in one thread of their own."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from tournee.change_log import queries as change_log
from tournee.change_log.models import Change
from tournee.organisations import queries as organisations
from tournee.organisations.models import ApiToken, Member
from tournee.organisations.permissions import Reach

from ..hearing import Circumstances, circumstances, heard_by
from .listener import Listener

# web/middleware.py notes here when a page last showed that a person is there.
LAST_SEEN = "last_seen"
BATCH = 500
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live")


async def ask[T](question: Callable[..., T], *arguments: Any) -> T:
    """Run a function that reads the database, and give its connection back: listeners may never keep one."""

    def answer() -> T:
        try:
            return question(*arguments)
        finally:
            connection.close()

    return await sync_to_async(answer, thread_sensitive=False, executor=_thread)()


def news(organisation_id: UUID, since: int, members: Collection[UUID]) -> tuple[list[Change], Circumstances]:
    """The next changes after `since`, BATCH at most, and what is needed to know who hears them."""
    changes = list(change_log.changes_since(organisation_id, since)[:BATCH])
    return changes, circumstances(organisation_id, changes, members)


def reach_of(member_id: UUID) -> Reach:
    """Whose calendars a member reads as things are now."""
    member = Member.objects.select_related("organisation").filter(pk=member_id).first()
    return organisations.readable_calendars(member) if member else Reach(frozenset())


def without_right(listeners: Collection[Listener]) -> list[Listener]:
    """Those whose session or token has ended, or whose member has. Three queries, however many listen."""
    members = {one.pk: one for one in Member.objects.filter(pk__in={one.member_id for one in listeners})}
    sessions = _living_sessions({one.session_key for one in listeners if one.session_key})
    tokens = _living_tokens(listeners)
    return [one for one in listeners if not _has_right(one, members.get(one.member_id), sessions, tokens)]


def _has_right(one: Listener, member: Member | None, sessions: dict[str, dict[str, Any]], tokens: set[UUID]) -> bool:
    if member is None or not member.is_active:
        return False
    if one.token_id is not None:
        return one.token_id in tokens
    session = sessions.get(one.session_key or "")
    return session is not None and _opens(session, member)


def _opens(session: dict[str, Any], member: Member) -> bool:
    # As django.contrib.auth.get_user: the password's hash is part of the session.
    kept = str(session.get(HASH_SESSION_KEY, ""))
    hashes = [member.get_session_auth_hash(), *member.get_session_auth_fallback_hash()]
    if session.get(SESSION_KEY) != str(member.pk) or not any(constant_time_compare(kept, one) for one in hashes):
        return False
    return still_there(session, member)


def still_there(session: Mapping[str, Any] | SessionBase, member: Member) -> bool:
    """Whether the page was used within the hours after which its member wants to be signed out."""
    seen = session.get(LAST_SEEN)
    return not isinstance(seen, int) or timezone.now().timestamp() - seen <= member.logout_after_hours * 3600


def _living_sessions(keys: Collection[str]) -> dict[str, dict[str, Any]]:
    rows = SessionStore.get_model_class().objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    return {row.session_key: row.get_decoded() for row in rows}


def _living_tokens(listeners: Iterable[Listener]) -> set[UUID]:
    by_organisation: dict[UUID, set[UUID]] = defaultdict(set)
    for one in listeners:
        if one.token_id is not None:
            by_organisation[one.organisation_id].add(one.token_id)
    alive = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    return {
        token_id
        for organisation_id, ids in by_organisation.items()
        for token_id in ApiToken.objects.of(organisation_id).filter(alive, pk__in=ids).values_list("pk", flat=True)
    }


def missed(organisation_id: UUID, member_id: UUID, since: int, until: int, most: int) -> list[Change] | None:
    """What a member may hear of between two numbers; None when that is more than `most`."""
    member = Member.objects.select_related("organisation").get(pk=member_id, organisation_id=organisation_id)
    found = list(heard_by(member, since=since, until=until)[: most + 1])
    return None if len(found) > most else found
