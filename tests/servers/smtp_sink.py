"""A mail server that keeps what it is given, and fails as the recipient's name asks it to.

By the part before the "+": greylist (450 once), reject (550), tempfail (451), refusedata (552 after the body),
laterdata (451 after the body), dropafterdata (kept, then the line is cut without an answer), dropbeforedata (the line
is cut when the body is announced), hang (the body is kept, and no answer comes until the sink ends), stall (the first
time, the recipient gets no answer either).
"""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest


@dataclass(frozen=True)
class Received:
    """One message as it came over the wire."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """Parsed as a strict reader does."""
        parsed = message_from_bytes(self.raw, policy=policy.SMTP)
        assert isinstance(parsed, EmailMessage)
        return parsed


@dataclass
class Sink:
    """Where it listens, and what it was given."""

    port: int
    received: list[Received] = field(default_factory=list)
    greylisted: set[str] = field(default_factory=set)
    connections: int = 0
    refuses_everybody: bool = False
    got_body: threading.Event = field(default_factory=threading.Event)
    stalled: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def mailers(self) -> dict[str, dict[str, object]]:
        """Django's setting of that name for this server."""
        options = {"host": "127.0.0.1", "port": self.port, "use_tls": False, "timeout": 5}
        return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


AT_RCPT = {"reject": "550 5.1.1 No such user here", "tempfail": "451 4.3.0 Come back later"}
AT_BODY = {"refusedata": "552 5.3.4 Too much", "laterdata": "451 4.3.2 Not now"}


class Conversation(socketserver.StreamRequestHandler):
    """One connection."""

    sink: Sink

    def handle(self) -> None:
        self.sink.connections += 1
        if self.sink.refuses_everybody:
            self.say("421 4.3.2 Closed today")
            return
        self.say("220 sink.example ESMTP")
        self.sender, self.recipients = "", [""]
        self.recipients.clear()
        while line := self.rfile.readline():
            verb, _, rest = line.decode().strip().partition(" ")
            if not self.answer(verb.upper(), rest):
                return

    def answer(self, verb: str, rest: str) -> bool:
        match verb:
            case "EHLO":
                self.say("250-sink.example")
                self.say("250 8BITMIME")
            case "MAIL":
                self.sender = address_in(rest)
                self.say("250 ok")
            case "RCPT":
                self.say(self.recipient(address_in(rest)))
            case "DATA":
                return self.data()
            case "QUIT":
                self.say("221 bye")
                return False
            case _:
                self.say("250 ok")
        return True

    def recipient(self, address: str) -> str:
        if fault_of(address) == "greylist" and address not in self.sink.greylisted:
            self.sink.greylisted.add(address)
            return "450 4.7.1 Greylisted, try again"
        if fault_of(address) == "stall" and not self.sink.stalled.is_set():
            self.sink.stalled.set()
            self.sink.ended.wait(60)
        if fault_of(address) in AT_RCPT:
            return AT_RCPT[fault_of(address)]
        self.recipients.append(address)
        return "250 ok"

    def data(self) -> bool:
        fault = fault_of(self.recipients[0])
        if fault == "dropbeforedata":
            return False
        self.say("354 go on")
        body = b""
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            body += line.removeprefix(b".") if line.startswith(b"..") else line
        if fault in AT_BODY:
            self.say(AT_BODY[fault])
            return True
        self.sink.received.append(Received(self.sender, tuple(self.recipients), body))
        self.sink.got_body.set()
        if fault == "hang":
            self.sink.ended.wait(60)
        if fault in {"dropafterdata", "hang"}:
            return False
        self.say("250 2.0.0 kept")
        return True

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


def address_in(argument: str) -> str:
    return argument.partition("<")[2].partition(">")[0]


def fault_of(address: str) -> str:
    return address.partition("@")[0].partition("+")[0]


class Server(socketserver.ThreadingTCPServer):
    """Loopback only; conversations still open do not keep it."""

    daemon_threads = True
    block_on_close = False


@contextmanager
def listening() -> Iterator[Sink]:
    """A sink on a port of its own."""
    handler = type("Conversation", (Conversation,), {})
    with Server(("127.0.0.1", 0), handler) as server:
        sink = handler.sink = Sink(server.server_address[1])  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield sink
        finally:
            sink.ended.set()
            server.shutdown()
            thread.join()


@pytest.fixture
def smtp_sink() -> Iterator[Sink]:
    with listening() as sink:
        yield sink
