"""One open page or program that listens, and what waits to be sent to it."""

import asyncio
from dataclasses import dataclass, field
from uuid import UUID

from tournee.organisations.permissions import Reach

# More than this waiting means a listener that does not read: it is told to start anew instead of filling the memory.
MOST_WAITING = 200


@dataclass(eq=False)
class Listener:
    """`session_key` or `token_id` says by what right it listens, as long as that lasts."""

    organisation_id: UUID
    member_id: UUID
    reads: Reach
    session_key: str | None = None
    token_id: UUID | None = None
    started_after: int = 0
    ended: bool = False
    _waiting: list[bytes] = field(default_factory=list)
    _overrun: bool = False
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, message: bytes) -> None:
        """Have a message sent."""
        if self._overrun:
            return
        if len(self._waiting) >= MOST_WAITING:
            self._waiting, self._overrun = [], True
        else:
            self._waiting.append(message)
        self._news.set()

    def end(self) -> None:
        """Have the stream closed: the right to listen is gone, or the server stops."""
        self.ended = True
        self._news.set()

    async def next_messages(self, *, within: float) -> tuple[list[bytes], bool]:
        """What waits, as soon as something does, and whether more was missed; nothing after `within` seconds."""
        try:
            async with asyncio.timeout(within):
                await self._news.wait()
        except TimeoutError:
            return [], False
        self._news.clear()
        messages, overrun = self._waiting, self._overrun
        self._waiting, self._overrun = [], False
        return messages, overrun
