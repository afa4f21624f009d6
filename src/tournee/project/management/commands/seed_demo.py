"""`manage.py seed_demo`: the demonstration's organisation, or large ones for measuring."""

from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tournee.organisations import queries as organisations
from tournee.project.demonstration import sign_ins
from tournee.project.demonstration.filling import fill
from tournee.project.demonstration.multitude import Size, fill_many

SEED = 2026


class Command(BaseCommand):
    """Fills an empty database, or adds organisations of a given size to any."""

    # The data needs no addresses checked: `dev.py run` waits for this command.
    requires_system_checks = []
    help = "Fill an empty database with an invented company; or add large organisations for measuring."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--if-empty", action="store_true", help="do nothing when an organisation exists")
        parser.add_argument("--today", type=date.fromisoformat, help="the day around which it is (default: today)")
        parser.add_argument("--seed", type=int, default=SEED, help="another number gives other days")
        parser.add_argument("--organisations", type=int, help="instead, for measuring: so many organisations")
        parser.add_argument("--users", type=int, default=10, help="users of each of them (default: 10)")
        parser.add_argument("--events", type=int, default=10_000, help="events of each of them (default: 10,000)")

    def handle(self, **options: Any) -> None:
        """Write, then tell who can sign in."""
        if settings.PRODUCTION:
            raise CommandError("The demonstration has a password that everybody knows: not in production.")
        today = options["today"] or datetime.now(ZoneInfo("Europe/Paris")).date()
        if options["organisations"] is not None:
            self._add_large_ones(today, options)
        elif not organisations.organisation_ids():
            company = fill(today=today, seed=options["seed"])
            self.stdout.write(f"Filled the database with a demonstration: {company.organisation}.")
        elif not options["if_empty"]:
            raise CommandError("The database is not empty. --if-empty leaves it as it is; another --data has its own.")
        for line in sign_ins.table():
            self.stdout.write(line)

    def _add_large_ones(self, today: date, options: dict[str, Any]) -> None:
        size = Size(options["users"], options["events"])
        if options["organisations"] < 1 or size.users < 1 or size.events < 0:
            raise CommandError("--organisations and --users are at least 1, --events at least 0.")
        for number in range(options["organisations"]):
            began = timezone.now()
            made = fill_many(today=today, seed=options["seed"] + number, size=size)
            seconds = (timezone.now() - began).total_seconds()
            self.stdout.write(f"{made.organisation}: {size.users} users, {size.events} events in {seconds:.1f} s")
            self.stdout.write(f"  {made.administrator.email}  {made.password}  administrator")
