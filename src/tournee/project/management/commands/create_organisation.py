"""`manage.py create_organisation`: the first organisation of an installation, and its administrator."""

import os
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from tournee.calendar.actions import create_default_types
from tournee.organisations.actions import create_organisation, password_link
from tournee.values.refusal import Invalid


class Command(BaseCommand):
    """Takes the password from TOURNEE_PASSWORD or a prompt; with neither, prints a link to choose one."""

    help = "Make an organisation with its activity types and its first administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Its name and language, and who sets it up."""
        parser.add_argument("--name", required=True, help="the organisation's name")
        parser.add_argument("--email", required=True, help="the administrator's e-mail address")
        parser.add_argument("--admin-name", required=True, help="the administrator's name")
        parser.add_argument("--language", choices=["fr", "en"], default="fr", help="default: %(default)s")
        parser.add_argument("--time-zone", default="Europe/Paris", help="default: %(default)s")
        parser.add_argument("--ask-password", action="store_true", help="ask for the password on the terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and say how to sign in."""
        password = getpass("Password: ") if options["ask_password"] else os.environ.get("TOURNEE_PASSWORD")
        try:
            if password:
                validate_password(password)
            with transaction.atomic():
                administrator = create_organisation(
                    name=options["name"],
                    admin_email=options["email"],
                    admin_name=options["admin_name"],
                    password=password,
                    language=options["language"],
                    time_zone=options["time_zone"],
                )
                create_default_types(organisation_id=administrator.organisation_id)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except Invalid as refusal:
            details = "; ".join(f"{field}: {' '.join(map(str, said))}" for field, said in refusal.fields.items())
            raise CommandError(f"{refusal} {details}") from None
        self.stdout.write(f"{administrator.organisation.name}: {administrator.email} is its administrator.")
        if not password:
            self.stdout.write(f"Choose a password here: {password_link(administrator)}")
