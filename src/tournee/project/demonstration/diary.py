"""What has been planned: events with their people and alerts, as the calendar's actions would have written them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from tournee.calendar.domain.event_times import EventTimes
from tournee.calendar.domain.window import LONG
from tournee.calendar.models import Alert, Event, Participant
from tournee.change_log.actions import Entry
from tournee.directory.models import Account, Contact, Opportunity
from tournee.organisations.models import Member
from tournee.values.time_range import DateRange, TimeRange
from tournee.values.time_zone import zone

from .chance import Chance
from .company import Company

Guest = Member | Contact | tuple[str, str]
ANSWERS = (*["accepted"] * 9, "tentative", "tentative", "declined")
QUARTER = timedelta(minutes=15)


@dataclass
class Logged:
    """A line of the log: who wrote what when."""

    at: datetime
    by: Member
    entry: Entry


@dataclass
class Diary:
    """Everybody's events, in the making."""

    company: Company
    chance: Chance
    events: list[Event] = field(default_factory=list)
    participants: list[Participant] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)
    logged: list[Logged] = field(default_factory=list)

    def hours(
        self, owner: Member, subject: str, start: datetime, minutes: int, *, time_zone: str = "", type_key: str = ""
    ) -> Event:
        """Plan an event at a local time of its zone, the owner's unless another is named."""
        name = time_zone or owner.time_zone
        begin = start.replace(tzinfo=zone(name))
        span = TimeRange(begin, begin + timedelta(minutes=minutes))
        return self._plan(owner, subject, EventTimes(span, name), type_key)

    def days(self, owner: Member, subject: str, first: date, days: int = 1, *, type_key: str = "") -> Event:
        """Plan an event of whole days."""
        span = DateRange(first, first + timedelta(days=days))
        return self._plan(owner, subject, EventTimes(span, owner.time_zone), type_key)

    def _plan(self, owner: Member, subject: str, times: EventTimes, type_key: str) -> Event:
        planned_at = self.chance.before(times.starts_at, days=24, now=self.company.now)
        event = Event(
            id=self.chance.id_at(planned_at),
            organisation=self.company.organisation,
            subject=subject,
            owner=owner,
            all_day=times.all_day,
            starts_at=times.starts_at,
            ends_at=times.ends_at,
            is_long=times.ends_at - times.starts_at > LONG,
            time_zone=times.time_zone,
            type=self.company.types.get(type_key),
        )
        event.uid = f"{event.pk}@tournee"
        if isinstance(times.span, DateRange):
            event.starts_on, event.ends_on = times.span.start, times.span.end
        self.events.append(event)
        created = Entry("event.created", event.pk, owner.pk, {"subject": [None, subject]})
        self.logged.append(Logged(planned_at, owner, created))
        return event

    def about(self, event: Event, account: Account, opportunity: Opportunity | None = None) -> None:
        """Say with whom it is, and for which deal."""
        event.account, event.opportunity = account, opportunity

    def invite(self, event: Event, guests: Sequence[Guest]) -> None:
        """Put people on it; what lies behind is answered more often than what is to come."""
        for position, guest in enumerate(guests):
            place = Participant(
                id=self.chance.id_at(min(event.starts_at, self.company.now)),
                organisation=self.company.organisation,
                event=event,
                position=position,
                event_starts_at=event.starts_at,
            )
            _name(place, guest)
            past = event.starts_at < self.company.now
            if not isinstance(guest, tuple) and self.chance.likely(0.9 if past else 0.6):
                place.answer = self.chance.choice(ANSWERS)
            if place.answer != "none":
                place.answered_at = self.chance.before(event.starts_at, days=5, now=self.company.now)
            self.participants.append(place)

    def warn(self, event: Event, minutes_before: int, *, at_time: time | None = None, channel: str = "in_app") -> None:
        """Put an alert on it."""
        alert = Alert(
            id=self.chance.id_at(self.company.now),
            organisation=self.company.organisation,
            event=event,
            minutes_before=minutes_before,
            at_time=at_time,
            channel=channel,
        )
        self.alerts.append(alert)


def _name(place: Participant, guest: Guest) -> None:
    if isinstance(guest, Member):
        place.member, place.email, place.name = guest, guest.email, guest.name
    elif isinstance(guest, Contact):
        place.contact, place.email, place.name = guest, guest.email, guest.name
    else:
        place.name, place.email = guest


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A local time of a day."""
    return datetime.combine(day, time(hour, minute))
