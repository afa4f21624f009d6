"""Several threads at one moment, each with a connection of its own to the database of the test."""

import threading
from collections.abc import Callable

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper


def at_once[T](workers: int, work: Callable[[], T]) -> list[T]:
    """What each of so many threads gives back, all started together."""
    barrier, results, failures = threading.Barrier(workers), list[T](), list[BaseException]()

    def run() -> None:
        try:
            barrier.wait()
            results.append(work())
        except BaseException as error:  # noqa: BLE001 -- raised again by the thread that waits
            failures.append(error)
        finally:
            # Django leaves those to a database in memory open.
            BaseDatabaseWrapper.close(connection)

    threads = [threading.Thread(target=run) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return results
