"""`manage.py` as a process of its own, on the test's database, to be killed.

    python -m tests.portal.search.managing DATABASE COMMAND …

What is found there are units, and no night comes that would mend what is looked at.
"""

import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import django
from django.conf import settings
from django.core.management import execute_from_command_line
from django.db import connection

from tests.real_portal import PATIENCE, ROOT

MANAGE = [sys.executable, "-m", "tests.portal.search.managing"]


def start(*command: str, stderr: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """`manage.py COMMAND …` with the settings of this test."""
    return subprocess.Popen(
        [*MANAGE, str(connection.settings_dict["NAME"]), *command],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "SEARCH_ENGINE": settings.SEARCH_ENGINE,
            "ELASTICSEARCH_URL": ",".join(settings.ELASTICSEARCH_URL),
            "ELASTICSEARCH_PREFIX": settings.ELASTICSEARCH_PREFIX,
            "ELASTICSEARCH_REPLICAS": str(settings.ELASTICSEARCH_REPLICAS),
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=stderr,
    )


def run(*command: str) -> None:
    """To its end, which is a good one."""
    assert start(*command).wait(timeout=PATIENCE) == 0


def watched(*command: str, stop: Callable[[str], bool] = lambda _line: False) -> str:
    """What the command shows on a terminal; killed as soon as `stop` says so."""
    terminal, its_end = pty.openpty()
    process = start(*command, stderr=its_end)
    os.close(its_end)
    shown = ""
    try:
        while piece := _read(terminal):
            shown += piece
            if stop(re.split("[\r\n]+", shown.rstrip("\r\n"))[-1]):
                process.send_signal(signal.SIGKILL)
                break
    finally:
        process.wait(timeout=PATIENCE)
        os.close(terminal)
    return shown


def _read(terminal: int) -> str:
    try:
        return os.read(terminal, 65536).decode(errors="replace")
    except OSError:  # nobody writes any more
        return ""


def wait_until(done: Callable[[], object], seconds: float = PATIENCE) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until
        time.sleep(0.01)


def _main(database: str, *command: str) -> None:
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    units = import_module("tests.portal.search.units")  # models are ready only now
    documents: Any = sys.modules["portal.search.documents"]
    nightly: Any = sys.modules["portal.search.nightly"]
    documents.search_sources._providers[:] = [units.UNITS]
    nightly.NIGHT = range(0)
    execute_from_command_line(["manage.py", *command])


if __name__ == "__main__":
    _main(*sys.argv[1:])
