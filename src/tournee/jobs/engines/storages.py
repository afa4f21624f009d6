"""Where huey keeps jobs: its own storages, made so that a job is always in one place or another.

huey takes a job out of the queue before it works on it, and out of the schedule before it enqueues it; a worker that is
killed in between would lose it. Here each of these steps is one transaction, or one script of Redis.
"""

from datetime import datetime
from typing import Any, Protocol

from huey.storage import PostgresStorage, RedisStorage, SqliteStorage


class LastingStorage(Protocol):
    """A storage of huey's that remembers what was taken."""

    blocking: bool

    def take(self, key: str) -> bytes | None:
        """The next job, kept under that key until it is forgotten or given back."""

    def give_back(self, key: str, data: bytes) -> bool:
        """Enqueue the job anew in place of the kept one; False where another has done so."""

    def delete_data(self, key: str) -> bool:
        """Forget a kept job."""

    def put_data(self, key: str, value: bytes) -> None:
        """Keep something under a key."""

    def result_items(self) -> dict[str | bytes, bytes]:
        """All that is kept."""

    def close(self) -> None:
        """Let go of connections."""


class LastingSqlite(SqliteStorage):  # type: ignore[misc] # huey publishes no types
    """In a file of its own."""

    def take(self, key: str) -> bytes | None:
        """See `LastingStorage`."""
        # A look without the lock first: the queue is mostly empty.
        if not self.queue_size():
            return None
        with self.db(commit=True) as cursor:
            cursor.execute("SELECT id, data FROM task WHERE queue = ? ORDER BY id LIMIT 1", (self.name,))
            found = cursor.fetchone()
            if found is None:
                return None
            cursor.execute("DELETE FROM task WHERE id = ?", found[:1])
            cursor.execute("INSERT INTO kv (queue, key, value) VALUES (?, ?, ?)", (self.name, key, found[1]))
        return bytes(found[1])

    def give_back(self, key: str, data: bytes) -> bool:
        """See `LastingStorage`."""
        with self.db(commit=True) as cursor:
            cursor.execute("DELETE FROM kv WHERE queue = ? AND key = ?", (self.name, key))
            if cursor.rowcount != 1:
                return False
            cursor.execute("INSERT INTO task (queue, data) VALUES (?, ?)", (self.name, data))
        return True

    def read_schedule(self, ts: datetime) -> list[bytes]:
        """Enqueue what is due; nothing is left for huey to enqueue."""
        due = (self.name, ts.timestamp())
        if not self.sql("SELECT 1 FROM schedule WHERE queue = ? AND timestamp <= ? LIMIT 1", due, results=True):
            return []
        with self.db(commit=True) as cursor:
            cursor.execute(
                "INSERT INTO task (queue, data) "
                "SELECT queue, data FROM schedule WHERE queue = ? AND timestamp <= ? ORDER BY timestamp, id",
                due,
            )
            cursor.execute("DELETE FROM schedule WHERE queue = ? AND timestamp <= ?", due)
        return []


class LastingPostgres(PostgresStorage):  # type: ignore[misc] # huey publishes no types
    """In tables of huey's; each step is one statement, as its connection commits by itself."""

    def take(self, key: str) -> bytes | None:
        """See `LastingStorage`."""
        found = self._one(
            "WITH taken AS (DELETE FROM huey_task WHERE id = (SELECT id FROM huey_task WHERE queue = %(queue)s "
            "ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING data) "
            "INSERT INTO huey_kv (queue, key, value) SELECT %(queue)s, %(key)s, data FROM taken RETURNING value",
            key=key,
        )
        return bytes(found[0]) if found else None

    def give_back(self, key: str, data: bytes) -> bool:
        """See `LastingStorage`."""
        found = self._one(
            "WITH kept AS (DELETE FROM huey_kv WHERE queue = %(queue)s AND key = %(key)s RETURNING key) "
            "INSERT INTO huey_task (queue, data) SELECT %(queue)s, %(data)s FROM kept RETURNING id",
            key=key,
            data=data,
        )
        return found is not None

    def read_schedule(self, ts: datetime) -> list[bytes]:
        """Enqueue what is due; nothing is left for huey to enqueue."""
        self._one(
            "WITH due AS (DELETE FROM huey_schedule WHERE id IN (SELECT id FROM huey_schedule WHERE queue = %(queue)s "
            "AND timestamp <= %(now)s FOR UPDATE SKIP LOCKED) RETURNING id, timestamp, data) "
            "INSERT INTO huey_task (queue, data) SELECT %(queue)s, data FROM due ORDER BY timestamp, id RETURNING id",
            now=ts.timestamp(),
        )
        return []

    def _one(self, statement: str, **values: Any) -> Any:
        with self.db() as cursor:
            cursor.execute(statement, {"queue": self.name, **values})
            return cursor.fetchone()


TAKE = """
local data = redis.call('RPOP', KEYS[1])
if data then redis.call('HSET', KEYS[2], ARGV[1], data) end
return data
"""
GIVE_BACK = """
if redis.call('HDEL', KEYS[2], ARGV[1]) == 0 then return 0 end
redis.call('LPUSH', KEYS[1], ARGV[2])
return 1
"""
ENQUEUE_DUE = """
for _, data in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[1])) do redis.call('LPUSH', KEYS[1], data) end
return redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[1])
"""


class LastingRedis(RedisStorage):  # type: ignore[misc] # huey publishes no types
    """In Redis or Valkey; a script there runs wholly or not at all."""

    def __init__(self, name: str, url: str) -> None:
        from redis import ConnectionPool  # noqa: PLC0415 -- not needed with the other storages

        # A server that is away must not hold up the request that asks for a job.
        pool = ConnectionPool.from_url(url, socket_connect_timeout=5, socket_timeout=20, health_check_interval=30)
        super().__init__(name, blocking=False, connection_pool=pool)
        self.scripts = {text: self.conn.register_script(text) for text in (TAKE, GIVE_BACK, ENQUEUE_DUE)}

    def take(self, key: str) -> bytes | None:
        """See `LastingStorage`."""
        data: bytes | None = self.scripts[TAKE](keys=[self.queue_key, self.result_key], args=[key])
        return data

    def give_back(self, key: str, data: bytes) -> bool:
        """See `LastingStorage`."""
        return bool(self.scripts[GIVE_BACK](keys=[self.queue_key, self.result_key], args=[key, data]))

    def read_schedule(self, ts: datetime) -> list[bytes]:
        """Enqueue what is due; nothing is left for huey to enqueue."""
        self.scripts[ENQUEUE_DUE](keys=[self.queue_key, self.schedule_key], args=[self.convert_ts(ts)])
        return []

    def close(self) -> None:
        """Give up the connections; they are opened anew when needed."""
        self.pool.disconnect()
