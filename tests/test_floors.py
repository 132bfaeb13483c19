"""Imports point down, also where import-linter cannot see: string foreign keys,
templates, migrations. The order is read from import-linter's contracts.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.apps import AppConfig, apps
from django.db.migrations.loader import MigrationLoader
from django.template.backends.django import get_installed_libraries

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("home", "feedback", "plan_pages", "portal")
LOADED = re.compile(r"{%\s*(?:extends|include)\s+[\"']([^\"']+)[\"']")
LIBRARIES = re.compile(r"{%\s*load\s+([^%]+?)\s*%}")


def _order() -> list[str]:
    """Every package that a contract names, topmost first."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = config["tool"]["importlinter"]["contracts"]
    outer = next(c for c in contracts if "containers" not in c)["layers"]
    inner = {c["containers"][0]: c["layers"] for c in contracts if "containers" in c}
    names = []
    for floor in outer:
        for layer in inner.get(floor, []):
            # Neighbours stand in one layer: "(congress) | (desk)".
            names += [f"{floor}.{name}" for name in re.findall(r"\w+", layer)]
        names.append(floor)
    return names


ORDER = _order()


def _height(module: str) -> int | None:
    """Place of a module in ORDER (0 is the roof); None outside the house."""
    parts = module.split(".")
    if parts[0] not in FLOORS:
        return None
    name = ".".join(parts[:2])
    return ORDER.index(name if name in ORDER else parts[0])


def _our_apps() -> Iterator[AppConfig]:
    return (app for app in apps.get_app_configs() if app.name.split(".")[0] in FLOORS)


def _points_up(user: str, used: str) -> bool:
    above, below = _height(user), _height(used)
    if above is None or below is None or user.split(".")[:2] == used.split(".")[:2]:
        return False
    return below < above


def test_floors_order_puts_home_above_portal() -> None:
    assert _points_up("portal.ledger.models", "home.models")
    assert _points_up("plan_pages.document", "plan_pages.importer")
    assert not _points_up("home", "portal.ledger")
    assert not _points_up("portal.ledger", "portal.ledger.models")
    assert not _points_up("portal.ledger", "django.db")


def test_floors_foreign_keys_point_down() -> None:
    found = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for app in _our_apps()
        for model in app.get_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model is not None
        and _points_up(model.__module__, field.related_model.__module__)
    ]
    assert found == []


def test_floors_migrations_depend_downwards() -> None:
    names = {app.label: app.name for app in apps.get_app_configs()}
    found = [
        f"{names[label]} {name} → {names[other]}"
        for (label, name), migration in MigrationLoader(None).disk_migrations.items()
        for other, _name in migration.dependencies
        if _points_up(names[label], names.get(other, ""))
    ]
    assert found == []


def test_floors_templates_use_what_is_below() -> None:
    libraries = get_installed_libraries()
    found, seen = [], 0
    for path in sorted((ROOT / "templates").rglob("*.html")):
        name = path.relative_to(ROOT / "templates").as_posix()
        text = path.read_text(encoding="utf-8")
        used = [_owner(other) for other in LOADED.findall(text)]
        for names in LIBRARIES.findall(text):
            words = names.split(" from ")[-1].split()
            used += [
                libraries[word].split(".")[0] for word in words if word in libraries
            ]
        seen += len(used)
        found += [
            f"{name} → {other}" for other in used if _points_up(_owner(name), other)
        ]
    assert found == []
    assert seen > 0


def _owner(template: str) -> str:
    """The floor a template belongs to: its folder's, else the ground floor."""
    folder = template.split("/", 1)[0]
    return folder if folder in FLOORS else "portal"
