"""`manage.py take_in_calendar`: a calendar file into somebody's calendar, apart from the server."""

import os
import sys
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from tournee.calendar.actions.importing import import_calendar, preview_calendar
from tournee.calendar.actions.importing_apart import answer_of, outage_answer, refusal_of
from tournee.organisations import queries as organisations
from tournee.values.outage import outage_of
from tournee.values.refusal import Refusal


class Command(BaseCommand):
    """Reads the file from standard input and writes one line of JSON; the server runs it for large files."""

    help = "Take a calendar file from standard input into a member's calendar. The server runs this for large files."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--by", type=UUID, required=True, help="the id of the member who asks")
        parser.add_argument("--owner", type=UUID, required=True, help="the id of the member whose calendar it is")
        parser.add_argument("--preview", action="store_true", help="only tell what would happen")

    def handle(self, **options: Any) -> None:
        """Take it in, behind those who wait for a page."""
        if hasattr(os, "nice"):
            os.nice(5)
        sys.stdout.buffer.write(answered(**options) + b"\n")


def answered(*, by: UUID, owner: UUID, preview: bool, **_: Any) -> bytes:
    """The line of JSON. Raises what nobody expects."""
    run = preview_calendar if preview else import_calendar
    try:
        return answer_of(run(by=organisations.acting_member(by), owner_id=owner, data=sys.stdin.buffer.read()))
    except Refusal as refusal:
        return refusal_of(refusal.own_code)
    except Exception as error:
        outage = outage_of(error)
        if outage is None:
            raise
        return outage_answer(outage)
