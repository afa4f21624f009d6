"""The integrators' guide: every curl command in it is run, and answered in the shape that it shows."""

import json
import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.servers.tournee import ROOT, Served, served_demo

__all__ = ["served_demo"]
GUIDES = ROOT / "docs" / "integrators"
DOCUMENTS = sorted(GUIDES.glob("??/*.md"))
BLOCK = re.compile(r"^```sh\n(?P<command>curl .*?)^```\n(?:```http\n(?P<answer>.*?)^```\n)?", re.MULTILINE | re.DOTALL)
MEMBER = "daniel.okonjo@cuivrelune.example"


@dataclass(frozen=True)
class Answer:
    """What comes back: a status, headers, and a body, read where it is JSON."""

    status: int
    headers: dict[str, str]
    body: Any

    @classmethod
    def read(cls, text: str) -> "Answer":
        head, _, body = text.replace("\r\n", "\n").partition("\n\n")
        first, *lines = head.splitlines()
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        is_json = "json" in headers.get("content-type", "")
        return cls(int(first.split()[1]), headers, json.loads(body) if is_json else body)


@dataclass
class Shell:
    """A shell with the variables of the guide."""

    variables: dict[str, str]
    kept: dict[str, str] = field(default_factory=dict)

    def run(self, command: str) -> Answer:
        """Run one curl command; what it makes is `$EVENT` from then on."""
        shown = command.replace("curl ", "curl --silent --show-error --include ", 1)
        environment = {**os.environ, **self.variables, **self.kept}
        done = subprocess.run(["bash", "-c", shown], env=environment, capture_output=True, text=True, check=False)
        # 28 is the end of --max-time: a stream has no end of its own.
        assert done.returncode in {0, 28}, done.stderr
        answer = Answer.read(done.stdout)
        if answer.status == 201:
            self.kept["EVENT"] = answer.body["id"]
        return answer


def shape(value: Any, shown: Any, place: str = "") -> list[str]:
    """Where a value is not formed like the one that is shown; null may stand for anything, and new fields may come."""
    if value is None or shown is None:
        return []
    if isinstance(shown, dict) and isinstance(value, dict):
        missing = [f"{place}.{name} is missing" for name in sorted(shown.keys() - value.keys())]
        return missing + [one for name in shown if name in value for one in shape(value[name], shown[name], name)]
    if isinstance(shown, list) and isinstance(value, list):
        return [one for item in value[:1] for first in shown[:1] for one in shape(item, first, f"{place}[]")]
    same = type(value) is type(shown) or {type(value), type(shown)} == {int, float}
    return [] if same else [f"{place} is {value!r}, not like {shown!r}"]


@pytest.fixture(scope="module")
def shell(served_demo: Served) -> Shell:
    made = served_demo.manage("create_token", "--email", MEMBER, "--name", "guide", "--scope", "all")
    (token,) = re.findall(r"tn_[\w-]{40,}", made)
    return Shell({"TOURNEE": served_demo.address, "TOKEN": token})


@pytest.mark.slow
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_example_is_answered_as_shown(document: Path, shell: Shell) -> None:
    examples = list(BLOCK.finditer(document.read_text()))
    assert examples
    for example in examples:
        assert example["answer"], f"no answer is shown for {example['command']}"
        shown, given = Answer.read(example["answer"]), shell.run(example["command"])
        assert given.status == shown.status, given
        assert {name: given.headers.get(name) for name in shown.headers} == shown.headers
        if isinstance(shown.body, str):
            assert lines_begin(given.body) == lines_begin(shown.body)
        else:
            assert shape(given.body, shown.body) == []


def lines_begin(stream: str) -> list[str]:
    """The names of the fields of a stream's first message."""
    return [line.split(":")[0] for line in stream.strip().split("\n\n")[0].splitlines()]


def test_a_missing_field_and_another_type_are_noticed() -> None:
    shown = {"items": [{"id": "x", "city": None}], "next": None}
    assert shape({"items": [{"id": "y", "city": "Brest"}], "next": "z"}, shown) == []
    assert shape({"items": [{"id": 1, "city": ""}], "next": None}, shown) != []
    assert shape({"items": [{"id": "y"}], "next": None}, shown) != []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_code_of_the_api_is_in_the_table(language: str) -> None:
    """What may stand in `code`, as far as the sources spell it out."""
    text = (GUIDES / language / "errors.md").read_text()
    files = [*(ROOT / "src/tournee/api").rglob("*.py"), *(ROOT / "src/tournee/values").glob("*.py")]
    files += [path for room in ("organisations", "directory", "calendar") for path in rooms_files(room)]
    codes = {code for path in files for code in CODE.findall(path.read_text())}
    assert codes
    assert {code for code in codes if f"`{code}`" not in text} == set()


CODE = re.compile(r'(?:\bcode="|problem\(\d{3}, "|status, code = \d{3}, ")([a-z_]+)"')


def rooms_files(room: str) -> list[Path]:
    return sorted((ROOT / "src/tournee" / room).rglob("*.py"))


def test_both_languages_show_the_same_pages_and_sections() -> None:
    def sections(language: str) -> dict[str, int]:
        found = (GUIDES / language).glob("*.md")
        return {path.name: len(re.findall(r"^#+ ", path.read_text(), re.MULTILINE)) for path in found}

    assert sections("en") == sections("fr")
