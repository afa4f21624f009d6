"""Keeps the programs of one installation running together, and ends them together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

PAUSE = 0.2
PATIENCE = 30
# A program that keeps failing is started again ever more slowly, in seconds.
FIRST_DELAY, LONGEST_DELAY = 1.0, 60.0
PR_SET_PDEATHSIG = 1


@dataclass
class Program:
    """One child: `vital` ones end everything when they end; the others are started again."""

    name: str
    command: Sequence[str]
    vital: bool
    process: subprocess.Popen[bytes] | None = None
    due_at: float = 0.0
    delay: float = field(default=FIRST_DELAY)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C in the terminal reaches the supervisor alone."""
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=end_with_parent)  # noqa: PLW1509, S603 -- one prctl call; our own commands

    def ended(self) -> int | None:
        """The exit code, once it has ended."""
        return self.process.poll() if self.process else None


class Supervisor:
    """Runs programs until a signal, or until a vital one ends."""

    def __init__(self, programs: Sequence[Program], *, say: Callable[[str], object]) -> None:
        self.programs = programs
        self.say = say
        self.stopping = False

    def run(self) -> int:
        """The exit code: 0 after a signal, 1 when a vital program ended by itself."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop)
        for program in self.programs:
            program.start()
        try:
            while not self.stopping:
                if not all(self.lives(program) for program in self.programs):
                    return 1
                time.sleep(PAUSE)
            return 0
        finally:
            self.end_all()

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        """What a signal does."""
        self.stopping = True

    def lives(self, program: Program) -> bool:
        """Whether all may go on; starts a program again when its time has come."""
        if program.process is None:
            if time.monotonic() >= program.due_at:
                program.start()
            return True
        code = program.ended()
        if code is None:
            return True
        self.say(f"{program.name} ended with {code}")
        program.process = None
        program.due_at = time.monotonic() + program.delay
        program.delay = min(program.delay * 2, LONGEST_DELAY)
        return not program.vital

    def end_all(self) -> None:
        """Ask all to end, and kill what does not within the time."""
        running = [program.process for program in self.programs if program.process and program.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with_parent() -> None:
    """On Linux, have the kernel end a child whose supervisor was killed: it would hold the port."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
