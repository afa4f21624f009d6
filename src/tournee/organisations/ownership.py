"""What every table has: an organisation, a UUIDv7, and a door that stays shut until the organisation is named."""

from collections.abc import Iterator
from typing import Any, Self, TypeVar
from uuid import UUID

from django.db import models

from tournee.values.identifier import new_id

M = TypeVar("M", bound=models.Model)


class OrganisationMissing(RuntimeError):
    """A query on an organisation's table that names no organisation: a programming error, never shown to people."""


class OwnedQuerySet(models.QuerySet[M]):
    """Refuses to touch the database until `of(organisation)` was called, or a parent record narrowed it."""

    opened = False

    def of(self, organisation_id: UUID) -> Self:
        """The rows of that organisation."""
        opened = self.filter(organisation_id=organisation_id)
        opened.opened = True
        return opened

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # Django's own hook, not in the stubs
        clone.opened = self.opened
        return clone

    def _chain(self) -> Self:
        clone: Self = super()._chain()  # type: ignore[misc]  # as above
        clone.opened = self.opened
        return clone

    def _check(self) -> None:
        # A related manager hands its instance down as a hint: rows of one record belong to its organisation.
        if not self.opened and "instance" not in getattr(self, "_hints", {}):
            raise OrganisationMissing(self.model.__name__)

    def _fetch_all(self) -> None:
        self._check()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Iterator[M]:
        """As Django's, with the check."""
        self._check()
        return super().iterator(chunk_size)

    def count(self) -> int:
        """As Django's, with the check."""
        self._check()
        return super().count()

    def exists(self) -> bool:
        """As Django's, with the check."""
        self._check()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """As Django's, with the check."""
        self._check()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        """As Django's, with the check."""
        self._check()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """As Django's, with the check."""
        self._check()
        return super().delete()


class OwnedModel(models.Model):
    """A row of one organisation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False
    )

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="%(app_label)s_%(class)s_of_organisation"),
        ]


class VersionedModel(OwnedModel):
    """A row that people edit: `version` grows by one with each write, and is the ETag."""

    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(OwnedModel.Meta):
        abstract = True
