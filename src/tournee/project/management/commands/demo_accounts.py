"""`manage.py demo_accounts`: who can sign in to the demonstration."""

from typing import Any

from django.core.management.base import BaseCommand

from tournee.project.demonstration import sign_ins


class Command(BaseCommand):
    """Prints the demonstration's people whose password is still the one that it began with."""

    # As `seed_demo`.
    requires_system_checks = []
    help = "Print who can sign in to the demonstration; nothing where it is not."

    def handle(self, **_options: Any) -> None:
        """Print the table."""
        for line in sign_ins.table():
            self.stdout.write(line)
