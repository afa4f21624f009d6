"""The lock files hold exact versions and hashes, and nothing about where packages came from."""

import re
from pathlib import Path

import pytest

from development import environment, locks
from development.console import ObstacleError


@pytest.mark.parametrize("name", locks.LOCKS)
def test_every_package_has_an_exact_version_and_hashes(name: str) -> None:
    text = (environment.REQUIREMENTS / f"{name}.txt").read_text()
    packages = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert packages
    assert all(re.match(r"[a-z0-9.-]+(\[[a-z,]+\])?==[^ ]+( ; .+)? \\$", line) for line in packages)
    locks.verify(name)


@pytest.mark.parametrize(
    "line",
    [
        "--index-url something",
        "--find-links /somewhere",
        "package @ https://example.org/package.whl",
        "    # via -r /home/someone/run.in",
        "file:///somewhere",
    ],
)
def test_an_address_or_a_path_is_refused(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "run.txt").write_text(f"# head\n{line}\n")
    monkeypatch.setattr(environment, "REQUIREMENTS", tmp_path)
    with pytest.raises(ObstacleError, match="line 2"):
        locks.verify("run")
