"""Requests run whole in a few lasting threads: as many answers at once as threads, streams part by part."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
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


class Crowd:
    """Views that are held until they are let go, counted."""

    def __init__(self) -> None:
        self.begun = self.done = self.closed = 0
        self.counting = threading.Lock()
        self.go = threading.Event()


crowd = Crowd()


def slow(_request: HttpRequest) -> HttpResponse:
    with crowd.counting:
        crowd.begun += 1
    crowd.go.wait(30)
    with crowd.counting:
        crowd.done += 1
    return HttpResponse("done")


def endless(_request: HttpRequest) -> StreamingHttpResponse:
    def content() -> Iterator[bytes]:
        try:
            while True:
                yield b"more"
        finally:
            crowd.closed += 1

    return StreamingHttpResponse(content())


def broken(_request: HttpRequest) -> StreamingHttpResponse:
    def content() -> Iterator[bytes]:
        yield b"begun"
        raise ValueError("a fault")

    return StreamingHttpResponse(content())


VIEWS = (where, parts, later, echo, fault, slow, endless, broken)
urlpatterns = [path(view.__name__, view) for view in VIEWS]  # type: ignore[arg-type]


@pytest.fixture
def handler() -> Iterator[ThreadedHandler]:
    global crowd  # noqa: PLW0603 -- Django makes the views' arguments
    crowd = Crowd()
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        yield ThreadedHandler()
    crowd.go.set()


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


def request_for(name: str) -> dict[str, Any]:
    return {"type": "http", "method": "POST", "path": f"/{name}", "query_string": b"", "headers": []}


async def whole() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.01)


def test_fifty_slow_requests_wait_their_turn_and_are_all_answered(handler: ThreadedHandler) -> None:
    async def many() -> list[tuple[int, bytes]]:
        asked = [asyncio.ensure_future(ask(handler, "slow")) for _ in range(50)]
        await until(lambda: crowd.begun == THREADS)
        # The loop is free all the while: it serves the stream of changes, too.
        await asyncio.sleep(0)
        assert (crowd.begun, crowd.done) == (THREADS, 0)
        crowd.go.set()
        return await asyncio.gather(*asked)

    assert asyncio.run(many()) == [(200, b"done")] * 50
    assert crowd.done == 50


def test_whoever_leaves_while_he_waits_is_not_served_and_whoever_is_served_is_to_the_end(
    handler: ThreadedHandler,
) -> None:
    async def leave() -> None:
        served = [asyncio.ensure_future(ask(handler, "slow")) for _ in range(THREADS)]
        await until(lambda: crowd.begun == THREADS)
        waiting = asyncio.ensure_future(ask(handler, "slow"))
        await asyncio.sleep(0)
        for one in (waiting, served[0]):
            one.cancel()
        await asyncio.gather(waiting, served[0], return_exceptions=True)
        crowd.go.set()
        assert await asyncio.gather(*served[1:]) == [(200, b"done")] * (THREADS - 1)
        await until(lambda: crowd.done == THREADS)
        assert (await ask(handler, "where"))[0] == 200

    asyncio.run(leave())
    assert (crowd.begun, crowd.done) == (THREADS, THREADS)


def test_whoever_leaves_before_all_was_sent_gets_no_answer(handler: ThreadedHandler) -> None:
    messages = iter([{"type": "http.request", "body": b"half", "more_body": True}, {"type": "http.disconnect"}])
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return next(messages)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(handler(request_for("slow"), receive, send))
    assert (sent, crowd.begun) == ([], 0)


def test_a_stream_ends_with_its_listener(handler: ThreadedHandler) -> None:
    async def leave() -> None:
        count = 0

        async def send(message: Any) -> None:
            nonlocal count
            count += 1
            if count == 5:
                raise OSError("gone")

        with pytest.raises(OSError, match="gone"):
            await handler(request_for("endless"), whole, send)
        assert (await ask(handler, "where"))[0] == 200

    asyncio.run(leave())
    assert crowd.closed == 1


def test_a_stream_that_breaks_off_is_not_ended_as_if_it_were_whole(handler: ThreadedHandler) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def listen() -> None:
        with pytest.raises(ValueError, match="a fault"):
            await handler(request_for("broken"), whole, send)
        assert (await ask(handler, "where"))[0] == 200

    asyncio.run(listen())
    assert [message.get("body") for message in sent[1:]] == [b"begun"]
    assert sent[-1]["more_body"]


def test_only_http_is_served(handler: ThreadedHandler) -> None:
    with pytest.raises(ValueError, match="websocket"):
        asyncio.run(handler({"type": "websocket"}, None, None))
