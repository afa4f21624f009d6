"""Calendar views kept under a name."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tournee.change_log.actions import record
from tournee.organisations.errors import not_allowed, not_found
from tournee.organisations.models import Member
from tournee.values.refusal import Invalid

from .. import permissions, queries
from ..models import SavedFilter
from .checking import Problems, check_version

NAME_TAKEN = _("You already have a filter of this name.")


@transaction.atomic
def create_saved_filter(*, by: Member, sent: Mapping[str, Any]) -> SavedFilter:
    """Keep a view (`name`, `query`, `shared`). Raises Invalid."""
    saved = SavedFilter(organisation_id=by.organisation_id, owner=by)
    _take(saved, {"name": "", **sent})
    _save(saved, force_insert=True)
    _log("saved_filter.created", saved, by)
    return saved


@transaction.atomic
def update_saved_filter(
    *, filter_id: UUID, by: Member, sent: Mapping[str, Any], if_version: int | None = None
) -> SavedFilter:
    """Change what was sent. Raises NotVisible, NotAllowed, Stale, Invalid."""
    saved = _editable(by, filter_id)
    check_version(saved.version, if_version)
    was_shared = saved.shared
    _take(saved, sent)
    saved.version += 1
    _save(saved, update_fields=["name", "query", "shared", "version", "updated_at"])
    _log("saved_filter.changed", saved, by, heard_by_all=was_shared or saved.shared)
    return saved


@transaction.atomic
def delete_saved_filter(*, filter_id: UUID, by: Member, if_version: int | None = None) -> None:
    """Forget a view. Raises NotVisible, NotAllowed, Stale."""
    saved = _editable(by, filter_id)
    check_version(saved.version, if_version)
    _log("saved_filter.deleted", saved, by)
    SavedFilter.objects.of(by.organisation_id).filter(pk=saved.pk).delete()


def _editable(by: Member, filter_id: UUID) -> SavedFilter:
    queries.saved_filter(by, filter_id)
    locked = SavedFilter.objects.of(by.organisation_id).select_for_update(of=("self",)).select_related("owner")
    saved = locked.filter(pk=filter_id).first()
    if saved is None:
        raise not_found()
    if not permissions.may_edit_filter(by, saved):
        raise not_allowed()
    return saved


def _save(saved: SavedFilter, **how: Any) -> None:
    try:
        with transaction.atomic():
            saved.save(**how)
    except IntegrityError:
        # Another request took the name in the meantime.
        raise Invalid(NAME_TAKEN, fields={"name": [NAME_TAKEN]}) from None


def _take(saved: SavedFilter, sent: Mapping[str, Any]) -> None:
    problems = Problems()
    if "name" in sent:
        saved.name = problems.text("name", sent["name"], most=80, required=True)
        namesakes = SavedFilter.objects.of(saved.organisation_id).filter(owner_id=saved.owner_id, name=saved.name)
        # PostgreSQL takes no NUL, not even in a text to look for.
        if "name" not in problems.fields and namesakes.exclude(pk=saved.pk).exists():
            problems.add("name", NAME_TAKEN)
    if "query" in sent:
        saved.query = problems.text("query", sent["query"], most=2000).lstrip("?")
    if sent.get("shared") is not None:
        saved.shared = bool(sent["shared"])
    problems.refuse()


def _log(kind: str, saved: SavedFilter, by: Member, *, heard_by_all: bool | None = None) -> None:
    to_all = saved.shared if heard_by_all is None else heard_by_all
    record(
        kind,
        organisation_id=saved.organisation_id,
        subject_id=saved.pk,
        owner_id=None if to_all else saved.owner_id,
        by_id=by.pk,
    )
