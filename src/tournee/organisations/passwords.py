"""What a new password ends, whichever page or command sets it."""

from typing import Any

from django.utils.translation import gettext as _

from .actions.tokens import revoke_all_tokens
from .models import Member


class EndsOtherAccess:
    """Django's hook for a password that was changed: a validator that refuses none.

    Whoever changes a password because somebody may know it would leave that somebody's tokens working. Sessions need no
    care: each one carries the hash of the password that opened it, and a new password opens none of the old ones.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Refuses nothing."""

    def get_help_text(self) -> str:
        """What the forms say."""
        return _("A new password signs out your other devices and ends your API tokens.")

    def password_changed(self, password: str, user: Any = None) -> None:  # noqa: ARG002 -- Django's signature
        """Called after the new password is saved; a stronger hash of the same password is none."""
        if isinstance(user, Member):
            revoke_all_tokens(member=user)
