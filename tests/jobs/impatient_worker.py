"""`manage.py worker` with the witnesses' tasks, and with seconds where the product waits for minutes."""

import os
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tournee.project.settings"
django.setup()

from django.core.management import call_command  # noqa: E402 -- after the set-up

from tests.jobs import witnesses  # noqa: E402, F401 -- its tasks
from tournee.jobs.engines import engine, on_celery  # noqa: E402

if __name__ == "__main__":
    engine.FIRST_DELAY, engine.PATIENCE, on_celery.TIME_OUT = 1, 3.0, 1
    Path(os.environ["TOURNEE_DATA_DIR"]).mkdir(exist_ok=True)
    call_command("worker", no_timetable=True)
