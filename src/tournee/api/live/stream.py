"""The answer to a listener: an open stream of server-sent events."""

import re
from collections.abc import AsyncGenerator
from contextlib import aclosing

from asgiref.sync import SyncToAsync, sync_to_async
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tournee.organisations.models import ApiToken, Member
from tournee.values.refusal import Invalid

from ..problems import problem
from . import log_reader
from .hub import hub, write_change
from .listener import Listener

HEARTBEAT = 20.0
HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    # nginx would otherwise collect the events before it passes them on.
    "X-Accel-Buffering": "no",
}
# A page that missed more than this reads everything anew instead.
MOST_MISSED = 500


async def open_stream(
    request: HttpRequest, viewer: Member, token: ApiToken | None, *, since: int | None
) -> HttpResponseBase:
    """Keep telling the viewer; first what came after `since`, or after the header Last-Event-ID."""
    if hub().is_full:
        return too_many()
    listener = Listener(
        organisation_id=viewer.organisation_id,
        member_id=viewer.pk,
        reads=await log_reader.ask(log_reader.reach_of, viewer.pk),
        session_key=None if token else request.session.session_key,
        token_id=token.pk if token else None,
    )
    since = missed_since(request, since)
    return StreamingHttpResponse(_without_thread(listener, since), headers=HEADERS)


def too_many() -> HttpResponse:
    """The refusal when this process holds all the listeners that it can."""
    answer = problem(503, "too_many_listeners", gettext("Too many pages listen at this moment. Try again later."))
    answer["Retry-After"] = "60"
    return answer


def missed_since(request: HttpRequest, since: int | str | None) -> int | None:
    """The number that the caller heard last: Last-Event-ID, else `since`. Raises Invalid."""
    last_heard = request.headers.get("Last-Event-ID", "")
    if re.fullmatch(r"[0-9]{1,18}", last_heard):
        return int(last_heard)
    if since is None or isinstance(since, int):
        return since
    if not re.fullmatch(r"[0-9]{1,18}", since):
        text = _("Write a whole number.")
        raise Invalid(text, fields={"since": [text]})
    return int(since)


async def messages(listener: Listener, since: int | None) -> AsyncGenerator[bytes]:
    """What is sent, for as long as the listener may and wants to hear."""
    try:
        await hub().join(listener)
        yield _number_message("ready", listener.started_after)
        if since is not None and since < listener.started_after:
            yield await _missed(listener, since)
        while not listener.ended:
            waiting, overrun = await listener.next_messages(within=HEARTBEAT)
            if overrun:
                yield _number_message("resync", listener.started_after)
            elif waiting:
                yield b"".join(waiting)
            elif not listener.ended:
                yield b":\n\n"
    finally:
        hub().leave(listener)


async def _without_thread(listener: Listener, since: int | None) -> AsyncGenerator[bytes]:
    await _let_go_of_the_thread()
    async with aclosing(messages(listener, since)) as stream:
        async for message in stream:
            yield message


async def _let_go_of_the_thread() -> None:
    # Django holds a thread and its database connection for each request as long as it lasts. This one lasts for hours:
    # a thousand of them would cost 300 MB, and the pool all its connections.
    await sync_to_async(connections.close_all)()
    context = SyncToAsync.thread_sensitive_context.get(None)
    executor = SyncToAsync.context_to_thread_executor.pop(context, None) if context else None
    if executor is not None:
        executor.shutdown(wait=False)


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
