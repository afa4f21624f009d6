"""`manage.py backup`: the database and the uploaded files in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tournee.project.backup import archive
from tournee.project.backup.postgresql import ToolError


class Command(BaseCommand):
    """Writes a backup while the product is in use."""

    help = "Write the database and the uploaded files into one file; the secret keys are not in it."
    # Nothing that the checks look at is used here; they would only double the time to start.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--to", type=Path, required=True, help="the file to write, or the folder to write it in")

    def handle(self, **options: Any) -> None:
        """Write it and say where it is."""
        now, to = timezone.now(), options["to"].absolute()
        if to.is_dir():
            to /= f"tournee-{now:%Y%m%d-%H%M%S}.tar.gz"
        try:
            archive.write(to, now=now)
        except (OSError, ToolError) as error:
            raise CommandError(f"No backup was made: {error}") from error
        self.stdout.write(f"{to} ({to.stat().st_size:,} bytes)")
