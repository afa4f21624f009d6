"""Plan and fire alerts, tell people, and send mail; the clock is an argument wherever it matters."""

from .firing import fire_due_alerts, wake_snoozed
from .inviting import forget_invitations, send_invitations, send_invitations_of_many
from .inviting_answers import tell_of_answers
from .inviting_links import answer_by_link, facts_of, open_link
from .mail_room import discard_message, mark_arrived, release_kept_mail, send_again
from .notices import dismiss_notice, mark_notices_read, snooze_notice
from .outbox import put_into_outbox
from .planning import plan_event, plan_events, plan_everything, plan_member
from .sending import has_mail_server, send_due_mail, send_message
from .telling import tell_of_answer
from .upkeep import purge_notifications

__all__ = [
    "answer_by_link",
    "discard_message",
    "dismiss_notice",
    "facts_of",
    "fire_due_alerts",
    "forget_invitations",
    "has_mail_server",
    "mark_arrived",
    "mark_notices_read",
    "open_link",
    "plan_event",
    "plan_events",
    "plan_everything",
    "plan_member",
    "purge_notifications",
    "put_into_outbox",
    "release_kept_mail",
    "send_again",
    "send_due_mail",
    "send_invitations",
    "send_invitations_of_many",
    "send_message",
    "snooze_notice",
    "tell_of_answer",
    "tell_of_answers",
    "wake_snoozed",
]
