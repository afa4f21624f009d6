"""`manage.py restore`: puts a backup in the place of what this installation holds."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tournee.project.backup import archive
from tournee.project.backup.postgresql import ToolError


class Command(BaseCommand):
    """Restores a backup; never over data that is there, unless told to."""

    help = "Restore a backup that `manage.py backup` wrote; stop the product first."
    # Nothing that the checks look at is used here; they would only double the time to start.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path, help="the backup")
        parser.add_argument("--replace", action="store_true", help="overwrite the data that this installation holds")
        parser.add_argument("--yes", action="store_true", help="ask no question")

    def handle(self, **options: Any) -> None:
        """Restore it, or say why not and change nothing."""
        empty = archive.is_empty()
        if not empty and not options["replace"]:
            raise CommandError("This installation holds data already. Nothing was changed; --replace overwrites it.")
        if not empty and not options["yes"] and input("Overwrite all data of this installation? [yes/no] ") != "yes":
            raise CommandError("Nothing was changed.")
        try:
            archive.restore(options["file"])
        except (OSError, ToolError, archive.UnusableBackupError) as error:
            raise CommandError(f"{options['file']} was not restored: {error}") from error
        self.stdout.write(f"Restored from {options['file']}.")
