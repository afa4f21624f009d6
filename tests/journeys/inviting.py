"""Invitations in each state that the page behind a mail's link can find, made in the process of the served product."""

import json
import sys
from datetime import UTC, datetime, timedelta
from uuid import UUID

from tests.servers.tournee import Served
from tournee.calendar import actions
from tournee.calendar.models import Event, Proposal
from tournee.notifications.actions import send_invitations
from tournee.notifications.actions.inviting_links import link_for
from tournee.notifications.actions.inviting_parts import digest_of_times
from tournee.notifications.models import Invitation
from tournee.organisations.models import Member

GUEST = "jean.roux@client.example"
LONG = "Revue des installations et des contrats de maintenance de l’ensemble des sites de la région"
NOTES = "Merci d’apporter les plans.\n\nParking derrière le bâtiment B, code à l’interphone : 2407."


def links(served: Served) -> dict[str, str]:
    """Paths of links by state; each call makes events of its own."""
    said = served.manage("shell", "--verbosity", "0", "-c", "from tests.journeys.inviting import show; show()")
    found: dict[str, str] = json.loads(said.strip().splitlines()[-1])
    return found


def show() -> None:
    """Write the paths as JSON."""
    states = ("open", "series", "moved", "ended", "cancelled", "proposed")
    sys.stdout.write(f"{json.dumps({state: _path(state) for state in states})}\n")


def _path(state: str) -> str:
    # Whose days no other journey looks at: one of these goes on for ever.
    owner = Member.objects.get(email="bastien.chavanon@cuivrelune.example")
    event = _plan(owner, state)
    send_invitations(organisation_id=owner.organisation_id, event_id=event.pk, now=None)
    invitation = Invitation.objects.of(owner.organisation_id).get(event__event_id=event.pk)
    link = link_for(invitation, "", "0" * 8 if state == "moved" else digest_of_times(event))
    if state == "cancelled":
        actions.delete_event(event_id=event.pk, by=owner)
    elif state == "ended":
        _move(event.organisation_id, event.pk, datetime.now(UTC) - timedelta(hours=3))
    elif state == "proposed":
        _propose(event)
    return link[link.index("/answer/") :]


def _plan(owner: Member, state: str) -> Event:
    start = (datetime.now(UTC) + timedelta(days=7)).strftime("%Y-%m-%dT09:30")
    sent = {
        "subject": LONG if state == "series" else "Visite du site",
        "start": start,
        "time_zone": "Europe/Paris",
        "participants": [{"email": GUEST}],
        "notes": NOTES,
        "other_address": {"address": "14 rue de la République", "postal_code": "69002", "city": "Lyon"},
        "recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=MO,TH"] if state == "series" else [],
    }
    return actions.create_event(by=owner, sent=sent)


def _move(organisation_id: UUID, event_id: UUID, start: datetime) -> None:
    rows = Event.objects.of(organisation_id).filter(pk=event_id)
    rows.update(starts_at=start, ends_at=start + timedelta(hours=1))


def _propose(event: Event) -> None:
    start = event.starts_at + timedelta(hours=5)
    Proposal.objects.create(
        organisation_id=event.organisation_id,
        event=event,
        email=GUEST,
        comment="Plutôt l’après-midi, si possible.",
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        time_zone="Europe/Paris",
        received_at=datetime.now(UTC),
    )
