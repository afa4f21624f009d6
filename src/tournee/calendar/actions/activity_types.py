"""The organisation's list of activity types."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tournee.change_log.actions import record
from tournee.organisations import queries as organisations
from tournee.organisations.errors import not_found
from tournee.organisations.models import Member

from .. import queries
from ..models import ActivityType, Event
from .checking import Problems, check_version

COLOURS = ["green", "blue", "violet", "teal", "pink", "brown", "slate", "gold"]
ICONS = ["visit", "meeting", "call", "video", "meal", "training", "show", "travel", "office", "away", "calendar"]
# key, French, English, colour, icon, by video
DEFAULTS = [
    ("visit", "Visite", "Visit", "green", "visit", False),
    ("meeting", "Réunion", "Meeting", "blue", "meeting", False),
    ("call", "Appel", "Call", "teal", "call", False),
    ("video", "Visioconférence", "Video meeting", "violet", "video", True),
    ("show", "Salon", "Trade show", "gold", "show", False),
    ("training", "Formation", "Training", "pink", "training", False),
    ("office", "Travail au bureau", "Office work", "slate", "office", False),
    ("away", "Absence", "Away", "brown", "away", False),
]
WRITTEN = ["name_fr", "name_en", "colour", "icon", "is_video", "position", "active"]


@transaction.atomic
def create_default_types(*, organisation_id: UUID) -> list[ActivityType]:
    """The list that an organisation starts with; nothing where it has one."""
    if ActivityType.objects.of(organisation_id).exists():
        return []
    return ActivityType.objects.bulk_create(
        [
            ActivityType(
                organisation_id=organisation_id,
                key=key,
                name_fr=french,
                name_en=english,
                colour=colour,
                icon=icon,
                is_video=is_video,
                position=position,
            )
            for position, (key, french, english, colour, icon, is_video) in enumerate(DEFAULTS, start=1)
        ]
    )


@transaction.atomic
def create_activity_type(*, by: Member, sent: Mapping[str, Any]) -> ActivityType:
    """Add a type (`name_fr` or `name_en` at least). Raises NotAllowed, Invalid."""
    organisations.require_administrator(by)
    kind = ActivityType(organisation_id=by.organisation_id, position=queries.activity_types(by).count() + 1)
    _take(kind, sent)
    kind.save(force_insert=True)
    _log("activity_type.created", kind, by)
    return kind


@transaction.atomic
def update_activity_type(
    *, type_id: UUID, by: Member, sent: Mapping[str, Any], if_version: int | None = None
) -> ActivityType:
    """Change what was sent. Raises NotAllowed, NotVisible, Stale, Invalid."""
    organisations.require_administrator(by)
    kind = _locked(by, type_id)
    check_version(kind.version, if_version)
    _take(kind, sent)
    kind.version += 1
    kind.save(update_fields=[*WRITTEN, "version", "updated_at"])
    _log("activity_type.changed", kind, by)
    return kind


@transaction.atomic
def remove_activity_type(*, type_id: UUID, by: Member, if_version: int | None = None) -> None:
    """Remove a type that no event uses; one in use is switched off. Raises NotAllowed, NotVisible, Stale."""
    organisations.require_administrator(by)
    kind = _locked(by, type_id)
    check_version(kind.version, if_version)
    if Event.objects.of(by.organisation_id).filter(type=kind).exists():
        kind.active = False
        kind.version += 1
        kind.save(update_fields=["active", "version", "updated_at"])
    else:
        ActivityType.objects.of(by.organisation_id).filter(pk=kind.pk).delete()
    _log("activity_type.removed", kind, by)


def _locked(by: Member, type_id: UUID) -> ActivityType:
    kind = queries.activity_types(by).select_for_update().filter(pk=type_id).first()
    if kind is None:
        raise not_found()
    return kind


def _take(kind: ActivityType, sent: Mapping[str, Any]) -> None:
    problems = Problems()
    for name in ("name_fr", "name_en"):
        if name in sent:
            setattr(kind, name, problems.text(name, sent[name], most=60))
    if not (kind.name_fr or kind.name_en):
        problems.add("name_fr", _("This cannot be empty."))
    if sent.get("colour") is not None:
        kind.colour = problems.choice("colour", sent["colour"], COLOURS)
    if sent.get("icon") is not None:
        kind.icon = problems.choice("icon", sent["icon"], ICONS)
    if sent.get("position") is not None:
        kind.position = min(max(int(sent["position"]), 0), 999)
    for name in ("is_video", "active"):
        if sent.get(name) is not None:
            setattr(kind, name, bool(sent[name]))
    problems.refuse()


def _log(verb: str, kind: ActivityType, by: Member) -> None:
    record(verb, organisation_id=kind.organisation_id, subject_id=kind.pk, by_id=by.pk)
