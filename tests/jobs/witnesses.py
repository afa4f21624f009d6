"""Tasks that write down what befalls them, for workers in processes of their own."""

import os
import signal
import time
from pathlib import Path
from uuid import UUID

from tournee.jobs.task import task


def write(text: str) -> None:
    """One line, whole, whoever else writes at the same time."""
    handle = os.open(os.environ["TOURNEE_WITNESS"], os.O_WRONLY | os.O_APPEND)
    os.write(handle, f"{text} at {time.time()}\n".encode())
    os.close(handle)


def times(text: str) -> int:
    return Path(os.environ["TOURNEE_WITNESS"]).read_text().count(f"{text} at")


@task()
def note(organisation_id: UUID, number: int) -> None:
    write(f"noted {number}")
    time.sleep(0.02)


@task()
def fail_twice(organisation_id: UUID, number: int) -> None:
    write(f"tried {number}")
    if times(f"tried {number}") < 3:
        raise OSError("the neighbour is away")


@task(retries=0)
def fail(organisation_id: UUID, number: int) -> None:
    write(f"failed {number}")
    raise OSError("the neighbour is away")


@task()
def stall_once(organisation_id: UUID, number: int) -> None:
    """The first time, it never ends."""
    write(f"began {number}")
    if times(f"began {number}") == 1:
        time.sleep(10_000)
    write(f"ended {number}")


@task(retries=1)
def end_the_process(organisation_id: UUID, number: int) -> None:
    write(f"killed {number}")
    os.kill(os.getpid(), signal.SIGKILL)
