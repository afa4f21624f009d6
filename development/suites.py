"""The runs of pytest that together are all tests, and the sum of what they counted."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple, Sequence
from xml.etree import ElementTree

from development.console import ROOT, run, say, step
from development.machine import DEV_FOLDER

WITH_POSTGRESQL = ["-m", "tests.servers.postgresql"]


class Suite(NamedTuple):
    name: str
    options: Sequence[str]
    on_postgresql: bool = False


SUITES = [
    Suite("on SQLite", ["-n", "2", "-m", "not browser"]),
    Suite("on PostgreSQL", ["-n", "2", "-m", "not browser and not postgresql", "--only-database"], on_postgresql=True),
    Suite("in the browser", ["-n", "2", "-m", "browser"]),
]


class Counts(NamedTuple):
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def plus(self, other: Counts) -> Counts:
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def run_all(python: Path) -> bool:
    """Run every suite, print one closing line, and tell whether every test ran and passed."""
    total, good = Counts(), True
    for suite in SUITES:
        step(f"Tests {suite.name}")
        started = time.monotonic()
        counts, code = run_suite(suite, python)
        say(f"Tests {suite.name}: {counts} ({time.monotonic() - started:.0f} s)")
        total, good = total.plus(counts), good and code == 0 and counts.passed > 0
    if total.skipped:
        say("Skipped tests count as failed here: what they need has to be installed.")
    say(str(total))
    return good and not total.failed and not total.skipped


def run_suite(suite: Suite, python: Path) -> tuple[Counts, int]:
    report = DEV_FOLDER / f"tests-{suite.name.replace(' ', '-')}.xml"
    report.parent.mkdir(exist_ok=True)
    report.unlink(missing_ok=True)
    code = run_pytest(python, [*suite.options, f"--junitxml={report}"], on_postgresql=suite.on_postgresql)
    return (count(report) if report.exists() else Counts(failed=1)), code


def run_pytest(python: Path, options: Sequence[str], *, on_postgresql: bool = False) -> int:
    launcher = [python, *WITH_POSTGRESQL, python] if on_postgresql else [python]
    return run([*launcher, "-m", "pytest", *options], cwd=ROOT)


def count(report: Path) -> Counts:
    """The figures of a JUnit report; an expected failure is no skipped test."""
    cases = list(ElementTree.parse(report).getroot().iter("testcase"))
    failed = sum(case.find("failure") is not None or case.find("error") is not None for case in cases)
    marks = [case.find("skipped") for case in cases]
    skipped = sum(mark is not None and mark.get("type") == "pytest.skip" for mark in marks)
    return Counts(len(cases) - failed - skipped, failed, skipped)
