"""What the feed reads, as the database holds it: ids as texts with or without dashes, moments as datetime or text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Row(NamedTuple):
    """One event as the database holds it: ids as texts with or without dashes, moments as datetime or UTC text."""

    id: Any
    subject: str
    all_day: Any
    starts_on: Any
    ends_on: Any
    starts_at: Any
    ends_at: Any
    time_zone: str
    status: str
    owner_id: Any
    type_id: Any
    account_id: Any
    opportunity_id: Any
    address: str
    latitude: float | None
    longitude: float | None
    privacy: str
    busy: Any
    version: int
    series_id: Any
    recurrence_id: str


class Person(NamedTuple):
    """One participant as the database holds it."""

    event_id: Any
    id: Any
    member_id: Any
    member_name: str | None
    member_email: str | None
    contact_id: Any
    contact_given_name: str | None
    contact_family_name: str | None
    email: str
    name: str
    answer: str


class Place(NamedTuple):
    """One account as the database holds it: its name, and where it is."""

    id: Any
    name: str
    city: str
    street: str
    postcode: str
    latitude: float | None
    longitude: float | None


class Kind(NamedTuple):
    """One activity type as the database holds it."""

    id: Any
    name_fr: str
    name_en: str
    colour: str
    icon: str
    is_video: Any


@dataclass(frozen=True, slots=True)
class Around:
    """What rows refer to, each by its id as the rows give it; participants by their event's."""

    people: Mapping[Any, Sequence[Person]]
    owners: Mapping[Any, str]
    accounts: Mapping[Any, Place]
    opportunities: Mapping[Any, str]
    kinds: Mapping[Any, Kind]
    # Of series whose occurrences have rows of their own.
    zones: Mapping[Any, str] = field(default_factory=dict)
