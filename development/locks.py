"""Writes the hashed lock files: exact versions for every platform, no addresses and no paths of any machine."""

from __future__ import annotations

import os
import re

from development import environment, interpreters
from development.console import give_up, must, say

# In this order: what is locked first holds the later ones to its versions.
LOCKS = {"tools": None, "run": None, "dev": "run", "celery": "dev", "node": None, "postgresql": None}
TELLTALE = re.compile(r"://|file:|--(extra-)?index|--find-links|(^|\s)/|\s@\s", re.MULTILINE)


def write(*, upgrade: bool) -> None:
    uv = find_uv()
    for name, holder in LOCKS.items():
        relative = f"requirements/{name}"
        command = [uv, "pip", "compile", f"{relative}.in", "--output-file", f"{relative}.txt", "--quiet", "--universal"]
        command += ["--python-version", interpreters.WANTED[-1], "--generate-hashes"]
        command += ["--custom-compile-command", "python3 dev.py lock"]
        command += ["--constraint", f"requirements/{holder}.txt"] if holder else []
        command += ["--upgrade"] if upgrade else []
        must(command, why=f"Locking {relative}.in", env=environment.UV_ENVIRONMENT)
        verify(name)
        say(f"{relative}.txt written")


def verify(name: str) -> None:
    """Refuse a lock file that tells where its packages came from."""
    text = (environment.REQUIREMENTS / f"{name}.txt").read_text()
    telltale = TELLTALE.search(text)
    if telltale:
        line = text[: telltale.start()].count("\n") + 1
        give_up(f"requirements/{name}.txt holds an address or a path in line {line}.")


def find_uv() -> os.PathLike[str]:
    """uv as it is in `.venv`, or installed there now; the lock itself may be what is missing."""
    if not environment.UV.exists():
        if not environment.works():
            environment.make_venv(interpreters.find().path)
        source = environment.REQUIREMENTS / "tools.in"
        must([environment.PYTHON, "-m", "pip", "install", "--quiet", "-r", source], why="Installing uv")
    return environment.UV
