"""The files in deploy/ fit the product, each other, and what the guides promise."""

import re
import secrets
from pathlib import Path

import pytest
import yaml

from development import interpreters
from tests.servers.tournee import ROOT, environment_of, manage

DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
DATA_FOLDER = "/var/lib/tournee"


def example(**filled: str) -> dict[str, str]:
    """The settings of the example file as an administrator fills them in, without the optional ones."""
    lines = (DEPLOY / "tournee.env.example").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    keys = {name: secrets.token_urlsafe(48) for name in ("TOURNEE_SECRET_KEY", "TOURNEE_STORAGE_KEYS")}
    return {**given, **keys, **filled}


def test_the_filled_in_example_passes_djangos_own_checks(tmp_path: Path) -> None:
    printed = manage(environment_of(tmp_path, **example()), "check", "--deploy", "--fail-level", "WARNING")
    assert "no issues" in printed


@pytest.mark.parametrize("name", ["TOURNEE_SECRET_KEY", "TOURNEE_STORAGE_KEYS"])
@pytest.mark.parametrize("value", ["", "short", "demonstration-" + "x" * 60])
def test_production_refuses_a_missing_or_known_key(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=name):
        manage(environment_of(tmp_path, **example(**{name: value})), "check")


def test_production_refuses_an_address_without_https(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="TOURNEE_BASE_URL"):
        manage(environment_of(tmp_path, **example(TOURNEE_BASE_URL="http://tournee.example.org")), "check")


def test_the_image_copies_what_exists() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    named = [name for line in copied for name in line.split()]
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_image_has_a_python_that_suits() -> None:
    versions = [tuple(map(int, found)) for found in re.findall(r"^FROM python:(\d+)\.(\d+)", DOCKERFILE, re.MULTILINE)]
    assert versions
    assert all(interpreters.OLDEST <= version <= interpreters.NEWEST for version in versions)


def test_the_images_postgresql_programs_are_as_new_as_the_server() -> None:
    (client,) = re.findall(r"postgresql-client-(\d+)", DOCKERFILE)
    assert COMPOSE["services"]["database"]["image"].startswith(f"postgres:{client}")


def test_every_service_keeps_its_data_in_the_volume() -> None:
    assert f"TOURNEE_DATA_DIR={DATA_FOLDER}" in DOCKERFILE
    for name in ("web", "worker", "migrate"):
        assert f"data:{DATA_FOLDER}" in COMPOSE["services"][name]["volumes"]
    for unit in DEPLOY.glob("systemd/*.service"):
        assert f"TOURNEE_DATA_DIR={DATA_FOLDER}" in unit.read_text()


def test_the_compose_files_lines_stand_in_the_example() -> None:
    text = (DEPLOY / "tournee.env.example").read_text()
    wanted = set(re.findall(r"\$\$(\w+)", (DEPLOY / "compose.yaml").read_text()))
    wanted |= set(re.findall(r"\{\$(\w+)", (DEPLOY / "caddy" / "Caddyfile").read_text()))
    assert {name for name in wanted if not re.search(rf"^#?{name}=", text, re.MULTILINE)} == set()
