"""The product's settings, on a data folder that is thrown away: never a person's keys, files or mails."""

import os
import tempfile

os.environ["TOURNEE_DATA_DIR"] = tempfile.mkdtemp(prefix="tournee-tests-")
os.environ.setdefault("TOURNEE_LOG_LEVEL", "CRITICAL")
# In the process of the tests, whatever the database: what a test leaves open must not hold its database.
os.environ["TOURNEE_JOBS_URL"] = "sqlite:"
os.environ["TOURNEE_CACHE_URL"] = "memory:"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the thread of the tests

from tournee.project.settings import *  # noqa: F403 -- reads the variables above

# Another process does not see what a test has not committed.
LARGE_FILES_APART = False
