"""One question a second for the whole product: its processes share a file with the moment of the next turn."""

import fcntl
import os
import time
from pathlib import Path

from django.conf import settings

from tournee.directory.errors import places_unavailable

SECONDS_BETWEEN = 1.0
LONGEST_WAIT = 3.0


def wait_for_turn(path: Path | None = None) -> None:
    """Take the next free turn and wait for it. Raises GeocoderUnavailable when it is too far off."""
    path = path or settings.DATA_DIR / "nominatim.turn"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        written = os.pread(descriptor, 40, 0).decode(errors="replace").strip()
        now = time.time()
        turn = max(_moment(written), now)
        # A clock that was set back would leave a turn in the far future.
        if turn - now > 60:
            turn = now
        if turn - now > LONGEST_WAIT:
            raise places_unavailable()
        os.pwrite(descriptor, f"{turn + SECONDS_BETWEEN:<40.6f}".encode(), 0)
    finally:
        os.close(descriptor)
    time.sleep(max(0.0, turn - now))


def _moment(written: str) -> float:
    try:
        return float(written)
    except ValueError:
        return 0.0
