"""Alerts to come, notices in the application, and mail on its way out."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tournee.organisations.ownership import OwnedModel


class Planned(models.TextChoices):
    """What became of an alert."""

    PLANNED = "planned", _("Planned")
    FIRED = "fired", _("Fired")
    # Its event had ended, or its moment had gone by when the event was written.
    MISSED = "missed", _("Not given")


class PlannedAlert(OwnedModel):
    """One alert of one occurrence for one person. The row stays once it has fired: that is why it fires once.

    Events are named by their ids alone, since what has fired must be remembered when they are gone.
    """

    member = models.ForeignKey("organisations.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    # See domain.occasion: the event to show, the series it belongs to, and the first of the series it was split from.
    row_id = models.UUIDField()
    event_id = models.UUIDField()
    origin_id = models.UUIDField()
    starts = models.CharField(max_length=32)
    lead = models.CharField(max_length=32)
    due_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=Planned, default=Planned.PLANNED)
    fired_at = models.DateTimeField(null=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            *OwnedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "member", "origin_id", "starts", "lead"], name="alert_fires_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "due_at"], condition=models.Q(state=Planned.PLANNED), name="alerts_due"
            ),
            models.Index(fields=["organisation", "event_id"], name="alerts_planned_for_event"),
            models.Index(fields=["organisation", "ends_at"], name="alerts_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.starts} {self.lead}"


class Horizon(OwnedModel):
    """When all the alerts of an organisation were last planned anew."""

    planned_at = models.DateTimeField()

    class Meta(OwnedModel.Meta):
        constraints = [
            *OwnedModel.Meta.constraints,
            models.UniqueConstraint(fields=["organisation"], name="one_horizon"),
        ]

    def __str__(self) -> str:
        return self.planned_at.isoformat()


class Notice(OwnedModel):
    """Something that a person is told in the application. What it says is put into words when it is read."""

    member = models.ForeignKey("organisations.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    # The row of the event that it is about, if any: whoever may no longer see that one no longer sees the notice.
    event_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    dismissed_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            *OwnedModel.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "member", "dedupe_key"], name="notice_once"),
        ]
        indexes = [
            models.Index(fields=["organisation", "member", "-created_at"], name="notices_of_member"),
            models.Index(
                fields=["organisation", "snoozed_until"],
                condition=models.Q(snoozed_until__isnull=False),
                name="notices_snoozed",
            ),
            models.Index(fields=["organisation", "created_at"], name="notices_by_age"),
        ]

    def __str__(self) -> str:
        return self.kind


class Outgoing(models.TextChoices):
    """Where a message is."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    # Handed over, and no answer came: perhaps it arrived.
    UNKNOWN = "unknown", _("Perhaps sent")
    FAILED = "failed", _("Failed")
    NO_SERVER = "not_sent_no_server", _("Not sent: no mail server")
    DISCARDED = "discarded", _("Discarded")


class OutgoingMessage(OwnedModel):
    """One mail to one address. What it says is sealed, and goes once it was sent or discarded."""

    kind = models.CharField(max_length=40)
    # On whose behalf; none for the product's own.
    sender = models.ForeignKey(
        "organisations.Member", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    sender_name = models.CharField(max_length=160, blank=True)
    reply_to = models.CharField(max_length=254, blank=True)
    recipient = models.CharField(max_length=254)
    recipient_name = models.CharField(max_length=160, blank=True)
    subject = models.CharField(max_length=255)
    # It speaks of what others may not know: administrators see neither subject nor recipient.
    confidential = models.BooleanField(default=False)
    content = models.TextField(blank=True)
    message_id = models.CharField(max_length=255)
    in_reply_to = models.CharField(max_length=255, blank=True)
    dedupe_key = models.CharField(max_length=200)
    state = models.CharField(max_length=18, choices=Outgoing, default=Outgoing.WAITING)
    tries = models.PositiveIntegerField(default=0)
    # Of the present attempts: giving up counts from here.
    trying_since = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    # After this it says nothing that still matters, e.g. the end of its event.
    useful_until = models.DateTimeField(null=True)
    # A worker's hold on the row, until when it counts, and when the letter began to leave.
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=20, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            *OwnedModel.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "dedupe_key"], name="message_once"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "next_try_at"],
                condition=models.Q(state=Outgoing.WAITING),
                name="messages_due",
            ),
            models.Index(
                fields=["organisation", "leased_until"],
                condition=models.Q(state=Outgoing.SENDING),
                name="messages_in_hand",
            ),
            models.Index(fields=["organisation", "-created_at"], name="messages_by_age"),
            models.Index(fields=["organisation", "sender"], name="messages_of_sender"),
        ]

    def __str__(self) -> str:
        return self.message_id


class InvitedEvent(OwnedModel):
    """An event or series of which people outside its calendar were told, named by its id alone: what went out must be
    taken back when the event itself is gone."""

    event_id = models.UUIDField()
    # Up to which line of the change log its changes have been told.
    number = models.BigIntegerField(default=0)
    # What a cancellation says of it.
    shown = models.JSONField(default=dict)
    ends_at = models.DateTimeField()

    class Meta(OwnedModel.Meta):
        constraints = [
            *OwnedModel.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "event_id"], name="invited_event_once"),
        ]
        indexes = [models.Index(fields=["organisation", "ends_at"], name="invited_events_ended")]

    def __str__(self) -> str:
        return str(self.event_id)


class Invitation(OwnedModel):
    """What one person was last told of an event, and in which version: what is due follows from it."""

    event = models.ForeignKey(InvitedEvent, on_delete=models.CASCADE, related_name="invitations", db_index=False)
    # The address as addresses are compared, and as it is written.
    address = models.CharField(max_length=254)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=160, blank=True)
    member_id = models.UUIDField(null=True)
    language = models.CharField(max_length=2)
    time_zone = models.CharField(max_length=64, blank=True)
    # A View of domain.invitation. Of a series begun before he was invited: from which occurrence on he has it.
    told = models.JSONField(default=dict)
    since = models.CharField(max_length=19, blank=True)
    # The highest SEQUENCE that he was sent, and how many mails he was.
    sequence = models.PositiveIntegerField(default=0)
    mails = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField()

    class Meta(OwnedModel.Meta):
        constraints = [
            *OwnedModel.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "event", "address"], name="invitation_once"),
        ]

    def __str__(self) -> str:
        return self.address
