"""dev.py finds a Python by trying it, not by its name."""

import sys
from pathlib import Path

import pytest

from development import interpreters
from development.console import ObstacleError


def program(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def test_the_running_python_suits() -> None:
    found = interpreters.probe(sys.executable)
    assert found is not None
    assert found.suits()


def test_a_shim_that_only_fails_is_no_python(tmp_path: Path) -> None:
    shim = program(tmp_path / "python3.13", "echo 'pyenv: python3.13: command not found' >&2; exit 127")
    assert interpreters.probe(shim) is None


def test_a_program_that_prints_something_else_is_no_python(tmp_path: Path) -> None:
    assert interpreters.probe(program(tmp_path / "python3.12", "echo Python 3.12.1")) is None


def test_an_older_python_does_not_suit(tmp_path: Path) -> None:
    old = program(tmp_path / "python3", """echo '["/usr/bin/python3", [3, 11, 2], [3, 40, 1]]'""")
    found = interpreters.probe(old)
    assert found is not None
    assert not found.suits()


def test_the_setting_is_obeyed_or_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOURNEE_PYTHON", sys.executable)
    assert interpreters.find() == interpreters.probe(sys.executable)
    monkeypatch.setenv("TOURNEE_PYTHON", str(tmp_path / "absent"))
    with pytest.raises(ObstacleError, match="TOURNEE_PYTHON"):
        interpreters.find()


def test_shims_on_the_path_are_passed_over_for_pyenvs_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "shims" / "python3.13", "exit 127")
    wanted = program(
        tmp_path / "versions" / "3.13.0" / "bin" / "python",
        """echo '["/v/3.13.0/bin/python", [3, 13, 0], [3, 45, 0]]'""",
    )
    monkeypatch.setattr(interpreters, "candidates", lambda: iter([str(tmp_path / "shims" / "python3.13"), wanted]))
    monkeypatch.delenv("TOURNEE_PYTHON", raising=False)
    assert interpreters.find().path == "/v/3.13.0/bin/python"


def test_versions_are_tried_newest_first(tmp_path: Path) -> None:
    for version in ("3.11.7", "3.12.1", "cpython-3.13.0-linux-x86_64-gnu", "2.7.18"):
        program(tmp_path / version / "bin" / "python", "exit 0")
    found = [Path(path).parent.parent.name for path in interpreters.versions_in(tmp_path)]
    assert found == ["cpython-3.13.0-linux-x86_64-gnu", "3.12.1"]


def test_when_there_is_none_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interpreters, "candidates", lambda: iter([]))
    monkeypatch.setattr(interpreters, "fetched", lambda: None)
    monkeypatch.delenv("TOURNEE_PYTHON", raising=False)
    with pytest.raises(ObstacleError, match=r"3\.12 to 3\.15.*\n?.*Install one"):
        interpreters.find()
