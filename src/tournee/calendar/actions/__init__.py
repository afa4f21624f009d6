"""Write events, tasks and what the calendar needs around them; one transaction and one line of the log each."""

from .activity_types import create_activity_type, create_default_types, remove_activity_type, update_activity_type
from .answering import answer_invitation
from .events import create_event, delete_event, restore_event, update_event
from .itip import receive_itip
from .people import UNINVITED
from .proposing import accept_proposal, decline_proposal
from .saved_filters import create_saved_filter, delete_saved_filter, update_saved_filter
from .series import Changed, delete_occurrences, update_occurrences
from .steps import purge_steps, undo_step
from .tasks import complete_task, create_task, delete_task, reopen_task, restore_task, update_task
from .trash import purge_trash

__all__ = [
    "UNINVITED",
    "Changed",
    "accept_proposal",
    "answer_invitation",
    "complete_task",
    "create_activity_type",
    "create_default_types",
    "create_event",
    "create_saved_filter",
    "create_task",
    "decline_proposal",
    "delete_event",
    "delete_occurrences",
    "delete_saved_filter",
    "delete_task",
    "purge_steps",
    "purge_trash",
    "receive_itip",
    "remove_activity_type",
    "reopen_task",
    "restore_event",
    "restore_task",
    "undo_step",
    "update_activity_type",
    "update_event",
    "update_occurrences",
    "update_saved_filter",
    "update_task",
]
