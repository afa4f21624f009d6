"""`manage.py clear_idempotency_keys`: forget answers that are older than a day."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tournee.organisations import queries as organisations

from ...writes import forget_answers

KEPT_FOR = timedelta(days=1)


class Command(BaseCommand):
    """Run daily by the worker."""

    help = "Forget the answers kept for Idempotency-Keys that are older than a day."

    def handle(self, *args: Any, **options: Any) -> None:
        """Organisation by organisation, in batches."""
        before = timezone.now() - KEPT_FOR
        gone = sum(forget_answers(one, before=before) for one in organisations.organisation_ids())
        self.stdout.write(f"{gone} forgotten.")
