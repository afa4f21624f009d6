"""What can be told without running the product: lint, types, imports, migrations, built files, translations."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Callable, NamedTuple

from development import assets, machine
from development.console import ObstacleError, run, say, step


class Check(NamedTuple):
    name: str
    passes: Callable[[Path], bool]


def program(*arguments: str) -> Callable[[Path], bool]:
    """A check that is one program of the environment's, right when it ends with 0."""

    def passes(python: Path) -> bool:
        with tempfile.TemporaryDirectory() as folder:
            # No check may read or make a person's own data.
            return run([python, *arguments], env={"TOURNEE_DATA_DIR": folder}) == 0

    return passes


def built_files_match(_: Path) -> bool:
    found = assets.faults()
    node = machine.node()
    if assets.FRONTEND.exists() and not found and node:
        try:
            found = [f"A fresh build makes this otherwise: {name}" for name in assets.rebuilt_differences(node)]
        except ObstacleError as obstacle:
            say(f"{obstacle}\nThe recorded digests match; a fresh build could not be made to compare.")
    for fault in found:
        say(fault)
    return not found


CHECKS = [
    Check("lint", program("-m", "ruff", "check", "--quiet", ".")),
    Check("format", program("-m", "ruff", "format", "--check", "--quiet", ".")),
    Check("types", program("-m", "mypy")),
    Check(
        "imports", program("-c", "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())")
    ),
    Check("migrations", program("manage.py", "makemigrations", "--check", "--dry-run", "--verbosity", "1")),
    Check("built files", built_files_match),
    Check("translations", program("-m", "development.translations", "check")),
]


def run_all(python: Path) -> bool:
    """Run every check, also after one failed, and tell whether all passed."""
    failed = []
    for check in CHECKS:
        step(f"Check: {check.name}")
        if not check.passes(python):
            failed.append(check.name)
    say(f"Checks that failed: {', '.join(failed)}" if failed else "All checks passed.")
    return not failed
