"""A portal as the first `prepare` leaves it, from nothing, by the command itself."""

import shutil
from pathlib import Path

from .kept import kept
from .real_portal import RealPortal


def prepared() -> Path:
    """Its var/, on SQLite; to be copied, never served itself."""
    return kept("prepared", _prepare)


def _prepare(var: Path) -> None:
    said = RealPortal(var).prepare()
    password = (var / "secrets" / "admin-password").read_text().strip()
    assert password in said


def copy_to(var: Path) -> None:
    """What was prepared, at a place that is not there yet."""
    shutil.copytree(prepared(), var)
