"""requirements.txt installs by plain pip exactly what uv.lock names, by hash."""

import re
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[1]
PIN = re.compile(r"^(?P<name>[a-z0-9.-]+)(?:\[[a-z0-9,-]+\])?==(?P<version>\S+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def _required() -> dict[tuple[str, str], set[str]]:
    """(name, version) → hashes, as requirements.txt has them."""
    found: dict[tuple[str, str], set[str]] = {}
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        pin = PIN.match(line)
        if pin:
            hashes = found.setdefault((pin["name"], pin["version"]), set())
        hashes.update(HASH.findall(line))
    return found


def _locked() -> dict[tuple[str, str], set[str]]:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    return {
        (package["name"], package["version"]): {
            file["hash"].removeprefix("sha256:")
            for file in [*package.get("wheels", []), package.get("sdist", {})]
            if "hash" in file
        }
        for package in lock["package"]
    }


def test_requirements_are_the_locked_ones_by_hash() -> None:
    locked = _locked()
    required = _required()
    assert required
    assert {pin: locked.get(pin) for pin in required} == required


def test_requirements_hold_every_dependency_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {
        re.split(r"[\[<>=~! ]", dependency)[0]
        for dependency in project["project"]["dependencies"]
    }
    assert wanted - {name for name, _version in _required()} == set()


def test_requirements_name_no_index() -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "index" not in text
