"""Read events, tasks, types and saved filters; each through its one gate."""

from collections.abc import Iterable
from copy import copy
from datetime import date, datetime, timedelta
from hmac import compare_digest
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from tournee.organisations import queries as organisations
from tournee.organisations.errors import not_found
from tournee.organisations.models import Member
from tournee.values.time_range import BadRange, DateRange, TimeRange
from tournee.values.time_zone import zone

from .domain.event_times import ONE_DAY
from .domain.recurrence import Moment, last_start, next_start
from .domain.series import written
from .domain.window import WIDEST_OFFSET
from .models import ActivityType, Alert, CalendarFeed, Event, Participant, Privacy, SavedFilter, Status, Task

SEARCHED_EACH_WAY = timedelta(days=366)
TAKING = (Status.CONFIRMED, Status.TENTATIVE)


def events_visible_to(viewer: Member) -> QuerySet[Event]:
    """The gate to events: in calendars that the viewer reads, and those he takes part in. Nothing from the trash.

    Private ones of others are among them: whoever shows an event asks `permissions.is_hidden_from`.
    """
    return _events_within_reach(viewer).filter(deleted_at__isnull=True)


def _events_within_reach(viewer: Member) -> QuerySet[Event]:
    reach = organisations.readable_calendars(viewer)
    events = Event.objects.of(viewer.organisation_id)
    if reach.ids is None:
        return events
    return events.filter(reach.where("owner_id") | Q(pk__in=invitations_of(viewer).values("event_id")))


def invitations_of(viewer: Member) -> QuerySet[Participant]:
    """The viewer's own places on events."""
    return Participant.objects.of(viewer.organisation_id).filter(member=viewer)


def invitations_among(
    organisation_id: UUID, event_ids: Iterable[UUID], member_ids: Iterable[UUID]
) -> frozenset[tuple[UUID, UUID]]:
    """Which of those members take part in which of those events: for telling them, not for showing the events."""
    places = Participant.objects.of(organisation_id).filter(
        event_id__in=list(event_ids), member_id__in=list(member_ids)
    )
    return frozenset((event_id, member_id) for event_id, member_id in places.values_list("event_id", "member_id"))


def hidden_among(viewer: Member, event_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the events that are private and neither the viewer's own nor one that he takes part in."""
    ids = list(event_ids)
    if not ids:
        return frozenset()
    others = Event.objects.of(viewer.organisation_id).filter(pk__in=ids, privacy=Privacy.PRIVATE).exclude(owner=viewer)
    unknown = others.exclude(pk__in=invitations_of(viewer).values("event_id"))
    return frozenset(unknown.values_list("pk", flat=True))


def tasks_open_to_others(organisation_id: UUID) -> QuerySet[Task]:
    """Every task, also in the trash, that is not private: of others, nobody hears."""
    return Task.objects.of(organisation_id).exclude(privacy=Privacy.PRIVATE)


def open_events(viewer: Member) -> QuerySet[Event]:
    """Visible events of which the viewer sees more than that the time is taken."""
    events = events_visible_to(viewer)
    return events.filter(
        Q(privacy=Privacy.NORMAL) | Q(owner=viewer) | Q(pk__in=invitations_of(viewer).values("event_id"))
    )


def with_details(events: QuerySet[Event], organisation_id: UUID) -> QuerySet[Event]:
    """The same events with all that a page about one shows, in a fixed number of queries."""
    people = Participant.objects.of(organisation_id).select_related("member", "contact").order_by("position", "id")
    alerts = Alert.objects.of(organisation_id).order_by("-minutes_before", "channel")
    related = events.select_related("owner", "type", "account", "opportunity", "series")
    # One name each: mypy cannot join the two kinds of Prefetch in one call.
    related = related.prefetch_related(Prefetch("participants", queryset=people))
    return related.prefetch_related(Prefetch("alerts", queryset=alerts))


def event(viewer: Member, event_id: UUID, *, in_trash: bool = False) -> Event:
    """One event with its details. Raises NotVisible."""
    events = _events_within_reach(viewer).filter(deleted_at__isnull=not in_trash)
    found = with_details(events, viewer.organisation_id).filter(pk=event_id).first()
    if found is None:
        raise not_found()
    return found


def occurrence(viewer: Member, event_id: UUID, recurrence_id: str) -> Event:
    """One occurrence of a series with its details: its own row, or the series' at its times, not to be saved.

    `recurrence_id` is where it began by the rule: RFC 3339, a local time or a date. Raises NotVisible.
    """
    events = Event.objects.of(viewer.organisation_id)
    master = events.filter(pk=event_id, deleted_at__isnull=True, series_ends_at__isnull=False).first()
    if master is None:
        raise not_found()
    series = master.as_series
    try:
        moment = series.named(recurrence_id)
        name, times = written(moment), series.at(moment)
    except (ValueError, OverflowError) as error:
        raise not_found() from error
    if events.filter(series_id=event_id, recurrence_id=name).exists():
        own = with_details(events_visible_to(viewer), viewer.organisation_id).filter(series_id=event_id)
        if (found := own.filter(recurrence_id=name).first()) is None:
            raise not_found()
        return found
    found = event(viewer, event_id)
    if not series.has(moment):
        raise not_found()
    found.times, found.recurrence_id = times, name
    return found


def takes_part(viewer: Member, found: Event) -> bool:
    """Whether the viewer is among its participants (read with its details)."""
    return any(participant.member_id == viewer.pk for participant in found.participants.all())


def occurrences_among(events: QuerySet[Event], within: TimeRange) -> list[Event]:
    """The occurrences without rows of their own, in a stretch, of those of the events that are series; not to be saved.

    Two queries, by which only series are read that can touch the stretch.
    """
    masters = list(events.filter(series_ends_at__gte=within.start - WIDEST_OFFSET, starts_at__lt=within.end))
    if not masters:
        return []
    own: dict[UUID, set[str]] = {}
    rows = Event.objects.of(masters[0].organisation_id).filter(series_id__in=[one.pk for one in masters])
    for series_id, name in rows.values_list("series_id", "recurrence_id"):
        own.setdefault(series_id, set()).add(name)
    days = DateRange(within.start.date(), within.end.date() + ONE_DAY)
    return [
        _occurrence_of(master, one.recurrence_id)
        for master in masters
        for one in master.as_series.between(within, days)
        if written(one.recurrence_id) not in own.get(master.pk, ())
    ]


def _occurrence_of(master: Event, moment: Moment) -> Event:
    one = copy(master)
    one.times, one.recurrence_id = master.as_series.at(moment), written(moment)
    return one


def tasks_visible_to(viewer: Member) -> QuerySet[Task]:
    """The gate to tasks: of calendars that the viewer reads; private ones are their owner's alone."""
    tasks = Task.objects.of(viewer.organisation_id).filter(deleted_at__isnull=True)
    reach = organisations.readable_calendars(viewer)
    return tasks.filter(reach.where("owner_id")).filter(Q(privacy=Privacy.NORMAL) | Q(owner=viewer))


def task(viewer: Member, task_id: UUID, *, in_trash: bool = False) -> Task:
    """One task. Raises NotVisible."""
    tasks: QuerySet[Task]
    if in_trash:
        reach = organisations.readable_calendars(viewer)
        tasks = Task.objects.of(viewer.organisation_id).filter(reach.where("owner_id"), deleted_at__isnull=False)
        tasks = tasks.filter(Q(privacy=Privacy.NORMAL) | Q(owner=viewer))
    else:
        tasks = tasks_visible_to(viewer)
    found = tasks.select_related("owner", "account", "opportunity").filter(pk=task_id).first()
    if found is None:
        raise not_found()
    return found


def tasks_due(
    viewer: Member,
    *,
    owner_ids: Iterable[UUID] | None = None,
    due_from: date | None = None,
    due_before: date | None = None,
) -> QuerySet[Task]:
    """Visible tasks of those owners, due within the dates (without dates: all, undated ones too)."""
    tasks = tasks_visible_to(viewer).select_related("owner", "account", "opportunity")
    if owner_ids is not None:
        tasks = tasks.filter(owner_id__in=list(owner_ids))
    if due_from is not None:
        tasks = tasks.filter(due_on__gte=due_from)
    if due_before is not None:
        tasks = tasks.filter(due_on__lt=due_before)
    return tasks


def activity_types(viewer: Member, *, active_only: bool = False) -> QuerySet[ActivityType]:
    """The gate to activity types: the organisation's list, in its order."""
    types = ActivityType.objects.of(viewer.organisation_id).order_by("position", "id")
    return types.filter(active=True) if active_only else types


def activity_type(viewer: Member, type_id: UUID) -> ActivityType:
    """One activity type. Raises NotVisible."""
    found = activity_types(viewer).filter(pk=type_id).first()
    if found is None:
        raise not_found()
    return found


def saved_filters(viewer: Member) -> QuerySet[SavedFilter]:
    """The gate to saved filters: one's own, and those that colleagues share."""
    filters = SavedFilter.objects.of(viewer.organisation_id).filter(Q(owner=viewer) | Q(shared=True))
    return filters.select_related("owner").order_by("name", "id")


def saved_filter(viewer: Member, filter_id: UUID) -> SavedFilter:
    """One saved filter. Raises NotVisible."""
    found = saved_filters(viewer).filter(pk=filter_id).first()
    if found is None:
        raise not_found()
    return found


def feeds_of(viewer: Member) -> QuerySet[CalendarFeed]:
    """The gate to addresses of feeds: one's own."""
    return CalendarFeed.objects.of(viewer.organisation_id).filter(member=viewer).order_by("created_at", "id")


def feed_at(feed_id: UUID, digest: str) -> CalendarFeed | None:
    """The feed of an address, with its member; None when there is none, or whoever made it has left."""
    feeds = CalendarFeed.objects.all()
    # The secret is what names the organisation here: 256 random bits.
    feeds.opened = True
    feed = feeds.select_related("member__organisation").filter(pk=feed_id).first()
    if feed is None or not feed.member.is_active or not compare_digest(feed.digest, digest):
        return None
    return feed


def note_feed_use(feed: CalendarFeed, *, now: datetime, at_most_every: timedelta) -> None:
    """Remember when an address was last used; seldom enough not to make every read a write."""
    if feed.last_used_at is None or now - feed.last_used_at > at_most_every:
        CalendarFeed.objects.of(feed.organisation_id).filter(pk=feed.pk).update(last_used_at=now)


def search_events(viewer: Member, words: Iterable[str], *, limit: int) -> list[Event]:
    """Events within a year around today whose subject holds every word, nearest first. Others' private ones never."""
    now = timezone.now()
    around = Q(starts_at__gt=now - SEARCHED_EACH_WAY, starts_at__lt=now + SEARCHED_EACH_WAY)
    repeats = Q(series_ends_at__gt=now - SEARCHED_EACH_WAY, starts_at__lt=now + SEARCHED_EACH_WAY)
    events = open_events(viewer).filter(around | repeats)
    for word in words:
        events = events.filter(subject__icontains=word)
    found = [nearest(one, now) for one in events.select_related("owner").order_by("-starts_at")[: limit * 5]]
    return sorted(found, key=lambda one: abs(one.starts_at - now))[:limit]


def nearest(found: Event, now: datetime) -> Event:
    """Of a series, its next occurrence, or its last; any other event as it is."""
    if not found.recurrence:
        return found
    series = found.as_series
    wall = now.astimezone(zone(found.time_zone)).replace(tzinfo=None)
    moment = next_start(series.recurrence, series.first, found.time_zone, wall)
    moment = moment or last_start(series.recurrence, series.first, found.time_zone) or series.first
    try:
        return _occurrence_of(found, moment)
    except BadRange:
        return found


def search_tasks(viewer: Member, words: Iterable[str], *, limit: int) -> list[Task]:
    """Tasks whose subject holds every word, open ones first."""
    tasks = tasks_visible_to(viewer)
    for word in words:
        tasks = tasks.filter(subject__icontains=word)
    return list(tasks.select_related("owner").order_by("done_at", "due_on")[:limit])


def events_of_account(viewer: Member, account_id: UUID) -> QuerySet[Event]:
    """What was and is planned with an account, as far as the viewer may know."""
    return open_events(viewer).filter(account_id=account_id).select_related("owner", "type", "account", "opportunity")


def events_of_opportunity(viewer: Member, opportunity_id: UUID) -> QuerySet[Event]:
    """What was and is planned for an opportunity, as far as the viewer may know."""
    events = open_events(viewer).filter(opportunity_id=opportunity_id)
    return events.select_related("owner", "type", "account", "opportunity")


def events_of_contact(viewer: Member, contact_id: UUID) -> QuerySet[Event]:
    """Events that a contact takes part in, as far as the viewer may know."""
    places = Participant.objects.of(viewer.organisation_id).filter(contact_id=contact_id)
    events = open_events(viewer).filter(pk__in=places.values("event_id"))
    return events.select_related("owner", "type", "account", "opportunity")
