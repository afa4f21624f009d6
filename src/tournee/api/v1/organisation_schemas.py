"""The shapes of users, teams, tokens and the organisation itself."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from .schemas import MomentIn, Named, Strict

RoleName = Literal["administrator", "manager", "rep"]
LanguageName = Literal["fr", "en"]
WeekDay = Annotated[int, Field(ge=1, le=7)]
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


class UserOut(Schema):
    """A colleague; the last two say what the caller may do with the calendar."""

    id: UUID
    email: str
    name: str
    role: RoleName
    team: Named | None
    language: LanguageName
    time_zone: str
    active: bool
    version: int
    is_me: bool
    reads_calendar: bool
    edits_calendar: bool


class UserPageOut(Schema):
    """A page of users."""

    items: list[UserOut]
    next: str | None


class UserPatch(Strict):
    """The fields of a user that an administrator writes; all optional on PATCH."""

    email: str | None = None
    name: str | None = None
    role: RoleName | None = None
    team_id: UUID | None = None
    language: LanguageName | None = None
    time_zone: str | None = None
    active: bool | None = None


class UserIn(UserPatch):
    """A new user; the invitation is sent from the settings page."""

    email: str
    name: str


class MeOut(Schema):
    """The caller. `week_start` and `work_days` count from Monday, 1, to Sunday, 7."""

    id: UUID
    email: str
    name: str
    role: RoleName
    language: LanguageName
    time_zone: str
    week_start: int
    work_days: list[int]
    work_start: str
    work_end: str
    show_tasks: bool
    logout_after_hours: int
    team: Named | None
    organisation: Named
    version: int


class MePatch(Strict):
    """What everyone decides for himself."""

    name: str | None = None
    language: LanguageName | None = None
    time_zone: str | None = None
    week_start: WeekDay | None = None
    work_days: list[WeekDay] | None = None
    work_start: str | None = Field(default=None, description="HH:MM")
    work_end: str | None = Field(default=None, description="HH:MM")
    show_tasks: bool | None = None
    logout_after_hours: Annotated[int, Field(ge=1, le=336)] | None = None


class TeamOut(Schema):
    """A node of the organisation's tree."""

    id: UUID
    name: str
    parent_id: UUID | None
    version: int


class TeamPageOut(Schema):
    """The whole tree; `next` is always null."""

    items: list[TeamOut]
    next: str | None


class TeamPatch(Strict):
    """The fields of a team that may be written; all optional on PATCH."""

    name: str | None = None
    parent_id: UUID | None = None


class TeamIn(TeamPatch):
    """A new team."""

    name: str


class OrganisationOut(Schema):
    """The caller's organisation and its settings."""

    id: UUID
    name: str
    language: LanguageName
    time_zone: str
    currency: str
    country: str
    calendar_sharing: Literal["own", "team", "organisation"]
    double_booking: Literal["off", "warn", "refuse"]
    version: int


class OrganisationPatch(Strict):
    """What an administrator sets for everybody."""

    name: str | None = None
    language: LanguageName | None = None
    time_zone: str | None = None
    currency: str | None = None
    country: str | None = None
    calendar_sharing: Literal["own", "team", "organisation"] | None = None
    double_booking: Literal["off", "warn", "refuse"] | None = None


class TokenOut(Schema):
    """A token as it can be shown: never its secret, only how it ends."""

    id: UUID
    name: str
    scopes: list[str]
    hint: str
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None


class TokenPageOut(Schema):
    """One's own tokens, newest first; `next` is always null."""

    items: list[TokenOut]
    next: str | None


class TokenMadeOut(TokenOut):
    """A new token with its secret, which is shown this once."""

    secret: str


class TokenIn(Strict):
    """A new token."""

    name: str
    scopes: list[str]
    expires_at: MomentIn | None = None
