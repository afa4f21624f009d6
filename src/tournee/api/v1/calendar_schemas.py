"""The shapes of activity types and saved filters."""

from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from .schemas import Named, Strict

Colour = Literal["green", "blue", "violet", "teal", "pink", "brown", "slate", "gold"]
Icon = Literal["visit", "meeting", "call", "video", "meal", "training", "show", "travel", "office", "away", "calendar"]


class ActivityTypeOut(Schema):
    """A kind of event; `name` is in the language of the request."""

    id: UUID
    name: str
    name_fr: str
    name_en: str
    colour: str
    icon: str
    is_video: bool
    position: int
    active: bool
    version: int


class ActivityTypePageOut(Schema):
    """The organisation's list in its order; `next` is always null."""

    items: list[ActivityTypeOut]
    next: str | None


class ActivityTypeIn(Strict):
    """What an administrator writes of an activity type: `name_fr` or `name_en` at least; all optional on PATCH."""

    name_fr: str | None = None
    name_en: str | None = None
    colour: Colour | None = None
    icon: Icon | None = None
    is_video: bool | None = None
    position: Annotated[int, Field(ge=0, le=999)] | None = None
    active: bool | None = None


class SavedFilterOut(Schema):
    """A calendar view under a name; `query` is the query string of its address."""

    id: UUID
    name: str
    query: str
    shared: bool
    owner: Named
    version: int
    can_edit: bool


class SavedFilterPageOut(Schema):
    """One's own filters and those that colleagues share, by name."""

    items: list[SavedFilterOut]
    next: str | None


class SavedFilterPatch(Strict):
    """The fields of a saved filter that may be written; all optional on PATCH."""

    name: str | None = None
    query: str | None = None
    shared: bool | None = None


class SavedFilterIn(SavedFilterPatch):
    """A new saved filter."""

    name: str
