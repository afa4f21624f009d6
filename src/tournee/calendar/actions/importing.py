"""Take an iCalendar file into a person's calendar, or say what that would do.

A file that came before changes nothing, whatever became of its events here. Nobody gets mail or a notice of it.
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tournee.change_log.origin import Origin, coming_from
from tournee.organisations import queries as organisations
from tournee.organisations.errors import not_allowed
from tournee.organisations.models import Member

from ..domain import ics
from .importing_plan import Outcome, planned
from .importing_texts import MOST_OCTETS, refused_file
from .importing_writing import Writing

# Messages of guests: what they hold is no event of this calendar.
ANSWERS = frozenset({"REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"})


def preview_calendar(*, by: Member, owner_id: UUID, data: bytes) -> Outcome:
    """What an import would do; nothing is written. Raises NotVisible, NotAllowed, Invalid, TooMuch."""
    owner = owner_of(by, owner_id)
    return planned(by, owner, _read(data, owner))


def import_calendar(*, by: Member, owner_id: UUID, data: bytes) -> Outcome:
    """Take in all that can be read, or nothing if something fails. Raises NotVisible, NotAllowed, Invalid, TooMuch."""
    owner = owner_of(by, owner_id)
    # In a list, so that what is done with can be let go while the rest is written.
    read = [_read(data, owner)]
    with transaction.atomic(), coming_from(Origin.IMPORT):
        # The same file twice at once: the second waits here, then finds all of it there.
        organisations.lock_member(owner)
        writing = Writing(owner, timezone.now())
        outcome = planned(by, owner, read.pop(), writing.take)
        writing.log(by)
    return outcome


def owner_of(by: Member, owner_id: UUID) -> Member:
    """Whose calendar it is. Raises NotVisible, NotAllowed."""
    if owner_id == by.pk:
        return by
    owner = organisations.member(by, owner_id)
    if owner_id not in organisations.editable_calendars(by) or not owner.is_active:
        raise not_allowed()
    return owner


def _read(data: bytes, owner: Member) -> ics.Calendar:
    if len(data) > MOST_OCTETS:
        raise refused_file("too_large")
    try:
        read = ics.read(data, home_zone=owner.time_zone)
    except ics.BadFile as error:
        raise refused_file(error.code) from error
    if read.method in ANSWERS:
        raise refused_file("an_answer")
    return read
