"""Keeps `.venv` in step with the lock files, and leaves it alone while nothing changed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

from development import interpreters, machine
from development.console import ROOT, give_up, must, output_of, run, step

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
STAMP = VENV / "installed.json"
REQUIREMENTS = ROOT / "requirements"
# The interpreter is handed over; uv would stop at a pyenv shim, or fetch a Python of its own.
UV_ENVIRONMENT = {"UV_PYTHON_DOWNLOADS": "never", "UV_LINK_MODE": os.environ.get("UV_LINK_MODE", "copy")}


def prepare(purpose: str) -> Path:
    """The Python of an environment that holds what `purpose` needs ("run" or "dev"); "dev" holds "run" too."""
    if os.name == "nt":
        give_up("Tournée runs on Linux and macOS; on Windows, start dev.py inside WSL.")
    stamp = read_stamp()
    if stamp.get("purpose") == "dev":
        purpose = "dev"
    wanted = {"purpose": purpose, "lock": digest(f"{purpose}.txt"), "python": stamp.get("python")}
    setting = os.environ.get("TOURNEE_PYTHON")
    if stamp != wanted or (setting and probe_path(setting) != stamp.get("python")) or not works():
        wanted["python"] = build(purpose)
        STAMP.write_text(json.dumps(wanted))
    put_sources_on_the_path()
    return PYTHON


def build(purpose: str) -> str:
    """Make the environment where it is missing, bring it in step with the lock, and tell which Python it is of."""
    found = interpreters.find()
    if not works() or probe_path(str(PYTHON)) != found.path:
        step(f"Making .venv with {found}")
        make_venv(found.path)
    step(f"Installing requirements/{purpose}.txt")
    install(purpose)
    return found.path


def install(purpose: str) -> None:
    lock = REQUIREMENTS / f"{purpose}.txt"
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"]
    if (UV.exists() or run([*pip, REQUIREMENTS / "tools.txt"]) == 0) and run(
        [UV, "pip", "sync", "--quiet", "--compile-bytecode", "--python", PYTHON, "--require-hashes", lock],
        env=UV_ENVIRONMENT,
    ) == 0:
        return
    must([*pip, lock], why="Installing the requirements")


def make_venv(base: str) -> None:
    """A virtual environment with pip, also where the system's Python came without ensurepip."""
    if VENV.exists():
        shutil.rmtree(VENV)
    if output_of([base, "-m", "venv", VENV], seconds=300) is not None and has_pip():
        return
    for program in (base, sys.executable):
        shutil.rmtree(VENV, ignore_errors=True)
        if output_of([base, "-m", "venv", "--without-pip", VENV], seconds=120) is None:
            continue
        output_of([program, "-m", "pip", "--python", PYTHON, "install", "pip"], seconds=600)
        if has_pip():
            return
    version = output_of([base, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]) or "3"
    if machine.install_debian_packages([f"python{version}-venv"]):
        shutil.rmtree(VENV, ignore_errors=True)
        must([base, "-m", "venv", VENV], why="Making .venv")
        return
    give_up(
        f"{base} can make no virtual environment with pip.\n"
        f"Install the package that holds it (Debian, Ubuntu: sudo apt install python{version}-venv) and try again."
    )


def put_sources_on_the_path() -> None:
    """The clone has src layout and is not installed: a .pth file makes `tournee` importable in place."""
    for site_packages in VENV.glob("lib/python3.*/site-packages"):
        link = site_packages / "tournee-sources.pth"
        line = f"{ROOT / 'src'}\n"
        if not link.exists() or link.read_text() != line:
            link.write_text(line)


def works() -> bool:
    return PYTHON.exists() and interpreters.probe(str(PYTHON)) is not None


def has_pip() -> bool:
    return PYTHON.exists() and output_of([PYTHON, "-m", "pip", "--version"]) is not None


def probe_path(program: str) -> str | None:
    found = interpreters.probe(program)
    return found.path if found else None


def read_stamp() -> dict[str, str | None]:
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}


def digest(name: str) -> str:
    path = REQUIREMENTS / name
    if not path.exists():
        give_up(f"requirements/{name} is missing: the clone is not complete.")
    return hashlib.sha256(path.read_bytes()).hexdigest()
