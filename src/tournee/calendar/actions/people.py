"""Who takes part in an event: read from what was sent, keeping the answers of those who stay."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tournee.directory import queries as directory
from tournee.organisations import queries as organisations
from tournee.organisations.models import Member
from tournee.values.email_address import BadAddress, EmailAddress
from tournee.values.text import has_control

from ..models import Answer, Event, Participant
from .checking import Problems

MOST = 200
FIELD = "participants"
# Logged with the person as owner, who alone hears it: whoever reads the event hears that it has changed.
UNINVITED = "event.uninvited"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A participant to be: exactly one of the three, `email` standing alone only for a bare address."""

    member_id: UUID | None
    contact_id: UUID | None
    email: str
    name: str

    @property
    def key(self) -> tuple[str, object]:
        """What makes two of them the same person."""
        if self.member_id:
            return "member", self.member_id
        if self.contact_id:
            return "contact", self.contact_id
        return "email", self.email.casefold()


def read_people(problems: Problems, by: Member, sent: Iterable[Mapping[str, Any]]) -> list[Wanted]:
    """The people sent, each once; problems are noted under `participants`. Three queries at most."""
    entries = list(sent)
    if len(entries) > MOST:
        problems.add(FIELD, _("An event holds 200 participants at most."))
        return []
    members = _known(organisations.members_visible_to(by), [one.get("user_id") for one in entries])
    contacts = _known(directory.contacts_visible_to(by), [one.get("contact_id") for one in entries])
    wanted: dict[tuple[str, object], Wanted] = {}
    for entry in entries:
        one = _read_one(problems, entry, members, contacts)
        if one is not None:
            wanted.setdefault(one.key, one)
    return list(wanted.values())


def _known(records: Any, ids: list[UUID | None]) -> dict[UUID, Any]:
    asked = [one for one in ids if one]
    return {record.pk: record for record in records.filter(pk__in=asked)} if asked else {}


def _read_one(
    problems: Problems, entry: Mapping[str, Any], members: Mapping[UUID, Any], contacts: Mapping[UUID, Any]
) -> Wanted | None:
    unknown = _("One of the participants does not exist, or is not shared with you.")
    if entry.get("user_id"):
        member = members.get(entry["user_id"])
        if member is None:
            problems.add(FIELD, unknown)
            return None
        return Wanted(member.pk, None, member.email, member.name)
    if entry.get("contact_id"):
        contact = contacts.get(entry["contact_id"])
        if contact is None:
            problems.add(FIELD, unknown)
            return None
        return Wanted(None, contact.pk, contact.email, contact.name)
    return _bare_address(problems, entry)


def _bare_address(problems: Problems, entry: Mapping[str, Any]) -> Wanted | None:
    name = str(entry.get("name") or "").strip()[:160]
    try:
        email = EmailAddress.parse(str(entry.get("email") or "")).text
    except BadAddress:
        problems.add(FIELD, _("One of the participants has no valid e-mail address."))
        return None
    if has_control(name):
        problems.add(FIELD, _("This holds characters that cannot be shown. Remove them and try again."))
        return None
    return Wanted(None, None, email, name)


def key_of(participant: Participant) -> tuple[str, object]:
    """What makes two of them the same person."""
    return Wanted(participant.member_id, participant.contact_id, participant.email, participant.name).key


def members_on(event: Event) -> frozenset[UUID]:
    """The colleagues who take part in it."""
    places = Participant.objects.of(event.organisation_id).filter(event=event, member__isnull=False)
    return frozenset(places.values_list("member_id", flat=True))


def put_people(event: Event, wanted: list[Wanted]) -> tuple[list[str], list[str]]:
    """Make the event's participants those; who was there keeps id and answer. Returns addresses before and after."""
    participants = Participant.objects.of(event.organisation_id)
    present = {key_of(one): one for one in participants.filter(event=event).order_by("position", "id")}
    before = [one.email or one.name for one in present.values()]
    keep = {one.key for one in wanted}
    gone = [one.pk for key, one in present.items() if key not in keep]
    if gone:
        participants.filter(pk__in=gone).delete()
    for position, one in enumerate(wanted):
        existing = present.get(one.key)
        if existing is None:
            continue
        if (existing.position, existing.name) != (position, one.name):
            participants.filter(pk=existing.pk).update(position=position, name=one.name)
    Participant.objects.bulk_create(
        [
            Participant(
                organisation_id=event.organisation_id,
                event=event,
                member_id=one.member_id,
                contact_id=one.contact_id,
                email=one.email,
                name=one.name,
                position=position,
                event_starts_at=event.found_at,
            )
            for position, one in enumerate(wanted)
            if one.key not in present
        ]
    )
    return before, [one.email or one.name for one in wanted]


def organised_here(event: Event) -> bool:
    """Whether its owner invites to it: not where a file says that somebody else does."""
    told = (event.kept or {}).get("organizer") or {}
    organizer = str(told.get("uri", "")).strip().casefold().removeprefix("mailto:")
    return organizer in {"", event.owner.email.casefold()}


def forget_answers(event: Event, by: Member) -> None:
    """What its guests answered to other times counts no more; who moved it, and whose it is, need not answer anew."""
    if not organised_here(event):
        return
    answered = Participant.objects.of(event.organisation_id).filter(event=event).exclude(answer=Answer.NONE)
    stale = answered.exclude(member_id__in={by.pk, event.owner_id})
    stale.update(answer=Answer.NONE, comment="", answered_at=None, answer_stamp=None, answered_sequence=None)
