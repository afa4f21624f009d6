"""The queue on each storage, apart from the one of the settings."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tournee.jobs import queue
from tournee.values.identifier import new_id

Engine = Callable[[], queue.LastingHuey]


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def engine(request: pytest.FixtureRequest, tmp_path: Path, settings: Any) -> Iterator[Engine]:
    """Makes the engine when first called, so that a test can declare its tasks before."""
    settings.DATA_DIR, settings.JOBS_URL = tmp_path, f"{request.param}://"
    if request.param == "postgresql":
        cluster = request.getfixturevalue("postgresql_cluster")
        settings.JOBS_URL = cluster.make_database(f"jobs_{new_id().hex}")
    kept = list(queue.REGISTRATIONS)
    queue.engine.cache_clear()
    yield queue.engine
    queue.engine().storage.close()
    queue.engine.cache_clear()
    queue.REGISTRATIONS[:] = kept
