"""Files of thousands of events, on the served product: taken in apart, while others go on."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from benchmarks.ics import file_of
from tests.api.conftest import Office
from tournee.calendar.actions.importing_apart import AT_HAND, COMMAND

pytestmark = pytest.mark.slow
EVENTS = 1_000


def send(office: Office, data: bytes, *, owner: str = "", preview: bool = False) -> httpx.Response:
    query: dict[str, Any] = {"preview": preview, **({"owner": owner} if owner else {})}
    headers = {"Authorization": f"Bearer {office.tokens['south']}", "Content-Type": "text/calendar"}
    address = f"{office.served.address}/api/v1/calendar/import"
    return httpx.post(address, params=query, content=data, headers=headers, timeout=300)


def counts(answer: httpx.Response) -> tuple[int, ...]:
    assert answer.status_code == 200, answer.text
    return tuple(answer.json()[kind] for kind in ("new", "changed", "unchanged", "unreadable"))


def runs_apart() -> bool:
    """Whether a process of its own is at it."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if COMMAND.encode() in path.read_bytes():
                return True
        except OSError:
            continue
    return False


def test_a_large_file_is_taken_in_apart_once_and_whole(office: Office) -> None:
    broken = b"BEGIN:VEVENT\r\nUID:broken\r\nSUMMARY:Sans date\r\nDTSTART:bientot\r\nEND:VEVENT\r\nEND:VCALENDAR"
    data = file_of(EVENTS).replace(b"END:VCALENDAR", broken)
    assert len(data) > AT_HAND
    assert counts(send(office, data, preview=True)) == (EVENTS, 0, 0, 1)
    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(send, office, data)
        seen = False
        while not sent.done():
            seen = seen or runs_apart()
            assert office.call("north", "GET", "/me").status_code == 200
    assert seen
    assert counts(sent.result()) == (EVENTS, 0, 0, 1)
    told = sent.result().json()["items"]
    assert [(one["title"], one["code"]) for one in told if one["what"] == "unreadable"] == [("Sans date", "bad_start")]
    assert next(one["start"] for one in told if one["what"] == "new") == "2020-01-06T07:00:00+00:00"
    assert counts(send(office, data)) == (0, 0, EVENTS, 1)


def test_what_is_refused_is_refused_as_a_small_one_is(office: Office) -> None:
    answer = send(office, b"METHOD:REPLY\r\n".join(file_of(EVENTS).split(b"VERSION:2.0\r\n")).replace(b"\r\n", b"\n"))
    assert (answer.status_code, answer.json()["code"]) == (422, "an_answer")
    elsewhere = send(office, file_of(EVENTS), owner=office.ids["north"])
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (403, "not_allowed")
