"""Answers requests in a bounded number of lasting threads.

Django's own ASGI handler starts a thread for each request and hops into it for each middleware: with it, a small answer
costs several times the processor time, every request opens a database connection anew, and a crowd of requests opens a
crowd of them. Here a request takes one of a few threads from beginning to end, as it would under WSGI; what lasts for
hours, the stream of changes, has a door of its own before this one.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from contextvars import copy_context
from typing import IO, Any

from asgiref.sync import ThreadSensitiveContext
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.urls import set_script_prefix

# Python runs one thread at a time, so more would only wait; fewer would wait for each other's database.
THREADS = 10
Scope = MutableMapping[str, Any]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]


class ThreadedHandler(ASGIHandler):
    """An ASGI application: the middleware and the views, run as plain functions."""

    # A month of events in one message to the server.
    chunk_size = 2**20

    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="request")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise ValueError(f"only HTTP is served here, not {scope['type']}")
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        with closing(body):
            response = await self.in_thread(self.respond, scope, body)
            if response.streaming:
                await self.send_stream(response, send)
            else:
                await self.send_response(response, send)

    async def in_thread[T](self, function: Callable[..., T], *arguments: Any) -> T:
        """Run a function in one of the threads, in a context of its own."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, copy_context().run, function, *arguments)

    def respond(self, scope: Scope, body: IO[bytes]) -> Any:
        """The answer; all that a plain one needed is given back when it is made."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=type(self), scope=scope)
        request, refusal = self.create_request(scope, body)
        response: Any = self.get_response(request) if request is not None else refusal
        response._handler_class = type(self)  # noqa: SLF001 -- as Django's handlers do
        if not response.streaming:
            response.close()
        return response

    async def send_stream(self, response: Any, send: Send) -> None:
        """Send an answer that is made while it is sent: each part in one of the threads."""
        try:
            async with ThreadSensitiveContext():
                if not response.is_async:
                    response.streaming_content = self.parts(iter(response))
                await self.send_response(response, send)
        finally:
            await self.in_thread(response.close)

    async def parts(self, content: Iterator[bytes]) -> Any:
        """What a plain iterator gives, without keeping the loop waiting."""
        end = object()
        while (part := await self.in_thread(next, content, end)) is not end:
            yield part
