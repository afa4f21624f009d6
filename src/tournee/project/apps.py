"""The room's name for Django."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Connects the rooms, and holds the commands that concern the whole."""

    name = "tournee.project"
    label = "project"

    def ready(self) -> None:
        """Load the checks."""
        from . import cache  # noqa: F401, PLC0415 -- checks read settings, which are complete only now
