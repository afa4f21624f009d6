"""Who may change a record of the directory. Everybody of the organisation reads it."""

from tournee.organisations import queries as organisations
from tournee.organisations.models import Member

from .models import Contact, Record


def may_edit(viewer: Member, record: Record) -> bool:
    """The owner, the managers above him and administrators; everybody where there is no owner.

    A contact without an owner follows its account.
    """
    if record.organisation_id != viewer.organisation_id or not viewer.is_active:
        return False
    owner_id = record.owner_id
    if owner_id is None and isinstance(record, Contact) and record.account is not None:
        owner_id = record.account.owner_id
    return owner_id is None or owner_id in organisations.editable_calendars(viewer)
