"""What the product keeps for minutes: counts of wrong passwords, and what was saved a moment ago."""

from typing import Any

import msgspec
from django.conf import settings
from django.core import checks


class PlainValues:
    """Values in Redis as JSON: a Redis that somebody else can write to must not run code of his."""

    def dumps(self, value: Any) -> bytes:
        """A plain value as bytes."""
        return msgspec.json.encode(value)

    def loads(self, data: bytes) -> Any:
        """The value that was written."""
        return msgspec.json.decode(data)


def is_local() -> bool:
    """Whether each process keeps its own."""
    return str(settings.CACHES["default"]["BACKEND"]).endswith("LocMemCache")


LOCAL = (
    "Each server process counts wrong passwords by itself, so that whoever guesses gets as many more attempts as there "
    "are processes."
)
LOCAL_HINT = "Leave TOURNEE_CACHE_URL out with PostgreSQL, or set it to database: or to the address of a Redis."


@checks.register(deploy=True)
def shared_cache(app_configs: object, **kwargs: object) -> list[checks.CheckMessage]:  # noqa: ARG001 -- Django's signature
    """PostgreSQL is there for several processes; a cache in memory is not."""
    by_one_process = "sqlite" in settings.DATABASES["default"]["ENGINE"]
    return [] if by_one_process or not is_local() else [checks.Warning(LOCAL, hint=LOCAL_HINT, id="tournee.W001")]
