"""`manage.py serve` for a while, and the CPU that its processes use."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from .children import ChildFailed, environment
from .starting import free_port

#: Seconds after which a start counts as failed.
PATIENCE = 120
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    def cpu(self) -> float:
        """Seconds that it and its workers have used so far (Linux)."""
        return sum(_cpu(pid) for pid in (self.pid, *_children(self.pid)))


@contextmanager
def serving(var: Path, **changes: str) -> Iterator[Server]:
    """Up inside, stopped afterwards; `changes` are environment. Raises ChildFailed."""
    port = free_port()
    said = var / "serve.log"
    with said.open("w") as log:
        child = subprocess.Popen(  # noqa: S603  (our own command)
            [sys.executable, str(settings.BASE_DIR / "manage.py"), "serve"],
            env=environment(var, HOST="127.0.0.1", PORT=str(port), **changes),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(child, said)
        yield Server(port, child.pid)
    finally:
        child.terminate()
        child.wait(timeout=PATIENCE)


def _wait(child: subprocess.Popen[bytes], said: Path) -> None:
    until = time.monotonic() + PATIENCE
    while "address" not in said.read_text():
        if child.poll() is not None or time.monotonic() > until:
            raise ChildFailed(said.read_text())
        time.sleep(0.05)


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS
