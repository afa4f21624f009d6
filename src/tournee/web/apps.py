"""The room's name for Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The product for people."""

    name = "tournee.web"
    label = "web"
