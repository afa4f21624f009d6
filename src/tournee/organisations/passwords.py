"""What a new password ends, whichever page or command sets it."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tournee.change_log import actions as change_log

from .models import ApiToken, Member
from .ownership import OwnedModel

# Tables whose rows end, with the kind of change that they end by. Rooms above add theirs: this one does not know them.
_keys: list[tuple[type[Any], str]] = [(ApiToken, "token.revoked")]


def ends_with_password[T: type[OwnedModel]](kind: str) -> Callable[[T], T]:
    """Declares a table whose rows open something to whoever knows their secret.

    A new password of their `member` deletes them; each is logged as `kind`, with its `name`.
    """

    def declared(table: T) -> T:
        _keys.append((table, kind))
        return table

    return declared


class EndsOtherAccess:
    """Django's hook for a password that was changed: a validator that refuses none.

    Whoever changes a password because somebody may know it would leave that somebody's tokens and addresses working.
    Sessions need no care: each one carries the hash of the password that opened it, and a new password opens none of
    the old ones.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Refuses nothing."""

    def get_help_text(self) -> str:
        """What the forms say."""
        return _("A new password signs out your other devices, and ends your API tokens and calendar addresses.")

    def password_changed(self, password: str, user: Any = None) -> None:  # noqa: ARG002 -- Django's signature
        """Called after the new password is saved; a stronger hash of the same password is none."""
        if isinstance(user, Member):
            end_other_access(member=user)


@transaction.atomic
def end_other_access(*, member: Member) -> None:
    """End whatever a new password ends, at once."""
    for table, kind in _keys:
        for row in table.objects.of(member.organisation_id).filter(member=member):
            change_log.record(
                kind,
                organisation_id=member.organisation_id,
                subject_id=row.pk,
                owner_id=member.pk,
                by_id=member.pk,
                changes={"name": [None, row.name]},
            )
            row.delete()
