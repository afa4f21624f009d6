"""`manage.py look_at_statistics`: keeps SQLite's choice of indexes good; PostgreSQL does so by itself."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

# Rows looked at per index: enough to choose by, and done in a moment whatever the table's size.
ROWS = 1_000


class Command(BaseCommand):
    """Run every night by the timetable."""

    help = "Have SQLite look at how its tables are filled, so that it chooses indexes well."

    def handle(self, **options: Any) -> None:
        """Does nothing on PostgreSQL, whose autovacuum does the same."""
        if connection.vendor != "sqlite":
            return
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={ROWS}")
            # 0x10002: every table that could gain, also those that this connection has not read (sqlite.org/pragma).
            cursor.execute("PRAGMA optimize=0x10002")
