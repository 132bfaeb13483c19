"""A portal as the first `prepare` leaves it, kept for a state of the code.

It is made from nothing, by the command itself, which takes most of a minute.
"""

import fcntl
import shutil
import tempfile
from pathlib import Path

from .ready_database import state_of_the_code
from .real_portal import RealPortal


def kept() -> Path:
    """Its var/, on SQLite; to be copied, never served itself."""
    folder = Path(tempfile.gettempdir())
    with (folder / "portal-prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        whole = folder / f"portal-prepared-{state_of_the_code()}"
        if not whole.exists():
            for old in folder.glob("portal-prepared-*"):
                shutil.rmtree(old)
            part = folder / "portal-prepared-part"
            said = RealPortal(part).prepare()
            password = (part / "secrets" / "admin-password").read_text().strip()
            assert password in said
            part.rename(whole)
    return whole


def copy_to(var: Path) -> None:
    """What was prepared, at a place that is not there yet."""
    shutil.copytree(kept(), var)
