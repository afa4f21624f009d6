"""Chance that can be repeated: the same seed deals the same days."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

VERSION_7, VARIANT = 0x7, 0b10


class Chance(Random):
    """A seeded source; decides nothing secret."""

    def likely(self, share: float) -> bool:
        """True in `share` of the cases, from 0 to 1."""
        return self.random() < share

    def id_at(self, moment: datetime) -> UUID:
        """A UUIDv7 (RFC 9562) of that moment, as if the row had been written then."""
        milliseconds = int(moment.timestamp() * 1000)
        head = milliseconds << 80 | VERSION_7 << 76 | self.getrandbits(12) << 64
        return UUID(int=head | VARIANT << 62 | self.getrandbits(62))

    def before(self, moment: datetime, *, days: float, now: datetime) -> datetime:
        """Some time in the `days` before `moment`, and never later than `now`."""
        return min(moment, now) - timedelta(seconds=self.randint(600, int(days * 86_400)))
