"""How `dev.py` speaks and how it starts other programs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Mapping, NoReturn, Sequence

ROOT = Path(__file__).resolve().parent.parent


class ObstacleError(Exception):
    """What is in the way, in words for the person at the terminal."""


def say(text: str) -> None:
    print(text, flush=True)


def step(text: str) -> None:
    say(f"── {text}")


def give_up(text: str) -> NoReturn:
    raise ObstacleError(text)


def run(command: Sequence[object], *, env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> int:
    """Run a program in the foreground and give back its exit code; its output goes where ours goes."""
    sys.stdout.flush()
    try:
        return subprocess.run([str(part) for part in command], cwd=cwd, env={**os.environ, **(env or {})}).returncode
    except OSError as error:
        say(f"{command[0]}: {error.strerror}")
        return 127


def must(command: Sequence[object], *, why: str, env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> None:
    """Run a program that has to succeed."""
    code = run(command, env=env, cwd=cwd)
    if code != 0:
        give_up(f"{why} failed: {' '.join(str(part) for part in command)} (exit code {code})")


def output_of(command: Sequence[object], *, seconds: float = 30) -> str | None:
    """What a program prints, or None when it is absent, fails or does not come back."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            capture_output=True,
            text=True,
            timeout=seconds,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
