"""Declares work that is done later, by the worker."""

import inspect
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from huey import CancelExecution

from tournee.values.refusal import Conflict, Refusal

from .queue import REGISTRATIONS, LastingHuey, engine

# 15 s, 1 min, 4 min, 16 min, about an hour: long enough for a neighbour's outage, short enough to be noticed.
RETRIES, FIRST_DELAY, BACK_OFF = 5, 15, 4


class Task:
    """A function of ids that the worker calls; it must be right to call it twice with the same ids."""

    def __init__(self, function: Callable[..., None], *, retries: int) -> None:
        self.function = function
        self.name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"
        self.retries = retries
        self.parameters = inspect.signature(function).parameters
        if next(iter(self.parameters), None) != "organisation_id":
            raise TypeError(f"{self.name} must take organisation_id first: a task names one organisation")
        REGISTRATIONS.append(self.register)

    def register(self, huey: LastingHuey) -> None:
        """Make the task known to an engine."""
        options = {"retries": self.retries, "retry_delay": FIRST_DELAY, "retry_backoff": BACK_OFF}
        huey.tasks[self.name] = huey.task(name=self.name, **options)(self.call)

    def later(self, organisation_id: UUID, *, at: datetime | None = None, **ids: UUID | int | str) -> None:
        """Have the worker do it after this transaction's commit, or at a moment; never if it rolls back."""
        values = {"organisation_id": organisation_id, **ids}
        if values.keys() != self.parameters.keys():
            raise TypeError(f"{self.name} takes {', '.join(self.parameters)}")
        message = {name: str(value) if isinstance(value, UUID) else value for name, value in values.items()}
        transaction.on_commit(lambda: self._enqueue(message, at))

    def call(self, **message: Any) -> None:
        """Call the function with what the queue held, each value of the type that its parameter declares.

        A refusal is an answer, not a fault: it is tried again only where the state of things may yet allow it.
        """
        values = {name: msgspec.convert(message[name], found.annotation) for name, found in self.parameters.items()}
        try:
            self.function(**values)
        except Conflict as refusal:
            raise CancelExecution(refusal.own_code) from refusal
        except Refusal as refusal:
            raise CancelExecution(refusal.own_code, retry=False) from refusal

    def _enqueue(self, message: dict[str, Any], at: datetime | None) -> None:
        prepared = engine().tasks[self.name]
        if at is None:
            prepared(**message)
        else:
            prepared.schedule(kwargs=message, eta=at)


def task(*, retries: int = RETRIES) -> Callable[[Callable[..., None]], Task]:
    """Declare a task: its function takes `organisation_id` first, then ids, and calls one action."""
    return lambda function: Task(function, retries=retries)
