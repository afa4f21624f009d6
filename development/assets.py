"""The browser's part: TypeScript in `frontend/`, built into the package so that running needs no Node.js.

Beside the built files lies `sources.sha256` with two digests, of the sources and of what was built from them:
whoever has no Node.js can still tell that both belong together.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Iterable

from development.console import ROOT, must, run, step
from development.machine import DEV_FOLDER, Node

FRONTEND = ROOT / "frontend"
BUILT = ROOT / "src" / "tournee" / "web" / "static" / "web"
RECORD = BUILT / "sources.sha256"
NOT_SOURCES = {"node_modules", "dist", "coverage", ".vite"}


def digest(folder: Path, files: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in sorted(files, key=lambda file: file.relative_to(folder).as_posix()):
        total.update(
            f"{path.relative_to(folder).as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode()
        )
    return total.hexdigest()


def sources() -> list[Path]:
    """Everything in frontend/ that can change what is built."""
    files = (path for path in FRONTEND.rglob("*") if path.is_file())
    return [path for path in files if not NOT_SOURCES & set(path.relative_to(FRONTEND).parts)]


def built_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.name != RECORD.name]


def current_record() -> str:
    return f"{digest(FRONTEND, sources())}  sources\n{digest(BUILT, built_files(BUILT))}  built\n"


def build(node: Node) -> None:
    """Install the locked packages, build, and record what was built from which sources."""
    install_packages(node)
    step("Building frontend/")
    must([*node.npm, "run", "--silent", "build"], why="Building frontend/", env=node.environment, cwd=FRONTEND)
    RECORD.write_text(current_record())


def install_packages(node: Node) -> None:
    """`npm ci`, but only when the lock file changed since the last time."""
    lock = FRONTEND / "package-lock.json"
    stamp = FRONTEND / "node_modules" / ".tournee-lock.sha256"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    step("Installing frontend/package-lock.json")
    must([*node.npm, "ci", "--no-audit", "--no-fund"], why="npm ci", env=node.environment, cwd=FRONTEND)
    stamp.write_text(wanted)


def faults() -> list[str]:
    """What is wrong with the built files, as far as that can be told without Node.js."""
    if not FRONTEND.exists():
        return []
    found = []
    if '"resolved"' in (FRONTEND / "package-lock.json").read_text():
        found.append("frontend/package-lock.json holds download addresses (`resolved`).")
    if not RECORD.exists() or RECORD.read_text() != current_record():
        found.append("The built files do not match frontend/: run python3 dev.py build and commit the result.")
    return found


def rebuilt_differences(node: Node) -> list[str]:
    """The built files that a fresh build from the sources would make otherwise."""
    install_packages(node)
    DEV_FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=DEV_FOLDER) as folder:
        fresh = Path(folder) / "built"
        command = [
            *node.npm,
            "run",
            "--silent",
            "build",
            "--",
            "--outDir",
            fresh,
            "--emptyOutDir",
            "--logLevel",
            "warn",
        ]
        must(command, why="Building frontend/", env=node.environment, cwd=FRONTEND)
        made = {path.relative_to(fresh): path.read_bytes() for path in built_files(fresh)}
        kept = {path.relative_to(BUILT): path.read_bytes() for path in built_files(BUILT)}
    return sorted(str(name) for name in made.keys() | kept.keys() if made.get(name) != kept.get(name))


def has_tests() -> bool:
    package = FRONTEND / "package.json"
    return package.exists() and "test" in json.loads(package.read_text()).get("scripts", {})


def run_tests(node: Node) -> int:
    install_packages(node)
    return run([*node.npm, "run", "--silent", "test"], env=node.environment, cwd=FRONTEND)
