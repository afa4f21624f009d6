"""The live stream, on the served product: who hears what, at once, and for how long."""

import asyncio
import json
import os
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.api.conftest import PASSWORD, Listening, Office, wait_until
from tournee.api.live import log_reader
from tournee.web import middleware

EVENT = {"subject": "Live", "start": "2026-11-24T14:00:00+01:00"}
Listen = Callable[..., Listening]


def test_a_change_is_heard_by_whoever_reads_the_calendar_and_by_nobody_else(office: Office, listen: Listen) -> None:
    with listen(office, "administrator") as boss, listen(office, "north") as own, listen(office, "south") as other:
        event = office.call("north", "POST", "/events", EVENT).json()
        wait_until(lambda: own.heard(event["id"]) and boss.heard(event["id"]))
        task = office.call("south", "POST", "/tasks", {"subject": "Call"}).json()
        wait_until(lambda: other.heard(task["id"]))
        assert not other.heard(event["id"])
        assert not own.heard(task["id"])
        told = next(json.loads(data) for kind, data in own.messages if kind == "change" and event["id"] in data)
        assert set(told) == {"number", "kind", "subject_type", "subject_id"}
        assert (told["kind"], told["subject_type"]) == ("event.created", "event")


def test_whoever_is_invited_hears(office: Office, listen: Listen) -> None:
    with listen(office, "south") as guest:
        invited = {**EVENT, "privacy": "private", "participants": [{"user_id": office.ids["south"]}]}
        event = office.call("north", "POST", "/events", invited).json()
        wait_until(lambda: guest.heard(event["id"]))


def test_whoever_is_taken_off_hears_and_sees_nothing_any_more(office: Office, listen: Listen) -> None:
    invited = {**EVENT, "participants": [{"user_id": office.ids["south"]}]}
    event = office.call("north", "POST", "/events", invited).json()
    assert office.call("south", "GET", f"/events/{event['id']}").status_code == 200
    with listen(office, "south") as guest:
        taken_off = office.call("north", "PATCH", f"/events/{event['id']}", {"participants": []})
        assert taken_off.status_code == 200
        wait_until(lambda: guest.heard(event["id"]))
    assert office.call("south", "GET", f"/events/{event['id']}").status_code == 404


def test_private_tasks_and_unshared_filters_are_heard_by_their_owner_alone(office: Office, listen: Listen) -> None:
    with listen(office, "administrator") as boss, listen(office, "north") as own:
        task = office.call("north", "POST", "/tasks", {"subject": "Doctor", "privacy": "private"}).json()
        saved = office.call("north", "POST", "/saved-filters", {"name": "Mine", "query": ""}).json()
        event = office.call("north", "POST", "/events", EVENT).json()
        wait_until(lambda: own.heard(event["id"]) and boss.heard(event["id"]))
        assert own.heard(task["id"])
        assert own.heard(saved["id"])
        assert not boss.heard(task["id"])
        assert not boss.heard(saved["id"])


@pytest.mark.parametrize("how", ["query", "header"])
def test_what_was_missed_is_told_first(office: Office, listen: Listen, how: str) -> None:
    last = office.call("north", "GET", "/changes?limit=1").json()["last"]
    events = [office.call("north", "POST", "/events", EVENT).json()["id"] for _ in range(3)]
    missed = {"query": f"?since={last}"} if how == "query" else {"Last-Event-ID": str(last)}
    with listen(office, "north", **missed) as stream:
        wait_until(lambda: all(stream.heard(one) for one in events))
        numbers = [json.loads(data)["number"] for kind, data in stream.messages if kind == "change"]
        assert numbers == sorted(set(numbers))
        assert numbers[0] > last


def test_a_change_of_team_changes_what_is_heard(office: Office, listen: Listen) -> None:
    team = office.call("administrator", "GET", f"/users/{office.ids['south']}").json()["team"]["id"]
    office.hire("walker", team_id=team)
    north = office.call("administrator", "GET", f"/users/{office.ids['north']}").json()["team"]["id"]
    with listen(office, "walker") as stream:
        moved = office.call("administrator", "PATCH", f"/users/{office.ids['walker']}", {"team_id": north})
        assert moved.status_code == 200
        wait_until(lambda: stream.heard(office.ids["walker"]))
        event = office.call("north", "POST", "/events", EVENT).json()
        wait_until(lambda: stream.heard(event["id"]))


@pytest.mark.parametrize(
    ("headers", "query", "status", "code"),
    [
        ({}, "", 401, "not_signed_in"),
        ({"Authorization": "Bearer tn_unknown"}, "", 401, "not_signed_in"),
        ({"Cookie": "tournee_session=nonsense"}, "", 401, "not_signed_in"),
        ({}, "?since=yesterday", 422, "invalid"),
    ],
)
def test_a_stream_is_refused_in_the_api_s_form(
    office: Office, headers: dict[str, str], query: str, status: int, code: str
) -> None:
    answer = httpx.get(f"{office.served.address}/api/v1/changes/stream{query}", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.slow
@pytest.mark.parametrize("office", ["sqlite"], indirect=True)  # it waits most of a minute
def test_streams_end_within_a_minute_of_the_right_to_them(office: Office, listen: Listen) -> None:
    office.hire("leaver")
    office.hire("revoked")
    with closing(signed_in(office)) as session:
        streams_end(office, listen, session)


def streams_end(office: Office, listen: Listen, session: httpx.Client) -> None:
    cookie = {"Cookie": f"tournee_session={session.cookies['tournee_session']}"}
    page = Listening(f"{office.served.address}/api/v1/changes/stream", cookie)
    with (
        page,
        listen(office, "leaver") as leaver,
        listen(office, "revoked") as revoked,
        listen(office, "north") as stays,
    ):
        token = office.call("revoked", "GET", "/tokens").json()["items"][0]["id"]
        assert office.call("revoked", "DELETE", f"/tokens/{token}").status_code == 204
        gone = office.call("administrator", "PATCH", f"/users/{office.ids['leaver']}", {"active": False})
        assert gone.status_code == 200, gone.text
        sign_out(office, session)
        for stream in (page, leaver, revoked):
            wait_until(stream.closed_by_server.is_set, seconds=60)
        assert not stays.closed_by_server.is_set()
        assert office.call("leaver", "GET", "/me").status_code == 401


def signed_in(office: Office) -> httpx.Client:
    client = httpx.Client(base_url=office.served.address, headers={"Accept-Language": "en"}, follow_redirects=True)
    client.get("/sign-in/login/")
    fields = {
        "login": "administrator@office.example",
        "password": PASSWORD,
        "csrfmiddlewaretoken": client.cookies["tournee_csrf"],
    }
    client.post("/sign-in/login/", data=fields)
    assert client.get("/api/v1/me").status_code == 200
    return client


def sign_out(office: Office, client: httpx.Client) -> None:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/sign-in/logout/").text)
    assert found
    client.post("/sign-in/logout/", data={"csrfmiddlewaretoken": found[1]})
    assert httpx.get(f"{office.served.address}/api/v1/me", cookies=client.cookies).status_code == 401


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads the memory of a process from /proc")
def test_three_hundred_listeners_cost_little_memory_and_no_database_connections(office: Office) -> None:
    workers = server_processes(office)
    before = sum(map(memory_mb, workers))
    grown = asyncio.run(hear_one_change(office, 300, lambda: sum(map(memory_mb, workers)) - before))
    assert grown < 60


async def hear_one_change(office: Office, listeners: int, measure: Callable[[], float]) -> float:
    """Open so many streams, wait until each has heard of one change, and measure before they close."""
    host, port = office.served.address.removeprefix("http://").split(":")
    lines = ["GET /api/v1/changes/stream HTTP/1.1", f"Host: {host}", f"Authorization: Bearer {office.tokens['north']}"]
    request = "\r\n".join([*lines, "", ""]).encode()
    streams = []
    for _ in range(listeners):
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(request)
        await reader.readuntil(b"event: ready")
        streams.append((reader, writer))
    event = (await asyncio.to_thread(office.call, "north", "POST", "/events", EVENT)).json()
    async with asyncio.timeout(30):
        await asyncio.gather(*(reader.readuntil(event["id"].encode()) for reader, _ in streams))
    measured = measure()
    for _, writer in streams:
        writer.close()
        await writer.wait_closed()
    return measured


def server_processes(office: Office) -> list[int]:
    port = office.served.address.rsplit(":", 1)[1].encode()
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                command = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if b"granian" in command and port in command:
                found.append(int(folder.name))
    return found


def memory_mb(process: int) -> float:
    pages = int((Path("/proc") / str(process) / "statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def test_both_rooms_mean_the_same_note_in_the_session() -> None:
    assert log_reader.LAST_SEEN == middleware.LAST_SEEN
