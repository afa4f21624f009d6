"""`GET /api/v1/events`, a month of ten owners, against its floor, as the organisation's history grows.

Promises: at most twice the floor, and at most 1.3 times dearer at 1,000,000 events than at 10,000. The month holds
the same number of events in each organisation; the last one has a hundred times the users instead. Requests go
through real HTTP to granian, in turn; figures are medians. The floor is benchmarks/support/floor.py: the same rows,
in the same server; it ends with an error if they are others.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

from benchmarks.support.measuring import Server, cpu_in_turn, in_turn, machine, milliseconds, prepared, serving
from tests.servers.postgresql import throw_away_cluster
from tests.servers.tournee import manage

DAY, FIRST, LAST = "2026-11-24", "2026-11-01", "2026-12-01"
OWNERS = 10
LONG = timedelta(days=31)


@dataclass(frozen=True)
class Size:
    """Users and events of an organisation."""

    users: int
    events: int

    def __str__(self) -> str:
        return f"{self.events:>9,} events, {self.users:>5,} users"


SIZES = (Size(10, 10_000), Size(10, 100_000), Size(10, 1_000_000), Size(1_000, 1_000_000))


@dataclass
class Measured:
    """A served organisation: the two addresses to compare, and the header that opens the product's."""

    size: Size
    server: Server
    feed: str
    floor: str
    headers: Mapping[str, str]

    def ask_feed(self) -> bytes:
        """The product's answer."""
        return self.server.get(self.feed, self.headers)

    def ask_floor(self) -> bytes:
        """The floor's answer."""
        return self.server.get(self.floor, {})


def main() -> None:
    """Fill, serve, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=150, help="requests of each kind (default: 150)")
    parser.add_argument("--largest", type=int, default=1_000_000, help="leave larger organisations out")
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    options = parser.parse_args()
    sizes = [size for size in SIZES if size.events <= options.largest]
    print(f"Month feed, {OWNERS} owners. {machine()}. Medians of {options.requests} requests in turn.")
    if options.database != "postgresql":
        with ExitStack() as stack:
            report("SQLite", list(on_sqlite(stack, sizes)), options.requests)
    if options.database != "sqlite":
        with ExitStack() as stack:
            report("PostgreSQL", list(on_postgresql(stack, sizes)), options.requests)


def on_sqlite(stack: ExitStack, sizes: list[Size]) -> Iterator[Measured]:
    """A database file for each size."""
    for size in sizes:
        yield measured(stack, size, prepared(folder(stack)))


def on_postgresql(stack: ExitStack, sizes: list[Size]) -> Iterator[Measured]:
    """A database for each size, in one throw-away server."""
    cluster = stack.enter_context(throw_away_cluster())
    for number, size in enumerate(sizes):
        url = cluster.make_database(f"feed{number}")
        yield measured(stack, size, prepared(folder(stack), TOURNEE_DATABASE_URL=url))


def folder(stack: ExitStack) -> Path:
    """A folder that is gone afterwards."""
    return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tournee-feed-")))


def measured(stack: ExitStack, size: Size, environment: dict[str, str]) -> Measured:
    """The organisation, written and served."""
    counts = ["--users", str(size.users), "--events", str(size.events)]
    said = manage(environment, "seed_demo", "--organisations", "1", *counts, "--today", DAY)
    print(said.splitlines()[0])
    email = said.split("\n  ")[1].split()[0]
    token = manage(environment, "create_token", "--email", email, "--name", "bench", "--scope", "all").strip()
    server = stack.enter_context(serving(environment, Path(environment["TOURNEE_DATA_DIR"])))
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    me = json.loads(server.get("/api/v1/me", headers))
    users = json.loads(server.get("/api/v1/users?limit=100", headers))["items"]
    owners = [("owner", user["id"]) for user in users[:OWNERS]]
    feed = urlencode([("start", FIRST), ("end", LAST), *owners])
    bare = [("start", f"{FIRST}T00:00:00+01:00"), ("end", f"{LAST}T00:00:00+01:00"), *owners]
    floor = urlencode([("organisation", me["organisation"]["id"]), *bare])
    found = Measured(size, server, f"/api/v1/events?{feed}", f"/floor?{floor}", headers)
    require_same_rows(found)
    return found


def require_same_rows(one: Measured) -> None:
    """Raises RuntimeError when product and floor read different events, which would compare nothing.

    Those longer than 31 days that began before are the product's alone: to look for them too would raise the floor.
    """
    shown = {UUID(item["id"]): lasts(item) for item in json.loads(one.ask_feed())["items"]}
    read = {UUID(row[0]) for row in json.loads(one.ask_floor())[0]}
    more, lacking = read - shown.keys(), {event for event in shown.keys() - read if shown[event] <= LONG}
    if not read or more or lacking:
        raise RuntimeError(f"{one.size}: the floor has {len(more)} events more, and lacks {len(lacking)}")


def lasts(item: dict[str, str]) -> timedelta:
    """How long an event of the answer is."""
    return datetime.fromisoformat(item["end"]) - datetime.fromisoformat(item["start"])


def report(database: str, organisations: list[Measured], requests: int) -> None:
    """Measure all of them in turn, and print one line each."""
    calls = {}
    for number, one in enumerate(organisations):
        calls[f"feed {number}"] = one.ask_feed
        calls[f"floor {number}"] = one.ask_floor
    taken = in_turn(calls, requests)
    print(f"\n{database:<34}   rows  kB    feed ms  floor ms  times   CPU ms  floor ms  times   to smallest")
    smallest = milliseconds(taken["feed 0"])
    for number, one in enumerate(organisations):
        body = one.ask_feed()
        feed, floor = milliseconds(taken[f"feed {number}"]), milliseconds(taken[f"floor {number}"])
        work = cpu_in_turn(one.server, {"feed": one.ask_feed, "floor": one.ask_floor}, requests)
        cpu, cpu_floor = 1000 * work["feed"], 1000 * work["floor"]
        print(
            f"  {one.size}   {len(json.loads(body)['items']):>5} {len(body) // 1000:>4} {feed:>9.2f} {floor:>9.2f} "
            f"{feed / floor:>6.2f} {cpu:>8.2f} {cpu_floor:>9.2f} {cpu / cpu_floor:>6.2f} {feed / smallest:>13.2f}"
        )


if __name__ == "__main__":
    main()
