"""`manage.py worker`: works off the jobs until told to stop."""

import logging
from argparse import ArgumentParser
from threading import Lock
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections

from tournee.jobs.queue import engine

# An empty queue is looked at once a second; longer would make an import wait, shorter would cost for nothing.
LONGEST_PAUSE = 1.0

# Closing is not safe in the engine: its threads share one connection, and all of them end at once.
closing = Lock()


def close_connections() -> None:
    """Close this thread's connections to the queue and to the database; the queue's are opened anew when needed."""
    with closing:
        engine().storage.close()
    connections.close_all()


class Command(BaseCommand):
    """Runs one worker; on SQLite there must be one, on PostgreSQL and Redis there may be more."""

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
        logging.getLogger("huey").setLevel(logging.WARNING)
        huey = engine()
        huey.put_back_interrupted()
        huey.on_shutdown("connections")(close_connections)
        huey.create_consumer(
            workers=options["threads"],
            periodic=not options["no_timetable"],
            max_delay=LONGEST_PAUSE,
            graceful_signal="TERM",
            shutdown_timeout=20,
        ).run()
        close_connections()
