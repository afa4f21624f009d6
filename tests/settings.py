"""The product's settings, on a data folder that is thrown away: never a person's keys, files or mails."""

import os
import tempfile

os.environ["TOURNEE_DATA_DIR"] = tempfile.mkdtemp(prefix="tournee-tests-")
os.environ.setdefault("TOURNEE_LOG_LEVEL", "CRITICAL")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the thread of the tests

from tournee.project.settings import *  # noqa: F403 -- reads the variables above
