"""Who sees outgoing mail, and how much of it."""

from tournee.organisations import queries as organisations
from tournee.organisations.models import Member

from .models import OutgoingMessage


def require_mail_room(viewer: Member) -> None:
    """Outgoing mail is an administrator's affair. Raises NotAllowed."""
    organisations.require_administrator(viewer)


def may_read_envelope(viewer: Member, message: OutgoingMessage) -> bool:
    """Whether he may know what it is about and to whom it goes; never what it says."""
    return not message.confidential or message.sender_id == viewer.pk
