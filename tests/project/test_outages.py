"""A database server that is killed under the product and started again."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.api.conftest import Office, open_office
from tests.servers.postgresql import Cluster, control, throw_away_cluster
from tests.servers.tournee import serve

pytestmark = [pytest.mark.slow, pytest.mark.postgresql]
EVENT = {"subject": "Visit", "start": "2026-11-24T14:00:00+01:00"}
# Requests side by side take every connection of the pool once.
ROUNDS = 20


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """One that may be killed: no other test's."""
    with throw_away_cluster() as made:
        yield made


def kill(cluster: Cluster) -> None:
    """As the kernel ends it when memory is short."""
    pid = int((cluster.folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(pid, signal.SIGKILL)


def start_again(cluster: Cluster) -> None:
    """The children of a killed server may need a moment to end before another takes their place."""
    for _ in range(50):
        try:
            control(cluster, "start", "-w", "-t", "60")
            return
        except RuntimeError:
            time.sleep(0.2)
    raise AssertionError("PostgreSQL did not start again")


def test_what_was_acknowledged_is_there_and_the_product_goes_on_by_itself(cluster: Cluster, tmp_path: Path) -> None:
    with serve(tmp_path, TOURNEE_DATABASE_URL=cluster.url) as served:
        office: Office = open_office(served)
        made = [office.call("north", "POST", "/events", EVENT) for _ in range(ROUNDS)]
        assert {one.status_code for one in made} == {201}
        kill(cluster)
        away = office.call("north", "POST", "/events", EVENT)
        assert (away.status_code, away.json()["code"]) == (503, "storage_unavailable")
        assert away.headers["Retry-After"] == "5"
        headers = {"Accept-Language": "fr", "Cookie": "tournee_session=what-it-was"}
        page = httpx.get(f"{served.address}/calendar/", headers=headers, timeout=60)
        assert page.status_code == 503
        assert "La base de données est injoignable" in page.text
        start_again(cluster)
        again = [office.call("north", "POST", "/events", EVENT) for _ in range(ROUNDS)]
        assert {one.status_code for one in again} == {201}
        items = office.call("north", "GET", "/events?start=2026-11-24&end=2026-11-25").json()["items"]
        assert {one["id"] for one in items} == {one.json()["id"] for one in made + again}
