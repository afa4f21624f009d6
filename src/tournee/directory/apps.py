"""The room's name for Django."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Accounts, contacts and opportunities."""

    name = "tournee.directory"
    label = "directory"
