"""`manage.py clear_idempotency_keys`: forgets the answers that nobody will ask for again."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tournee.api.models import IdempotencyKey
from tournee.organisations.queries import organisation_ids

KEPT = timedelta(days=1)


class Command(BaseCommand):
    """Removes answers that are older than a day; the timetable runs it every hour."""

    help = "Remove the answers to repeated requests that are older than a day."

    def handle(self, **_options: Any) -> None:
        """Organisation by organisation: the table is never read across them."""
        before = timezone.now() - KEPT
        for organisation_id in organisation_ids():
            IdempotencyKey.objects.of(organisation_id).filter(created_at__lt=before).delete()
