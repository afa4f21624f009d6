"""The room's name for Django."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Alerts, notices, and all mail that leaves."""

    name = "tournee.notifications"
    label = "notifications"
