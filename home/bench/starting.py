"""`make run` in a fresh copy of the project, package cache as warm as it is."""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from .children import ChildFailed, environment, scratch
from .rows import Row

#: Seconds after which a start counts as failed.
PATIENCE = 600


def starting() -> Iterator[Row]:
    """The first start, and the second with everything there."""
    with scratch() as folder:
        copy = folder / "project"
        _copy_project(copy)
        yield Row("first make run: time to the home page", _start(copy), "s", 120)
        yield Row("second make run: time to the home page", _start(copy), "s", 10)


def _copy_project(target: Path) -> None:
    """The files that git knows, as they are in the work tree."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607  (the developer's own git)
        cwd=settings.BASE_DIR,
        capture_output=True,
        check=True,
    ).stdout
    for name in filter(None, listed.decode().split("\0")):
        source = settings.BASE_DIR / name
        if source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)


def _start(project: Path) -> float:
    """Seconds from `make run` to the home page's 200; the server is stopped again."""
    port = free_port()
    began = time.monotonic()
    child = subprocess.Popen(
        ["make", "run"],  # noqa: S607  (found as a person's shell finds it)
        cwd=project,
        env=environment(PORT=str(port), HOST="127.0.0.1"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _answers(f"http://127.0.0.1:{port}/"):
            if child.poll() is not None or time.monotonic() - began > PATIENCE:
                raise ChildFailed("make run did not come up")
            time.sleep(0.05)
        return time.monotonic() - began
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGTERM)
        child.wait(timeout=60)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310  (http)
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
