"""Child processes whose CPU seconds and peak memory are wanted."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Usage:
    """`cpu` and `wall` in seconds, `peak` in MB of resident memory."""

    cpu: float
    wall: float
    peak: float
    output: str


class ChildFailed(Exception):
    """A measured command ended with an error; the message is what it printed."""


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        yield Path(folder)


def environment(var: Path | None = None, **changes: str) -> dict[str, str]:
    """This process's environment with data in `var`, on SQLite, without a prefix."""
    ours = {"DATABASE_URL", "PATH_PREFIX", "PORTAL_VAR", "DJANGO_SETTINGS_MODULE"}
    inherited = {k: v for k, v in os.environ.items() if k not in ours}
    return inherited | ({"PORTAL_VAR": str(var)} if var else {}) | changes


def manage(var: Path, *arguments: str, **changes: str) -> Usage:
    """Run a management command in a process of its own; `changes` are environment.

    Raises ChildFailed.
    """
    with tempfile.TemporaryFile("w+") as output:
        began = os.times().elapsed
        child = subprocess.Popen(  # noqa: S603  (our own command)
            [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments],
            env=environment(var, **changes),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _pid, status, used = os.wait4(child.pid, 0)
        wall = os.times().elapsed - began
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read()
    if child.returncode:
        raise ChildFailed("\n".join(text.splitlines()[-12:]))
    return Usage(
        cpu=used.ru_utime + used.ru_stime,
        wall=wall,
        peak=used.ru_maxrss / 1024,
        output=text,
    )
