"""Refusals that this room words for others too."""

from django.utils.translation import gettext_lazy as _

from tournee.values.refusal import NotAllowed, NotVisible, Stale


def not_found() -> NotVisible:
    """For what does not exist, and for what the viewer may not know of."""
    return NotVisible(_("This does not exist, or is not shared with you."))


def not_allowed() -> NotAllowed:
    """For what the viewer sees and may not change."""
    return NotAllowed(_("You may look at this, but not change it. Ask its owner or an administrator."))


def stale() -> Stale:
    """For a write on top of a version that is no longer the latest."""
    return Stale(_("Someone else has changed this in the meantime. Compare both versions, then save again."))
