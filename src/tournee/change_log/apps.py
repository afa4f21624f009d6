"""The room's name for Django."""

from django.apps import AppConfig


class ChangeLogConfig(AppConfig):
    """One row a change, numbered per organisation."""

    name = "tournee.change_log"
    label = "change_log"
