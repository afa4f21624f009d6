"""Declares work that is done later, by the worker."""

import inspect
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction

from tournee.values.refusal import Conflict, Refusal

from .engines.engine import Engine, NotNowError
from .queue import REGISTRATIONS, engine

logger = logging.getLogger(__name__)
RETRIES = 5


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

    def register(self, engine: Engine) -> None:
        """Make the task known to an engine."""
        engine.declare(self.name, self.call, retries=self.retries)

    def later(self, organisation_id: UUID, *, at: datetime | None = None, **ids: UUID | int | str) -> None:
        """Have the worker do it after this transaction's commit, or at a moment; never if it rolls back."""
        message = self._message(organisation_id, ids)
        transaction.on_commit(lambda: engine().put(self.name, message, at=at))

    def at_once(self, organisation_id: UUID, **ids: UUID | int | str) -> None:
        """Have the worker do it, whatever becomes of this transaction. Raises where the queue is away."""
        engine().put(self.name, self._message(organisation_id, ids), at=None)

    def call(self, **message: Any) -> None:
        """Call the function with what the queue held, each value of the type that its parameter declares.

        A refusal is an answer, not a fault: it is tried again only where the state of things may yet allow it.
        """
        values = {name: msgspec.convert(message[name], found.annotation) for name, found in self.parameters.items()}
        try:
            self.function(**values)
        except Conflict as refusal:
            raise NotNowError(refusal.own_code) from refusal
        except Refusal as refusal:
            logger.warning("job %s was refused: %s", self.name, refusal.own_code)

    def _message(self, organisation_id: UUID, ids: dict[str, UUID | int | str]) -> dict[str, int | str]:
        values = {"organisation_id": organisation_id, **ids}
        if values.keys() != self.parameters.keys():
            raise TypeError(f"{self.name} takes {', '.join(self.parameters)}")
        return {name: str(value) if isinstance(value, UUID) else value for name, value in values.items()}


def task(*, retries: int = RETRIES) -> Callable[[Callable[..., None]], Task]:
    """Declare a task: its function takes `organisation_id` first, then ids, and calls one action."""
    return lambda function: Task(function, retries=retries)
