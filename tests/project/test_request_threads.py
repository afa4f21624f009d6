"""Requests run whole in a few lasting threads: as many answers at once as threads, streams part by part."""

import asyncio
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import override_settings
from django.urls import path

from tournee.project.request_threads import THREADS, ThreadedHandler


def where(_request: HttpRequest) -> HttpResponse:
    time.sleep(0.01)
    return HttpResponse(threading.current_thread().name)


def parts(_request: HttpRequest) -> StreamingHttpResponse:
    def content() -> Iterator[bytes]:
        for number in range(3):
            yield f"{number} {threading.current_thread().name}\n".encode()

    return StreamingHttpResponse(content())


def later(_request: HttpRequest) -> StreamingHttpResponse:
    async def content() -> Any:
        for number in range(3):
            await asyncio.sleep(0)
            yield f"{number}\n".encode()

    return StreamingHttpResponse(content())


def echo(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.body)


def fault(_request: HttpRequest) -> HttpResponse:
    raise ValueError("a fault")


urlpatterns = [path(view.__name__, view) for view in (where, parts, later, echo, fault)]  # type: ignore[arg-type]


@pytest.fixture
def handler() -> Iterator[ThreadedHandler]:
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        yield ThreadedHandler()


async def ask(handler: ThreadedHandler, name: str, body: bytes = b"") -> tuple[int, bytes]:
    """Status and body of an answer."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": f"/{name}", "query_string": b"", "headers": []}
    await handler(scope, receive, send)
    assert not sent[-1].get("more_body")
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


def test_many_requests_share_a_few_threads(handler: ThreadedHandler) -> None:
    async def crowd() -> list[tuple[int, bytes]]:
        return await asyncio.gather(*(ask(handler, "where") for _ in range(THREADS * 4)))

    answers = asyncio.run(crowd())
    assert {status for status, _name in answers} == {200}
    names = {name for _status, name in answers}
    assert 1 < len(names) <= THREADS
    assert all(name.startswith(b"request") for name in names)


def test_a_plain_stream_is_made_in_the_threads(handler: ThreadedHandler) -> None:
    status, body = asyncio.run(ask(handler, "parts"))
    lines = body.splitlines()
    assert (status, [line[:1] for line in lines]) == (200, [b"0", b"1", b"2"])
    assert all(line[2:].startswith(b"request") for line in lines)


def test_an_asynchronous_stream_is_sent_as_it_comes(handler: ThreadedHandler) -> None:
    assert asyncio.run(ask(handler, "later")) == (200, b"0\n1\n2\n")


def test_the_body_of_a_request_arrives(handler: ThreadedHandler) -> None:
    assert asyncio.run(ask(handler, "echo", b"what was sent")) == (200, b"what was sent")


def test_a_fault_is_an_answer_not_an_end(handler: ThreadedHandler, caplog: pytest.LogCaptureFixture) -> None:
    status, body = asyncio.run(ask(handler, "fault"))
    assert status == 500
    assert b"a fault" not in body
    assert asyncio.run(ask(handler, "where"))[0] == 200


def test_only_http_is_served(handler: ThreadedHandler) -> None:
    with pytest.raises(ValueError, match="websocket"):
        asyncio.run(handler({"type": "websocket"}, None, None))
