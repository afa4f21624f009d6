"""The queue behind the jobs: kept beside the database, unless TOURNEE_JOBS_URL names another place.

Nothing outside `tournee.jobs.engines` knows which engine it is.
"""

from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from .engines import storages
from .engines.engine import Engine
from .engines.on_huey import LastingHuey

HUEY = "sqlite:, postgres:, redis:, rediss: or unix:"
CELERY = "celery+redis:, celery+rediss:, amqp: or amqps:"


def engine_for(url: str) -> Engine:
    """The engine that an address names. Raises ImproperlyConfigured for one that it cannot be."""
    scheme, _, rest = url.partition("+")
    if scheme == "celery":
        return celery_engine(rest)
    match urlsplit(url).scheme if url else "beside the database":
        case "beside the database" if connection.vendor == "postgresql":
            return LastingHuey(storage_class=storages.LastingPostgres, connection=connection_like_the_database)
        case "beside the database" | "sqlite":
            return LastingHuey(
                alone=True,
                storage_class=storages.LastingSqlite,
                filename=str(settings.DATA_DIR / "jobs.sqlite3"),
                timeout=20,
                fsync=True,
            )
        case "postgres" | "postgresql":
            return LastingHuey(storage_class=storages.LastingPostgres, dsn=url)
        case "redis" | "rediss" | "unix":
            return LastingHuey(storage_class=storages.LastingRedis, url=url)
        case "amqp" | "amqps":
            return celery_engine(url)
    raise ImproperlyConfigured(f"TOURNEE_JOBS_URL must begin with {HUEY}; or, for Celery, with {CELERY}.")


def celery_engine(broker: str) -> Engine:
    """Celery with that broker. Raises ImproperlyConfigured where it is not installed, or cannot be told to wait."""
    if urlsplit(broker).scheme not in {"redis", "rediss", "amqp", "amqps"}:
        raise ImproperlyConfigured(f"TOURNEE_JOBS_URL: Celery is told by an address that begins with {CELERY}.")
    try:
        from .engines.on_celery import CeleryEngine  # noqa: PLC0415 -- installed only where it is wanted
    except ImportError as error:
        raise ImproperlyConfigured(
            "TOURNEE_JOBS_URL names Celery, which is not installed here: "
            "pip install --require-hashes -r requirements/celery.txt"
        ) from error
    return CeleryEngine(broker)


def connection_like_the_database() -> Any:
    """A connection of the queue's own to the product's PostgreSQL, outside any transaction of the caller's."""
    import psycopg  # noqa: PLC0415 -- not needed with SQLite

    wanted = {"dbname", "user", "password", "host", "port", "sslmode", "options"}
    parameters = connection.get_connection_params()
    return psycopg.connect(**{name: value for name, value in parameters.items() if name in wanted})


@cache
def engine() -> Engine:
    """The one engine of this process, made when it is first needed."""
    made = engine_for(settings.JOBS_URL)
    for register in REGISTRATIONS:
        register(made)
    return made


# How each task and each entry of the timetable makes itself known to an engine.
REGISTRATIONS: list[Callable[[Engine], None]] = []
