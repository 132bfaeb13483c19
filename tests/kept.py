"""What costs a minute to make and is the same for a state of everything: kept.

It lies in the machine's temporary folder, for the other workers and the next runs.
"""

import fcntl
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from .ready_database import state_of_everything

#: Seconds after which nobody uses an old one.
_OLD = 24 * 60 * 60


def kept(name: str, make: Callable[[Path], None], *, anew: bool = False) -> Path:
    """The file or folder that `make` writes at the path that it is given.

    The first who asks makes it, the others wait; `anew`: whatever is there.
    """
    folder, stem = Path(tempfile.gettempdir()), f"portal-{name}"
    with (folder / f"{stem}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        whole = folder / f"{stem}-{state_of_everything()}"
        if anew or not whole.exists():
            for old in folder.glob(f"{stem}-*"):
                if old.stat().st_mtime < time.time() - _OLD:
                    _remove(old)
            part = folder / f"{stem}-part"
            _remove(part)
            make(part)
            _remove(whole)
            part.rename(whole)
    return whole


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
