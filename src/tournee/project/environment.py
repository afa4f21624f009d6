"""Read the TOURNEE_* variables; a wrong one stops the start and says what is expected."""

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# A key with this beginning was made by the product for trying it out, and never opens production.
DEMONSTRATION = "demonstration-"


class Environment:
    """Typed access to a mapping of variables, `os.environ` unless told otherwise."""

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self.variables = os.environ if variables is None else variables

    def text(self, name: str, default: str = "") -> str:
        """As it stands, trimmed."""
        return self.variables.get(name, default).strip()

    def yes(self, name: str, *, default: bool) -> bool:
        """yes/no, true/false, on/off, 1/0."""
        raw = self.text(name).lower()
        if not raw:
            return default
        if raw in {"yes", "true", "on", "1"}:
            return True
        if raw in {"no", "false", "off", "0"}:
            return False
        raise ImproperlyConfigured(f"{name}: write yes or no, not {raw!r}.")

    def whole_number(self, name: str, *, default: int, least: int = 0) -> int:
        """A whole number of at least `least`."""
        raw = self.text(name)
        if not raw:
            return default
        if not raw.isascii() or not raw.isdigit() or int(raw) < least:
            raise ImproperlyConfigured(f"{name}: write a whole number of at least {least}, not {raw!r}.")
        return int(raw)

    def choice(self, name: str, among: Sequence[str], *, default: str) -> str:
        """One of `among`."""
        raw = self.text(name, default)
        if raw not in among:
            raise ImproperlyConfigured(f"{name}: write one of {', '.join(among)}, not {raw!r}.")
        return raw

    def address(self, name: str, schemes: Sequence[str]) -> str:
        """An address that begins with one of `schemes`; empty where none is given."""
        raw = self.text(name)
        if raw and raw.partition(":")[0] not in schemes:
            raise ImproperlyConfigured(f"{name}: begin with one of {', '.join(f'{one}:' for one in schemes)}.")
        return raw

    def several(self, name: str, default: Sequence[str] = ()) -> list[str]:
        """A list, separated by commas."""
        raw = self.text(name)
        return [one.strip() for one in raw.split(",") if one.strip()] if raw else list(default)

    def database(self, name: str, data_dir: Path) -> dict[str, Any]:
        """Django's settings of one database: PostgreSQL by its address, else SQLite in the data folder."""
        raw = self.text(name)
        return postgresql(name, raw) if raw else sqlite(data_dir / "tournee.sqlite3")

    def cache(self, name: str, *, shared_database: bool) -> dict[str, Any]:
        """Django's settings of the cache, which counts wrong passwords: where every process of the product sees it."""
        raw = self.text(name) or ("database:" if shared_database else "memory:")
        match raw.partition(":")[0]:
            case "memory":
                return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
            case "database":
                # Rows are few and short: attempts of a few minutes, and pages that were saved within the hour.
                back_end = "django.core.cache.backends.db.DatabaseCache"
                return {"BACKEND": back_end, "LOCATION": "tournee_cache", "OPTIONS": {"MAX_ENTRIES": 10_000}}
            case "redis" | "rediss" | "unix":
                options = {"serializer": "tournee.project.cache.PlainValues", "socket_connect_timeout": 5}
                back_end = "django.core.cache.backends.redis.RedisCache"
                return {"BACKEND": back_end, "LOCATION": raw, "KEY_PREFIX": "tournee", "OPTIONS": options}
        raise ImproperlyConfigured(f"{name}: write memory:, database: or redis://host:6379/0, not {raw!r}.")


def sqlite(path: Path) -> dict[str, Any]:
    """The embedded database: readers never wait, writers queue."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # A connection lasts as long as its thread, of which there are a few: a new one would read the schema again.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA cache_size=-32000; PRAGMA mmap_size=2147418112;",
        },
    }


def postgresql(name: str, address: str) -> dict[str, Any]:
    """PostgreSQL with a bounded pool: under ASGI, connections kept for ever leak until the server refuses."""
    parts = urlsplit(address)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name}: write postgresql://user:password@host:5432/database.")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    options["pool"] = {"min_size": 1, "max_size": 12, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        # A server that was restarted leaves dead connections in the pool: each is tried before it serves a request.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def keys_for_trying_out(data_dir: Path) -> dict[str, str]:
    """Keys made once and kept in the data folder, so that trying the product out needs none."""
    path = data_dir / "keys.json"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        made = {name: DEMONSTRATION + secrets.token_urlsafe(48) for name in ("secret_key", "storage_key")}
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(made), encoding="utf-8")
        draft.chmod(0o600)
        try:
            # Two programs may start at once: the first to link its draft wins, and both read the same keys.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found


def require_production_key(name: str, value: str) -> str:
    """The value, unless it is missing, short, or made for the demonstration: then the start is refused."""
    if len(value) < 40 or value.startswith(DEMONSTRATION):
        raise ImproperlyConfigured(
            f"{name}: production needs a secret of its own, at least 40 characters and never the demonstration's. "
            "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return value
