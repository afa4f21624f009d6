"""What every test may ask for."""

import os

from hypothesis import HealthCheck, settings

# The same examples in each run, so that a run says something about the change it follows; TOURNEE_HYPOTHESIS=search
# looks for new ones. How long examples take to make is no test's concern: a busy machine would fail it.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("fixed", UNTIMED, derandomize=True)
settings.register_profile("search", UNTIMED, max_examples=1_000)
settings.load_profile(os.environ.get("TOURNEE_HYPOTHESIS", "fixed"))

pytest_plugins = [
    "tests.servers.postgresql",
    "tests.servers.chromium",
    "tests.servers.selection",
    "tests.servers.tournee",
    "tests.factories.world",
]
