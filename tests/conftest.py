"""What every test may ask for."""

import os

from hypothesis import settings

# The same examples in each run, so that a run says something about the change it follows; TOURNEE_HYPOTHESIS=search
# looks for new ones.
settings.register_profile("fixed", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=1_000)
settings.load_profile(os.environ.get("TOURNEE_HYPOTHESIS", "fixed"))

pytest_plugins = [
    "tests.servers.postgresql",
    "tests.servers.chromium",
    "tests.servers.selection",
    "tests.servers.tournee",
    "tests.factories.world",
]
