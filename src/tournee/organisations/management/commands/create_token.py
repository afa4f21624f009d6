"""`manage.py create_token --email E --name N --scope S`: prints a new API token, once."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tournee.values.refusal import Invalid

from ...actions import create_token
from ...domain.scopes import SCOPES
from ...models import Member


class Command(BaseCommand):
    """Prints the token and nothing else, so that a script can keep it."""

    help = "Make an API token for a member and print it. It cannot be shown again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose it is, what it is called, what it may do."""
        parser.add_argument("--email", required=True, help="the member's e-mail address")
        parser.add_argument("--name", required=True, help="what the token is for")
        parser.add_argument(
            "--scope", required=True, action="append", dest="scopes", metavar="SCOPE", help=", ".join(SCOPES)
        )
        parser.add_argument("--days", type=int, help="how long it works (default: until it is revoked)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make and print it."""
        member = Member.objects.filter(email__iexact=options["email"]).select_related("organisation").first()
        if member is None or not member.is_active:
            raise CommandError(f"No active member signs in as {options['email']}.")
        expires_at = timezone.now() + timedelta(days=options["days"]) if options["days"] is not None else None
        try:
            _token, secret = create_token(
                by=member, name=options["name"], scopes=options["scopes"], expires_at=expires_at
            )
        except Invalid as refusal:
            details = "; ".join(f"{field}: {' '.join(map(str, said))}" for field, said in refusal.fields.items())
            raise CommandError(f"{refusal} {details} Scopes: {', '.join(SCOPES)}") from None
        self.stdout.write(secret)
