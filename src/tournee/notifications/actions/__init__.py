"""Plan and fire alerts, tell people, and send mail; the clock is an argument wherever it matters."""

from .firing import fire_due_alerts, wake_snoozed
from .mail_room import discard_message, mark_arrived, release_kept_mail, send_again
from .notices import dismiss_notice, mark_notices_read, snooze_notice
from .outbox import put_into_outbox
from .planning import plan_event, plan_everything, plan_member
from .sending import has_mail_server, send_due_mail, send_message
from .telling import tell_of_answer
from .upkeep import purge_notifications

__all__ = [
    "discard_message",
    "dismiss_notice",
    "fire_due_alerts",
    "has_mail_server",
    "mark_arrived",
    "mark_notices_read",
    "plan_event",
    "plan_everything",
    "plan_member",
    "purge_notifications",
    "put_into_outbox",
    "release_kept_mail",
    "send_again",
    "send_due_mail",
    "send_message",
    "snooze_notice",
    "tell_of_answer",
    "wake_snoozed",
]
