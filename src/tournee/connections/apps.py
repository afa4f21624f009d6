"""The room's name for Django."""

from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    """What reaches out of the house."""

    name = "tournee.connections"
    label = "connections"
