"""The room's name for Django."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations, their teams, members and roles."""

    name = "tournee.organisations"
    label = "organisations"
