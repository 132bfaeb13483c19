"""A PostgreSQL cluster of the bench's own, as durable as a city's: fsync stays on."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .children import ChildFailed
from .starting import free_port


def binaries() -> Path | None:
    """The folder of the newest server on this machine, or None."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: float(path.parts[-3]),
    )
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    return Path(on_path).parent if on_path else None


@contextmanager
def private_cluster(folder: Path) -> Iterator[str]:
    """The URL of an empty database; gone afterwards. Raises ChildFailed."""
    there = binaries()
    if there is None:
        raise ChildFailed("no PostgreSQL on this machine")
    home, port = folder / "cluster", free_port()
    home.mkdir()
    if os.geteuid() == 0:  # it refuses to run as root
        folder.chmod(0o755)
        shutil.chown(home, "postgres")
    data = str(home / "data")
    common = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    _run(there, "initdb", "-D", data, *common)
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {home}"
    control = ("pg_ctl", "-D", data, "-w", "-s")
    _run(there, *control, "-l", str(home / "log"), "-o", options, "start")
    try:
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        _run(there, *control, "-m", "immediate", "stop")


def _run(there: Path, program: str, *arguments: str) -> None:
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run(  # noqa: S603  (PostgreSQL's own programs)
        [*as_user, str(there / program), *arguments],
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ChildFailed(done.stderr)
