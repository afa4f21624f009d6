"""An event with all its rows and people, and what each of them is to know of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q

from tournee.calendar.actions.answering import address_of, name_of, people_on
from tournee.calendar.domain.recurrence import Moment, Recurrence, is_start
from tournee.calendar.domain.series import Series, read_written, wall_start, written
from tournee.calendar.models import Event, Participant, Status
from tournee.organisations.models import Member
from tournee.values.email_address import BadAddress, EmailAddress

from ..domain.invitation import Part, View, digest_of

# What is left out of a series is looked through so far.
MOST_LEFT_OUT = 2_000


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is written to, in which language, and on which clocks ("" for those of the event)."""

    email: EmailAddress
    name: str
    language: str
    time_zone: str = ""
    member_id: UUID | None = None


@dataclass(frozen=True)
class Family:
    """An event, or a series with the occurrences that have rows of their own. `master` is there also when it is
    `over`: in the trash or cancelled; None when it is gone for good."""

    master: Event | None
    overrides: tuple[Event, ...]
    people: Mapping[UUID, tuple[Participant, ...]]

    @property
    def over(self) -> bool:
        """Whether nobody is invited to anything of it any more."""
        return self.master is None or self.master.deleted_at is not None or self.master.status == Status.CANCELLED

    @property
    def rows(self) -> tuple[Event, ...]:
        """All its rows, the master's first."""
        return (self.master, *self.overrides) if self.master else self.overrides

    def row(self, name: str) -> Event | None:
        """The row of an occurrence that has one."""
        return next((one for one in self.overrides if one.recurrence_id == name), None)

    def places(self, row: Event, key: str) -> list[Participant]:
        """The person's places on a row."""
        return [one for one in self.people.get(row.pk, ()) if address_of(one).casefold() == key]


def read_family(organisation_id: UUID, event_id: UUID) -> Family:
    """The event with its people, the trash included. Two queries."""
    events = Event.objects.of(organisation_id).filter(Q(pk=event_id) | Q(series_id=event_id))
    rows = list(events.select_related("owner__organisation", "account").order_by("recurrence_id"))
    people: dict[UUID, list[Participant]] = defaultdict(list)
    for one in people_on(organisation_id, [row.pk for row in rows]):
        people[one.event_id].append(one)
    master = next((row for row in rows if row.pk == event_id), None)
    overrides = tuple(row for row in rows if row.pk != event_id)
    return Family(master, overrides, {pk: tuple(found) for pk, found in people.items()})


def guests_of(family: Family) -> dict[str, Guest]:
    """Whom its owner invites, by address; nobody twice, not himself, and not who has no address or no access."""
    if family.over or family.master is None:
        return {}
    owner = family.master.owner
    found: dict[str, Guest] = {}
    for participant in (one for row in family.rows for one in family.people.get(row.pk, ())):
        guest = _guest(participant, owner)
        if guest is not None:
            found.setdefault(guest.email.key, guest)
    return found


def _guest(participant: Participant, owner: Member) -> Guest | None:
    member, contact = participant.member, participant.contact
    try:
        email = EmailAddress.parse(address_of(participant))
    except BadAddress:
        return None
    if participant.member_id == owner.pk or email.key == owner.email.casefold() or (member and not member.is_active):
        return None
    language = (member and member.language) or (contact and contact.language) or owner.organisation.language
    zone = member.time_zone if member else ""
    return Guest(email, name_of(participant), language, zone, participant.member_id)


def views_of(family: Family, keys: Iterable[str], *, now: datetime) -> dict[str, View]:
    """For each of these addresses what the person is to know now."""
    master = family.master
    if master is None or family.over:
        return {key: View() for key in keys}
    whole = Part(_digest(master) + _repeats(master), digest_of_times(master) + _rules(master), end_of(master))
    left_out = dict(_left_out(master, now))
    apart = {row.recurrence_id: part for row in family.overrides if (part := _apart(master, row)) is not None}
    return {key: _view(family, key, whole, left_out, apart) for key in keys}


def _view(family: Family, key: str, whole: Part, left_out: Mapping[str, datetime], apart: Mapping[str, Part]) -> View:
    assert family.master is not None  # noqa: S101 -- for mypy: the caller has looked
    on_whole = bool(family.places(family.master, key))
    excluded, shown = dict(left_out), {}
    for row in family.overrides:
        name = row.recurrence_id
        if row.status == Status.CANCELLED or not family.places(row, key):
            excluded[name] = row.ends_at
        elif name in apart or not on_whole:
            shown[name] = apart.get(name) or _part(row, row)
    return View(whole if on_whole else None, shown, excluded if on_whole else {})


def _apart(master: Event, row: Event) -> Part | None:
    """An occurrence as it differs from its series; None where the reader sees no difference."""
    usual = as_the_series_has_it(master, row.recurrence_id)
    if usual is None:
        return _part(row, row)
    return _part(row, usual) if _digest(row) != _digest(usual) else None


def _part(row: Event, usual: Event) -> Part:
    return Part(
        _digest(row),
        digest_of_times(row),
        max(row.ends_at, usual.ends_at),
        digest_of_times(row) != digest_of_times(usual),
    )


def as_the_series_has_it(master: Event, name: str) -> Event | None:
    """An occurrence without what was changed in it, not to be saved; None where the series has none of that name."""
    moment, series = read_written(name), master.as_series
    if isinstance(moment, datetime) == master.all_day or not _is_in(series, moment):
        return None
    usual = copy(master)
    usual.times, usual.recurrence_id, usual.recurrence, usual.series_ends_at = series.at(moment), name, "", None
    return usual


def _is_in(series: Series, moment: Moment) -> bool:
    return is_start(replace(series.recurrence, excluded=()), series.first, series.times.time_zone, moment)


def _left_out(master: Event, now: datetime) -> Iterator[tuple[str, datetime]]:
    """The occurrences left out of a series that would still come, with their ends."""
    if not master.recurrence:
        return
    series = master.as_series
    for moment in series.recurrence.excluded[-MOST_LEFT_OUT:]:
        meant = _with_hour_of(series, moment)
        if _is_in(series, meant) and (end := series.at(meant).ends_at) > now:
            yield written(meant), end


def _with_hour_of(series: Series, moment: Moment) -> Moment:
    """A date in a series of hours stands for the occurrence of that day."""
    if isinstance(series.first, datetime) and not isinstance(moment, datetime):
        return datetime.combine(moment, series.first.time())
    return moment


def place_of(row: Event) -> str:
    """Where it is, as a line."""
    if row.address or row.account is None:
        return row.address
    town = f"{row.account.postcode} {row.account.city}".strip()
    return ", ".join(part for part in (row.account.name, row.account.street, town) if part)


def _digest(row: Event) -> str:
    return digest_of(row.subject, row.notes, place_of(row), digest_of_times(row), row.status, str(row.owner_id))


def digest_of_times(row: Event) -> str:
    """A short text that differs where its times do."""
    instant = row.starts_at.astimezone(UTC).isoformat()
    return digest_of(written(wall_start(row.times)), str(row.ends_at - row.starts_at), instant, row.time_zone)


def _repeats(row: Event) -> str:
    """What repeats it, without what is left out of that."""
    return digest_of(_without(row.as_series.recurrence, row)) if row.recurrence else ""


def _without(recurrence: Recurrence, row: Event) -> str:
    return "\n".join(replace(recurrence, excluded=()).lines(zone=row.time_zone, all_day=row.all_day))


def _rules(row: Event) -> str:
    """By which rules it repeats: a series that ends earlier asks nobody anew."""
    return digest_of(*row.as_series.rhythm) if row.recurrence else ""


def end_of(row: Event) -> datetime:
    """When the last of it is over; FOREVER if there is no last."""
    return row.series_ends_at or row.ends_at
