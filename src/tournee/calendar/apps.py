"""The room's name for Django."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    """Events, tasks and their participants."""

    name = "tournee.calendar"
    label = "calendar"
