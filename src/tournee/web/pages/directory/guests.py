"""An unknown address on an event becomes a contact, and the contact takes its place there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tournee.calendar import actions as calendar_actions
from tournee.calendar import queries as calendar
from tournee.calendar.domain.series import Scope
from tournee.calendar.models import Event, Participant
from tournee.calendar.permissions import is_hidden_from
from tournee.directory.models import Account, Contact
from tournee.organisations.models import Member
from tournee.values.refusal import NotVisible, Refusal

from ..viewing import viewer_of
from .prefill import id_of


@dataclass(frozen=True)
class Guest:
    """A bare address on an event that the viewer sees."""

    event: Event
    email: str
    name: str

    @property
    def account(self) -> Account | None:
        """The account that the event is about: most guests belong to it."""
        account: Account | None = self.event.account
        return account

    @property
    def back(self) -> str:
        """The event's page."""
        return self.event.get_absolute_url()


def guest_of(viewer: Member, query: Mapping[str, str]) -> Guest | None:
    """The guest named by `event=` and `email=`; None where there is no such event for the viewer."""
    event_id = id_of(query.get("event", ""))
    if event_id is None:
        return None
    try:
        occurrence = query.get("recurrence_id", "")
        event = calendar.occurrence(viewer, event_id, occurrence) if occurrence else calendar.event(viewer, event_id)
    except NotVisible:
        return None
    if is_hidden_from(viewer, event, participates=calendar.takes_part(viewer, event)):
        return None
    email = query.get("email", "")[:254]
    return Guest(event, email, query.get("name", "")[:160])


def link_guest(request: HttpRequest, guest: Guest, contact: Contact) -> str:
    """Put the contact on the event where the address was; returns where to go. The contact stays in any case."""
    people = [_as_sent(one, guest.email, contact) for one in guest.event.participants.all()]
    try:
        _put_people(viewer_of(request), guest.event, people)
    except Refusal as refusal:
        words = _("The contact was created, but the event still names the bare address: %(reason)s")
        messages.warning(request, words % {"reason": str(refusal)})
    return guest.back


def _put_people(by: Member, event: Event, people: list[dict[str, Any]]) -> None:
    sent = {"participants": people}
    if not event.recurrence_id:
        calendar_actions.update_event(event_id=event.pk, by=by, sent=sent, if_version=event.version)
        return
    # A guest of one occurrence is on that one; a guest of the series on all of it.
    calendar_actions.update_occurrences(
        event_id=event.series_id or event.pk,
        recurrence_id=event.recurrence_id,
        scope=Scope.THIS if event.series_id else Scope.ALL,
        by=by,
        sent=sent,
        if_version=event.version,
    )


def _as_sent(one: Participant, email: str, contact: Contact) -> dict[str, Any]:
    if one.member_id:
        return {"user_id": one.member_id}
    if one.contact_id:
        return {"contact_id": one.contact_id}
    if one.email.casefold() == email.strip().casefold():
        return {"contact_id": contact.pk}
    return {"email": one.email, "name": one.name}
