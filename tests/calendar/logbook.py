"""What actions must leave behind: one version and one line of the log each, and nothing when they refuse."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Model

from tournee.change_log.models import Change
from tournee.values.refusal import Refusal


def kinds() -> list[str]:
    """The log so far."""
    return list(Change.objects.order_by("number").values_list("kind", flat=True))


def history(subject_id: UUID) -> list[Change]:
    """The lines about one record."""
    return list(Change.objects.filter(subject_id=subject_id).order_by("number"))


def last() -> Change:
    """The newest line."""
    return Change.objects.order_by("-number")[0]


def rows(*models: type[Model]) -> list[tuple[Any, ...]]:
    """Every row of those tables, whole."""
    return [row for model in models for row in model._base_manager.order_by("pk").values_list()]  # type: ignore[attr-defined]


@contextmanager
def refused(error: type[Refusal], *tables: type[Model], field: str = "") -> Iterator[None]:
    """The block raises `error` (about `field`, if named), and changes neither those tables nor the log."""
    before = rows(*tables), kinds()
    with pytest.raises(error) as caught:
        yield
    assert (rows(*tables), kinds()) == before
    if field:
        assert list(caught.value.fields) == [field]
