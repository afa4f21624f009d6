"""Documents that no test reads will lie: the paths, commands and settings that they name must exist."""

import argparse
import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from development.commands import parser as dev_parser

ROOT = Path(__file__).resolve().parents[2]
NAMED = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]
DOCUMENTS = [ROOT / name for name in NAMED if (ROOT / name).exists()] + sorted((ROOT / "docs").rglob("*.md"))
DEPLOYMENT = [path for path in sorted((ROOT / "deploy").rglob("*")) if path.is_file()]
FOLDERS = "src|tests|docs|deploy|frontend|requirements|benchmarks|development|\\.ci"
PATH = re.compile(rf"(?<![\w/.-])(?:{FOLDERS})/[\w./*<>{{}}…-]*|(?<![\w/.-])[A-Z]{{4,}}\.md")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
COMMAND = re.compile(r"(?P<program>dev|manage)\.py (?P<name>[a-z][a-z_]*)(?P<rest>[^`\n|&]*)")
SETTING = re.compile(r"TOURNEE_[A-Z0-9_]*[A-Z0-9]")
# Set for programs around the product, or read before Django's settings are.
ELSEWHERE = {"TOURNEE_PYTHON", "TOURNEE_CHROMIUM", "TOURNEE_POSTGRESQL_BIN", "TOURNEE_HOST", "TOURNEE_UPSTREAM"}
READ_BY_THE_PRODUCT = {
    name for path in (ROOT / "src").rglob("*.py") for name in SETTING.findall(path.read_text()) if name not in ELSEWHERE
}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=named)


@every_document
def test_named_paths_exist(document: Path) -> None:
    found = {match.group().rstrip("./") for match in PATH.finditer(document.read_text())}
    exact = {path for path in found if not set("*<>{}…") & set(path)}
    assert [path for path in sorted(exact) if not (ROOT / path).exists() and not is_example(path)] == []


def is_example(path: str) -> bool:
    """A file that an administrator makes from its example."""
    return (ROOT / f"{path}.example").exists()


@every_document
def test_links_lead_somewhere(document: Path) -> None:
    links = LINK.findall(document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", [*DOCUMENTS, *DEPLOYMENT], ids=named)
def test_named_commands_and_their_options_exist(document: Path) -> None:
    faults = []
    for match in COMMAND.finditer(one_line_a_command(document.read_text())):
        options = options_of(match["program"], match["name"])
        given = set(re.findall(r"--[a-z][a-z-]*", match["rest"]))
        if options is None:
            faults.append(match.group())
        elif given:
            faults += [f"{match.group()}: no {name}" for name in given - options.keys()]
            faults += [f"{match.group()}: needs {name}" for name in needed(options) - given]
    assert faults == []


def one_line_a_command(text: str) -> str:
    """Continued lines joined, and lists of arguments (["manage.py", "serve"]) as one would type them."""
    return text.replace("\\\n", " ").replace('", "', " ")


def options_of(program: str, name: str) -> dict[str, argparse.Action] | None:
    """The options of a command, None when there is no such command."""
    if program == "dev":
        (commands,) = (action for action in dev_parser()._actions if isinstance(action, argparse._SubParsersAction))
        found = commands.choices.get(name)
        return found._option_string_actions if found else None
    if name not in get_commands():
        return None
    app = get_commands()[name]
    command = load_command_class(app, name) if isinstance(app, str) else app
    return command.create_parser("manage.py", name)._option_string_actions


def needed(options: dict[str, argparse.Action]) -> set[str]:
    return {name for name, action in options.items() if action.required}


@pytest.mark.parametrize("document", [*DOCUMENTS, *DEPLOYMENT], ids=named)
def test_named_settings_exist(document: Path) -> None:
    assert set(SETTING.findall(document.read_text())) - READ_BY_THE_PRODUCT - ELSEWHERE == set()


@pytest.mark.parametrize("document", ["docs/administrators/settings.md", "docs/administrators/fr/settings.md"])
def test_every_setting_is_explained(document: str) -> None:
    assert READ_BY_THE_PRODUCT - set(SETTING.findall((ROOT / document).read_text())) == set()


def test_both_languages_have_the_same_guides() -> None:
    guides = ROOT / "docs" / "administrators"
    english = {path.name: len(headings(path)) for path in guides.glob("*.md")}
    french = {path.name: len(headings(path)) for path in (guides / "fr").glob("*.md")}
    assert english == french


def headings(path: Path) -> list[str]:
    return re.findall(r"^#+ .+$", path.read_text(), re.MULTILINE)
