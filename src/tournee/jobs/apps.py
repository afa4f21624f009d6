"""The room's name for Django, and its ear at the change log."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Work that nobody waits for."""

    name = "tournee.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Load the tasks, and hear of changes; lower rooms never import this one."""
        from tournee.change_log import actions as change_log  # noqa: PLC0415 -- models are loaded only now

        from . import reactions, timetable  # noqa: F401, PLC0415

        change_log.listeners.append(reactions.hear)
