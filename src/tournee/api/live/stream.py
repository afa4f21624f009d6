"""The answer to a listener: an open stream of server-sent events."""

from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext

from tournee.organisations.models import ApiToken, Member

from ..problems import problem
from . import log_reader
from .hub import hub, write_change
from .listener import Listener

HEARTBEAT = 20.0
# A page that missed more than this reads everything anew instead.
MOST_MISSED = 500


async def open_stream(
    request: HttpRequest, viewer: Member, token: ApiToken | None, *, since: int | None
) -> HttpResponseBase:
    """Keep telling the viewer; first what came after `since`, or after the header Last-Event-ID."""
    if hub().is_full:
        answer = problem(503, "too_many_listeners", gettext("Too many pages listen at this moment. Try again later."))
        answer["Retry-After"] = "60"
        return answer
    listener = Listener(
        organisation_id=viewer.organisation_id,
        member_id=viewer.pk,
        reads=await log_reader.ask(log_reader.reach_of, viewer.pk),
        session_key=None if token else request.session.session_key,
        token_id=token.pk if token else None,
    )
    last_heard = request.headers.get("Last-Event-ID", "")
    if last_heard.isascii() and last_heard.isdigit() and len(last_heard) < 19:
        since = int(last_heard)
    response = StreamingHttpResponse(_messages(listener, since), content_type="text/event-stream; charset=utf-8")
    response["Cache-Control"] = "no-store"
    # nginx would otherwise collect the events before it passes them on.
    response["X-Accel-Buffering"] = "no"
    return response


async def _messages(listener: Listener, since: int | None) -> AsyncIterator[bytes]:
    # The middleware's connection, kept for as long as this request lasts, would be missing from the pool.
    await sync_to_async(connections.close_all)()
    try:
        await hub().join(listener)
        yield _number_message("ready", listener.started_after)
        if since is not None and since < listener.started_after:
            yield await _missed(listener, since)
        while not listener.ended:
            messages, overrun = await listener.next_messages(within=HEARTBEAT)
            if overrun:
                yield _number_message("resync", listener.started_after)
            elif messages:
                yield b"".join(messages)
            elif not listener.ended:
                yield b":\n\n"
    finally:
        hub().leave(listener)


async def _missed(listener: Listener, since: int) -> bytes:
    until = listener.started_after
    changes = await log_reader.ask(
        log_reader.missed, listener.organisation_id, listener.member_id, since, until, MOST_MISSED
    )
    if changes is None:
        return _number_message("resync", until)
    return b"".join(write_change(one) for one in changes) or b":\n\n"


def _number_message(event: str, number: int) -> bytes:
    return b'id: %d\nevent: %s\ndata: {"number": %d}\n\n' % (number, event.encode(), number)
