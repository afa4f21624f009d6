"""The room's name for Django."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Connects the rooms, and holds the commands that concern the whole."""

    name = "tournee.project"
    label = "project"
