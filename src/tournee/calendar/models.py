"""Events, the people on them, their alerts; tasks; and how a calendar is looked at."""

from datetime import datetime
from urllib.parse import urlencode

from django.db import models
from django.utils.translation import gettext_lazy as _

from tournee.organisations.ownership import OwnedModel, VersionedModel
from tournee.organisations.passwords import ends_with_password
from tournee.values.time_range import DateRange, TimeRange

from .domain.event_times import EventTimes
from .domain.series import FOREVER, Series
from .domain.window import LONG


class Privacy(models.TextChoices):
    """Who sees more than that the time is taken."""

    NORMAL = "normal", _("Normal")
    PRIVATE = "private", _("Private")


class Status(models.TextChoices):
    """STATUS of RFC 5545 §3.8.1.11."""

    CONFIRMED = "confirmed", _("Confirmed")
    TENTATIVE = "tentative", _("Tentative")
    CANCELLED = "cancelled", _("Cancelled")


class Answer(models.TextChoices):
    """PARTSTAT of RFC 5545 §3.2.12, in the product's words."""

    NONE = "none", _("No answer")
    ACCEPTED = "accepted", _("Accepted")
    TENTATIVE = "tentative", _("Tentative")
    DECLINED = "declined", _("Declined")


class Channel(models.TextChoices):
    """By which way an alert reaches its person."""

    IN_APP = "in_app", _("In the application")
    EMAIL = "email", _("By e-mail")


class ActivityType(VersionedModel):
    """A kind of event, from the organisation's own list. `key` names those that every organisation starts with."""

    key = models.CharField(max_length=20, blank=True)
    name_fr = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    # The name of one of the grid's colours, each with a light and a dark pair in the style sheet.
    colour = models.CharField(max_length=12, default="green")
    icon = models.CharField(max_length=20, default="calendar")
    is_video = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta(VersionedModel.Meta):
        indexes = [models.Index(fields=["organisation", "position"], name="activity_type_order")]

    def __str__(self) -> str:
        return self.name_en

    def name_in(self, language: str) -> str:
        """The name in "fr" or "en"; the other language's where one is missing."""
        return (self.name_fr or self.name_en) if language.startswith("fr") else (self.name_en or self.name_fr)


class Event(VersionedModel):
    """What is planned, in its owner's calendar.

    A timed event is two instants and the zone in which it was planned. An all-day event is two dates, the second
    exclusive; its `starts_at` and `ends_at` then hold the dates' UTC midnights, to be found and sorted by, never shown.

    A series is its first event and a rule; only occurrences that differ have a row of their own.
    """

    uid = models.CharField(max_length=255)
    sequence = models.PositiveIntegerField(default=0)
    subject = models.CharField(max_length=255)
    owner = models.ForeignKey("organisations.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    all_day = models.BooleanField(default=False)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # Longer than LONG (see domain.window): found by another index than the rest.
    is_long = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=64)
    status = models.CharField(max_length=9, choices=Status, default=Status.CONFIRMED)
    privacy = models.CharField(max_length=7, choices=Privacy, default=Privacy.NORMAL)
    busy = models.BooleanField(default=True)
    type = models.ForeignKey(ActivityType, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    account = models.ForeignKey(
        "directory.Account", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    opportunity = models.ForeignKey(
        "directory.Opportunity", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    notes = models.TextField(blank=True, max_length=20_000)
    # "Other address": replaces the account's when any of the three is set.
    address = models.CharField(max_length=300, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    # Of a series' first event: its RRULE, RDATE and EXDATE lines, and when the last occurrence ends (FOREVER if never).
    recurrence = models.TextField(blank=True, default="", db_default="")
    series_ends_at = models.DateTimeField(null=True, blank=True)
    # An occurrence that differs from its series: which series, and at which of its local times it would have begun.
    series = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    recurrence_id = models.CharField(max_length=19, blank=True, default="", db_default="")
    # The series that this one was the end of, until it was split.
    split_from = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    # When a file last brought it; and what the file says beyond these fields, to be written again on the way out.
    imported_at = models.DateTimeField(null=True, blank=True)
    kept = models.JSONField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta(VersionedModel.Meta):
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "uid", "owner", "recurrence_id"], name="event_uid_once_a_calendar"
            ),
            models.UniqueConstraint(
                fields=["organisation", "series", "recurrence_id"],
                condition=models.Q(series__isnull=False),
                name="event_occurrence_once",
            ),
            models.CheckConstraint(
                condition=models.Q(recurrence="", series_ends_at__isnull=True)
                | (~models.Q(recurrence="") & models.Q(series_ends_at__isnull=False, series__isnull=True)),
                name="event_series_has_an_end",
            ),
            models.CheckConstraint(
                condition=models.Q(series__isnull=True, recurrence_id="")
                | (models.Q(series__isnull=False) & ~models.Q(recurrence_id="")),
                name="event_occurrence_is_named",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gte=models.F("starts_at")), name="event_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(all_day=True, starts_on__isnull=False, ends_on__gt=models.F("starts_on"))
                | models.Q(all_day=False, starts_on__isnull=True, ends_on__isnull=True),
                name="event_all_day_is_dates",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "owner", "starts_at", "ends_at"], name="event_in_window"),
            models.Index(
                fields=["organisation", "owner", "ends_at"],
                condition=models.Q(is_long=True),
                name="event_long_in_window",
            ),
            models.Index(
                fields=["organisation", "owner", "series_ends_at"],
                condition=models.Q(series_ends_at__isnull=False),
                name="event_series_in_window",
            ),
            models.Index(
                fields=["organisation", "split_from"],
                condition=models.Q(split_from__isnull=False),
                name="event_split_from",
            ),
            models.Index(fields=["organisation", "account", "starts_at"], name="event_by_account"),
            models.Index(
                fields=["organisation", "opportunity", "starts_at"],
                condition=models.Q(opportunity__isnull=False),
                name="event_by_opportunity",
            ),
            models.Index(
                fields=["organisation", "deleted_at"], condition=models.Q(deleted_at__isnull=False), name="event_trash"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        """The page of the event, or of one occurrence."""
        page = f"/calendar/events/{self.series_id or self.pk}/"
        return f"{page}?{urlencode({'recurrence_id': self.recurrence_id})}" if self.recurrence_id else page

    @property
    def times(self) -> EventTimes:
        """When it is; of a series, its first occurrence."""
        if self.starts_on is not None and self.ends_on is not None:
            return EventTimes(DateRange(self.starts_on, self.ends_on), self.time_zone)
        return EventTimes(TimeRange(self.starts_at, self.ends_at), self.time_zone)

    @times.setter
    def times(self, times: EventTimes) -> None:
        self.time_zone, self.all_day = times.time_zone, times.all_day
        self.starts_at, self.ends_at = times.starts_at, times.ends_at
        self.is_long = times.ends_at - times.starts_at > LONG
        self.starts_on, self.ends_on = None, None
        if isinstance(times.span, DateRange):
            self.starts_on, self.ends_on = times.span.start, times.span.end

    @property
    def found_at(self) -> datetime:
        """By which moment its participants find it: its start, or FOREVER if it repeats."""
        return FOREVER if self.series_ends_at else self.starts_at

    @property
    def as_series(self) -> Series:
        """Its first occurrence and what repeats it; of a single event, nothing does."""
        return Series.read(self.recurrence, self.times)


class SeriesStep(OwnedModel):
    """What a series was before somebody changed it: all its rows; and the versions that he left, by row."""

    by = models.ForeignKey("organisations.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    before = models.JSONField()
    after = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["organisation", "created_at"], name="series_step_by_age")]

    def __str__(self) -> str:
        return str(self.created_at)


class FeedContent(models.TextChoices):
    """What whoever knows a feed's address sees of the events."""

    DETAILS = "details", _("Details")
    BUSY = "busy", _("Busy only")


@ends_with_password("feed.revoked")
class CalendarFeed(OwnedModel):
    """A private address by which other programs read a person's calendar: whoever knows it, until it is revoked."""

    member = models.ForeignKey("organisations.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=80)
    content = models.CharField(max_length=7, choices=FeedContent, default=FeedContent.DETAILS)
    # Of the secret in the address: 256 random bits, so that a plain hash is enough.
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["organisation", "member", "created_at"], name="feeds_of_member")]

    def __str__(self) -> str:
        return self.name


class Participant(OwnedModel):
    """A colleague, a contact or a bare address on an event, with the answer given."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="participants", db_index=False)
    member = models.ForeignKey(
        "organisations.Member", null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    contact = models.ForeignKey(
        "directory.Contact", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    # A contact may have no address (it is then shown by its name); a bare participant always has one.
    email = models.EmailField(max_length=254, blank=True)
    name = models.CharField(max_length=160, blank=True)
    answer = models.CharField(max_length=9, choices=Answer, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True)
    comment = models.CharField(max_length=1000, blank=True, default="", db_default="")
    # Which version of the event was answered, and the moment that the answer itself tells (RFC 5546, 2.1.5).
    answered_sequence = models.PositiveIntegerField(null=True)
    answer_stamp = models.DateTimeField(null=True)
    # The version that the person was last asked about by mail; and when he asked to be told it again.
    asked_sequence = models.PositiveIntegerField(null=True)
    refresh_wanted_at = models.DateTimeField(null=True)
    position = models.PositiveSmallIntegerField(default=0)
    # A copy of the event's `found_at`: a person's invitations in a window are found without reading all he ever had.
    event_starts_at = models.DateTimeField()

    class Meta(OwnedModel.Meta):
        constraints = [
            *OwnedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "event", "member"],
                condition=models.Q(member__isnull=False),
                name="participant_member_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "event", "contact"],
                condition=models.Q(contact__isnull=False),
                name="participant_contact_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "event", "position"], name="participants_of_event"),
            models.Index(
                fields=["organisation", "member", "event_starts_at"],
                condition=models.Q(member__isnull=False),
                name="invitations_of_member",
            ),
            models.Index(
                fields=["organisation", "contact", "event_starts_at"],
                condition=models.Q(contact__isnull=False),
                name="events_of_contact",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email


class Verdict(models.TextChoices):
    """What became of a proposal."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class Proposal(OwnedModel):
    """Another time that a participant proposes by mail (COUNTER of RFC 5546): for the event, or one occurrence."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="proposals", db_index=False)
    recurrence_id = models.CharField(max_length=19, blank=True, default="")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=160, blank=True)
    comment = models.CharField(max_length=1000, blank=True)
    all_day = models.BooleanField(default=False)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField(default=0)
    stamp = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    verdict = models.CharField(max_length=8, choices=Verdict, default=Verdict.OPEN)
    decided_at = models.DateTimeField(null=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            *OwnedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "event", "recurrence_id", "email"],
                condition=models.Q(verdict=Verdict.OPEN),
                name="proposal_open_once",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "event", "received_at"], name="proposals_of_event")]

    def __str__(self) -> str:
        return f"{self.email} {self.starts_at}"

    @property
    def times(self) -> EventTimes:
        """When it would be."""
        if self.starts_on is not None and self.ends_on is not None:
            return EventTimes(DateRange(self.starts_on, self.ends_on), self.time_zone)
        return EventTimes(TimeRange(self.starts_at, self.ends_at), self.time_zone)


class ExtraAnswer(OwnedModel):
    """What somebody answers who was not invited: shown to the owner, and trusted in nothing."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="extra_answers", db_index=False)
    recurrence_id = models.CharField(max_length=19, blank=True, default="")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=160, blank=True)
    answer = models.CharField(max_length=9, choices=Answer, default=Answer.NONE)
    comment = models.CharField(max_length=1000, blank=True)
    # The participant who sent him in his place, as the mail says.
    instead_of = models.CharField(max_length=254, blank=True)
    received_at = models.DateTimeField()

    class Meta(OwnedModel.Meta):
        constraints = [
            *OwnedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "event", "recurrence_id", "email"], name="extra_answer_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} {self.answer}"


class Alert(OwnedModel):
    """The notice before an event: so many minutes before its start, or, all day, days before at an hour."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="alerts", db_index=False)
    minutes_before = models.PositiveIntegerField()
    # For all-day events: at this hour in the person's zone, minutes_before being whole days.
    at_time = models.TimeField(null=True)
    channel = models.CharField(max_length=6, choices=Channel, default=Channel.IN_APP)

    class Meta(OwnedModel.Meta):
        indexes = [models.Index(fields=["organisation", "event"], name="alerts_of_event")]

    def __str__(self) -> str:
        return f"-{self.minutes_before} min"


class Task(VersionedModel):
    """To do, with or without a due date, never an hour."""

    subject = models.CharField(max_length=255)
    owner = models.ForeignKey("organisations.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    account = models.ForeignKey(
        "directory.Account", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    opportunity = models.ForeignKey(
        "directory.Opportunity", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    notes = models.TextField(blank=True, max_length=20_000)
    privacy = models.CharField(max_length=7, choices=Privacy, default=Privacy.NORMAL)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta(VersionedModel.Meta):
        indexes = [
            models.Index(fields=["organisation", "owner", "due_on"], name="task_by_owner"),
            models.Index(
                fields=["organisation", "account"], condition=models.Q(account__isnull=False), name="task_by_account"
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class SavedFilter(VersionedModel):
    """A calendar view kept under a name: the query string of its address."""

    name = models.CharField(max_length=80)
    owner = models.ForeignKey("organisations.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    query = models.CharField(max_length=2000, blank=True)
    shared = models.BooleanField(default=False)

    class Meta(VersionedModel.Meta):
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "owner", "name"], name="saved_filter_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
