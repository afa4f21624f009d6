"""The room's name for Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The product for programs, and for its own pages."""

    name = "tournee.api"
    label = "api"
