"""The server of `manage.py serve`: granian, one worker, no access log.

One process holds SQLite's writes together; a city on PostgreSQL may set WORKERS.
"""

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.utils.module_loading import import_string
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from portal.durability import assert_durable

#: Threads that run Django in the one worker; more only wait for one another.
THREADS = min(8, 2 * (os.cpu_count() or 1) + 1)
#: The same for each of several.
THREADS_OF_MANY = 3


class CannotServe(Exception):
    """The server would not work; the message says why and what to do."""


def address(host: str, port: int) -> str:
    """The address to open in a browser on this machine."""
    shown = _reachable(host)
    shown = f"[{shown}]" if ":" in shown else shown
    return f"http://{shown}:{port}{settings.PATH_PREFIX.rstrip('/')}/"


def _reachable(host: str) -> str:
    """Every interface is reached through this machine's own."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def check_port(host: str, port: int) -> None:
    """Raise CannotServe unless `host` and `port` can be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise CannotServe(
                f"无法使用 {host}:{port}（{error.strerror}）。"
                f"换一个端口： PORT={port + 1} make run\n"
                f"Cannot listen on {host}:{port}; choose another PORT or HOST."
            ) from error


def check_database(workers: int) -> None:
    """Raise CannotServe when the database is empty, or SQLite is asked for too much."""
    if connection.vendor == "sqlite" and workers > 1:
        raise CannotServe(
            "SQLite 只能用一个工作进程；多进程请用 PostgreSQL（DATABASE_URL）。\n"
            "SQLite serves with one worker; set DATABASE_URL to PostgreSQL for more."
        )
    try:
        if "wagtailcore_site" not in connection.introspection.table_names():
            raise CannotServe(
                "数据库是空的，请先运行 manage.py prepare。\n"
                "The database is empty: run manage.py prepare first."
            )
        assert_durable()
    finally:
        connections.close_all()  # the worker is forked and opens its own


def serve(*, host: str, port: int, workers: int, ready: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM; `ready` is called when the first worker is up."""
    server = Server(
        target="portal.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS if workers == 1 else THREADS_OF_MANY,
        log_access=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=workers > 1,
        workers_kill_timeout=10,
    )
    server.on_startup(lambda: _end_with_terminal(server))
    server.serve(target_loader=_Loader(host, port, ready), wrap_loader=False)


def _end_with_terminal(server: Any) -> None:
    """A closed terminal ends the server; granian would start it anew instead."""
    if sys.stdin is not None and sys.stdin.isatty():
        signal.signal(signal.SIGHUP, server.signal_handler_interrupt)


class _Loader:
    """Loads the application in the worker; says so once its socket is listened on."""

    def __init__(self, host: str, port: int, ready: Callable[[], None]) -> None:
        self.host = _reachable(host)
        self.port = port
        self.ready = ready

    def __call__(self) -> Any:
        application = import_string("portal.wsgi.application")
        threading.Thread(target=self._say_when_up, daemon=True).start()
        return application

    def _say_when_up(self) -> None:
        for _attempt in range(1000):
            try:
                socket.create_connection((self.host, self.port), timeout=1).close()
            except OSError:
                time.sleep(0.01)
            else:
                return self.ready()
        return None
