"""The commands of `dev.py`, each in a few lines."""

from __future__ import annotations

import argparse
import os
import socket
from pathlib import Path
from typing import Sequence

from development import assets, checks, environment, locks, machine, suites
from development.console import ROOT, ObstacleError, give_up, must, run, say, step


def main(arguments: Sequence[str]) -> int:
    options, further = parser().parse_known_args(list(arguments))
    if further and options.action not in (test, bench):
        parser().error(f"unknown arguments: {' '.join(further)}")
    os.chdir(ROOT)
    # Every program that is started here would compile the whole product anew; the caches are ignored by git.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        return options.action(options, further)
    except ObstacleError as obstacle:
        say(f"dev.py: {obstacle}")
        return 1
    except KeyboardInterrupt:
        say("")
        return 130


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="dev.py", description="Runs, tests, checks and measures Tournée.")
    commands = top.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, action: object, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(action=action)
        return added

    serving = command("run", serve, "Set everything up and serve Tournée with demonstration data.")
    serving.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    serving.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
    serving.add_argument("--data", type=Path, help="folder of the data (default: TOURNEE_DATA_DIR, else ./data)")
    serving.add_argument("--demo", choices=["yes", "no"], default="yes", help="fill an empty database (default: yes)")
    testing = command("test", test, "Run all checks and tests; further arguments go to pytest for one run of it.")
    testing.add_argument("--postgresql", action="store_true", help="with arguments for pytest: run on PostgreSQL")
    command("check", check, "Check lint, types, imports, migrations, built files and translations.")
    measuring = command("bench", bench, "Run the benchmarks, or the one named; further arguments go to it.")
    measuring.add_argument("name", nargs="?", help="a file of benchmarks/, with or without .py")
    command("build", build, "Build frontend/ into the package (needs Node.js, installed if missing).")
    command("messages", messages, "Extract the texts of the screens, compile them, tell which lack a translation.")
    locking = command("lock", lock, "Write the hashed lock files from requirements/*.in.")
    locking.add_argument("--upgrade", action="store_true", help="take newer versions where the .in files allow")
    return top


def serve(options: argparse.Namespace, _: Sequence[str]) -> int:
    """Set up, migrate, fill, and become the server: signals then reach it and nobody else."""
    refuse_taken_port(options.host, options.port)
    python = environment.prepare("run")
    data = (options.data or Path(os.environ.get("TOURNEE_DATA_DIR") or ROOT / "data")).expanduser().absolute()
    data.mkdir(parents=True, exist_ok=True)
    os.environ["TOURNEE_DATA_DIR"] = str(data)
    # Links in mails lead to where this one serves.
    os.environ.setdefault("TOURNEE_BASE_URL", f"http://{options.host}:{options.port}")
    step(f"Data in {data}")
    must([python, "manage.py", "migrate", "--verbosity", "0"], why="Preparing the database")
    if options.demo == "yes":
        must([python, "manage.py", "seed_demo", "--if-empty"], why="Filling the demonstration data")
    else:
        say("Without demonstration data; .venv/bin/python manage.py create_organisation makes an organisation.")
    serving = [str(python), "manage.py", "serve", "--host", options.host, "--port", str(options.port)]
    os.execv(serving[0], serving)


def refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            give_up(f"Port {port} of {host} cannot be used: {reason}. Choose another one with --port.")


def test(options: argparse.Namespace, further: Sequence[str]) -> int:
    python = environment.prepare("dev")
    machine.install_programs(python)
    if further or options.postgresql:
        return suites.run_pytest(python, further, on_postgresql=options.postgresql)
    good = checks.run_all(python)
    if assets.has_tests():
        step("Tests of frontend/")
        good = assets.run_tests(machine.install_node(python)) == 0 and good
    return 0 if suites.run_all(python) and good else 1


def check(_: argparse.Namespace, __: Sequence[str]) -> int:
    python = environment.prepare("dev")
    machine.install_programs(python, machine.GETTEXT)
    return 0 if checks.run_all(python) else 1


def bench(options: argparse.Namespace, further: Sequence[str]) -> int:
    python = environment.prepare("dev")
    machine.install_programs(python)
    folder = ROOT / "benchmarks"
    name = Path(options.name).stem if options.name else "*"
    scripts = [path for path in sorted(folder.glob(f"{name}.py")) if path.name != "__init__.py"]
    if not scripts:
        give_up(f"There is no benchmark {options.name}: see benchmarks/.")
    failed = [path.stem for path in scripts if run([python, "-m", f"benchmarks.{path.stem}", *further]) != 0]
    return 1 if failed else 0


def build(_: argparse.Namespace, __: Sequence[str]) -> int:
    node = machine.node() or machine.install_node(environment.prepare("dev"))
    assets.build(node)
    return 0


def messages(_: argparse.Namespace, __: Sequence[str]) -> int:
    python = environment.prepare("dev")
    machine.install_programs(python, machine.GETTEXT)
    return run([python, "-m", "development.translations", "messages"])


def lock(options: argparse.Namespace, _: Sequence[str]) -> int:
    locks.write(upgrade=options.upgrade)
    return 0
