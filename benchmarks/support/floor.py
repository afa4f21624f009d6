"""What a month costs at least in this server: the same rows by a bare cursor, written by msgspec as they come.

Nobody is asked who he is, nothing is hidden, named or put into a zone. Served beside the product's own addresses.
"""

import time
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from tournee.project.urls import handler400, handler403, handler404, handler500
from tournee.project.urls import urlpatterns as product

__all__ = ["handler400", "handler403", "handler404", "handler500"]

EVENTS = """
SELECT e.id, e.subject, e.all_day, e.starts_on, e.ends_on, e.starts_at, e.ends_at, e.time_zone, e.status, e.owner_id,
       m.name, e.type_id, e.account_id, a.name, a.city, a.street, a.postcode, a.latitude, a.longitude,
       e.opportunity_id, o.name, e.address, e.latitude, e.longitude, e.privacy, e.busy, e.version
FROM calendar_event e
JOIN organisations_member m ON m.id = e.owner_id
LEFT JOIN directory_account a ON a.id = e.account_id
LEFT JOIN directory_opportunity o ON o.id = e.opportunity_id
WHERE e.organisation_id = %s AND e.owner_id IN ({owners}) AND e.starts_at >= %s AND e.starts_at < %s AND e.ends_at > %s
  AND e.deleted_at IS NULL AND NOT (e.all_day AND e.ends_on <= %s)
ORDER BY e.starts_at, e.id
"""
PEOPLE = """
SELECT p.event_id, p.id, p.member_id, m.name, m.email, p.contact_id, c.given_name, c.family_name, p.email, p.name,
       p.answer
FROM calendar_participant p
LEFT JOIN organisations_member m ON m.id = p.member_id
LEFT JOIN directory_contact c ON c.id = p.contact_id
WHERE p.organisation_id = %s AND p.event_id IN ({events})
ORDER BY p.event_id, p.position
"""
# The bound that the product reads the index from: without it the floor would not be lower, but higher.
BACK = timedelta(days=31)


def floor(request: HttpRequest) -> HttpResponse:
    """The rows of a month, and of the people on them."""
    start, end = (datetime.fromisoformat(request.GET[name]) for name in ("start", "end"))
    organisation, owners = _id(request.GET["organisation"]), [_id(one) for one in request.GET.getlist("owner")]
    with connection.cursor() as cursor:
        window = [*map(_moment, (start - BACK, end, start)), start.date().isoformat()]
        cursor.execute(EVENTS.format(owners=_places(owners)), [organisation, *owners, *window])
        events = cursor.fetchall()
        ids = [row[0] for row in events]
        cursor.execute(PEOPLE.format(events=_places(ids)), [organisation, *ids])
        people = cursor.fetchall()
    return HttpResponse(msgspec.json.encode([events, people]), content_type="application/json")


def cpu(_request: HttpRequest) -> HttpResponse:
    """The seconds of processor time that this server has used."""
    return HttpResponse(str(time.process_time()))


def _id(text: str) -> str:
    return text if connection.vendor == "postgresql" else UUID(text).hex


def _moment(moment: datetime) -> str:
    return str(connection.ops.adapt_datetimefield_value(moment))


def _places(values: list[str]) -> str:
    return ", ".join(["%s"] * len(values))


urlpatterns = [path("floor", floor), path("cpu", cpu), *product]
