"""The stream's own door, before Django's: a request that lasts for hours must be small.

Through the middleware, a thousand open pages cost 300 MB and 20 s of CPU to connect; through here a tenth. The endpoint
in v1/changes.py describes the same stream, and serves it where this door is not built in.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext

from tournee.organisations.models import Member
from tournee.organisations.queries import readable_calendars
from tournee.values.refusal import Refusal

from ..auth import ByToken, token_of
from ..problems import problem, refused
from . import log_reader
from .hub import hub
from .listener import Listener
from .stream import HEADERS, messages, missed_since, too_many

PATH = "/api/v1/changes/stream"
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]
_by_token = ByToken("changes")


def with_live_changes(application: Application) -> Application:
    """The application, with the stream served before it."""

    async def door(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == PATH and scope["method"] == "GET":
            await _serve(scope, receive, send)
        else:
            await application(scope, receive, send)

    return door


async def _serve(scope: Scope, receive: Receive, send: Send) -> None:
    if hub().is_full:
        return await _send_whole(send, too_many())
    admitted = await log_reader.ask(_admit, ASGIRequest(scope, BytesIO()))
    if isinstance(admitted, HttpResponse):
        return await _send_whole(send, admitted)
    tasks = {asyncio.create_task(_send_all(send, *admitted)), asyncio.create_task(_until_gone(receive))}
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return None


async def _send_all(send: Send, listener: Listener, since: int | None) -> None:
    await _start(send, 200, HEADERS)
    async with aclosing(messages(listener, since)) as stream:
        async for message in stream:
            await send({"type": "http.response.body", "body": message, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send_whole(send: Send, answer: HttpResponse) -> None:
    await _start(send, answer.status_code, dict(answer.items()))
    await send({"type": "http.response.body", "body": answer.content})


async def _start(send: Send, status: int, headers: dict[str, str]) -> None:
    written = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": written})


def _admit(request: ASGIRequest) -> tuple[Listener, int | None] | HttpResponse:
    with translation.override(translation.get_language_from_request(request)):
        try:
            request.get_host()
            since = missed_since(request, request.GET.get("since"))
            member = _by_token(request) if "Authorization" in request.headers else _by_session(request)
        except DisallowedHost:
            return problem(400, "bad_host", gettext("This address is not served here."))
        except Refusal as refusal:
            return refused(refusal)
        if member is None:
            return problem(401, "not_signed_in", gettext("Sign in, or send a valid token."))
    token = token_of(request)
    listener = Listener(
        organisation_id=member.organisation_id,
        member_id=member.pk,
        reads=readable_calendars(member),
        session_key=None if token else request.session.session_key,
        token_id=token.pk if token else None,
    )
    return listener, since


def _by_session(request: HttpRequest) -> Member | None:
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    # PostgreSQL takes no NUL, not even in a text to look for.
    request.session = SessionStore(None if "\x00" in key else key)
    user: Any = get_user(request)
    if not isinstance(user, Member) or not log_reader.still_there(request.session, user):
        return None
    return user
