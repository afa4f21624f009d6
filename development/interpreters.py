"""Finds a Python that the product runs on, by trying candidates for real.

A name on the PATH proves nothing: pyenv leaves shims for versions that are not selected, and they only fail.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Iterator, NamedTuple

from development.console import ROOT, give_up, output_of, run, say

OLDEST, NEWEST = (3, 12), (3, 15)
OLDEST_SQLITE = (3, 37)
FETCHED, FETCHED_VERSION = ROOT / ".dev" / "python", "3.13"
WANTED = [f"3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
# `_base_executable` sees through a virtual environment: a new one must not be built upon an old one.
PROBE = (
    "import json, sys, sqlite3, ssl; print(json.dumps([getattr(sys, '_base_executable', None) or sys.executable,"
    " list(sys.version_info[:3]), list(sqlite3.sqlite_version_info)]))"
)


class Interpreter(NamedTuple):
    path: str
    version: tuple[int, ...]
    sqlite: tuple[int, ...]

    def suits(self) -> bool:
        return OLDEST <= self.version[:2] <= NEWEST and self.sqlite >= OLDEST_SQLITE

    def __str__(self) -> str:
        return f"Python {'.'.join(map(str, self.version))} ({self.path})"


def probe(candidate: str) -> Interpreter | None:
    """The interpreter behind a name, or None when it does not run."""
    printed = output_of([candidate, "-I", "-c", PROBE], seconds=20)
    try:
        path, version, sqlite = json.loads(printed or "")
        return Interpreter(path, tuple(version), tuple(sqlite))
    except ValueError:
        return None


def find() -> Interpreter:
    """The first suitable Python: setting, running one, PATH, pyenv's versions, Homebrew and other usual places."""
    setting = os.environ.get("TOURNEE_PYTHON")
    if setting:
        found = probe(setting)
        if found is None or not found.suits():
            give_up(f"TOURNEE_PYTHON={setting} is not a working Python {WANTED[-1]} to {WANTED[0]}.")
        return found
    for candidate in candidates():
        found = probe(candidate)
        if found and found.suits():
            return found
    return fetched() or give_up(
        f"Tournée needs Python {WANTED[-1]} to {WANTED[0]} with SQLite {'.'.join(map(str, OLDEST_SQLITE))} or newer;"
        " none was found.\nInstall one (Debian 13: apt install python3 python3-venv; macOS: brew install python@3.13;"
        " any system: pyenv install 3.13 or uv python install 3.13),\nor set TOURNEE_PYTHON to the program to use."
    )


def fetched() -> Interpreter | None:
    """A Python that uv fetches for this clone alone, on a machine whose own are all too old."""
    say("No Python from 3.12 on was found; trying to fetch one with uv.")
    helper = ROOT / ".dev" / "uv"
    lock = ROOT / "requirements" / "tools.txt"
    install = ["install", "--quiet", "--disable-pip-version-check", "--upgrade", "--require-hashes", "--target", helper]
    uv = helper / "bin" / "uv"
    quiet = {"PIP_ROOT_USER_ACTION": "ignore"}  # nothing is installed system-wide
    if not uv.exists() and run([sys.executable, "-m", "pip", *install, "-r", lock], env=quiet) != 0:
        return None
    if run([uv, "python", "install", "--no-bin", "--install-dir", FETCHED, FETCHED_VERSION]) != 0:
        return None
    return next(filter(None, map(probe, versions_in(FETCHED))), None)


def candidates() -> Iterator[str]:
    yield sys.executable
    for name in [f"python{version}" for version in WANTED] + ["python3", "python"]:
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            program = shutil.which(name, path=folder) if folder else None
            if program:
                yield program
    yield from versions_in(Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions")
    yield from versions_in(Path.home() / ".local" / "share" / "uv" / "python")
    yield from versions_in(FETCHED)
    for folder in ("/opt/homebrew/bin", "/usr/local/bin", "/usr/bin", "/opt/python/bin"):
        for version in WANTED:
            program = Path(folder) / f"python{version}"
            if program.exists():
                yield str(program)


def versions_in(folder: Path) -> Iterator[str]:
    """The Pythons below a folder of versions, newest first by their folder's name."""
    programs = [*folder.glob("*/bin/python"), *folder.glob("*/bin/python3")]
    for version in WANTED:
        for program in sorted(programs, reverse=True):
            # "3.13.0" is pyenv's name for it, "cpython-3.13.0-linux-x86_64-gnu" uv's.
            if f"{version}." in program.parent.parent.name:
                yield str(program)
