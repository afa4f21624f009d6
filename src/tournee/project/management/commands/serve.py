"""`manage.py serve`: the web server and the worker as one command."""

import os
import socket
import sys
from argparse import ArgumentParser
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

import tournee
from tournee.project import cache
from tournee.project.supervisor import Program, Supervisor


class Command(BaseCommand):
    """Serves pages and API, and works off the jobs, until SIGINT or SIGTERM."""

    help = "Serve the pages and the API, and work off the jobs, until told to stop."
    # Nothing that the checks look at is used here; they would only double the time to start.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
        parser.add_argument(
            "--processes", type=int, default=1, help="server processes; more than 1 with PostgreSQL only"
        )
        parser.add_argument("--no-worker", action="store_true", help="leave the jobs to `manage.py worker` elsewhere")

    def handle(self, **options: Any) -> None:
        """Run until a signal; exit code 1 when the web server ended by itself."""
        host, port = options["host"], options["port"]
        refuse_taken_port(host, port)
        self.look_at_processes(options["processes"])
        refuse_absent_engine()
        # The children find the package as this process did, installed or not.
        sources = str(Path(tournee.__file__).parent.parent)
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [sources, os.environ.get("PYTHONPATH")]))
        programs = [Program("The web server", web_server(host, port, options["processes"]), vital=True)]
        if not options["no_worker"]:
            programs.append(Program("The worker", [sys.executable, "-m", "django", "worker"], vital=False))
        shown = f"[{host}]" if ":" in host else host
        self.stdout.write(f"Tournée serves on http://{shown}:{port} (Ctrl-C stops it)")
        self.stdout.flush()
        code = Supervisor(programs, say=self.stderr.write).run()
        if code:
            sys.exit(code)
        self.stdout.write("Stopped.")

    def look_at_processes(self, processes: int) -> None:
        """Raises CommandError for more than the database bears; warns where each would count by itself."""
        if processes > 1 and connection.vendor == "sqlite":
            raise CommandError("SQLite serves one process: leave --processes out, or move to PostgreSQL.")
        if processes > 1 and cache.is_local():
            self.stderr.write(f"Warning: {cache.LOCAL} {cache.LOCAL_HINT}")


def refuse_absent_engine() -> None:
    """Raises CommandError where the jobs are Celery's, and Celery is not installed."""
    if settings.JOBS_URL.startswith(("celery", "amqp")) and find_spec("celery") is None:
        raise CommandError(
            "TOURNEE_JOBS_URL names Celery, which is not installed here: "
            "pip install --require-hashes -r requirements/celery.txt"
        )


def web_server(host: str, port: int, processes: int) -> list[str]:
    """The command line of granian."""
    command = [sys.executable, "-m", "granian", "tournee.project.asgi:application", "--interface", "asginl"]
    command += ["--host", host, "--port", str(port), "--workers", str(processes)]
    # A live page holds its connection open for hours: each counts as a request that is being answered.
    command += ["--backlog", "2048", "--backpressure", "2048", "--no-ws", "--log-level", "warning"]
    return [*command, "--workers-kill-timeout", "5", "--respawn-failed-workers", "--respawn-interval", "1"]


def refuse_taken_port(host: str, port: int) -> None:
    """Raises CommandError where nothing can listen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise CommandError(
                f"Port {port} of {host} cannot be used: {reason}. Choose another one with --port."
            ) from error
