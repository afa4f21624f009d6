"""The built files are known to belong to their sources without Node.js."""

from pathlib import Path

import pytest

from development import assets


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    frontend, built = tmp_path / "frontend", tmp_path / "built"
    (frontend / "node_modules").mkdir(parents=True)
    built.mkdir()
    (frontend / "package-lock.json").write_text("{}")
    (frontend / "main.ts").write_text("export {}")
    (frontend / "node_modules" / "other.js").write_text("1")
    (built / "main.js").write_text("built")
    for name, value in {"FRONTEND": frontend, "BUILT": built, "RECORD": built / "sources.sha256"}.items():
        monkeypatch.setattr(assets, name, value)
    assets.RECORD.write_text(assets.current_record())
    return tmp_path


def test_what_was_just_built_has_no_fault(tree: Path) -> None:
    assert assets.faults() == []


@pytest.mark.parametrize("name", ["frontend/main.ts", "built/main.js", "frontend/new.ts", "built/new.js"])
def test_a_file_changed_or_added_by_hand_is_a_fault(name: str, tree: Path) -> None:
    (tree / name).write_text("something else")
    assert assets.faults() != []


def test_installed_packages_are_no_sources(tree: Path) -> None:
    (tree / "frontend" / "node_modules" / "other.js").write_text("2")
    assert assets.faults() == []


def test_a_lock_file_with_download_addresses_is_a_fault(tree: Path) -> None:
    (tree / "frontend" / "package-lock.json").write_text('{"resolved": "somewhere"}')
    assets.RECORD.write_text(assets.current_record())
    assert len(assets.faults()) == 1
