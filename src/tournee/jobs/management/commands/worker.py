"""`manage.py worker`: works off the jobs until told to stop."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from tournee.jobs.queue import engine


class Command(BaseCommand):
    """Runs one worker; on SQLite there must be one, with the other engines there may be more."""

    help = "Work off the jobs until told to stop (SIGTERM lets the running ones end first)."
    # Nothing that the checks look at is used here; they would only double the time to start.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--threads", type=int, default=2, help="jobs at one time (default: 2)")
        parser.add_argument(
            "--no-timetable", action="store_true", help="for every worker but one, if there are several"
        )

    def handle(self, **options: Any) -> None:
        """Run until SIGTERM or SIGINT."""
        engine().work(threads=options["threads"], with_timetable=not options["no_timetable"])
