"""Extracts and compiles the texts of the screens, and tells which are not translated.

`check` needs polib, so dev.py starts this file with the Python of `.venv`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Iterable

ROOT = Path(__file__).resolve().parent.parent
CATALOG = Path("src/tournee/web/locale/fr/LC_MESSAGES/django.po")
EXTRACT = ["makemessages", "--locale", "fr", "--no-location", "--no-obsolete", "--verbosity", "0"]


def extract(root: Path = ROOT) -> None:
    """Bring the catalogue in step with the texts in the sources below `root`."""
    # A test's own settings are not to be found in a copy of the sources.
    product = {"PYTHONPATH": str(root / "src"), "DJANGO_SETTINGS_MODULE": "tournee.project.settings"}
    environment = {**os.environ, **product}
    command = [sys.executable, str(root / "manage.py"), *EXTRACT]
    subprocess.run(command, cwd=root / "src" / "tournee", env=environment, check=True)


def compile_catalog(root: Path = ROOT) -> None:
    catalog = root / CATALOG
    subprocess.run(["msgfmt", "--check", "-o", str(catalog.with_suffix(".mo")), str(catalog)], check=True)


def faults() -> list[str]:
    """One line for each text that is missing, doubtful, left over or not compiled."""
    import polib  # only the Python of `.venv` has it

    kept = polib.pofile(str(ROOT / CATALOG))
    compiled = polib.mofile(str((ROOT / CATALOG).with_suffix(".mo")))
    with tempfile.TemporaryDirectory() as folder:
        fresh = polib.pofile(str(extracted_copy(Path(folder)) / CATALOG))
    named = {entry.msgid_with_context: entry for entry in kept if not entry.obsolete}
    wanted = {entry.msgid_with_context for entry in fresh if not entry.obsolete}
    found = [f"not translated or doubtful: {name!r}" for name, entry in named.items() if not entry.translated()]
    found += [f"not in the catalogue (python3 dev.py messages): {name!r}" for name in wanted - named.keys()]
    found += [f"no longer in the sources (python3 dev.py messages): {name!r}" for name in named.keys() - wanted]
    if texts(entry for entry in kept if entry.translated()) != texts(compiled):
        found.append("django.mo is not compiled from django.po (python3 dev.py messages)")
    return sorted(found)


def extracted_copy(folder: Path) -> Path:
    """A copy of the sources whose catalogue was extracted afresh: a check writes nothing in the clone."""
    shutil.copy(ROOT / "manage.py", folder)
    unneeded = shutil.ignore_patterns("static", "__pycache__", "*.mo")
    shutil.copytree(ROOT / "src" / "tournee", folder / "src" / "tournee", ignore=unneeded)
    extract(folder)
    return folder


def texts(entries: Iterable[Any]) -> dict[str, Any]:
    """Each text and its translation; plural forms by their number, which one format keeps as a word."""
    return {
        entry.msgid_with_context: {int(number): text for number, text in entry.msgstr_plural.items()} or entry.msgstr
        for entry in entries
    }


def main(command: str) -> int:
    if not (ROOT / CATALOG).exists():
        print("no catalogue yet")
        return 0
    if command == "messages":
        extract()
        compile_catalog()
    found = faults()
    print("\n".join(found) or "every text is translated and compiled")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
