"""The product as it is served, on each database, with a small organisation in it: for what threads and streams do."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import pytest

from tests.servers.postgresql import Cluster
from tests.servers.tournee import Served, serve

PASSWORD = "a-long-enough-password"


@dataclass
class Office:
    """A served organisation: an administrator, a rep of team North and one of team South, each with a token."""

    served: Served
    tokens: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def call(self, who: str, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """A request with somebody's token."""
        sent = {"Authorization": f"Bearer {self.tokens[who]}", **{k.replace("_", "-"): v for k, v in headers.items()}}
        return httpx.request(method, f"{self.served.address}/api/v1{path}", json=body, headers=sent, timeout=60)

    def hire(self, who: str, **fields: Any) -> None:
        """A new user with a token."""
        email = f"{who}@office.example"
        body = {"email": email, "name": who.title(), "language": "en", **fields}
        made = self.call("administrator", "POST", "/users", body)
        assert made.status_code == 201, made.text
        self.ids[who] = made.json()["id"]
        self.tokens[who] = self.new_token(email)

    def new_token(self, email: str) -> str:
        """Another token of that person's."""
        return self.served.manage("create_token", "--email", email, "--name", "test", "--scope", "all").strip()


# One program: each start of manage.py costs seconds on a busy machine.
OPENING = """
import json
from tournee.organisations import actions as do
boss = do.create_organisation(
    name="Office", admin_email="administrator@office.example", admin_name="Ada", password={password!r}, language="en"
)
people = {{"administrator": boss}}
for name in ("north", "south"):
    team = do.create_team(by=boss, name=name.title())
    people[name] = do.create_member(by=boss, email=name + "@office.example", name=name, team_id=team.pk, language="en")
tokens = {{who: do.create_token(by=one, name="test", scopes=["all"])[1] for who, one in people.items()}}
print(json.dumps({{"tokens": tokens, "ids": {{who: str(one.pk) for who, one in people.items()}}}}))
"""


def open_office(served: Served) -> Office:
    """Make the organisation of a served product that has none."""
    printed = served.manage("shell", "--no-imports", "--command", OPENING.format(password=PASSWORD))
    found = json.loads(printed.splitlines()[-1])
    return Office(served, found["tokens"], found["ids"])


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office on each database for the whole run of a test process."""
    settings = {}
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgresql_cluster")
        settings["TOURNEE_DATABASE_URL"] = cluster.make_database("office")
    data: Path = tmp_path_factory.mktemp(f"office-{request.param}")
    with serve(data, **settings) as served:
        yield open_office(served)


class Listening:
    """An open stream, read in a thread of its own."""

    def __init__(self, address: str, headers: dict[str, str]) -> None:
        self.messages: list[tuple[str, str]] = []
        self.status = 0
        self.closed_by_server = threading.Event()
        self._address, self._headers = address, headers
        self._socket: socket.socket | None = None
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        wait_until(lambda: self.status != 0 and (self.status != 200 or bool(self.messages)))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(timeout=10)

    def _read(self) -> None:
        event = ""
        with (
            suppress(httpx.HTTPError),
            httpx.Client(timeout=httpx.Timeout(10, read=120)) as client,
            client.stream("GET", self._address, headers=self._headers) as answer,
        ):
            self._socket = answer.extensions["network_stream"].get_extra_info("socket")
            self.status = answer.status_code
            for line in answer.iter_lines():
                if line.startswith("event: "):
                    event = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    self.messages.append((event, line.removeprefix("data: ")))
            self.closed_by_server.set()

    def heard(self, subject_id: str) -> bool:
        """Whether a change of that record came."""
        return any(event == "change" and subject_id in data for event, data in list(self.messages))


@pytest.fixture
def listen() -> Callable[..., Listening]:
    """Opens a stream: `with listen(office, "north", since=3) as stream: …`."""

    def start(office: Office, who: str, *, query: str = "", **headers: str) -> Listening:
        sent = {"Authorization": f"Bearer {office.tokens[who]}", **headers}
        return Listening(f"{office.served.address}/api/v1/changes/stream{query}", sent)

    return start


def wait_until(condition: Callable[[], bool], *, seconds: float = 15) -> None:
    """Raises TimeoutError when the condition does not come true."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.05)
