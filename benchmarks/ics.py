"""A calendar of 10,000 events, taken in, known again and given out.

Promise: taking in a file of 10,000 events costs at most 8 seconds of processor time and 200 MB. The events are single
ones, with a place, a note, an alert and two participants each; one in twenty repeats.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.support.measuring import prepared
from tests.servers.tournee import manage

RUN = """
import sys; sys.path.insert(0, {root!r})
from benchmarks.ics import measure
measure({events})
"""


def file_of(count: int) -> bytes:
    """A calendar of so many events, as another program writes it."""
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(map(_event, range(count))) + "END:VCALENDAR\r\n").encode()


def _event(number: int) -> str:
    start = datetime.fromisoformat("2020-01-06T08:00:00") + timedelta(hours=number * 5)
    lines = (
        "BEGIN:VEVENT",
        f"UID:{number:08}-4b1d@example.org",
        "DTSTAMP:20260101T000000Z",
        f"SUMMARY:Visite n° {number} chez un client",
        f"DTSTART;TZID=Europe/Paris:{start:%Y%m%dT%H%M%S}",
        f"DTEND;TZID=Europe/Paris:{start + timedelta(hours=1):%Y%m%dT%H%M%S}",
        *(["RRULE:FREQ=WEEKLY;COUNT=20"] if number % 20 == 0 else []),
        "DESCRIPTION:Apporter les échantillons et le nouveau tarif.",
        f"LOCATION:{number} rue des Lilas\\, 69003 Lyon",
        f"ATTENDEE;CN=Client {number};PARTSTAT=ACCEPTED:mailto:client{number}@example.org",
        "ATTENDEE;CN=Collègue;PARTSTAT=NEEDS-ACTION:mailto:collegue@example.org",
        "X-LIC-NOTE:kept",
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nDESCRIPTION:x\r\nEND:VALARM",
        "END:VEVENT",
    )
    return "\r\n".join(lines) + "\r\n"


def measure(count: int) -> None:
    """Within Django: print what each step costs."""
    from django.utils import timezone  # noqa: PLC0415 -- once Django is set up

    from tests.factories.organisations import make_member, make_organisation  # noqa: PLC0415
    from tournee.calendar import exporting  # noqa: PLC0415
    from tournee.calendar.actions.importing import import_calendar, preview_calendar  # noqa: PLC0415

    member: Any = make_member(make_organisation())
    data = file_of(count)
    print(f"{count} events, {len(data) / 1e6:.1f} MB")
    given = {"by": member, "owner_id": member.pk, "data": data}
    _step("preview", lambda: preview_calendar(**given))
    _step("import", lambda: import_calendar(**given))
    _step("the same file again", lambda: import_calendar(**given))
    wanted = exporting.Wanted()
    _step("export", lambda: exporting.calendar_file(member, wanted, now=timezone.now()))


def _step(name: str, run: Callable[[], object]) -> None:
    before = time.process_time()
    run()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:>20}: {time.process_time() - before:5.2f} s of processor time; peak so far {peak:.0f} MB")


def main() -> None:
    """Measure in a process of its own, on SQLite."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000)
    events = parser.parse_args().events
    with tempfile.TemporaryDirectory() as folder:
        environment = prepared(Path(folder))
        root = str(Path(__file__).resolve().parents[1])
        print(manage(environment, "shell", "--no-imports", "--command", RUN.format(root=root, events=events)))


if __name__ == "__main__":
    main()
