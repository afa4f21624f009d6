"""What a viewer may do with an event or a task: pure decisions on what was read."""

from tournee.organisations import queries as organisations
from tournee.organisations.models import Member

from .models import Event, Privacy, SavedFilter, Task


def may_edit(viewer: Member, item: Event | Task) -> bool:
    """The owner, his managers and administrators; of a private one, the owner alone."""
    if item.owner_id == viewer.pk:
        return True
    return item.privacy != Privacy.PRIVATE and item.owner_id in organisations.editable_calendars(viewer)


def is_hidden_from(viewer: Member, item: Event | Task, *, participates: bool = False) -> bool:
    """Whether the viewer learns of it only that the time is taken."""
    return item.privacy == Privacy.PRIVATE and item.owner_id != viewer.pk and not participates


def may_edit_filter(viewer: Member, saved: SavedFilter) -> bool:
    """Its owner; a shared one also by administrators."""
    return saved.owner_id == viewer.pk or (saved.shared and viewer.is_administrator)
