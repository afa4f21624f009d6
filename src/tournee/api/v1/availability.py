"""When colleagues are free: side by side, the next times that suit all, and what an event lies over."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from ninja import Query, Router, Schema
from pydantic import Field

from tournee.calendar import double_booking, free_busy, queries
from tournee.calendar.domain import availability
from tournee.calendar.domain.availability import Spans
from tournee.calendar.domain.window import BadWindow, Window
from tournee.calendar.models import Answer, Event
from tournee.organisations import queries as organisations
from tournee.organisations.models import DoubleBooking, Member
from tournee.values.refusal import Invalid
from tournee.values.time_range import TimeRange
from tournee.values.time_zone import UnknownZone, zone

from ..auth import signed_in, viewer
from ..writes import answer
from .event_json import BUSY
from .schemas import READ_ERRORS, Named

router = Router(tags=["events"], auth=signed_in("events"))

MOST_PEOPLE = 50
LONGEST = timedelta(days=62)
USUAL_SEARCH = timedelta(days=14)
# Of each person, so that an answer stays one that is read.
MOST_CLASHES = 5
MOST_WARNED_OF = 20


class SpanOut(Schema):
    """A stretch of time."""

    start: datetime
    end: datetime


class FreeBusyOut(Schema):
    """When one person is taken, and works; what takes the time is never said."""

    user: Named
    time_zone: str
    busy: list[SpanOut]
    working: list[SpanOut]


class FreeBusyPageOut(Schema):
    """One item a person, in the order asked for."""

    items: list[FreeBusyOut]
    next: None = None


class FreeSlotsOut(Schema):
    """Times at which all asked for work and none is busy, the next first."""

    items: list[SpanOut]
    next: None = None


class Asked(Schema):
    """`user` takes ids and `me`, and may be repeated, up to 50 times; without it, the caller is meant."""

    user: list[str] | None = None
    time_zone: str | None = None
    except_event: UUID | None = None


class Stretch(Asked):
    """`start` and `end` are RFC 3339 moments, or dates in `time_zone` (else the caller's), at most 62 days apart."""

    start: str
    end: str


class Search(Asked):
    """Without `start` from now on; without `end` the two weeks from then, at most 62 days."""

    minutes: Annotated[int, Field(ge=5, le=1_440)] = 30
    start: str | None = None
    end: str | None = None
    most: Annotated[int, Field(ge=1, le=50)] = 5


@router.get("/free-busy", response={200: FreeBusyPageOut, **READ_ERRORS}, operation_id="free_busy")
def list_free_busy(request: HttpRequest, filters: Query[Stretch]) -> HttpResponse:
    """When colleagues are taken and when they work: of everybody in the organisation, and nothing but that.

    Busy events that a person owns count, and those that he takes part in unless he declined; all-day ones in his own
    zone. `except_event` leaves out one event, or series, that the caller sees.
    """
    by = viewer(request)
    members, tz = _members(by, filters.user), _zone(filters, by)
    within = _stretch(filters.start, filters.end, tz)
    found = free_busy.people(members, within, except_id=_except(by, filters.except_event))
    items = [
        {
            "user": _named(one),
            "time_zone": one.time_zone,
            "busy": _spans(found[one.pk].busy, tz),
            "working": _spans(found[one.pk].working, tz),
        }
        for one in members
    ]
    return answer({"items": items, "next": None})


@router.get("/free-slots", response={200: FreeSlotsOut, **READ_ERRORS}, operation_id="free_slots")
def list_free_slots(request: HttpRequest, filters: Query[Search]) -> HttpResponse:
    """The next times of so many minutes at which all work, each by his own hours, and none is busy.

    They begin on quarter hours, not in the past, and do not overlap.
    """
    by, now = viewer(request), timezone.now()
    members, tz = _members(by, filters.user), _zone(filters, by)
    within = _searched(filters, tz, now)
    found = free_busy.people(members, within, except_id=_except(by, filters.except_event))
    length = timedelta(minutes=filters.minutes)
    slots = availability.free_slots(list(found.values()), within=within, length=length, most=filters.most)
    return answer({"items": _spans(tuple(slots), tz), "next": None})


def double_bookings(by: Member, event: Event) -> list[dict[str, Any]]:
    """`warnings` of an answer about an event that was read with its details; [] where the organisation says nothing."""
    if by.organisation.double_booking == DoubleBooking.OFF:
        return []
    places = [one for one in event.participants.all() if one.member and one.answer != Answer.DECLINED]
    if event.recurrence and event.recurrence_id:
        # One occurrence stands for its series: all of it was written.
        event = queries.event(by, event.pk)
    people = {one.member.pk: one.member for one in places if one.member} | {event.owner_id: event.owner}
    members = [event.owner, *(one for one in people.values() if one.pk != event.owner_id)][:MOST_WARNED_OF]
    found = double_booking.clashes(event, members, now=timezone.now())
    by_member = {one.pk: [clash.taking for clash in found if clash.member_id == one.pk] for one in members}
    shown = [one for some in by_member.values() for one in some[:MOST_CLASHES]]
    known = queries.open_events(by).filter(pk__in={one.row_id for one in shown}) if shown else ()
    subjects = {one.pk: one.subject for one in known}
    return [
        {
            "code": "double_booked",
            "user": _named(one),
            "count": len(some),
            "clashes": [_clash(taking, subjects, zone(event.time_zone)) for taking in some[:MOST_CLASHES]],
        }
        for one in members
        if (some := by_member[one.pk])
    ]


def _clash(taking: free_busy.Taking, subjects: Mapping[UUID, str], tz: ZoneInfo) -> dict[str, Any]:
    subject = subjects.get(taking.row_id)
    hidden = subject is None
    return {
        "id": None if hidden else str(taking.event_id),
        "recurrence_id": None if hidden else taking.recurrence_id or None,
        "subject": str(BUSY) if hidden else subject,
        **_span(taking.span, tz),
        "hidden": hidden,
    }


def _members(by: Member, users: Sequence[str] | None) -> list[Member]:
    """The colleagues asked for, each once. Raises Invalid."""
    if not users:
        return [by]
    if len(users) > MOST_PEOPLE:
        text = ngettext("Ask for %(most)d person at most.", "Ask for %(most)d people at most.", MOST_PEOPLE)
        raise _wrong("user", text % {"most": MOST_PEOPLE})
    ids = list(dict.fromkeys(_member_id(by, one) for one in users))
    found = {one.pk: one for one in organisations.members_visible_to(by).filter(pk__in=ids)}
    if len(found) < len(ids):
        raise _wrong("user", gettext("This does not exist, or is not shared with you."))
    return [found[one] for one in ids]


def _member_id(by: Member, raw: str) -> UUID:
    try:
        return by.pk if raw == "me" else UUID(raw)
    except ValueError as error:
        raise _wrong("user", gettext("This is not an identifier.")) from error


def _zone(asked: Asked, by: Member) -> ZoneInfo:
    try:
        return zone(asked.time_zone or by.time_zone)
    except UnknownZone as error:
        raise _wrong("time_zone", gettext("This time zone is not known."), code="unknown_zone") from error


def _stretch(start: str, end: str, tz: ZoneInfo) -> TimeRange:
    try:
        within = Window.read(start, end, tz.key).span
        if within.duration > LONGEST:
            raise BadWindow("end")
    except BadWindow as error:
        text = gettext("Write two moments or dates, the second after the first, at most 62 days apart.")
        raise _wrong(error.field, text, code="bad_window") from error
    return within


def _searched(filters: Search, tz: ZoneInfo, now: datetime) -> TimeRange:
    """Where slots are looked for: nothing of the past. Raises Invalid."""
    start = filters.start or now.isoformat()
    within = _stretch(start, filters.end or _usual_end(start, tz), tz)
    if filters.end is None:
        begin = max(within.start, now)
        return TimeRange(begin, begin + USUAL_SEARCH)
    return TimeRange(max(within.start, now), max(within.end, now))


def _usual_end(start: str, tz: ZoneInfo) -> str:
    try:
        moment = datetime.fromisoformat(start) + USUAL_SEARCH
    except (ValueError, OverflowError) as error:
        text = gettext("Write a date and a time, such as 2026-11-24T14:00.")
        raise _wrong("start", text, code="bad_window") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=tz)).isoformat()


def _except(by: Member, event_id: UUID | None) -> UUID | None:
    """Only what one sees may be left out: the answer must not tell when a hidden event is."""
    return event_id if event_id and queries.open_events(by).filter(pk=event_id).exists() else None


def _wrong(field: str, text: str, *, code: str | None = None) -> Invalid:
    return Invalid(text, code=code, fields={field: [text]})


def _named(member: Member) -> dict[str, str]:
    return {"id": str(member.pk), "name": member.name}


def _spans(spans: Spans, tz: ZoneInfo) -> list[dict[str, str]]:
    return [_span(one, tz) for one in spans]


def _span(span: TimeRange, tz: ZoneInfo) -> dict[str, str]:
    return {"start": span.start.astimezone(tz).isoformat(), "end": span.end.astimezone(tz).isoformat()}
