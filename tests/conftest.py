"""What every test may ask for."""

pytest_plugins = [
    "tests.servers.postgresql",
    "tests.servers.chromium",
    "tests.servers.selection",
    "tests.servers.tournee",
    "tests.factories.world",
]
