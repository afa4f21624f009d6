"""The shapes of requests and answers that several parts share."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from ..problems import Problem


def _date_text(raw: Any) -> Any:
    # pydantic would also read numbers, as seconds since 1970.
    if isinstance(raw, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw):
        return raw
    raise PydanticCustomError("date_text", "not a date")


def _moment_text(raw: Any) -> Any:
    if isinstance(raw, str) and re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:", raw):
        return raw
    raise PydanticCustomError("moment_text", "not a moment")


# RFC 3339 full-date and date-time, as text.
DateIn = Annotated[date, BeforeValidator(_date_text)]
MomentIn = Annotated[datetime, BeforeValidator(_moment_text)]


class Strict(Schema):
    """A request body: a field that does not exist is an error, not silence."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    def sent(self) -> dict[str, Any]:
        """The fields that were sent, and no others."""
        return self.model_dump(exclude_unset=True)


class Named(Schema):
    """A record by its id and name."""

    id: UUID
    name: str


class AccountLine(Named):
    """An account as one line."""

    city: str


class TypeLine(Named):
    """An activity type as the grid draws it."""

    colour: str
    icon: str
    is_video: bool


class EventPlaceOut(Schema):
    """Where an event is: its own address, or its account's."""

    address: str
    latitude: float | None
    longitude: float | None
    source: Literal["event", "account"]


class ParticipantOut(Schema):
    """A person on an event."""

    id: UUID
    kind: Literal["user", "contact", "address"]
    user_id: UUID | None
    contact_id: UUID | None
    email: str
    name: str
    answer: Literal["accepted", "tentative", "none", "declined"]


class EventOut(Schema):
    """An event in a window: one item an occurrence."""

    id: UUID
    subject: str
    start: datetime | date = Field(union_mode="left_to_right")
    end: datetime | date = Field(union_mode="left_to_right")
    all_day: bool
    time_zone: str
    recurrence_id: str | None
    status: Literal["confirmed", "tentative", "cancelled"]
    owner: Named
    type: TypeLine | None
    account: AccountLine | None
    opportunity: Named | None
    place: EventPlaceOut | None
    privacy: Literal["normal", "private"]
    busy: bool
    participants: list[ParticipantOut]
    version: int
    can_edit: bool
    hidden: bool


class AlertOut(Schema):
    """The notice before an event."""

    id: UUID
    minutes_before: int
    at_time: str | None
    channel: Literal["in_app", "email"]


class AddressOut(Schema):
    """An event's own address."""

    address: str
    latitude: float | None
    longitude: float | None


class ClashOut(Schema):
    """What somebody has already; of what the caller may not know, only the time."""

    id: UUID | None
    recurrence_id: str | None
    subject: str
    start: datetime
    end: datetime
    hidden: bool


class WarningOut(Schema):
    """A double booking that the organisation warns of: what `user` has already, the first five of `count`."""

    code: Literal["double_booked"]
    user: Named
    count: int
    clashes: list[ClashOut]


class AnsweredOut(ParticipantOut):
    """A person on an event, with the answer's moment and words."""

    answered_at: datetime | None
    comment: str


class ProposalOut(Schema):
    """Another time that a guest proposes, for the event or one occurrence."""

    id: UUID
    recurrence_id: str | None
    email: str
    name: str
    comment: str
    start: datetime | date = Field(union_mode="left_to_right")
    end: datetime | date = Field(union_mode="left_to_right")
    all_day: bool
    time_zone: str
    received_at: datetime


class ExtraAnswerOut(Schema):
    """The answer of somebody who was not invited; `instead_of` is who sent him, as the mail says."""

    recurrence_id: str | None
    email: str
    name: str
    answer: Literal["accepted", "tentative", "none", "declined"]
    comment: str
    instead_of: str
    received_at: datetime


class EventDetailOut(EventOut):
    """An event with all that its page shows; after a write that takes time, what it lies over.

    Proposals and extra answers are shown to whoever may change it.
    """

    participants: list[AnsweredOut]  # type: ignore[assignment]  # more of each than a window shows
    proposals: list[ProposalOut]
    extra_answers: list[ExtraAnswerOut]
    notes: str
    alerts: list[AlertOut]
    other_address: AddressOut | None
    uid: str
    recurrence: list[str]
    recurrence_text: str
    created_at: datetime
    updated_at: datetime
    warnings: list[WarningOut] = []


class EventWindowOut(Schema):
    """The events of a window."""

    items: list[EventOut]
    next: str | None


class ParticipantIn(Strict):
    """A colleague, a contact, or a bare address."""

    user_id: UUID | None = None
    contact_id: UUID | None = None
    email: str | None = None
    name: str | None = None


class AlertIn(Strict):
    """The notice before an event; `at_time` (HH:MM) for all-day events."""

    minutes_before: int = Field(ge=0, le=527_040)
    at_time: str | None = None
    channel: Literal["in_app", "email"] = "in_app"


class AddressIn(Strict):
    """Replaces the account's address."""

    address: str = ""
    latitude: float | None = None
    longitude: float | None = None


class EventPatch(Strict):
    """The fields of an event that may be written; all optional on PATCH.

    `recurrence` holds RRULE, RDATE and EXDATE lines of RFC 5545; an empty list ends the repetition.
    """

    subject: str | None = None
    start: str | None = None
    end: str | None = None
    all_day: bool | None = None
    time_zone: str | None = None
    owner_id: UUID | None = None
    type_id: UUID | None = None
    account_id: UUID | None = None
    opportunity_id: UUID | None = None
    participants: list[ParticipantIn] | None = None
    notes: str | None = None
    other_address: AddressIn | None = None
    privacy: Literal["normal", "private"] | None = None
    busy: bool | None = None
    alerts: list[AlertIn] | None = None
    recurrence: list[str] | None = None


class EventIn(EventPatch):
    """A new event."""

    subject: str
    start: str


class ChangeOut(Schema):
    """One line of a record's history: from where it came, and each changed field with its values before and after."""

    number: int
    at: datetime
    by: Named | None
    kind: str
    source: str
    changes: dict[str, list[Any]]


class HistoryOut(Schema):
    """A record's history, newest first."""

    items: list[ChangeOut]
    next: str | None


class TaskOut(Schema):
    """A task."""

    id: UUID
    subject: str
    due_on: date | None
    done_at: datetime | None
    owner: Named
    account: AccountLine | None
    opportunity: Named | None
    notes: str
    privacy: Literal["normal", "private"]
    version: int
    can_edit: bool


class TaskPageOut(Schema):
    """A page of tasks."""

    items: list[TaskOut]
    next: str | None


class TaskPatch(Strict):
    """The fields of a task that may be written; all optional on PATCH."""

    subject: str | None = None
    due_on: str | None = None
    owner_id: UUID | None = None
    account_id: UUID | None = None
    opportunity_id: UUID | None = None
    notes: str | None = None
    privacy: Literal["normal", "private"] | None = None


class TaskIn(TaskPatch):
    """A new task."""

    subject: str


# Every endpoint's expected errors, for the document.
READ_ERRORS = {401: Problem, 403: Problem, 404: Problem, 422: Problem}
MAKE_ERRORS = {400: Problem, **READ_ERRORS, 413: Problem}
WRITE_ERRORS = {**MAKE_ERRORS, 409: Problem, 412: Problem}
